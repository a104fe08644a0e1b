"""The roster board as text: workers down, time across, the uncovered lane on top, a now-line.

A visit is the first letter of its person, a letter a cell: capitals are published, small letters a draft. The last
cell of a bar says more: `*` there now, `=` done, `#` verified, `!` late, `x` missed, `2` a double-up. Where two visits
share a cell stands `&`, in the uncovered lane their number. `.` is free, `X` absent, `|` now, a blank off duty."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from operator import itemgetter

from domain.roster import Workload
from domain.views import Board, BoardVisit, BoardWorker
from domain.when import day_bounds, london, minute_of_day, show_date, show_minutes, show_time
from domain.words import counted
from tui.present import Sight, Tone, clean, fit

LANE = "UNCOVERED"
STEPS = (60, 30, 15)
MARGIN = 3
LEAST_NAME, MOST_NAME = 10, 16
LEAST_TAIL, MOST_TAIL = 7, 8
MARKS = {"in-progress": "*", "completed": "=", "verified": "#", "missed": "x"}
SEVERAL = "&"
MOST_ROWS = 4096
"""Rows that are kept as they were drawn: those of the largest day, several times over."""
LEGEND = (
    "A person's initial: CAPITAL published, small a draft",
    "* there  = done  # verified  ! late  x missed  2 pair",
    "& several in a cell; in the uncovered lane how many",
    ". free  X absent  | now  blank off duty",
)
_LATIN = re.compile(r"LATIN \w+ LETTER ([A-Z])")
_DAY_BEGINS, _DAY_ENDS = 7 * 60, 22 * 60
"""What is shown of a day that has nothing on it."""


Letter = Callable[[BoardVisit], str]
"""What a visit is shown by."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The columns: minutes since London `midnight` from `first` to `last` in steps, and how wide the names are."""

    midnight: datetime
    first: int
    last: int
    step: int
    name: int = MOST_NAME

    @property
    def cells(self) -> int:
        """How many columns there are."""
        return (self.last - self.first) // self.step

    @property
    def left(self) -> int:
        """The columns of text before the first cell."""
        return MARGIN + self.name

    def minute(self, at: datetime) -> int:
        """Whole minutes since midnight."""
        return int((at - self.midnight).total_seconds()) // 60

    def cell(self, at: datetime) -> int:
        """The column that a moment falls into, beyond the edges if it does."""
        return (self.minute(at) - self.first) // self.step

    def span(self, start: datetime, end: datetime) -> range:
        """The columns that a stretch of time touches."""
        last = -(-(self.minute(end) - self.first) // self.step)
        return range(max(0, self.cell(start)), min(self.cells, last))

    def shares(self, start: datetime, end: datetime) -> list[tuple[int, int]]:
        """The columns that a stretch of time touches, each with how many minutes of it lie there."""
        first, last = self.minute(start) - self.first, self.minute(end) - self.first
        touched = range(max(0, first // self.step), min(self.cells, -(-last // self.step)))
        return [(at, min(last, (at + 1) * self.step) - max(first, at * self.step)) for at in touched]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One row: a worker (or `worker` None: the uncovered lane, or a person, whose reference is `ref`), its cells with
    their tones, and its visits in the order that the cursor steps through. `spans` says which cells show a visit."""

    worker: BoardWorker | None
    name: str
    cells: str
    tones: tuple[Tone, ...]
    tail: str
    visits: tuple[BoardVisit, ...]
    spans: Mapping[str, range] = field(default_factory=dict)
    ref: str = ""

    @property
    def key(self) -> str:
        """The worker's or person's reference; '' for the uncovered lane."""
        return self.worker.ref if self.worker else self.ref

    @property
    def picture(self) -> tuple[object, ...]:
        """All that can be seen of it: lanes with the same picture need no repainting."""
        return self.name, self.cells, self.tones, self.tail


def ends(visit: BoardVisit) -> datetime:
    """When a visit is planned to end."""
    return visit.start + timedelta(minutes=visit.minutes)


def hours_of(board: Board) -> tuple[int, int]:
    """From the first duty or visit to the last, in whole hours, as minutes of the day."""
    spans = [span for worker in board.workers for span in worker.shifts]
    spans += [(visit.start, ends(visit)) for visit in board.visits]
    minutes = [minute_of_day(at, board.day) for span in spans for at in span] or [_DAY_BEGINS, _DAY_ENDS]
    return min(minutes) // 60 * 60, -(-max(minutes) // 60) * 60


def grid_for(board: Board, room: int, step: int = 30, around: datetime | None = None, was: Grid | None = None) -> Grid:
    """The columns that find room. Where the day is longer, the part of it that `around` lies in; `was` is kept while
    it still holds that moment, so that nothing scrolls without need."""
    midnight = day_bounds(board.day)[0]
    first, last = hours_of(board)
    most = max(60, (room - MARGIN - LEAST_NAME - LEAST_TAIL) * step // 60 * 60)
    if last - first > most:
        at = minute_of_day(around, board.day) if around else first
        held = was is not None and (was.midnight, was.step, was.last - was.first) == (midnight, step, most)
        if held and was is not None and was.first <= at < was.last:
            first = was.first
        else:
            first = max(first, min(at // 60 * 60 - 60, last - most))
        last = first + most
    name = min(MOST_NAME, max(LEAST_NAME, room - MARGIN - LEAST_TAIL - (last - first) // step))
    return Grid(midnight, first, last, step, name)


def lanes(board: Board, grid: Grid, now: datetime, tails: Mapping[str, str] | None = None) -> tuple[Lane, ...]:
    """The uncovered lane, then every worker's row. `tails` are said at the end of a row in place of free time."""
    by_ref = {visit.ref: visit for visit in board.visits}
    mine: dict[str, list[BoardVisit]] = {}
    for visit in sorted(board.visits, key=lambda visit: (visit.start, visit.ref)):
        if visit.state != "cancelled":
            for worker in visit.workers:
                mine.setdefault(worker, []).append(visit)
    said = tails or {}
    rows = [_uncovered([by_ref[ref] for ref in board.uncovered if ref in by_ref], grid, now, said.get(""))]
    rows += [_row(worker, tuple(mine.get(worker.ref, ())), grid, now, said.get(worker.ref)) for worker in board.workers]
    return tuple(rows)


def matching(rows: Sequence[Lane], wanted: str) -> tuple[Lane, ...]:
    """The uncovered lane and the rows that a filter leaves: all its words are in the worker's name, role or skills, or
    in what is said of one of their visits."""
    words = wanted.lower().split()
    return tuple(row for row in rows if row.worker is None or not words or _has(row, row.worker, words))


def _has(row: Lane, worker: BoardWorker, words: Sequence[str]) -> bool:
    texts = [" ".join((worker.name, worker.full_name, worker.role, worker.mode, *worker.skills))]
    texts += [" ".join((visit.person, visit.area, visit.line, visit.state, visit.ref)) for visit in row.visits]
    return any(all(word in clean(text).lower() for word in words) for text in texts)


class _Paint:
    """The cells of one lane while they are being filled."""

    def __init__(self, grid: Grid, letter: Letter | None = None) -> None:
        self.grid, self.letter = grid, letter or letter_of
        self.cells, self.tones = [" "] * grid.cells, [Tone.QUIET] * grid.cells
        self.spans: dict[str, range] = {}

    def fill(self, span: Iterable[int], letter: str, tone: Tone) -> None:
        for at in span:
            self.cells[at], self.tones[at] = letter, tone

    def now_line(self, now: datetime) -> None:
        at = self.grid.cell(now)
        if 0 <= at < self.grid.cells and self.cells[at] in ". ":
            self.fill([at], "|", Tone.STRONG)

    def bars(self, visits: Sequence[BoardVisit]) -> None:
        """Each visit where it takes most of a cell; one that nowhere does shares the cell that it begins in."""
        shares = {visit.ref: self.grid.shares(visit.start, ends(visit)) for visit in visits}
        claims: dict[int, list[tuple[int, str]]] = {}
        for ref, share in shares.items():
            for at, minutes in share:
                claims.setdefault(at, []).append((minutes, ref))
        mine: dict[str, list[int]] = {ref: [] for ref in shares}
        for at in sorted(claims):
            mine[max(claims[at], key=itemgetter(0))[1]].append(at)
        for visit in visits:
            if cells := mine[visit.ref]:
                self._bar(visit, cells)
        for visit in visits:
            if shares[visit.ref] and not mine[visit.ref]:
                at, _ = shares[visit.ref][0]
                self.fill([at], SEVERAL, _tone(visit))
                self.spans[visit.ref] = range(at, at + 1)

    def _bar(self, visit: BoardVisit, cells: Sequence[int]) -> None:
        tone = _tone(visit)
        for at, letter in zip(cells, bar_text(visit, len(cells), self.letter(visit)), strict=True):
            self.cells[at], self.tones[at] = letter, tone
        self.spans[visit.ref] = range(cells[0], cells[-1] + 1)

    def lane(
        self, worker: BoardWorker | None, name: str, tail: str, visits: Sequence[BoardVisit], ref: str = ""
    ) -> Lane:
        return Lane(
            worker=worker, name=name, cells="".join(self.cells), tones=tuple(self.tones), tail=tail,
            visits=tuple(visits), spans=self.spans, ref=ref,
        )  # fmt: skip


def painted(
    visits: Sequence[BoardVisit], grid: Grid, now: datetime, letter: Letter, *, ref: str, name: str, tail: str
) -> Lane:
    """A row of somebody's visits, each in the letter that is given for it."""
    paint = _Paint(grid, letter)
    paint.now_line(now)
    paint.bars(visits)
    return paint.lane(None, name, tail, visits, ref)


def _uncovered(visits: Sequence[BoardVisit], grid: Grid, now: datetime, tail: str | None) -> Lane:
    paint = _Paint(grid)
    paint.fill(range(grid.cells), ".", Tone.PLAIN)
    paint.now_line(now)
    counts: dict[int, int] = {}
    for visit in visits:
        at = grid.cell(visit.start)
        if 0 <= at < grid.cells:
            counts[at] = counts.get(at, 0) + 1
            alert = visit.time_critical or (counts[at] > 1 and paint.tones[at] is Tone.ALERT)
            letter = letter_of(visit) if counts[at] == 1 else str(counts[at]) if counts[at] < 10 else "+"
            paint.fill([at], letter, Tone.ALERT if alert else Tone.WARN)
            paint.spans[visit.ref] = range(at, at + 1)
    return paint.lane(None, LANE, str(len(visits)) if tail is None else tail, visits)


@lru_cache(maxsize=MOST_ROWS)
def _row(worker: BoardWorker, visits: tuple[BoardVisit, ...], grid: Grid, now: datetime, tail: str | None) -> Lane:
    paint = _Paint(grid)
    for start, end in worker.shifts:
        paint.fill(grid.span(start, end), ".", Tone.PLAIN)
    for start, end, _ in worker.absent:
        paint.fill(grid.span(start, end), "X", Tone.WARN)
    paint.now_line(now)
    paint.bars(visits)
    name = worker.name + (" L" if worker.role == "lead" else "")
    return paint.lane(worker, name, _spare(worker, visits) if tail is None else tail, visits)


def bar_text(visit: BoardVisit, length: int, letter: str) -> str:
    """The letters of a visit, `length` cells of them, the last a mark where there is one."""
    mark = "!" if visit.late else MARKS.get(visit.state, "")
    if not mark and visit.workers_needed > 1 and length > 1:
        mark = "2"
    return (letter * length)[: length - len(mark)] + mark


def letter_of(visit: BoardVisit) -> str:
    """The person's initial, small while the visit is a draft; X means absence, so the next letter stands for it.

    It is plain ASCII, that every terminal shows: D for Đ, and `?` for a name in another script."""
    first = initial(visit.person)
    return first.lower() if visit.draft else first


@lru_cache(maxsize=MOST_ROWS)
def initial(name: str) -> str:
    """The first letter of a name that can stand for it on a board."""
    letters = filter(None, (_LATIN.match(unicodedata.name(char, "")) for char in clean(name)))
    return next((found[1] for found in letters if found[1] != "X"), "?")


def _tone(visit: BoardVisit) -> Tone:
    return Tone.ALERT if visit.late else Tone.WARN if visit.state == "missed" else Tone.STRONG


def workload(worker: BoardWorker, visits: Iterable[BoardVisit]) -> Workload:
    """How a worker's day is used."""
    return Workload(
        worker=worker.ref,
        duty=worker.shifts,
        away=tuple((start, end) for start, end, _ in worker.absent),
        visits=tuple((visit.start, ends(visit)) for visit in visits),
    )


def _spare(worker: BoardWorker, visits: Iterable[BoardVisit]) -> str:
    if worker.absent:
        return _away(worker.absent[0][2])
    used = workload(worker, visits)
    return show_minutes(used.available - used.contact)


def _away(reason: str) -> str:
    """Why somebody is away in the little room there is: `sick`, `leave`; the lines below say it in full."""
    word = reason.rpartition("-")[2]
    return word if len(word) <= MOST_TAIL else "away"


def ruler(grid: Grid, now: datetime) -> str:
    """What a column stands for, the hours above the cells, as many as find room, and where now is."""
    cells = [" "] * grid.cells
    per_hour = 60 // grid.step
    stride = 60 * -(-3 // per_hour)
    for minute in range(grid.first, grid.last, stride):
        at = (minute - grid.first) // grid.step
        hour = f"{london(grid.midnight + timedelta(minutes=minute)):%H}"
        cells[at : at + 2] = hour[: grid.cells - at]
    at = grid.cell(now)
    if 0 <= at < grid.cells and cells[at] == " ":
        cells[at] = "|"
    return fit(f"{'':{MARGIN}}{grid.step} min", grid.left) + "".join(cells)


def day_words(board: Board) -> str:
    """The day, how many visits are uncovered, how much of it is draft, and how well the duty is used."""
    drafts = sum(visit.draft for visit in board.visits)
    mine: dict[str, list[BoardVisit]] = {}
    for visit in board.visits:
        for worker in visit.workers:
            mine.setdefault(worker, []).append(visit)
    loads = [workload(worker, mine.get(worker.ref, ())) for worker in board.workers]
    available, contact = sum(load.available for load in loads), sum(load.contact for load in loads)
    use = f"  utilisation {100 * contact // available} %" if available else ""
    told = "published" if any(visit.told_workers for visit in board.visits) else "nobody planned"
    draft = f"draft {counted(drafts, 'change')}" if drafts else told
    day = show_date(board.day).rpartition(" ")[0]
    return f"{day}  uncovered {len(board.uncovered)}  {draft}{use}"


def board_lines(board: Board, sight: Sight, room: int) -> list[str]:
    """The whole board as plain text, with every uncovered visit below it, the most harmful first."""
    grid = grid_for(board, room)
    told = [day_words(board), ruler(grid, sight.now) + " free"]
    told += [row_words(lane, grid).rstrip() for lane in lanes(board, grid, sight.now)]
    by_ref = {visit.ref: visit for visit in board.visits}
    missing = [by_ref[ref] for ref in board.uncovered if ref in by_ref]
    told += [
        "",
        *LEGEND,
        "",
        f"Uncovered, most harmful first: {len(missing)}" if missing else "Every visit is covered.",
    ]
    for visit in missing:
        lacking = visit.workers_needed - len(visit.workers)
        told.append(
            f"  {show_time(visit.start)} {visit.ref} {clean(visit.person)} {visit.minutes} min, {lacking} of "
            f"{visit.workers_needed} workers missing{', TIME-CRITICAL' if visit.time_critical else ''}"
        )
    return told


def row_words(lane: Lane, grid: Grid) -> str:
    """A row as text."""
    return f"{' ' * MARGIN}{fit(clean(lane.name), grid.name - 1)} {lane.cells} {clean(lane.tail)}"
