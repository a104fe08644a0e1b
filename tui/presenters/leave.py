"""What an absence that is asked for would break, before it is agreed: the duties in it and the visits that would need
somebody else, the most harmful first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.desk.staffing import ReportAbsent
from domain.people import Person
from domain.roster import away_during, by_harm
from domain.staff import Absence, Shift, Worker
from domain.visit import Visit
from domain.when import show_date, show_time
from tui.present import Column, Line, Listing, Sight, Told, Tone
from tui.presenters.visit import needs
from tui.presenters.words import day_and_time, identity

COLUMNS = (
    Column("When", 16),
    Column("Person", 20),
    Column("Visit", 14),
    Column("Needs"),
)
Held = tuple[Visit, Person]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveRead:
    """A worker who would be away, with their duties in that time and the visits that it would take them from."""

    worker: Worker
    wished: ReportAbsent
    duties: Sequence[Shift]
    lost: Sequence[Held]


def leave(
    worker: Worker, wished: ReportAbsent, shifts: Sequence[Shift], held: Sequence[Held], now: datetime
) -> LeaveRead:
    """What the absence would take, by the rule that the command follows."""
    away = Absence(id="", worker=worker.id, start=wished.start or now, end=wished.end)
    theirs = [shift for shift in shifts if shift.worker == worker.id and shift.end > away.start]
    lost = {visit.id: (visit, person) for visit, person in held if away_during([away], worker.id, visit)}
    without = [
        replace(visit, workers=tuple(each for each in visit.workers if each != worker.id)) for visit, _ in lost.values()
    ]
    people = {person.id: person for _, person in lost.values()}
    return LeaveRead(
        worker=worker, wished=wished, lost=[lost[ref] for ref in by_harm(without, people)],
        duties=[shift for shift in theirs if away.end is None or shift.start < away.end],
    )  # fmt: skip


def heading(read: LeaveRead) -> str:
    """How much of the rota it would take."""
    urgent = sum(visit.time_critical for visit, _ in read.lost)
    critical = f", {urgent} time-critical !" if urgent else ""
    return (
        f"{read.worker.full_name} away: {_some(len(read.duties), 'duty', 'duties')} without them, "
        f"{_some(len(read.lost), 'visit', 'visits')} would need somebody else{critical}"
    )


def days(read: LeaveRead) -> str:
    """The duties that would fall out: `Wed 25 Nov 07:00-15:00, Thu 26 Nov 07:00-15:00 and 3 more`."""
    told = [f"{show_date(one.day)[:-5]} {show_time(one.start)}-{show_time(one.end)}" for one in read.duties]
    more = f" and {len(told) - 3} more" if len(told) > 3 else ""
    return ("On duty " + ", ".join(told[:3]) + more) if told else "Not on duty in that time"


def _some(number: int, one: str, many: str) -> str:
    return f"{number or 'no'} {one if number == 1 else many}"


def line(held: Held, sight: Sight) -> Line:
    """A visit that would need somebody else."""
    visit, person = held
    name = person.name + (" !" if visit.time_critical else "")
    what = f"{visit.line or 'visit'} {visit.minutes}m"
    return Line((day_and_time(visit.start, sight.now), name, what, needs(visit, person.gender_needed, sight)))


def detail(held: Held, sight: Sight) -> tuple[Told, ...]:
    """Whose visit it is."""
    visit, person = held
    return ((identity(person.name, person.born, person.nhs_number, sight.now), Tone.STRONG), visit.tasks)


LEAVE: Listing[Held] = Listing(
    columns=COLUMNS,
    key=lambda held: held[0].id,
    line=line,
    detail=detail,
    parts=lambda held: {"ref": held[0].id, "visit": held[0].id, "person": held[1].id, "subject": f"visit/{held[0].id}"},
    subject=lambda held: f"visit/{held[0].id}",
    empty="No visit in that time is theirs yet.",
)
