"""Breaking the glass: more rights for a while, for a reason, under everybody's eyes, and a review nobody skips.

Whatever is done meanwhile carries the emergency's subject in the journal, so that the reviewer finds all of it."""

from dataclasses import dataclass, replace
from datetime import timedelta

from domain.access import Emergency, Right, User
from domain.desk.asking import ask
from domain.desk.bus import Command, Refusal, Work, handles
from domain.when import show_time

MINUTES = 30
LEAST_WORDS = 10
"""Letters of a reason or a review."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakGlass(Command):
    """Do for half an hour what your roles do not allow, because somebody would come to harm. It will be reviewed."""

    reason: str = ask("Why", "long", help="who would come to harm, and how; somebody senior reads this")


@handles(BreakGlass, "emergency.begin", Right.BREAK_GLASS, undoable=False)
def break_glass(do: BreakGlass, work: Work) -> str:
    """Keep the reason and open the rights; whoever is in an emergency already stays in that one."""
    if work.caller.emergency is not None:
        raise Refusal(f"The glass is broken already, until {show_time(work.caller.emergency.ends)}")
    reason = _said(do.reason, "why the glass has to be broken")
    ends = work.now + timedelta(minutes=MINUTES)
    user = work.get(User, work.caller.user.id)
    emergency = work.add(Emergency(id=work.new_id(Emergency), user=user.id, reason=reason, began=work.now, ends=ends))
    work.save(replace(user, emergency=emergency.id))
    work.because(reason)
    work.say(f"Emergency access until {show_time(ends)}: everything you do meanwhile will be reviewed")
    return f"emergency/{emergency.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewEmergency(Command):
    """Say, after reading what was done meanwhile, whether breaking the glass was right."""

    id: str = ask("Emergency", "emergency")
    review: str = ask("What you found", "long")


@handles(ReviewEmergency, "emergency.review", Right.AUDIT, on=Emergency, undoable=False)
def review_emergency(do: ReviewEmergency, work: Work) -> str:
    """Keep what was found. Refused to whoever broke the glass, while it lasts, and to who has not read it all."""
    emergency, reviewer = work.get(Emergency, do.id), work.caller.user.id
    subject = f"emergency/{emergency.id}"
    if emergency.reviewed_at is not None:
        raise Refusal(f"{emergency.reviewed_by} has reviewed it already: {emergency.review}")
    if emergency.user == reviewer:
        raise Refusal("Somebody else must review it: it was you who broke the glass")
    if work.now < emergency.ends:
        raise Refusal(f"It lasts until {show_time(emergency.ends)}: review it after that")
    entries = list(work.entries_since(0, (subject,)))
    last_read = max((entry.seq for entry in entries if _is_reading(entry.kind, entry.actor, reviewer)), default=0)
    if any(entry.seq > last_read for entry in entries if entry.actor == emergency.user):
        raise Refusal("Read first what was done meanwhile: open it, or 'caredesk journal show " + subject + "'")
    review = _said(do.review, "what you found")
    work.save(replace(emergency, reviewed_at=work.now, reviewed_by=reviewer, review=review))
    return subject


def _is_reading(kind: str, actor: str, reviewer: str) -> bool:
    return kind == "record.read" and actor == reviewer


def _said(text: str, what: str) -> str:
    if len(text.strip()) < LEAST_WORDS:
        raise Refusal(f"Say in at least {LEAST_WORDS} letters {what}")
    return text.strip()
