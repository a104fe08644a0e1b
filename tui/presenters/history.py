"""The journal of one record: who did what, when and why, with each value before and after."""

from collections.abc import Iterator
from typing import Any

from domain.desk.bus import Entry
from domain.erasure import VOUCHERS
from domain.when import local_date, show_date, show_moment, show_time
from tui.present import Column, Line, Listing, Sight, Told, Tone
from tui.presenters.fields import INWARD, field_words, told, value_words
from tui.presenters.news import verb_of


def line(entry: Entry, sight: Sight) -> Line:
    """One entry: when it happened, who, what, and which values changed."""
    late = "" if entry.at == entry.recorded_at else " *"
    return Line(
        (
            f"{show_date(local_date(entry.at))[4:]} {show_time(entry.at)}{late}",
            sight.who(entry.actor),
            verb_of(entry.kind),
            ", ".join(_changed(entry)),
        )
    )


def _changed(entry: Entry) -> list[str]:
    """The words of the fields that differ, those of the record itself first."""
    touched = sorted(_told(entry), key=lambda item: item[0] != entry.subject)
    names = [
        name
        for subject, after in touched
        for name, value in (after or {}).items()
        if name not in INWARD and (entry.before.get(subject) or {}).get(name) != value
    ]
    return list(dict.fromkeys(map(field_words, names)))


def _told(entry: Entry) -> Iterator[tuple[str, Any]]:
    """What each record is after the entry; hashes of what was erased say nothing to people."""
    return ((subject, after) for subject, after in entry.after.items() if subject != VOUCHERS)


def detail(entry: Entry, sight: Sight) -> tuple[Told, ...]:
    """When it was recorded, why, and before and after of each value."""
    recorded = f"recorded {show_moment(entry.recorded_at)} by {sight.who(entry.actor)} as {entry.role}"
    why = f", because: {entry.reason}" if entry.reason else ""
    return ((f"No. {entry.seq} {verb_of(entry.kind)}: {recorded}{why}", Tone.STRONG), *changes(entry, sight))


def changes(entry: Entry, sight: Sight) -> list[str]:
    """`state: new -> in triage` for each changed value; what is new is told in one line."""
    found: list[str] = []
    for subject, after in _told(entry):
        before, name = entry.before.get(subject), subject.replace("/", " ")
        if after is None:
            found.append(f"{name}: taken away")
        elif before is None:
            found.append(f"{name}: new, {told(after, sight)}")
        else:
            own = "" if subject == entry.subject else f"{name} "
            found += [
                f"{own}{field_words(field)}: {value_words(field, before.get(field), sight)}"
                f" -> {value_words(field, value, sight)}"
                for field, value in after.items()
                if field not in INWARD and before.get(field) != value
            ]
    return found


HISTORY: Listing[Entry] = Listing(
    columns=(Column("When", 20), Column("Who", 16, yields=2), Column("What", 14), Column("Changed")),
    key=lambda entry: str(entry.seq),
    line=line,
    detail=detail,
    parts=lambda entry: {"subject": entry.subject, "seq": entry.seq},
    subject=lambda entry: entry.subject,
    empty="Nothing was ever done to this record.",
)
