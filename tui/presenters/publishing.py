"""What publishing a day would tell whom: the difference by worker, with the telephone number to ring."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.views import Told
from domain.when import show_time
from domain.words import counted
from tui.present import Column, Line, Listing, Sight, Tone
from tui.present import Told as Said


@dataclass(frozen=True, slots=True)
class Telling:
    """One line of the difference; `first` where a worker's lines begin."""

    told: Told
    first: bool


def tellings(rows: Sequence[Told]) -> list[Telling]:
    """The difference, each worker's lines together and in order of time."""
    return list(_marked(sorted(rows, key=lambda row: (row.worker_name, row.worker, row.start, row.visit))))


def _marked(rows: Sequence[Told]) -> Iterator[Telling]:
    before = ""
    for row in rows:
        yield Telling(row, row.worker != before)
        before = row.worker


def summary(rows: Sequence[Told]) -> str:
    """How many are to be told how much."""
    people = len({row.worker for row in rows})
    if not rows:
        return "nothing to tell anybody"
    return f"{counted(len(rows), 'change')} for {counted(people, 'worker')}"


def said(row: Told) -> str:
    """What to say: `now 09:30, was 09:00`."""
    if row.change == "moved" and row.was is not None:
        return f"now {show_time(row.start)}, was {show_time(row.was)}"
    if row.change == "removed":
        return "no longer yours"
    if row.change == "address":
        return f"now at {row.where}"
    return f"new, {row.minutes} min"


def _line(row: Telling, sight: Sight) -> Line:
    told = row.told
    who = (told.worker_name, told.phone) if row.first else ("", "")
    return Line((*who, told.change, show_time(told.start), told.person, said(told)))


def _detail(row: Telling, sight: Sight) -> tuple[Said, ...]:
    told = row.told
    return (
        (f"{told.worker_name}  {told.phone}".rstrip(), Tone.STRONG),
        f"{told.person}  {told.line or 'visit'} {show_time(told.start)}, {told.minutes} min: {said(told)}",
        *([f"at {told.where}"] if told.change == "added" and told.where else []),
    )


TELLING: Listing[Telling] = Listing(
    columns=(
        Column("Worker", 20), Column("Telephone", 12, yields=3), Column("Change", 7), Column("At", 5),
        Column("Person"), Column("To be told", 21, yields=2),
    ),
    key=lambda row: f"{row.told.worker}/{row.told.visit}/{row.told.change}",
    line=_line,
    detail=_detail,
    parts=lambda row: {"visit": row.told.visit, "worker": row.told.worker, "subject": f"visit/{row.told.visit}"},
    subject=lambda row: f"visit/{row.told.visit}",
    empty="Nothing differs from what people were told: there is nothing to publish.",
)  # fmt: skip
