"""Planning a day from the board: the engine runs in its own process, and its plan waits until a person keeps it.

The desk stays usable meanwhile; how far the engine has come is a number in the title. Nothing is ever published."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input

from domain.desk.bus import Done, Outcome
from domain.desk.planning import placements_from
from domain.engine.plan import Plan, Progress
from domain.views import Desk
from domain.when import show_date
from tui.presenters.plan import CHANGES, Change, changes, plan_words, progress_words
from tui.screens.base import ListView
from tui.tasks import Tasks
from tui.widgets.entry import Entry
from tui.widgets.lines import TextLine

if TYPE_CHECKING:
    from tui.solving import Solving

SECONDS = "10"
MOST_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan for a day, made from the journal at `seq`."""

    day: date
    seq: int
    plan: Plan


class Planner:
    """One run of the engine at a time. `ended` is called on the loop with the plan."""

    def __init__(self, tasks: Tasks, ended: Callable[[Planned], None], failed: Callable[[Exception], None]) -> None:
        self._tasks, self._ended, self._failed = tasks, ended, failed
        self.running = False
        self.waiting: Planned | None = None
        self._began = 0.0
        self._news: Progress | None = None
        self._plans = 0
        self._solving: Solving | None = None
        self.cancelled = False

    def begin(self, desk: Desk, day: date, seconds: float, proposed: Callable[[], None]) -> None:
        """Plan a day; `proposed` is called, in a thread, when there is a first plan."""
        self.running, self.cancelled, self.waiting = True, False, None
        self._began, self._news, self._plans, self._solving = monotonic(), None, 0, None

        def watch(item: Progress | Plan) -> None:
            if isinstance(item, Progress):
                self._news = item
            else:
                self._plans += 1
                if self._plans == 1:
                    proposed()

        def work() -> Planned:
            from tui.planning import plan_day

            seq = desk.read.head()
            return Planned(day, seq, plan_day(desk, day, seconds, watch=watch, begun=self._begun)[1])

        self._tasks.each("plan", work, self._done, self._broke_off)

    def _begun(self, solving: "Solving") -> None:
        self._solving = solving
        if self.cancelled:
            solving.cancel()

    def cancel(self) -> None:
        """Stop at once, and keep the best plan so far."""
        self.cancelled = True
        if self._solving is not None:
            self._solving.cancel()

    def forget(self) -> None:
        """Let a plan go that nobody kept."""
        self.waiting = None

    def words(self) -> str:
        """How far it has come, for the title."""
        return progress_words(monotonic() - self._began, self._news, self._plans)

    def _done(self, planned: Planned) -> None:
        self.running, self._solving = False, None
        self.waiting = planned
        self._ended(planned)

    def _broke_off(self, error: Exception) -> None:
        self.running, self._solving = False, None
        self._failed(error)


class _Seconds(Entry):
    """The number of seconds being typed."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f10", "leave")]

    def action_leave(self) -> None:
        self.post_message(AskSeconds.Left())


class AskSeconds(Horizontal):
    """One line that asks how long the engine may look for better plans."""

    HINTS = "enter plan the day  esc back"
    DEFAULT_CSS = """
    AskSeconds { height: 1; display: none; }
    AskSeconds.asking { display: block; }
    AskSeconds TextLine { width: 44; }
    AskSeconds Entry { width: 1fr; }
    """

    class Answered(Message):
        """A number was given."""

        def __init__(self, seconds: float) -> None:
            super().__init__()
            self.seconds = seconds

    class Left(Message):
        """It was left."""

    def __init__(self) -> None:
        super().__init__()
        self._label = TextLine()
        self._entry = _Seconds(SECONDS)
        self._entry.restrict = r"\d{0,3}(\.\d?)?"

    def compose(self) -> ComposeResult:
        """The question and the answer."""
        yield self._label
        yield self._entry

    def ask(self, day: date) -> None:
        """Ask for a day."""
        self.add_class("asking")
        self._label.say(f" Plan {show_date(day)} for how many seconds?")
        self._entry.offer(SECONDS)
        self._entry.focus()

    @property
    def is_open(self) -> bool:
        """Whether it asks."""
        return self.has_class("asking")

    def close(self) -> None:
        """Make room again."""
        self.remove_class("asking")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Only the finished number counts."""
        event.stop()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """A number of seconds, within reason."""
        event.stop()
        typed = event.value.strip(".") or SECONDS
        self.post_message(self.Answered(min(MOST_SECONDS, max(0.5, float(typed)))))


class PlanView(ListView[Change]):
    """What a plan leaves out and changes; enter keeps it as a draft."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("e,r", "again", show=False)]
    place = "plan"
    named = "Plan"
    detail_lines = 5

    def __init__(self, planned: Planned, kept: Callable[[], None], again: Callable[[], None]) -> None:
        super().__init__(CHANGES)
        self._planned, self._kept, self._again = planned, kept, again
        self._rows: Sequence[Change] = ()
        self._saving = False

    def read(self) -> Sequence[Change]:
        """The plan beside the board as it is now."""
        planned = self._planned
        board = self.desk.read.board(planned.day, self.desk.clock.now())
        return changes(board, placements_from(planned.plan, planned.day), planned.plan.unassigned)

    def show(self, value: Sequence[Change]) -> None:
        """Its lines, and what they come to."""
        self._rows = value
        super().show(value)

    def heading(self) -> str:
        """Which day, and what the plan comes to."""
        moved = sum(1 for row in self._rows if row.workers)
        day = show_date(self._planned.day).rpartition(" ")[0]
        return f"Plan {day}: {plan_words(self._planned.plan, moved)}"

    def hints(self) -> str:
        """The ways on."""
        return "enter keep as a draft  r plan again  esc back (r shows it again)"

    def action_again(self) -> None:
        """Let it go, and plan afresh."""
        self.app.pop_screen()
        self._again()

    def chosen(self) -> None:
        """Keep it as a draft."""
        self.keep()

    def keep(self) -> None:
        """Save the draft, once, if the plan keeps the rules."""
        planned = self._planned
        if self._saving:
            return
        if not planned.plan.verified:
            self.host.say("The plan breaks a rule and cannot be kept; r plans again", bad=True)
            return
        self._saving = True
        desk = self.desk

        def save() -> Outcome:
            from tui.planning import save_draft

            return save_draft(desk, planned.day, planned.seq, planned.plan)

        self.tasks.each("save", save, self._saved, self._not_saved)

    def _saved(self, outcome: Outcome) -> None:
        self._saving = False
        if not isinstance(outcome, Done):
            self.host.say(f"Not kept: {outcome.sentence}", bad=True)
            return
        self._kept()
        self.app.pop_screen()
        self.host.say(f"Draft kept, nobody is told yet. {outcome.note}  (u takes it back, p publishes)")

    def _not_saved(self, error: Exception) -> None:
        self._saving = False
        self._failed(error)
