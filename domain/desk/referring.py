"""What points at what: which fields of records hold the references of others.

Undo asks here before it takes a record away or brings one back, so that nothing ever points at nothing."""

from collections.abc import Iterator
from dataclasses import fields

from domain.case import Case
from domain.desk.bus import Work
from domain.desk.subjects import NAMED, subject_of
from domain.meeting import Meeting
from domain.package import Package
from domain.people import Person
from domain.record import Record
from domain.referral import Referral
from domain.staff import Shift, Worker
from domain.visit import Visit

KINDS: tuple[type[Record], ...] = (*NAMED.values(), Shift)
FIELDS: dict[str, type[Record]] = {
    "person": Person, "possible_match": Person, "same_as": Person,
    "referral": Referral, "duplicate_of": Referral,
    "case": Case, "package": Package, "visit": Visit, "after": Visit, "meeting": Meeting,
    "worker": Worker, "workers": Worker, "told_workers": Worker, "preferred_workers": Worker, "barred_workers": Worker,
}  # fmt: skip
"""Field name → the kind of record that it names, in whatever record it stands."""
SEVERAL = frozenset({"workers", "told_workers", "preferred_workers", "barred_workers"})
PLACES = "slots"
"""A field of values that name a person each."""


def points_at(record: Record) -> Iterator[str]:
    """The subjects of the records that this one names."""
    for item in fields(record):
        value = getattr(record, item.name)
        if item.name == "subject" and value.partition("/")[0] in NAMED:
            yield value
        elif item.name in FIELDS:
            refs = value if item.name in SEVERAL else (value,)
            yield from (f"{FIELDS[item.name].__name__.lower()}/{ref}" for ref in refs if ref)
        elif item.name == PLACES:
            yield from (f"person/{place.person}" for place in value)


def pointing_at(work: Work, record: Record) -> Iterator[Record]:
    """The records that name this one."""
    for kind in KINDS:
        names = {item.name for item in fields(kind)}
        if "subject" in names:
            yield from work.find(kind, subject=subject_of(record))
        if PLACES in names and isinstance(record, Person):
            yield from (found for found in work.find(kind) if subject_of(record) in points_at(found))
        for name in sorted(names & {field for field, named in FIELDS.items() if isinstance(record, named)}):
            if name in SEVERAL:
                yield from (found for found in work.find(kind) if record.id in getattr(found, name))
            else:
                yield from work.find(kind, **{name: record.id})
