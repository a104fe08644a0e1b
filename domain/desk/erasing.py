"""Erasing what is personal of somebody whose records are no longer needed: from them, and from all their history.

Who decides that the time has come, and by which retention rule, is for people. Nothing brings the text back."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.access import Right
from domain.case import Case
from domain.desk.asking import ask
from domain.desk.bus import Command, Refusal, Work, handles
from domain.desk.checks import require_text
from domain.desk.referring import pointing_at
from domain.desk.subjects import subject_of
from domain.erasure import PERSONAL, impersonal
from domain.people import Person
from domain.record import Record
from domain.referral import CLOSED, Referral
from domain.words import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasePerson(Command):
    """Erase what is personal of somebody, for good."""

    id: str = ask("Person", "person")
    why: str = ask("By which rule", help="such as: retention, 8 years after the last contact")


@handles(ErasePerson, "person.erase", Right.ERASE, on=Person, undoable=False)
def erase_person(do: ErasePerson, work: Work) -> str:
    """Erase it from the person's records and from every entry about them. Refuses while they are in care."""
    person = work.get(Person, do.id)
    found = {subject_of(record): record for record in _about(work, person)}
    for record in found.values():
        if isinstance(record, Referral) and record.state not in CLOSED:
            raise Refusal(f"Referral {record.id} is still open: erase a person when nothing of theirs is")
        if isinstance(record, Case) and record.ended_at is None:
            raise Refusal(f"Case {record.id} has not ended: erase a person when nothing of theirs is open")
    work.because(require_text(do.why, "Say by which rule or at whose request it is erased"))
    for record in found.values():
        work.erase(impersonal(record))
    work.say(f"Erased from {counted(len(found), 'record')} and from their history, for good")
    return f"person/{person.id}"


def _about(work: Work, person: Person) -> Iterator[Record]:
    """The person, what names them, and what is about that: only records that hold something personal."""
    yield person
    for record in pointing_at(work, person):
        if type(record) in PERSONAL and not isinstance(record, Person):
            yield record
            if isinstance(record, Referral | Case):
                yield from (other for other in pointing_at(work, record) if type(other) in PERSONAL)
