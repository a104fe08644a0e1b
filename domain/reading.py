"""Who may read what: for each read of the store the rights of which one is needed.

A read that is not named here is nobody's. Knows nothing of how reads are carried out."""

from collections.abc import Mapping

from domain.access import Caller, Right
from domain.record import Record

ANYBODY = frozenset({Right.ENTER})
CARE = frozenset({Right.READ})
TRAIL = frozenset({Right.READ, Right.AUDIT})
COLLEAGUES = frozenset({Right.READ, Right.USERS, Right.AUDIT})

READS: Mapping[str, frozenset[Right]] = {
    **dict.fromkeys(("head", "policy", "rulebook", "own_steps"), ANYBODY),
    "users": COLLEAGUES,
    "sittings": frozenset({Right.USERS, Right.AUDIT}),
    **dict.fromkeys(("emergencies", "unusual_readings"), frozenset({Right.AUDIT})),
    **dict.fromkeys(("entries_since", "newest_entries", "history"), TRAIL),
    **dict.fromkeys(
        (
            "record", "some", "queue", "queue_row", "board", "board_at", "differences", "roster_day", "diary",
            "meeting_actions", "escalations", "on_call", "inbox", "search", "person", "known_people", "cases",
            "case_packages", "visits_of", "held_by", "workers", "worker_names", "duty", "shifts", "absences", "away",
            "contacts", "promises", "actions", "counts", "figure",
        ),
        CARE,
    ),
}  # fmt: skip
"""read → rights, where it does not matter what is asked for."""

RECORDS: Mapping[str, frozenset[Right]] = {
    "code": ANYBODY, "setting": ANYBODY, "user": COLLEAGUES, "sitting": COLLEAGUES,
    "emergency": frozenset({Right.AUDIT}),
}  # fmt: skip
"""kind of record → rights, for the records that say nothing of anybody in care."""

_BY_KIND = frozenset({"record", "some", "history"})


def needed(read: str, asked: object = None) -> frozenset[Right]:
    """The rights of which one is needed for a read of `asked`: a kind of record, or a subject (`user/aokoye`)."""
    if read in _BY_KIND and (kind := kind_of(asked)) in RECORDS:
        return RECORDS[kind]
    return READS.get(read, frozenset())


def kind_of(asked: object) -> str:
    """`person` for the kind of record and for `person/P8K2`."""
    if isinstance(asked, type) and issubclass(asked, Record):
        return asked.__name__.lower()
    return str(asked).partition("/")[0]


def refusal(caller: Caller, rights: frozenset[Right]) -> str:
    """Why somebody may not read or do something, as a sentence for them."""
    wanted = " or ".join(f"'{right}'" for right in sorted(rights)) or "nobody's"
    return f"{caller.user.id} ({caller.role or 'no role'}) may not do this: it needs the right {wanted}"
