"""How the desk speaks on the telephone: of a visit by whose it is and when, of colleagues by their names."""

from domain.access import User
from domain.desk.bus import Work
from domain.people import Person
from domain.staff import Worker
from domain.visit import Visit
from domain.when import local_date, show_moment, show_time


def the_visit(work: Work, visit: Visit) -> str:
    """`HOLT's visit at 09:30`, with its day when that is not today; by its reference when nobody knows whose it is."""
    person = next(iter(work.find(Person, id=visit.person)), None)
    if person is None or not person.family:
        return f"Visit {visit.id}"
    today = local_date(visit.start) == local_date(work.now)
    return f"{person.family.upper()}'s visit at {show_time(visit.start) if today else show_moment(visit.start)}"


def the_worker(work: Work, ref: str) -> str:
    """`Priya Lewis`, or the reference of somebody whom nobody knows."""
    return next((worker.full_name for worker in work.find(Worker, id=ref)), ref)


def the_user(work: Work, ref: str) -> str:
    """`Ada Okoye`, or the account of somebody whom nobody knows."""
    return next((user.name or user.id for user in work.find(User, id=ref)), ref)
