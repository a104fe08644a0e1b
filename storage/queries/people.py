"""A person's record, and finding people, referrals and workers as somebody types."""

import re
from collections.abc import Iterator

import sqlalchemy as sa

from domain.case import Case, CaseState
from domain.escalation import Contact, Promise
from domain.package import Package
from domain.people import Person
from domain.referral import Referral
from domain.staff import Worker
from domain.views import Found, PersonView
from domain.visit import Visit
from domain.when import local_date, show_date
from domain.words import said
from storage.queries.common import by_ref, records, table_of

LONGEST_SEARCH = 100
"""Characters of a search that are looked for: more make a pattern that no database likes."""


def person_view(connection: sa.Connection, service: str, ref: str) -> PersonView | None:
    """A person with everything that hangs on them, linked records included."""
    person = by_ref(connection, Person, [ref]).get(ref)
    if person is None or person.service != service:
        return None
    linked = _linked(connection, person)
    refs = [person.id, *(other.id for other in linked)]

    def theirs(kind: type, newest: str) -> tuple:  # type: ignore[type-arg]
        table = table_of(kind)
        return tuple(records(connection, kind, table.c.person.in_(refs), order=table.c[newest].desc()))

    return PersonView(
        person=person, referrals=theirs(Referral, "received_at"), cases=theirs(Case, "opened_at"),
        packages=theirs(Package, "starts"), visits=theirs(Visit, "start")[:200], contacts=theirs(Contact, "at")[:200],
        promises=theirs(Promise, "due"), linked=tuple(linked),
    )  # fmt: skip


def _linked(connection: sa.Connection, person: Person) -> list[Person]:
    table = table_of(Person)
    main = person.same_as or person.id
    where = sa.or_(table.c.same_as == main, table.c.id == main)
    return [other for other in records(connection, Person, where) if other.id != person.id]


def open_cases(connection: sa.Connection, service: str) -> list[tuple[Case, Person]]:
    """Cases that are being worked, next review first."""
    case = table_of(Case)
    worked = case.c.state.in_([CaseState.OPEN.value, CaseState.SUSPENDED.value])
    found = records(connection, Case, case.c.service == service, worked, order=(case.c.review_due, case.c.id))
    people = by_ref(connection, Person, (one.person for one in found))
    return [(one, people[one.person]) for one in found if one.person in people]


def search(connection: sa.Connection, service: str, text: str, limit: int) -> list[Found]:
    """People by name, birth date, NHS number, postcode or telephone; referrals by reference; workers by name."""
    words = text[:LONGEST_SEARCH].split()
    if not words:
        return []
    found = [*_by_reference(connection, service, words[0])] if len(words) == 1 else []
    people = records(
        connection, Person, table_of(Person).c.service == service, *(_word(word) for word in words),
        order=(table_of(Person).c.family, table_of(Person).c.given, table_of(Person).c.id),
    )[:limit]  # fmt: skip
    found += [found_person(person) for person in people]
    return (found + _workers(connection, service, words))[:limit]


def found_person(person: Person) -> Found:
    """A person as a search hit, with what tells them from a namesake."""
    born = f"born {show_date(person.born)[4:]}" if person.born else "birth date not known"
    detail = "  ".join(part for part in (born, f"NHS {person.nhs_number or 'not known'}", person.postcode) if part)
    return Found(subject=f"person/{person.id}", title=person.name, detail=detail)


def _by_reference(connection: sa.Connection, service: str, word: str) -> Iterator[Found]:
    table = table_of(Referral)
    for referral in records(connection, Referral, table.c.service == service, table.c.id == word.upper()):
        detail = f"{said(referral.state)}, received {show_date(local_date(referral.received_at))}"
        yield Found(subject=f"referral/{referral.id}", title=f"Referral {referral.id}", detail=detail)


def _word(word: str) -> sa.ColumnElement[bool]:
    person = table_of(Person)
    if re.fullmatch(r"[\d/.-]+", word):
        return _digits(word)
    like = word.replace("\\", "").replace("%", "").replace("_", "").lower()
    names = [sa.func.lower(person.c[name]).like(f"{like}%") for name in ("family", "given", "preferred")]
    inside = [sa.func.lower(person.c[name]).like(f"% {like}%") for name in ("family", "given")]
    return sa.or_(*names, *inside, sa.func.replace(sa.func.lower(person.c.postcode), " ", "").like(f"{like}%"))


def _digits(word: str) -> sa.ColumnElement[bool]:
    person = table_of(Person)
    digits = re.sub(r"\D", "", word)
    born = sa.cast(person.c.born, sa.Text)
    choices = [
        person.c.nhs_number.like(f"{digits}%"),
        sa.func.replace(person.c.phone, " ", "").like(f"{digits}%"),
    ]
    parts = [part for part in re.split(r"[/.-]", word) if part]
    if len(parts) > 1 or len(digits) <= 2:
        pattern = "-".join(reversed([part.zfill(2) for part in parts]))
        choices.append(born.like(f"%{pattern}"))
    if len(digits) == 4:
        choices.append(born.like(f"{digits}-%"))
    return sa.or_(*choices)


def _workers(connection: sa.Connection, service: str, words: list[str]) -> list[Found]:
    worker = table_of(Worker)
    like = [sa.func.lower(worker.c.family + " " + worker.c.given).like(f"%{word.lower()}%") for word in words]
    return [
        Found(subject=f"worker/{one.id}", title=one.full_name, detail=f"{one.role}, {one.mode}, {one.phone}")
        for one in records(connection, Worker, worker.c.service == service, *like)
    ]
