"""The roster board as text: workers down, time across, the uncovered lane on top, a now-line.

A visit is the first letter of its person, one letter a cell: capitals are published, small letters a draft. The last
cell of a bar says its state: `*` there now, `=` done, `!` late, `x` missed; `2` is a double-up. `-` is off duty, `.`
free, `X` absent, `|` now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.views import Board, BoardVisit, BoardWorker
from domain.when import day_bounds, minute_of_day, show_date, show_time
from tui.present import Sight, Tone, clean, fit
from tui.presenters.words import identity, state_word

NAME_CELLS = 16
TAIL_CELLS = 7
LANE = "UNCOVERED"
STEPS = (60, 30, 15)
MARKS = {"in-progress": "*", "completed": "=", "verified": "=", "missed": "x"}
MARKS_ALONE = {"*", "=", "!", "x"}


@dataclass(frozen=True, slots=True)
class Grid:
    """Which minutes of the London day the columns show."""

    first: int
    last: int
    step: int

    @property
    def cells(self) -> int:
        """How many columns there are."""
        return (self.last - self.first) // self.step

    def cell(self, minute: int) -> int:
        """The column that a minute falls into, beyond the edges if it does."""
        return (minute - self.first) // self.step


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One row: a worker (or the uncovered lane, `worker` None), its cells with their tones, and its visits in the
    order that the cursor steps through."""

    worker: BoardWorker | None
    name: str
    cells: str
    tones: tuple[Tone, ...]
    visits: tuple[BoardVisit, ...]
    tail: str


def grid_for(board: Board, room: int, step: int = 0) -> Grid:
    """Columns from the first duty to the last in whole hours; `step` 0 takes the finest that fits in `room`."""
    start, _ = day_bounds(board.day)
    spans = [span for worker in board.workers for span in worker.shifts]
    spans += [(visit.start, visit.start + timedelta(minutes=visit.minutes)) for visit in board.visits]
    minutes = [minute_of_day(at, board.day) for span in spans for at in span] or [7 * 60, 22 * 60]
    first, last = min(minutes) // 60 * 60, -(-max(minutes) // 60) * 60
    fitting = [wide for wide in STEPS if (last - first) // wide <= room - NAME_CELLS - TAIL_CELLS]
    return Grid(first, last, step or (fitting[-1] if fitting else STEPS[0]))


def lanes(board: Board, grid: Grid, now: datetime) -> tuple[Lane, ...]:
    """The uncovered lane, then every worker's row."""
    by_ref = {visit.ref: visit for visit in board.visits}
    uncovered = tuple(by_ref[ref] for ref in board.uncovered if ref in by_ref)
    mine: dict[str, list[BoardVisit]] = {}
    for visit in board.visits:
        if visit.state != "cancelled":
            for worker in visit.workers:
                mine.setdefault(worker, []).append(visit)
    rows = [_uncovered(uncovered, board, grid, now)]
    rows += [_worker(worker, tuple(mine.get(worker.ref, ())), board, grid, now) for worker in board.workers]
    return tuple(rows)


def _uncovered(visits: tuple[BoardVisit, ...], board: Board, grid: Grid, now: datetime) -> Lane:
    cells, tones = ["."] * grid.cells, [Tone.PLAIN] * grid.cells
    counts = [0] * grid.cells
    for visit in visits:
        at = grid.cell(minute_of_day(visit.start, board.day))
        if 0 <= at < grid.cells:
            counts[at] += 1
            cells[at] = _letter(visit) if counts[at] == 1 else str(counts[at]) if counts[at] < 10 else "+"
            tones[at] = Tone.ALERT if visit.time_critical or tones[at] is Tone.ALERT else Tone.WARN
    _now_line(cells, tones, board, grid, now)
    return Lane(
        worker=None, name=LANE, cells="".join(cells), tones=tuple(tones), visits=visits, tail=f"{len(visits)}"
    )


def _worker(
    worker: BoardWorker, visits: tuple[BoardVisit, ...], board: Board, grid: Grid, now: datetime
) -> Lane:
    cells, tones = ["-"] * grid.cells, [Tone.QUIET] * grid.cells
    for start, end in worker.shifts:
        _fill(cells, tones, _span(start, end, board, grid), ".", Tone.PLAIN)
    for start, end, _ in worker.absent:
        _fill(cells, tones, _span(start, end, board, grid), "X", Tone.WARN)
    _now_line(cells, tones, board, grid, now)
    for visit in visits:
        _bar(cells, tones, visit, board, grid)
    free = _free_minutes(worker, visits)
    absent = f"{worker.absent[0][2]}"[:TAIL_CELLS] if worker.absent else f"{free // 60}h{free % 60:02d}"
    return Lane(
        worker=worker, name=worker.name + (" lead" if worker.role == "lead" else ""), cells="".join(cells),
        tones=tuple(tones), visits=visits, tail=absent,
    )  # fmt: skip


def _span(start: datetime, end: datetime, board: Board, grid: Grid) -> range:
    first = grid.cell(minute_of_day(start, board.day))
    last = -(-(minute_of_day(end, board.day) - grid.first) // grid.step)
    return range(max(0, first), min(grid.cells, last))


def _fill(cells: list[str], tones: list[Tone], span: range, letter: str, tone: Tone) -> None:
    for at in span:
        cells[at], tones[at] = letter, tone


def _now_line(cells: list[str], tones: list[Tone], board: Board, grid: Grid, now: datetime) -> None:
    at = grid.cell(minute_of_day(now, board.day))
    if 0 <= at < grid.cells and cells[at] in ".-":
        cells[at], tones[at] = "|", Tone.STRONG


def _bar(cells: list[str], tones: list[Tone], visit: BoardVisit, board: Board, grid: Grid) -> None:
    span = _span(visit.start, visit.start + timedelta(minutes=visit.minutes), board, grid)
    if not span:
        return
    text = bar_text(visit, len(span))
    tone = Tone.ALERT if visit.late else Tone.WARN if visit.state == "missed" else Tone.STRONG
    for at, letter in zip(span, text, strict=True):
        cells[at], tones[at] = letter, tone


def bar_text(visit: BoardVisit, length: int) -> str:
    """The letters of a visit, `length` cells of them."""
    letter = _letter(visit)
    mark = "!" if visit.late else MARKS.get(visit.state, "")
    if not mark and visit.workers_needed > 1 and length > 1:
        mark = "2"
    return (letter * length)[: length - len(mark)] + mark


def _letter(visit: BoardVisit) -> str:
    first = clean(visit.person)[:1] or "?"
    return first.lower() if visit.draft else first.upper()


def _free_minutes(worker: BoardWorker, visits: Iterable[BoardVisit]) -> int:
    duty = sum(int((end - start).total_seconds()) // 60 for start, end in worker.shifts)
    return max(0, duty - sum(visit.minutes for visit in visits))


def ruler(grid: Grid, day_label: str = "") -> str:
    """The hours above the columns."""
    per_hour = max(1, 60 // grid.step)
    hours = [f"{minute // 60 % 24:02d}" for minute in range(grid.first, grid.last, 60)]
    shown = [hour.ljust(per_hour)[: max(per_hour, 1)] if per_hour > 1 else hour[-1] for hour in hours]
    return fit(day_label, NAME_CELLS) + "".join(shown)


def heading(board: Board, sight: Sight) -> str:
    """The day, how much is draft, and how many are uncovered."""
    drafts = sum(visit.draft for visit in board.visits)
    planned = sum(visit.minutes * max(1, len(visit.workers)) for visit in board.visits if visit.workers)
    duty = sum(
        int((end - start).total_seconds()) // 60 for worker in board.workers for start, end in worker.shifts
    )
    use = f"  utilisation {100 * planned // duty} %" if duty else ""
    draft = f"draft {drafts} changes" if drafts else "published"
    return f"{show_date(board.day)}  {draft}  uncovered {len(board.uncovered)}{use}"


def visit_detail(visit: BoardVisit, sight: Sight) -> tuple[str, ...]:
    """Whose visit it is, what it needs, and who goes."""
    end = visit.start + timedelta(minutes=visit.minutes)
    needs = [f"{visit.workers_needed} workers" if visit.workers_needed > 1 else "1 worker", *visit.skills]
    needs += ["lead"] if visit.lead else []
    needs += [f"{visit.gender} worker"] if visit.gender else []
    needs += ["TIME-CRITICAL"] if visit.time_critical else []
    risks = [sight.policy.label("risk", risk) for risk in visit.risks] + (
        ["key safe"] if visit.key_safe else []
    )
    who = ", ".join(sight.who(worker) for worker in visit.workers) or "nobody"
    state = f"{state_word(visit.state)}{' (draft)' if visit.draft else ''}"
    seen = (
        f", came {show_time(visit.came_at)}"
        if visit.came_at
        else f", {visit.late} min late"
        if visit.late
        else ""
    )
    return (
        f"{identity(visit.person, visit.born, visit.nhs_number, sight.now)}  {visit.area}  {'  '.join(risks)}".rstrip(),
        f"{show_time(visit.start)}-{show_time(end)} {visit.line}  (may start {show_time(visit.window_from)} to "
        f"{show_time(visit.window_to)})  {', '.join(needs)}",
        f"{visit.ref}  {state}{seen}: {who}",
    )


def board_lines(board: Board, sight: Sight, room: int) -> list[str]:
    """The whole board as plain text, with every uncovered visit below it, the most harmful first."""
    grid = grid_for(board, room)
    told = [heading(board, sight), ruler(grid) + " free"]
    told += [
        f"{fit(clean(lane.name), NAME_CELLS)}{lane.cells} {lane.tail}"
        for lane in lanes(board, grid, sight.now)
    ]
    by_ref: Mapping[str, BoardVisit] = {visit.ref: visit for visit in board.visits}
    missing: Sequence[BoardVisit] = [by_ref[ref] for ref in board.uncovered if ref in by_ref]
    told += (
        ["", f"Uncovered, most harmful first: {len(missing)}"] if missing else ["", "Every visit is covered."]
    )
    for visit in missing:
        short = visit.workers_needed - len(visit.workers)
        told.append(
            f"  {show_time(visit.start)} {visit.ref} {clean(visit.person)} {visit.minutes} min, "
            f"{short} of {visit.workers_needed} workers missing{', TIME-CRITICAL' if visit.time_critical else ''}"
        )
    return told
