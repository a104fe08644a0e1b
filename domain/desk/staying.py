"""Where a person lives for a while instead of at home: visits, and the ways to them, go to the address of their day.

Home stays what it is, in the person's own address."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.access import Right
from domain.desk.asking import ask
from domain.desk.bus import Between, Command, Offer, Refusal, Work, handles
from domain.desk.identifying import checked_postcode
from domain.people import Person, Place, Stay
from domain.record import revised
from domain.staff import Worker
from domain.visit import TO_COME, Visit
from domain.when import local_date, show_date
from domain.words import counted

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class StayElsewhere(Command):
    """A person lives somewhere else for a while."""

    id: str = ask("Person", "person")
    starts: date | None = ask("From", "date", default=None, help="today, unless you say otherwise")
    ends: date | None = ask("Last day there", "date", default=None, help="blank: until they say")
    whom: str = ask("With whom or where", default="", help="such as her daughter Jean, or Oak House")
    address: str = ask("Address", default="", fresh=True)
    postcode: str = ask("Postcode", default="", fresh=True)
    phone: str = ask("Telephone there", "phone", default="", fresh=True)
    access: str = ask("How to get in", default="", fresh=True)
    key_safe: str = ask("Key safe", default="", fresh=True)
    place: Place | None = ask("Place on the map", default=None, hidden=True)


@handles(StayElsewhere, "person.stay", Right.INTAKE, on=Person)
def stay_elsewhere(do: StayElsewhere, work: Work) -> str:
    """Keep the address with its days. Refuses one that meets another, for nobody lives in two places."""
    person = work.get(Person, do.id)
    stay = Stay(
        starts=do.starts or local_date(work.now), ends=do.ends, whom=do.whom.strip(), address=do.address.strip(),
        postcode=checked_postcode(do.postcode), place=do.place, phone=do.phone.strip(), access=do.access.strip(),
        key_safe=do.key_safe.strip(),
    )  # fmt: skip
    if not (stay.address or stay.postcode):
        raise Refusal("Type the address there, or at least its postcode")
    if stay.ends is not None and stay.ends < stay.starts:
        raise Refusal(f"The last day there, {show_date(stay.ends)}, is before the first, {show_date(stay.starts)}")
    for other in person.stays:
        if stay.meets(other):
            raise Refusal(f"{person.name} is {staying(other)} already: end that first", *_ending(person, other, stay))
    work.save(replace(person, stays=tuple(sorted((*person.stays, stay), key=_begun))))
    work.say(_who_goes(work, person, stay.starts, stay.ends))
    return f"person/{person.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComeHome(Command):
    """A person is back at home, or will be."""

    id: str = ask("Person", "person")
    stay: date | None = ask("Away since", "date", default=None, help="blank: the stay of now, else the next one")
    home: date | None = ask("At home from", "date", default=None, help="today, unless you say otherwise")


@handles(ComeHome, "person.home", Right.INTAKE, on=Person)
def come_home(do: ComeHome, work: Work) -> str:
    """The stay ends the day before, sooner or later than was thought; one that never began is taken away."""
    person = work.get(Person, do.id)
    today = local_date(work.now)
    stay, home = _meant(person, do.stay, today), do.home or today
    others = tuple(other for other in person.stays if other is not stay)
    until = max(home, stay.starts) - DAY
    kept = (replace(stay, ends=until),) if until >= stay.starts else ()
    for other in others:
        if kept and kept[0].meets(other):
            raise Refusal(f"{person.name} is {staying(other)} by then: end that first")
    work.save(replace(person, stays=tuple(sorted((*others, *kept), key=_begun))))
    first, last = (until, stay.ends) if stay.ends is None or until < stay.ends else (stay.ends, until)
    work.say(_who_goes(work, person, first + DAY, last))
    return f"person/{person.id}"


def staying(stay: Stay) -> str:
    """`elsewhere (her daughter Jean) from Mon 23 Nov 2026 until Thu 3 Dec 2026`."""
    where = f"elsewhere ({stay.whom})" if stay.whom else "elsewhere"
    until = f"until {show_date(stay.ends)}" if stay.ends else "until they say"
    return f"{where} from {show_date(stay.starts)} {until}"


def _meant(person: Person, starts: date | None, today: date) -> Stay:
    """The stay that began on a day; without one that of today, else the next to come."""
    stays = [stay for stay in person.stays if stay.ends is None or stay.ends >= today]
    if starts is not None:
        stays = [stay for stay in person.stays if stay.starts == starts]
    if not stays:
        since = f" since {show_date(starts)}" if starts else ""
        raise Refusal(f"{person.name} is not known to be living anywhere but at home{since}")
    return stays[0]


def _ending(person: Person, other: Stay, stay: Stay) -> tuple[Offer, ...]:
    """The way out of a refusal: to end the other stay the day before, where it has begun by then."""
    if other.starts >= stay.starts:
        return ()
    return (Offer("End it the day before", ComeHome(id=person.id, stay=other.starts, home=stay.starts)),)


def home_moved(work: Work, person: Person) -> str:
    """The same of a home that is somewhere else from now on: of the days on which the person is at home."""
    return _heard_by(work, [visit for visit in _to_come(work, person) if person.stay_on(visit.day) is None])


def _who_goes(work: Work, person: Person, first: date, last: date | None) -> str:
    """Which visits to come now go to another door, and who has been told of them and must hear of it."""
    return _heard_by(work, _to_come(work, person, first, last))


def _to_come(work: Work, person: Person, first: date = date.min, last: date | None = None) -> Sequence[Visit]:
    days = Between(max(first, local_date(work.now)), last + DAY if last else None)
    return work.find(Visit, person=person.id, day=days, state=tuple(TO_COME))


def _heard_by(work: Work, visits: Sequence[Visit]) -> str:
    """Those who were told of the visits stand in the differences of their days until these are published."""
    if not visits:
        return ""
    for visit in visits:
        if visit.told_workers:
            work.save(revised(visit, readdressed=True))
    told = tuple({worker for visit in visits for worker in visit.told_workers})
    names = sorted(worker.full_name for worker in work.find(Worker, id=told)) if told else []
    ring = f"; ring {', '.join(names)}, told of them before" if names else ""
    return f"Another address now for {counted(len(visits), 'visit')}{ring}"


def _begun(stay: Stay) -> date:
    return stay.starts
