"""What is known about a person, whether two records are one human being, and who looked.

People decide who is the same as whom; both records are kept, and a link can be taken back."""

from dataclasses import dataclass, replace
from datetime import date

from domain.access import Right
from domain.desk.asking import ask
from domain.desk.bus import Command, Refusal, Work, handles
from domain.desk.checks import CLEAR, Amendment, amended, require_codes, require_text
from domain.desk.identifying import (
    already_open,
    checked_number,
    checked_postcode,
    doubt_about_birth,
    find_match,
)
from domain.desk.staying import home_moved
from domain.desk.subjects import look_up, person_behind
from domain.people import Person, Place
from domain.staff import Worker


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendPerson(Amendment):
    """Put a person's details right. A blank leaves what stands, a dash empties it."""

    id: str = ask("Person", "person")
    family: str = ask("Family name", default="")
    given: str = ask("Given name", default="")
    preferred: str = ask("Likes to be called", default="")
    born: date | None = ask("Date of birth", "birth", default=None)
    nhs_number: str = ask("NHS number", default="")
    sex: str = ask("Sex", "choice", of="female|male|other|unknown", default="")
    phone: str = ask("Telephone", "phone", default="")
    address: str = ask("Address", default="")
    postcode: str = ask("Postcode", default="")
    access: str = ask("How to get in", default="")
    key_safe: str = ask("Key safe", default="")
    language: str = ask("Language", "code", of="language", default="")
    gp: str = ask("GP practice", default="")
    lives_alone: bool | None = ask("Lives alone", "yesno", default=None)
    risks: tuple[str, ...] = ask("Risks at the home", "codes", of="risk", default=(), help="all of them")
    adjustments: tuple[str, ...] = ask(
        "Reasonable adjustments", "codes", of="adjustment", default=(), help="all of them"
    )
    gender_needed: str = ask("Workers must be", "choice", of="female|male", default="")
    preferred_workers: tuple[str, ...] = ask("Workers they prefer", "lines", default=())
    barred_workers: tuple[str, ...] = ask("Workers not to be sent", "lines", default=())
    may_tell: tuple[str, ...] = ask(
        "Who may be told what", "lines", default=(), help="such as 'Jean Cole, niece, 07700 900123: everything'"
    )
    place: Place | None = ask("Place on the map", default=None, hidden=True)


@handles(AmendPerson, "person.amend", Right.INTAKE, on=Person)
def amend_person(do: AmendPerson, work: Work) -> str:
    """Change what is known; a new postcode forgets the place on the map unless the new one comes with it."""
    person = work.get(Person, do.id)
    _check_lists(do, work)
    changed = amended(
        _numbered(person, do.nhs_number, work), family=do.family.strip(), given=do.given.strip(),
        preferred=do.preferred.strip(), born=do.born, sex=do.sex, phone=do.phone.strip(),
        address=do.address.strip(), access=do.access.strip(), key_safe=do.key_safe.strip(),
        language=do.language, gp=do.gp.strip(), lives_alone=do.lives_alone, risks=do.risks,
        adjustments=do.adjustments, gender_needed=do.gender_needed, preferred_workers=do.preferred_workers,
        barred_workers=do.barred_workers, may_tell=do.may_tell,
    )  # fmt: skip
    changed = _placed(changed, do.postcode, do.place)
    notes = [doubt_about_birth(work, do.born)]
    if (changed.nhs_number, changed.born) != (person.nhs_number, person.born):
        changed, note = _matched(changed, work)
        notes.append(note)
    work.save(changed)
    if (changed.address, changed.postcode) != (person.address, person.postcode):
        notes.append(home_moved(work, changed))
    work.say(". ".join(filter(None, notes)))
    return f"person/{do.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkPerson(Command):
    """Two records are one human being."""

    id: str = ask("Person", "person")
    other: str = ask("Is the same as", "person", default="", help="blank: the possible match that is shown")


@handles(LinkPerson, "person.link", Right.INTAKE, on=Person)
def link_person(do: LinkPerson, work: Work) -> str:
    """Say that a record is somebody known. Both are kept; whatever was linked to it follows."""
    person = work.get(Person, do.id)
    other = work.get(Person, do.other or _possible(person))
    root = other.same_as or other.id
    if person.same_as:
        raise Refusal(f"{person.name} ({person.id}) is linked to {person.same_as} already: unlink it first")
    if root == person.id:
        raise Refusal(f"{other.id} and {person.id} are one already")
    for follower in work.find(Person, same_as=person.id):
        work.save(replace(follower, same_as=root))
    work.save(replace(person, same_as=root, possible_match=""))
    work.say(already_open(work, root))
    return f"person/{do.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlinkPerson(Command):
    """They are two people after all."""

    id: str = ask("Person", "person")


@handles(UnlinkPerson, "person.unlink", Right.INTAKE, on=Person)
def unlink_person(do: UnlinkPerson, work: Work) -> str:
    """Take a link back."""
    person = work.get(Person, do.id)
    if not person.same_as:
        raise Refusal(f"{person.name} ({person.id}) is linked to nobody")
    work.save(replace(person, same_as=""))
    return f"person/{do.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSamePerson(Command):
    """The possible match is somebody else."""

    id: str = ask("Person", "person")


@handles(NotSamePerson, "person.not-same", Right.INTAKE, on=Person)
def not_same_person(do: NotSamePerson, work: Work) -> str:
    """Settle the question of a possible match with no."""
    person = work.get(Person, do.id)
    _possible(person)
    work.save(replace(person, possible_match=""))
    return f"person/{do.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRecord(Command):
    """Somebody looks at a record; why."""

    subject: str = ask("What is read", help="such as person/P8K2")
    purpose: str = ask("What for")


@handles(ReadRecord, "record.read", Right.ENTER, undoable=False)
def read_record(do: ReadRecord, work: Work) -> str:
    """Change nothing; the journal keeps who read what and when, and the purpose as the reason.

    Whatever of a person's is read, it is the person's record that the entry names."""
    look_up(work, do.subject)
    purpose = require_text(do.purpose, "Say what it is read for")
    person = person_behind(work, do.subject)
    subject = f"person/{person}" if person else do.subject
    work.because(purpose if subject == do.subject else f"{purpose}: {do.subject}")
    return subject


@dataclass(frozen=True, slots=True, kw_only=True)
class PackRecords(Command):
    """Somebody takes day sheets and a copy of the store out of the desk, for when it is down."""


@handles(PackRecords, "record.pack", Right.READ, undoable=False)
def pack_records(do: PackRecords, work: Work) -> str:
    """Change nothing; the journal keeps who took everybody's records and when."""
    work.because("day sheets and a read-only store, for when the desk is down")
    return f"store/{work.service}"


def _check_lists(do: AmendPerson, work: Work) -> None:
    for of_list, codes in (("risk", do.risks), ("adjustment", do.adjustments), ("language", (do.language,))):
        require_codes(work, of_list, *(code for code in codes if code not in ("", CLEAR)))
    for worker in (*do.preferred_workers, *do.barred_workers):
        if worker != CLEAR:
            work.get(Worker, worker)
    if both := set(do.preferred_workers) & set(do.barred_workers) - {CLEAR}:
        raise Refusal(f"{', '.join(sorted(both))} cannot be both preferred and barred")


def _numbered(person: Person, text: str, work: Work) -> Person:
    if text == CLEAR:
        return replace(person, nhs_number="", nhs_status="absent")
    digits = checked_number(work, text)
    if digits in ("", person.nhs_number):
        return person
    return replace(person, nhs_number=digits, nhs_status="unverified")


def _placed(person: Person, typed: str, place: Place | None) -> Person:
    postcode = "" if typed == CLEAR else checked_postcode(typed) or person.postcode
    if postcode == person.postcode:
        return replace(person, place=place or person.place)
    return replace(person, postcode=postcode, place=place)


def _matched(person: Person, work: Work) -> tuple[Person, str]:
    match = find_match(work, person)
    found = [*([match.same] if match.same else []), *match.possible]
    found = [other for other in found if person.id not in (other.same_as, other.possible_match)]
    if not found or person.same_as:
        return person, ""
    return replace(person, possible_match=found[0].id), f"May be the same as {found[0].name} ({found[0].id})"


def _possible(person: Person) -> str:
    if not person.possible_match:
        raise Refusal(f"{person.name} ({person.id}) has no possible match")
    return person.possible_match
