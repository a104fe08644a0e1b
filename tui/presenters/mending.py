"""Ways to put a day right, and the calls that one of them takes: whom to ring, the number, what to say."""

from typing import TYPE_CHECKING

from domain.desk.mending import Call
from domain.when import show_date, show_minutes, show_time
from tui.present import Column, Line, Listing, Sight, Told, Tone
from tui.presenters.reasons import called

if TYPE_CHECKING:
    from domain.desk.whatif import TrialVisit, WhatIf
    from tui.mending import Mending


def _mending_line(row: "Mending", sight: Sight) -> Line:
    tones = {"Left": Tone.WARN} if row.uncovered else {}
    counts = (str(len(visits)) if visits else "-" for visits in (row.settled, row.moved, row.uncovered))
    return Line(
        (called(row.proposal.calls), *counts, show_minutes(row.waits) if row.settled else "-", ", ".join(row.best_in)),
        tones={"Calls": Tone.STRONG, **tones},
    )


def _mending_detail(row: "Mending", sight: Sight) -> tuple[Told, ...]:
    calls = row.proposal.calls
    whom = f"To ring: {', '.join(call.name for call in calls)}; enter says what about" if calls else "Nobody to ring"
    return (row.proposal.text, Tone.STRONG), whom


MENDINGS: "Listing[Mending]" = Listing(
    columns=(
        Column("Calls", 15),
        Column("Placed", 6, "right"),
        Column("Moved", 5, "right"),
        Column("Left", 4, "right"),
        Column("Wait", 6, "right"),
        Column("Best in"),
    ),
    key=lambda row: row.proposal.text,
    line=_mending_line,
    detail=_mending_detail,
    parts=lambda row: {},
    subject=lambda row: "",
    empty="Nothing needs putting right, or nothing can be: w on an uncovered visit says why.",
)


def _call_line(row: Call, sight: Sight) -> Line:
    tones = {"Whom": Tone.STRONG} if row.asks else {}
    return Line((row.name, row.phone, show_time(row.by), "; ".join(row.says)), tones=tones)


def _call_detail(row: Call, sight: Sight) -> tuple[Told, ...]:
    return (f"{row.name}  {row.phone}".rstrip(), Tone.STRONG), *row.says


CALLS: Listing[Call] = Listing(
    columns=(Column("Whom", 20), Column("Telephone", 13), Column("For", 5), Column("What to say")),
    key=lambda row: row.subject,
    line=_call_line,
    detail=_call_detail,
    parts=lambda row: {"subject": row.subject},
    subject=lambda row: row.subject,
    empty="Nobody has to be rung.",
)


def trial_words(found: "WhatIf") -> str:
    """What a trial comes to, as the facts of a title: what is not safe first, as the last go where room is short."""
    start = f"{show_date(found.earliest).rpartition(' ')[0]} {show_time(found.earliest)}" if found.earliest else ""
    parts = [f"{len(found.broken)} of {len(found.visits)} visits NOT SAFE"] if found.broken else []
    parts += [f"safe from {start}" if start else "no safe start in the first week"]
    parts += [f"{len(found.disturbed)} disturbed" if found.disturbed else "nobody disturbed"]
    parts += [f"{len(found.faces)} faces"]
    parts += [f"overtime {found.overtime}m"] if found.overtime else []
    return "  ".join(parts)


def _trial_line(row: "TrialVisit", sight: Sight) -> Line:
    who = " and ".join(map(sight.who, row.workers)) or "nobody"
    notes = [f"{row.late} min late"] if row.late else []
    notes += [f"{', '.join(row.uncovered)} uncovered"] if row.uncovered else []
    notes += [f"{len(row.disturbed)} moved"] if row.disturbed and not row.uncovered else []
    notes += [f"overtime {row.overtime}m"] if row.overtime else []
    tones = {} if row.is_safe else {"Who": Tone.WARN}
    day = show_date(row.day).rpartition(" ")[0]
    return Line((day, row.line, show_time(row.start), who, ", ".join(notes)), tones=tones)


TRIAL: "Listing[TrialVisit]" = Listing(
    columns=(Column("Day", 10), Column("Visit", 10), Column("At", 5), Column("Who", 30), Column("What it takes")),
    key=lambda row: f"{row.day}/{row.line}",
    line=_trial_line,
    detail=lambda row, sight: (row.text,),
    parts=lambda row: {},
    subject=lambda row: "",
    empty="There is nothing to try.",
)
