"""The referral queue: who waits, how long their clock has to run, and what was promised."""

from domain.views import QueueRow
from tui.present import Column, Line, Listing, Sight, Told, Tone
from tui.presenters.words import (
    URGENCIES,
    clock_text,
    clock_tone,
    day_and_time,
    identity,
    initials,
    state_word,
)  # fmt: skip

FLAGS = {
    "safeguarding": "Safeguarding",
    "scene-safety": "Scene safety",
    "adjustment": "Adjustment",
    "risk": "Risk",
}

COLUMNS = (
    Column("Ref", 5),
    Column("Clock", 10),
    Column("Urg", 4),
    Column("Person", least=18),
    Column("Age", 3, "right", yields=3),
    Column("Area", 6, yields=2),
    Column("Source", 10, yields=4),
    Column("State", 9, yields=1),
    Column("Own", 3, yields=5),
)


def line(row: QueueRow, sight: Sight) -> Line:
    """A referral in one line."""
    return Line(
        (
            row.ref,
            clock_text(row.clock, sight.now),
            URGENCIES.get(row.urgency, row.urgency),
            row.person + (" !" if "safeguarding" in row.flags else ""),
            "" if row.age is None else str(row.age),
            row.area,
            row.source.replace("-", " "),
            state_word(row.state),
            initials(sight.who(row.owner)),
        ),
        tones={"Clock": clock_tone(row.clock, sight.now)},
    )


def detail(row: QueueRow, sight: Sight) -> tuple[Told, ...]:
    """Who and with what warnings; who asked and what is owed; what is needed, which may be cut where it is long."""
    warnings = [FLAGS.get(flag, flag) for flag in row.flags] + (["key safe"] if row.has_key_safe else [])
    who = identity(row.person, row.born, row.nhs_number, sight.now)
    need = sight.policy.label("need", row.need) if row.need else "Need not yet known"
    asked = f"{row.referrer or 'referrer not named'} {row.referrer_phone}".strip()
    owed = f"owed {day_and_time(row.next_promise, sight.now)}: {row.promised}" if row.next_promise else "nothing owed"
    return (
        (f"{who}  {row.area}  {'  '.join(warnings)}".rstrip(), Tone.STRONG),
        f"Asked {day_and_time(row.received_at, sight.now)} by {asked}; {owed}",
        f"{need}. {row.narrative}".strip(),
    )


QUEUE: Listing[QueueRow] = Listing(
    columns=COLUMNS,
    key=lambda row: row.ref,
    line=line,
    detail=detail,
    parts=lambda row: {
        "ref": row.ref,
        "referral": row.ref,
        "promise": row.promise,
        "revision": row.revision,
        "person": row.person_ref,
        "name": row.person,
        "state": row.state,
        "urgency": row.urgency,
        "subject": f"referral/{row.ref}",
    },
    subject=lambda row: f"referral/{row.ref}",
    empty="The queue is empty: nobody waits for this desk.",
)
