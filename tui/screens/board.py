"""The board pane: one day of the roster, worked by keys. Workers down, time across, what is uncovered on top.

Moving a visit changes nothing before it is put down; the rules are checked as it moves. Planning and publishing are
shown before they count. What others change repaints the rows that it touches, and never moves the cursor."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.message import Message

from domain.access import Right
from domain.views import Board, BoardVisit
from domain.when import day_bounds, show_time
from tui.actions import Action
from tui.keymap import action_called
from tui.present import Told, Tone
from tui.presenters.board import LEGEND, STEPS, Grid, day_words, grid_for, lanes, matching, ruler
from tui.presenters.carrying import short_names
from tui.presenters.visit import called, visit_detail, whose, worker_detail
from tui.screens.base import View
from tui.screens.board_hand import Hand, immovable
from tui.screens.board_lists import WhyView
from tui.screens.board_plan import AskSeconds, Planned, Planner, PlanView
from tui.screens.board_repair import RepairView
from tui.screens.daily import Daily
from tui.screens.past import STEP, PastBoard
from tui.screens.single import SingleScreen
from tui.widgets.board_grid import BoardGrid
from tui.widgets.lines import Detail

DETAIL_LINES = 5
CARRYING = "up down who  left right when  n next possible  enter keep  esc back"
SWAPPING = "arrows choose the other visit  enter swap  esc back"


class BoardView(Daily, View):
    """Pane 2."""

    place = "board"
    named = "Board"
    kinds = frozenset({"visit", "worker", "shift", "absence", "person", "roster"})
    DEFAULT_CSS: ClassVar[str] = "BoardView.single > .title { display: block; }"

    class Proposed(Message):
        """The engine has a first plan."""

    def __init__(self) -> None:
        super().__init__(id="board")
        self.board: Board | None = None
        self.grid = BoardGrid()
        self.asking = AskSeconds()
        self.detail = Detail(DETAIL_LINES)
        self.hand = Hand(lambda: self.desk, self.tasks, self._draw)
        self.planner = Planner(self.tasks, self._planned, self._plan_failed)
        self._step = 30
        self._wanted = ""
        self._columns: Grid | None = None

    def compose(self) -> ComposeResult:
        """Title, grid, a question when there is one, detail."""
        yield self.title_line
        yield self.grid
        yield self.asking
        yield self.detail

    def on_unmount(self) -> None:
        """No engine outlives the desk."""
        self.planner.cancel()

    # reading and drawing

    def read(self) -> Board:
        """The day that is shown, or today; its rows are drawn here too, so that the loop finds them drawn."""
        board, shown_at = self.desk.read.board(self.day, self.desk.clock.now()), self.host.sight.now
        if self.grid.size.width:
            lanes(board, self._columns_for(board, shown_at), shown_at)
        return board

    def show(self, value: Board) -> None:
        """Take in a board; an answer about a day that was left meanwhile is dropped."""
        if value.day != self.day:
            return
        self.board = value
        self.hand.reread(value)
        self._draw()

    def _draw(self) -> None:
        if self.board is None or not self.grid.size.width:
            return
        now = self.host.sight.now
        shown = self.hand.board(self.board)
        self._columns = columns = self._columns_for(shown, now)
        rows = lanes(shown, columns, now, self.hand.tails(shown, now))
        if self._wanted:
            kept = {row.key for row in matching(lanes(self.board, columns, now), self._wanted)}
            rows = tuple(row for row in rows if row.key in kept)
        self.grid.held = self.hand.carried.visit.ref if self.hand.carried is not None else ""
        self.grid.busy = self.hand.busy or self.planner.running
        self.grid.tail_says = "travel, or the rule in the way" if self.hand.carried is not None else "free"
        self.grid.possible = self.hand.possible(now)
        waited = self.grid.waits
        self.grid.show(rows, columns, ruler(columns, now))
        if waited and not self.grid.waits:
            self.opened.set()
        self.retitle()

    def _columns_for(self, board: Board, now: datetime) -> Grid:
        return grid_for(board, self.grid.size.width, self._step, self._focus(now), self._columns)

    def _focus(self, now: datetime) -> datetime:
        """The moment that has to be in sight where the day is wider than the pane."""
        if self.hand.carried is not None:
            return self.hand.carried.start
        return self.grid.visit.start if self.grid.visit is not None else now

    def _follow_planner(self) -> None:
        """The title follows the engine once a second."""
        if self.planner.running:
            self.retitle()
            self.set_timer(1.0, self._follow_planner)

    def on_board_grid_resized(self, event: BoardGrid.Resized) -> None:
        """Other columns may find room."""
        event.stop()
        self._draw()

    def on_board_grid_moved(self, event: BoardGrid.Moved) -> None:
        """The lines below follow the cursor, and so does what is in hand."""
        event.stop()
        visit, columns = self.grid.visit, self._columns
        if self.hand.carried is not None and self.grid.lane is not None:
            self.hand.over(self.grid.lane.key)
        elif self.hand.swapped is not None and self.board is not None:
            self.hand.choose(visit, self.board.day)
        elif visit is not None and columns is not None and not 0 <= columns.cell(visit.start) < columns.cells:
            self._draw()
        self._tell()

    def _tell(self) -> None:
        self.detail.show(self._told())
        self.retitle()

    def _told(self) -> Sequence[Told]:
        sight, lane = self.host.sight, self.grid.lane
        if self.hand.busy:
            return self.hand.lines(self._names, sight)
        if self.grid.visit is not None:
            return visit_detail(self.grid.visit, sight)
        if lane is None or lane.worker is None:
            return ("Every visit to come is covered.", *LEGEND) if self.board is not None else ()
        return worker_detail(lane.worker, sight)

    @property
    def _names(self) -> Mapping[str, str]:
        return short_names(self.board) if self.board is not None else {}

    # what it says of itself

    def heading(self) -> str:
        """The day and how it stands, or how far the engine is."""
        if self.board is None:
            return self.named
        words = day_words(self.board)
        if self.planner.running:
            day = words.partition("  ")[0]
            return f"{self.named}  {day}  {self.planner.words()}"
        ready = "  plan ready: r" if self.planner.waiting is not None else ""
        return f"{self.named}  {words}{ready}"

    def counts(self) -> str:
        """Filter, and where the cursor is."""
        if self.planner.running:
            return ""
        parts = [f"/{self._wanted}"] if self._wanted else []
        at = next((at for at, lane in enumerate(self.grid.lanes) if lane is self.grid.lane), 0)
        return "  ".join([*parts, f"{at}/{max(0, len(self.grid.lanes) - 1)}"])

    def retitle(self) -> None:
        """The title has the whole line where the bar says the counts and where the keys go."""
        super().retitle()
        if self.has_class("single"):
            self.title_line.say(f" {self.heading()}", fill=Tone.STRONG)

    def hints(self) -> str:
        """What can be done with what is under the cursor, or in hand."""
        if self.hand.carried is not None and self.hand.busy:
            return CARRYING
        if self.hand.swapped is not None:
            return SWAPPING
        if self.asking.is_open:
            return self.asking.HINTS
        visit = self.grid.visit
        keys = ["a assign", "m move"] if visit is not None else []
        keys += ["s swap", "x unassign"] if visit is not None and visit.workers else []
        keys += ["w why"] if visit is not None and not visit.workers else []
        plan = "stop" if self.planner.running else "plan"
        keys += ["r repair", "p publish", f"e {plan}"] if self._is_told else [f"r {plan}", "p publish"]
        return "  ".join([*keys, "[ ] day", "+ - zoom", "A absent"])

    @property
    def _is_told(self) -> bool:
        """Whether people have been told of the day: from then on it is repaired rather than planned."""
        return self.board is not None and any(visit.told_workers for visit in self.board.visits)

    def parts(self) -> Mapping[str, Any]:
        """The visit in hand or under the cursor, and the worker of its row."""
        lane, visit = self.grid.lane, self.hand.visit or self.grid.visit
        worker = lane.worker if lane is not None else None
        found: dict[str, Any] = {"day": self.day, "worker": worker.ref if worker else ""}
        if found["day"] > self.today:
            found["since"] = day_bounds(found["day"])[0]
        if visit is None:
            found |= {"name": worker.full_name, "subject": f"worker/{worker.ref}"} if worker else {}
            return found
        return {
            **found, "visit": visit.ref, "ref": visit.ref, "revision": visit.revision, "state": visit.state,
            "person": visit.person_ref, "name": visit.person, "subject": f"visit/{visit.ref}",
        }  # fmt: skip

    def identity(self) -> str:
        """Whose visit is in hand or under the cursor, else which worker."""
        visit, lane = self.hand.visit or self.grid.visit, self.grid.lane
        if visit is not None:
            return whose(visit, self.host.sight)
        return lane.worker.full_name if lane is not None and lane.worker is not None else ""

    def whose(self, action: Action | None = None) -> str:
        """Whose record an action would be done to: the worker's of the row, or the visit's."""
        worker = self.grid.lane.worker if self.grid.lane is not None else None
        if action is not None and worker is not None and dict(action.fills).get("id") == "worker":
            return worker.full_name
        return self.identity()

    # the filter

    @property
    def filtered(self) -> str:
        """The filter in force."""
        return self._wanted

    def only(self, wanted: str) -> None:
        """Keep the rows of these workers, or of those who visit these people."""
        self._wanted = wanted
        self._draw()

    # another day, other columns

    def go_to_day(self, day: date | None) -> None:
        """Show another day, unless something is in hand."""
        if self.hand.busy:
            self._explain_hand()
        else:
            super().go_to_day(day)

    def seek(self, subject: str) -> None:
        """Put the cursor on a visit, now or as soon as it is read."""
        kind, _, ref = subject.partition("/")
        if kind == "visit":
            self.grid.seek(None, ref)

    def seek_today(self, subject: str) -> None:
        """The same on the board of today."""
        self.action_today()
        self.seek(subject)

    def action_people(self) -> None:
        """The same day by person."""
        self.host.open_subject(f"people/{self.day}")

    def action_past(self) -> None:
        """The same day as the desk knew it at an earlier moment."""
        now = self.desk.clock.now()
        self.app.push_screen(SingleScreen(PastBoard(self.day, now - STEP)))

    def action_closer(self) -> None:
        """Finer columns."""
        self._zoom(1)

    def action_wider(self) -> None:
        """Coarser columns."""
        self._zoom(-1)

    def action_legend(self) -> None:
        """What the letters mean, until the cursor moves."""
        self.detail.show(LEGEND)

    def _zoom(self, finer: int) -> None:
        at = STEPS.index(self._step) + finer
        if 0 <= at < len(STEPS):
            self._step = STEPS[at]
            self._draw()

    # a visit in hand

    def action_act(self, action_id: str) -> None:
        """A key of the registry; assigning, swapping and publishing are shown on the board first."""
        if self.hand.busy:
            self._explain_hand()
        elif action_id == "roster.assign":
            self._lift(adding=True)
        elif action_id == "roster.swap":
            self._begin_swap()
        elif action_id == "roster.publish":
            self.action_difference()
        elif action_id == "roster.unassign" and self.grid.visit is not None and self.grid.lane is not None:
            self._do(action_id, {"worker": self.grid.lane.key} if self.grid.lane.key else {})
        else:
            super().action_act(action_id)

    def action_move(self) -> None:
        """Lift the visit under the cursor off its row."""
        if self.hand.busy:
            self._explain_hand()
        else:
            self._lift(adding=False)

    def _explain_hand(self) -> None:
        self.host.say("A visit is in hand: enter keeps it here, esc puts it back")

    def _liftable(self) -> BoardVisit | None:
        visit = self.grid.visit
        caller = self.desk.caller
        if visit is None:
            self.host.say("There is no visit under the cursor", bad=True)
        elif not caller.may(Right.ROSTER):
            self.host.say(f"Moving visits needs the right '{Right.ROSTER}'", bad=True)
        elif why_not := immovable(visit):
            self.host.say(why_not, bad=True)
        else:
            return visit
        return None

    def _lift(self, *, adding: bool) -> None:
        visit, lane = self._liftable(), self.grid.lane
        if visit is None or lane is None or self.board is None:
            return
        full = len(visit.workers) >= visit.workers_needed
        source = "" if adding and not full else lane.key
        self.host.say("")
        self.hand.lift(visit, source, lane.key, self.board.day)

    def _begin_swap(self) -> None:
        visit = self._liftable()
        if visit is None:
            return
        if not visit.workers:
            self.host.say(f"{called(visit)} has nobody to exchange; a assigns somebody", bad=True)
            return
        self.host.say("")
        self.hand.begin_swap(visit)
        self._tell()

    def on_board_grid_waits(self, event: BoardGrid.Waits) -> None:
        """What is typed ahead waits with it."""
        event.stop()
        self.opened.clear()

    def on_board_grid_shifted(self, event: BoardGrid.Shifted) -> None:
        """Left or right with a visit in hand: another time."""
        event.stop()
        if self.board is not None:
            self.hand.shift(event.steps, self.board.day)
            self._tell()

    def on_board_grid_left(self, event: BoardGrid.Left) -> None:
        """Escape: put it back, or stop the engine and keep its best plan."""
        event.stop()
        if self.hand.busy:
            visit, lane = self.hand.visit, self.hand.carried.source if self.hand.carried is not None else None
            self.hand.leave()
            if visit is not None and lane is not None:
                self.grid.seek(lane if lane in visit.workers else "", visit.ref)
        elif self.planner.running:
            self.planner.cancel()

    def on_board_grid_nowhere(self, event: BoardGrid.Nowhere) -> None:
        """Nobody could take what is in hand at the time it is held at."""
        event.stop()
        if self.hand.carried is not None:
            held = show_time(self.hand.carried.start)
            self.host.say(f"Nobody else can at {held}: try another time, or w for the ways")

    def on_board_grid_chosen(self, event: BoardGrid.Chosen) -> None:
        """Enter: put down what is in hand, or open what is under the cursor."""
        event.stop()
        if self.hand.busy:
            self._put_down()
        elif self.grid.visit is not None:
            self.host.open_subject(self.subject())

    def _put_down(self) -> None:
        objection = self.hand.objection(self.host.sight.now)
        if objection:
            self.host.say(f"Not possible: {objection}", bad=True)
            return
        visit, carried, orders = self.hand.visit, self.hand.carried, self.hand.orders
        for action_id, texts in orders:
            self._do(action_id, texts)
        if orders:
            self.hand.settle()
        else:
            self.hand.leave()
        if visit is not None and carried is not None:
            self.grid.seek(carried.target, visit.ref)

    def _do(self, action_id: str, texts: Mapping[str, str]) -> None:
        action = action_called(action_id)
        if action is not None:
            self.host.act(action, self, texts)

    def done(self) -> None:
        """An action came back: the board says how things stand."""
        self.load()

    # why, publish, plan

    def action_why(self) -> None:
        """Why the visit under the cursor has nobody."""
        visit = self.grid.visit
        if visit is None or self.board is None:
            self.host.say("There is no visit under the cursor", bad=True)
            return
        self.app.push_screen(SingleScreen(WhyView(self.board.day, visit)))

    def action_repair(self) -> None:
        """The ways to put the day right, each with its calls; a day that nobody has been told of is planned."""
        if not self._is_told or self.planner.running or self.planner.waiting is not None:
            self.action_plan()
        elif self.hand.busy:
            self._explain_hand()
        elif not self.desk.caller.may(Right.ROSTER):
            self.host.say(f"Repairing needs the right '{Right.ROSTER}'", bad=True)
        else:
            self.app.push_screen(SingleScreen(RepairView(self.day)))

    def action_difference(self) -> None:
        """What publishing would tell whom."""
        self._do("roster.publish", {})

    def action_plan(self) -> None:
        """Plan the day, stop planning, or show the plan that waits."""
        if self.hand.busy:
            self._explain_hand()
        elif self.planner.running:
            self.planner.cancel()
        elif self.planner.waiting is not None:
            self._show_plan(self.planner.waiting)
        elif not self.desk.caller.may(Right.ROSTER):
            self.host.say(f"Planning needs the right '{Right.ROSTER}'", bad=True)
        else:
            self.asking.ask(self.day)

    def on_ask_seconds_left(self, event: AskSeconds.Left) -> None:
        """No plan after all."""
        event.stop()
        self._stop_asking()

    def on_ask_seconds_answered(self, event: AskSeconds.Answered) -> None:
        """Begin."""
        event.stop()
        self._stop_asking()
        day = self.day
        self.planner.begin(self.desk, day, event.seconds, self._proposed)
        self._draw()
        self._follow_planner()

    def _stop_asking(self) -> None:
        self.asking.close()
        self.grid.focus()

    def _proposed(self) -> None:
        self.post_message(self.Proposed())

    def on_board_view_proposed(self, event: Proposed) -> None:
        """There is a first plan: the title says so at once."""
        event.stop()
        self.retitle()

    def _planned(self, planned: Planned) -> None:
        """Show the plan to whoever stopped the engine or looks on at rest; else the title says that it waits."""
        self._draw()
        waited_for = self.grid.has_focus and (self.planner.cancelled or self.grid.has_rested)
        if self.in_sight and waited_for and not self.hand.busy:
            self._show_plan(planned)
        else:
            self.host.say("The plan is ready: r on the board shows it")

    def _plan_failed(self, error: Exception) -> None:
        self._draw()
        self.host.say(str(error), bad=True) if isinstance(error, RuntimeError) else self._failed(error)

    def _show_plan(self, planned: Planned) -> None:
        def again() -> None:
            self.planner.forget()
            self.asking.ask(planned.day)

        self.app.push_screen(SingleScreen(PlanView(planned, self.planner.forget, again)))
