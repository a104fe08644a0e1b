"""Subjects: short names of records, such as `referral/R7K3`, that travel in commands and in the journal."""

from domain.access import Emergency
from domain.case import Case
from domain.desk.bus import Refusal, Work
from domain.escalation import Contact, Escalation, Promise
from domain.meeting import Action, Meeting
from domain.message import Message
from domain.package import Package
from domain.people import Person
from domain.record import Record
from domain.referral import Referral
from domain.staff import Absence, Worker
from domain.visit import Visit

_KINDS: tuple[type[Record], ...] = (
    Person, Referral, Case, Package, Visit, Worker, Absence,
    Meeting, Action, Message, Escalation, Contact, Promise, Emergency,
)  # fmt: skip
NAMED: dict[str, type[Record]] = {kind.__name__.lower(): kind for kind in _KINDS}


def subject_of(record: Record) -> str:
    """`referral/R7K3`."""
    return f"{type(record).__name__.lower()}/{record.id}"


def look_up(work: Work, subject: str) -> Record:
    """The record that a subject names. Raises Refusal when there is none."""
    name, _, ref = subject.partition("/")
    if name not in NAMED or not ref:
        raise Refusal(f"'{subject}' names nothing at the desk; write it like referral/R7K3", why="missing")
    return work.get(NAMED[name], ref)


def person_behind(work: Work, subject: str) -> str:
    """The reference of the person that the thing is about, or '' when it is about nobody."""
    if not subject:
        return ""
    record = look_up(work, subject)
    return record.id if isinstance(record, Person) else str(getattr(record, "person", ""))
