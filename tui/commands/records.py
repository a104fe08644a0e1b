"""One record with what hangs on it, as a document for programs and as lines for people."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from domain.case import Case
from domain.escalation import Escalation, Promise
from domain.meeting import Action, Meeting
from domain.message import Message
from domain.package import Package
from domain.people import Person
from domain.record import Record
from domain.referral import Referral
from domain.staff import Worker
from domain.visit import Visit
from tui.commands.common import plain as as_json
from tui.commands.panes import ROOM, Shown, sight_of
from tui.present import Sight, Told, plain
from tui.presenters.fields import field_words, value_words
from tui.presenters.record import ITEMS, CaseRead, case_facts, case_items, person_facts, person_items
from tui.presenters.words import identity
from tui.reading import person_of

if TYPE_CHECKING:
    from tui.bootstrap import StoreDesk


def person(here: "StoreDesk", ref: str) -> Shown | None:
    """A person with everything that hangs on them."""
    view, sight = here.read.person(ref), sight_of(here)
    if view is None:
        return None
    items = plain(ITEMS, person_items(view, sight), sight, ROOM).split("\n")
    return view, [_whose(view.person, sight), *_texts(person_facts(view.person, sight)), "", *items]


def case(here: "StoreDesk", ref: str) -> Shown | None:
    """A case with its packages, their visits and its contacts."""
    found, sight = here.read.record(Case, ref), sight_of(here)
    if found is None:
        return None
    packages = here.read.case_packages(ref)
    visits = [visit for package in packages for visit in here.read.visits_of(package.id)]
    contacts = here.read.contacts(f"case/{ref}")
    who = here.read.record(Person, found.person) or Person(id="")
    read = CaseRead(case=found, person=who, packages=packages, visits=visits, contacts=contacts)
    items = plain(ITEMS, case_items(read, sight), sight, ROOM).split("\n")
    return read, [_whose(who, sight), *_texts(case_facts(found, who, sight)), "", *items]


def record(kind: type[Record], here: "StoreDesk", ref: str) -> Shown | None:
    """Any other record: whose it is, and its fields in words, those that are empty left out of the lines."""
    found, sight = here.read.record(kind, ref), sight_of(here)
    if found is None:
        return None
    told = {name: value for name, value in as_json(found).items() if value not in ("", [], None)}
    person = person_of(here.read, f"{kind.__name__.lower()}/{ref}")
    fields = [f"{field_words(name):<18} {value_words(name, value, sight)}" for name, value in told.items()]
    return found, [_whose(person, sight), "", *fields] if person is not None else fields


def _whose(person: Person, sight: Sight) -> str:
    return identity(person.name, person.born, person.nhs_number, sight.now)


def _texts(told: Iterable[Told]) -> list[str]:
    return [text for line in told if (text := line if isinstance(line, str) else line[0])]


RECORDS: Mapping[str, Callable[["StoreDesk", str], Shown | None]] = {
    "person": person,
    "case": case,
    **{
        kind.__name__.lower(): partial(record, kind)
        for kind in (Referral, Package, Visit, Worker, Meeting, Escalation, Message, Promise, Action)
    },
}
