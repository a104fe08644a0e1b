"""Escalations as a list: what somebody senior must know, who has it, and how long they have to answer."""

from collections.abc import Sequence

from domain.escalation import Escalation, OnCall, Step
from domain.oncall import on_call_at
from domain.views import EscalationRow
from domain.when import show_minutes
from tui.present import Column, Line, Listing, Sight, Told, Tone
from tui.presenters.words import day_and_time, whose_row

STATES = {"open": "open", "acknowledged": "taken", "resolved": "done"}
SOON = 5

COLUMNS = (
    Column("Ref", 5),
    Column("Answer", 11),
    Column("State", 5),
    Column("Kind", 13, yields=3),
    Column("About", 6, yields=2),
    Column("Person", 20, yields=1),
    Column("What"),
)


def minutes_left(one: Escalation, sight: Sight) -> int:
    """Whole minutes until an answer is due, negative when it is overdue."""
    return int((one.due - sight.now).total_seconds() // 60)


def answer(one: Escalation, sight: Sight) -> str:
    """How long there is to answer: `0:12`, `0:04 !`, and `-0:05 !!!` when it is overdue."""
    if one.state != "open":
        return ""
    left = minutes_left(one, sight)
    mark = " !!!" if left < 0 else " !" if left <= SOON else ""
    return show_minutes(left) + mark


def in_order(rows: Sequence[EscalationRow]) -> list[EscalationRow]:
    """First those that nobody has answered, then those that are taken, then what is done; each first due first."""
    order = list(STATES)
    return sorted(rows, key=lambda row: (order.index(row.escalation.state), row.escalation.due, row.escalation.id))


def line(row: EscalationRow, sight: Sight) -> Line:
    """An escalation in one line."""
    one = row.escalation
    left = minutes_left(one, sight)
    tone = Tone.ALERT if left < 0 else Tone.WARN if left <= SOON else Tone.PLAIN
    return Line(
        (
            one.id,
            answer(one, sight),
            STATES[one.state],
            one.kind,
            one.subject.partition("/")[2],
            row.person,
            one.text,
        ),
        tone=Tone.QUIET if one.state == "resolved" else Tone.PLAIN,
        tones={"Answer": tone} if one.state == "open" else {},
    )


def detail(row: EscalationRow, sight: Sight) -> tuple[Told, ...]:
    """What it is about as it stood when it was raised, who was called, who answered, what came of it."""
    one = row.escalation
    raised = f"Raised {day_and_time(one.raised_at, sight.now)} by {sight.who(one.raised_by)}"
    return (
        (whose_row(row, sight) or one.text, Tone.STRONG),
        *([one.text] if row.person else []),
        _ending(one, sight),
        f"{raised}. {_calls(one, sight)}{_now(row)}",
        f"As it stood {one.context}" if one.context else sight.policy.label("escalation", one.kind),
    )


def _calls(one: Escalation, sight: Sight) -> str:
    called = ", then ".join(_call(step, sight) for step in one.steps) or one.to or "nobody"
    return f"Called {called}."


def _call(step: Step, sight: Sight) -> str:
    rung = f" ({sight.policy.label('ladder', step.role)})" if step.role else ""
    return f"{step.to}{rung} {day_and_time(step.at, sight.now)}"


def _now(row: EscalationRow) -> str:
    return f" On call now: {row.on_call}" if row.on_call and row.escalation.state == "open" else ""


def _ending(one: Escalation, sight: Sight) -> str:
    if one.acknowledged_at is None and one.resolved_at is None:
        return f"Nobody has answered; an answer is due {day_and_time(one.due, sight.now)}"
    parts = []
    if one.acknowledged_at is not None:
        parts.append(f"{one.acknowledged_by} took it on {day_and_time(one.acknowledged_at, sight.now)}")
    if one.resolved_at is not None:
        parts.append(f"resolved {day_and_time(one.resolved_at, sight.now)}: {one.outcome}")
    return "; ".join(parts)


def on_call_line(rota: Sequence[OnCall], sight: Sight) -> str:
    """Who answers now, rung by rung, with their numbers; the rungs where nobody does are named too."""
    there = on_call_at(rota, sight.now)
    ladder = sight.policy.choices("ladder")
    if not there:
        return "Nobody is on call: O puts somebody on the rota"
    known = [f"{rung} {there[role].name} {there[role].phone}" for role, rung in ladder.items() if role in there]
    empty = [rung.lower() for role, rung in ladder.items() if role not in there]
    missing = f"; nobody as {', '.join(empty)}" if empty else ""
    return f"On call: {'; '.join(known)}{missing}"


ESCALATIONS: Listing[EscalationRow] = Listing(
    columns=COLUMNS,
    key=lambda row: f"escalation/{row.escalation.id}",
    line=line,
    detail=detail,
    parts=lambda row: {
        "ref": row.escalation.id,
        "escalation": row.escalation.id,
        "revision": row.escalation.revision,
        "person": row.escalation.person,
        "name": row.person,
        "state": row.escalation.state.value,
        "subject": row.escalation.subject or f"escalation/{row.escalation.id}",
    },
    subject=lambda row: f"escalation/{row.escalation.id}",
    empty="Nothing has been escalated.",
)
