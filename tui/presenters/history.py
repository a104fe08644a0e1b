"""The journal of one record: who did what, when and why, with each value before and after."""

from collections.abc import Mapping
from typing import Any

from domain.desk.bus import Entry
from domain.when import local_date, show_date, show_moment, show_time
from tui.present import Column, Line, Listing, Sight, Told, Tone
from tui.presenters.news import verb_of

_QUIET = frozenset({"revision", "service", "id"})


def line(entry: Entry, sight: Sight) -> Line:
    """One entry: when it happened, who, what, and which values changed."""
    late = "" if entry.at == entry.recorded_at else " *"
    return Line(
        (
            f"{show_date(local_date(entry.at))[4:]} {show_time(entry.at)}{late}",
            sight.who(entry.actor),
            verb_of(entry.kind),
            ", ".join(sorted({name for fields in entry.after.values() for name in fields or {} if name not in _QUIET})),
        )
    )


def detail(entry: Entry, sight: Sight) -> tuple[Told, ...]:
    """When it was recorded, why, and before and after of each value."""
    recorded = f"recorded {show_moment(entry.recorded_at)} by {sight.who(entry.actor)} as {entry.role}"
    why = f", because: {entry.reason}" if entry.reason else ""
    return ((f"No. {entry.seq} {entry.kind}: {recorded}{why}", Tone.STRONG), *changes(entry))


def changes(entry: Entry) -> list[str]:
    """`state: received -> screening` for each changed value; a new record is only named."""
    found: list[str] = []
    for subject, after in entry.after.items():
        before = entry.before.get(subject)
        if before is None:
            found.append(f"{subject}: new")
        elif after is None:
            found.append(f"{subject}: taken away")
        else:
            found += [
                f"{'' if subject == entry.subject else subject + ' '}{told}" for told in _differences(before, after)
            ]
    return found


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    return [
        f"{name}: {_said(before.get(name))} -> {_said(value)}"
        for name, value in after.items()
        if name not in _QUIET and before.get(name) != value
    ]


def _said(value: Any) -> str:
    return "-" if value in (None, "", [], ()) else str(value)


HISTORY: Listing[Entry] = Listing(
    columns=(Column("When", 20), Column("Who", 16, yields=2), Column("What", 14), Column("Changed")),
    key=lambda entry: str(entry.seq),
    line=line,
    detail=detail,
    parts=lambda entry: {"subject": entry.subject, "seq": entry.seq},
    subject=lambda entry: entry.subject,
    empty="Nothing was ever done to this record.",
)
