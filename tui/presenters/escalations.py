"""Escalations as a list: what somebody senior must know, who has it, and how long they have to answer."""

from domain.views import EscalationRow
from domain.when import show_minutes
from tui.present import Column, Line, Listing, Sight, Told, Tone
from tui.presenters.words import day_and_time

COLUMNS = (
    Column("Ref", 5),
    Column("Answer", 10),
    Column("State", 12),
    Column("Kind", 12, yields=2),
    Column("About", 10, yields=3),
    Column("Person", 18, yields=1),
    Column("What"),
)


def answer(row: EscalationRow) -> str:
    """How long there is to answer, `-0:05 !!!` when it is overdue."""
    if row.escalation.state != "open":
        return ""
    mark = " !!!" if row.minutes_left < 0 else " !" if row.minutes_left <= 5 else ""
    return show_minutes(row.minutes_left) + mark


def line(row: EscalationRow, sight: Sight) -> Line:
    """An escalation in one line."""
    one = row.escalation
    late = row.minutes_left < 0 and one.state == "open"
    return Line(
        (
            one.id,
            answer(row),
            one.state.value,
            sight.policy.label("escalation", one.kind),
            one.subject.partition("/")[2],
            row.person,
            one.text,
        ),
        tones={"Answer": Tone.ALERT if late else Tone.WARN},
    )


def detail(row: EscalationRow, sight: Sight) -> tuple[Told, ...]:
    """What it is about as it stood, who was called, who answered."""
    one = row.escalation
    called = ", ".join(f"{step.to} {day_and_time(step.at, sight.now)}" for step in one.steps) or one.to
    answered = (
        f"answered by {one.acknowledged_by} {day_and_time(one.acknowledged_at, sight.now)}"
        if one.acknowledged_at
        else "not answered"
    )
    ended = f"; {one.outcome}" if one.outcome else ""
    return (
        (f"{row.person}  {one.text}".strip(), Tone.STRONG),
        f"As it stood: {one.context or 'no context'}",
        f"Raised {day_and_time(one.raised_at, sight.now)} by {sight.who(one.raised_by)}; called {called}; {answered}{ended}"
        + (f"; on call now: {row.on_call}" if row.on_call else ""),
    )


ESCALATIONS: Listing[EscalationRow] = Listing(
    columns=COLUMNS,
    key=lambda row: row.escalation.id,
    line=line,
    detail=detail,
    parts=lambda row: {
        "ref": row.escalation.id,
        "escalation": row.escalation.id,
        "revision": row.escalation.revision,
        "person": row.escalation.person,
        "state": row.escalation.state.value,
        "about": row.escalation.subject,
        "subject": f"escalation/{row.escalation.id}",
    },
    subject=lambda row: f"escalation/{row.escalation.id}",
    empty="Nothing has been escalated.",
)
