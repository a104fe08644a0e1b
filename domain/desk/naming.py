"""How the desk speaks of a visit on the telephone: by whose it is and when, never by its reference."""

from domain.desk.bus import Work
from domain.people import Person
from domain.visit import Visit
from domain.when import local_date, show_moment, show_time


def the_visit(work: Work, visit: Visit) -> str:
    """`HOLT's visit at 09:30`, with its day when that is not today; by its reference when nobody knows whose it is."""
    person = next(iter(work.find(Person, id=visit.person)), None)
    if person is None or not person.family:
        return f"Visit {visit.id}"
    today = local_date(visit.start) == local_date(work.now)
    return f"{person.family.upper()}'s visit at {show_time(visit.start) if today else show_moment(visit.start)}"
