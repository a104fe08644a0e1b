"""The roster of a day by person: a row for each who is visited, in which a visit is the first letter of who comes.

Capitals are published, small letters a draft, `?` is nobody yet; the last cell of a bar means what it means on the
board, and the uncovered lane stands above as it does there."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from domain.views import Board, BoardVisit
from tui.present import clean
from tui.presenters.board import Grid, Lane, initial, lanes, painted

NOBODY = "?"
TAIL = "visits faces"
LEGEND = (
    "The initial of who comes: CAPITAL published, small a draft, ? nobody yet",
    "* there  = done  # verified  ! late  x missed  2 pair",
    "& several in a cell  | now",
)


def people_lanes(board: Board, grid: Grid, now: datetime) -> tuple[Lane, ...]:
    """The uncovered lane, then everybody who is visited, by name."""
    names = {worker.ref: worker.name for worker in board.workers}
    theirs: dict[str, list[BoardVisit]] = {}
    for visit in sorted(board.visits, key=lambda visit: (visit.person, visit.start, visit.ref)):
        if visit.state != "cancelled":
            theirs.setdefault(visit.person_ref, []).append(visit)

    def letter(visit: BoardVisit) -> str:
        first = initial(names.get(visit.workers[0], "")) if visit.workers else NOBODY
        return first.lower() if visit.draft else first

    rows = [
        painted(visits, grid, now, letter, ref=ref, name=visits[0].person, tail=_tail(visits))
        for ref, visits in theirs.items()
    ]
    return lanes(board, grid, now)[0], *rows


def _tail(visits: Sequence[BoardVisit]) -> str:
    """How many visits, by how many different workers."""
    faces = {worker for visit in visits for worker in visit.workers}
    return f"{len(visits):>6} {len(faces):>5}"


def matching(rows: Sequence[Lane], wanted: str, names: Mapping[str, str]) -> tuple[Lane, ...]:
    """The uncovered lane and the rows that a filter leaves: all its words are in what is said of one visit, or in the
    names of who comes."""
    words = wanted.lower().split()

    def said(visit: BoardVisit) -> str:
        who = (names.get(worker, worker) for worker in visit.workers)
        return clean(" ".join((visit.person, visit.area, visit.line, visit.state, visit.ref, *who))).lower()

    def fits(lane: Lane) -> bool:
        return any(all(word in said(visit) for word in words) for visit in lane.visits)

    return tuple(row for row in rows if not row.key or fits(row))


def summary(board: Board) -> str:
    """How many people are visited, and for how many of them a visit has nobody."""
    people = {visit.person_ref for visit in board.visits if visit.state != "cancelled"}
    waiting = {visit.person_ref for visit in board.visits if visit.ref in board.uncovered}
    return f"{len(people)} people" + (f", {len(waiting)} with nobody for a visit" if waiting else "")
