"""Messages from other systems: taken once, applied to what they mean, or kept for a person to decide.

What a message says was read by `domain/exchange`, which also decides what it means; `receiving.py` carries that
out. Here every message is kept whole beside it, with what became of it and what somebody should look at."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from domain.access import Right
from domain.desk.asking import ask
from domain.desk.bus import Command, Refusal, Refused, Work, handles
from domain.desk.receiving import (
    Received,
    open_booking,
    open_referral,
    take_back,
    update_booking,
    update_referral,
)
from domain.exchange.inbound import Inbound, MessageKey
from domain.exchange.meaning import Ask, Create, Decision, Known, Late, Unchanged, Update, decide
from domain.exchange.meaning import Withdraw as TakeBack
from domain.meeting import Meeting, MeetingState
from domain.message import Message, MessageState, Trouble
from domain.referral import Referral, State
from domain.words import said

UNCHANGED = "unchanged"
_KEPT = (MessageState.ASKED, MessageState.FILED, MessageState.SETTLED)
_OPENS: dict[str, Callable[[Inbound, Work], Received]] = {"referral": open_referral, "booking": open_booking}
_UPDATES: dict[str, Callable[[str, Inbound, Work], Received]] = {
    "referral": update_referral, "booking": update_booking,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AlreadyTaken(Refused):
    """A message that says nothing new: `subject` is the referral, booking or message that has it."""

    subject: str = ""


class NothingNew(Refusal):
    """Raised for a message whose content is known."""

    def __init__(self, subject: str) -> None:
        super().__init__(f"Nothing new: {subject} has this already", why=UNCHANGED)
        self.refused = AlreadyTaken(str(self), why=UNCHANGED, subject=subject)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeMessage(Command):
    """A message has arrived and could be read."""

    inbound: Inbound = ask("What it says", hidden=True)
    raw: str = ask("As it came", hidden=True)
    file: str = ask("File", default="", hidden=True)
    troubles: tuple[Trouble, ...] = ask("What is wrong with it", default=(), hidden=True)


@handles(TakeMessage, "message.take", Right.INTAKE, undoable=False)
def take_message(do: TakeMessage, work: Work) -> str:
    """Apply it, or keep it with a question. Content that is known already is refused as nothing new."""
    inbound = do.inbound
    earlier = _of_sender(work, inbound)
    same = [message for message in work.find(Message, digest=inbound.digest) if message.state in _KEPT]
    decision = decide(inbound, _known(work, inbound, earlier), [message.digest for message in same])
    if isinstance(decision, Unchanged):
        raise NothingNew(_subject(inbound, decision.ref) if decision.ref else f"message/{same[-1].id}")
    message = replace(_kept(do, work, earlier), id=work.new_id(Message))
    message = _carried_out(_unless_in_doubt(decision, inbound, work), message, inbound, work, earlier)
    work.add(message)
    if message.state is MessageState.APPLIED:
        _answer_waiting(work, message, earlier)
    return f"message/{message.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepUnreadable(Command):
    """A file came that cannot be read: it is kept whole, with the reason."""

    file: str = ask("File", hidden=True)
    raw: str = ask("As it came", hidden=True)
    why: str = ask("Why it cannot be read", hidden=True)
    digest: str = ask("Digest of the bytes", hidden=True)


@handles(KeepUnreadable, "message.quarantine", Right.INTAKE, undoable=False)
def keep_unreadable(do: KeepUnreadable, work: Work) -> str:
    """Quarantine it; the same bytes again are not kept twice."""
    kept = work.find(Message, digest=do.digest)
    if kept:
        raise NothingNew(f"message/{kept[0].id}")
    message = work.add(
        Message(
            id=work.new_id(Message), received_at=work.now, file=do.file, kind="unreadable", digest=do.digest,
            state=MessageState.QUARANTINED, outcome="quarantined", question=do.why, raw=do.raw,
            summary=f"{do.file} could not be read", problems=(Trouble(where="file", what=do.why),),
        )
    )  # fmt: skip
    return f"message/{message.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleMessage(Command):
    """A person has dealt with a message that waited for them. `inbound` is what it says, read again for them."""

    id: str = ask("Message", "message")
    how: str = ask(
        "What to do",
        "choice",
        of="seen|belongs|new",
        help="belongs: to what you name below; new: open a referral or booking from it",
    )
    referral: str = ask("Referral it belongs to", "referral", default="")
    meeting: str = ask("Diary entry it means", "meeting", default="", help="of a booking")
    note: str = ask("Why", default="")
    inbound: Inbound | None = ask("What it says", default=None, hidden=True)


@handles(SettleMessage, "message.settle", Right.INTAKE, on=Message)
def settle_message(do: SettleMessage, work: Work) -> str:
    """Do with it what a person decided, and note who did."""
    message = work.get(Message, do.id)
    if not message.waits:
        raise Refusal(f"Message {do.id} has been dealt with already")
    if do.how == "belongs":
        message = _joined(do, message, work)
    elif do.how == "new":
        message = _opened(do, message, work)
    elif do.how != "seen":
        raise Refusal("Say what to do with it: seen, belongs or new")
    if message.state is MessageState.APPLIED and message.question:
        work.say(message.question)
    by, note = work.caller.user.id, f"{do.how} {do.note}".strip()
    work.save(replace(message, state=MessageState.SETTLED, settled_by=by, settled_note=note))
    return f"message/{do.id}"


def _of_sender(work: Work, inbound: Inbound) -> list[Message]:
    """The messages that may be about the same thing, in the order in which they were taken."""
    if inbound.key is None:
        return []
    named = {} if inbound.key.is_complete else {"digest": inbound.digest}
    found = work.find(Message, sender=_sender(inbound), kind=inbound.kind, **named)
    return sorted(found, key=lambda message: message.taken)


def _sender(inbound: Inbound) -> str:
    key = inbound.key
    return f"{key.endpoint} {key.url}" if key and key.is_complete else ""


def _kept(do: TakeMessage, work: Work, earlier: Sequence[Message]) -> Message:
    inbound = do.inbound
    booking, person = inbound.booking, inbound.person
    name = ", ".join(filter(None, (person.family.upper(), person.given))) if person else ""
    return Message(
        id="", received_at=work.now, sent_at=inbound.at, file=do.file, kind=inbound.kind,
        key=str(inbound.key) if inbound.key else "", sender=_sender(inbound),
        taken=max((message.taken for message in earlier), default=0) + 1, order_key=inbound.order_key,
        identifiers=booking.identifiers if booking else (), starts=booking.start if booking else None,
        bundle=inbound.bundle_id, reason=inbound.reason, status=inbound.status, digest=inbound.digest,
        summary=": ".join(filter(None, (inbound.label, name))),
        problems=(*inbound.troubles, *do.troubles), raw=do.raw,
    )  # fmt: skip


def _unless_in_doubt(decision: Decision, inbound: Inbound, work: Work) -> Decision:
    """A message that fits nothing at the desk as it stands is asked about."""
    if isinstance(decision, Create) and inbound.booking and inbound.booking.start is None:
        return Ask("The booking says no time, so it has no place in the diary: ask the sender")
    if not isinstance(decision, Update):
        return decision
    if inbound.booking is not None:
        state, is_open = _state_of_booking(work.get(Meeting, decision.ref))
    else:
        referral = work.get(Referral, decision.ref)
        state, is_open = str(referral.state), referral.is_open
    if is_open:
        return decision
    return Ask(f"The sender updates {inbound.kind} {decision.ref}, which has ended as {said(state)}", (decision.ref,))


def _state_of_booking(meeting: Meeting) -> tuple[str, bool]:
    return str(meeting.state), meeting.state is MeetingState.BOOKED


def _carried_out(
    decision: Decision, message: Message, inbound: Inbound, work: Work, earlier: Sequence[Message]
) -> Message:
    """The message with what became of it, after doing it."""
    match decision:
        case Create():
            subject, doubts = _doubted(inbound, _OPENS[inbound.kind](inbound, work))
            return _applied(message, "created", (subject, (*doubts, *_came_before(earlier, message))))
        case Update(ref):
            return _applied(message, "updated", _doubted(inbound, _UPDATES[inbound.kind](ref, inbound, work)))
        case TakeBack(ref):
            return _applied(message, "withdrawn", take_back(ref, inbound, work))
        case Late(ref):
            return _applied(message, "late", (_subject(inbound, ref), ()))
        case Ask(why, candidates):
            return replace(message, state=MessageState.ASKED, question=why, candidates=candidates)
        case _:
            return message


def _came_before(earlier: Sequence[Message], news: Message) -> tuple[Trouble, ...]:
    """Updates and withdrawals that overtook what they are about, and wait for a person."""
    return tuple(
        Trouble(where="message", what=f"a later word on it came first and waits in the inbox, {one.id}: {one.question}")
        for one in earlier
        if one.state is MessageState.ASKED and one.key == news.key and one.order_key > news.order_key
    )


def _subject(inbound: Inbound, ref: str) -> str:
    return f"{'meeting' if inbound.booking else 'referral'}/{ref}"


def _doubted(inbound: Inbound, received: Received) -> Received:
    """What came of applying a message, with what is doubtful about the message itself."""
    subject, doubts = received
    return subject, (*inbound.doubts, *doubts)


def _applied(message: Message, outcome: str, received: Received) -> Message:
    """What came of applying it; doubts that this raised wait for a person."""
    subject, doubts = received
    return replace(
        message, state=MessageState.APPLIED, outcome=outcome, subject=subject,
        problems=(*message.problems, *doubts), question="; ".join(map(_sentence, doubts)),
    )  # fmt: skip


def _sentence(doubt: Trouble) -> str:
    """What is doubtful, with the field it is about where there is one."""
    stands_alone = doubt.where in ("message", "person") or "/" in doubt.where
    return doubt.what if stands_alone else f"{doubt.where}: {doubt.what}"


def _answer_waiting(work: Work, message: Message, earlier: Sequence[Message]) -> None:
    """What waited for this: the same message is dealt with now, others of its key may belong to the same thing."""
    ref = message.subject.partition("/")[2]
    for one in earlier:
        if one.state is not MessageState.ASKED:
            continue
        if one.digest == message.digest:
            note = f"applied when it came again as {message.id}"
            work.save(replace(one, state=MessageState.SETTLED, settled_note=note))
        elif one.key == message.key and ref not in one.candidates:
            work.save(replace(one, candidates=(*one.candidates, ref)))


def _known(work: Work, inbound: Inbound, earlier: Sequence[Message]) -> list[Known]:
    """The sender's referrals or bookings as its messages, and the desk, left them.

    Each is known by the key that it was opened with, or by that of the message if it has once borne it."""
    known: dict[str, Known] = {}
    for message in earlier:
        if not message.subject or not message.key:
            continue
        key, ref = MessageKey.from_text(message.key), message.subject.partition("/")[2]
        before = known.get(ref) or Known(ref=ref, key=key, withdrawn=_withdrawn(work, message.subject))
        known[ref] = replace(_after(before, message), key=key if key == inbound.key else before.key)
    return list(known.values())


def _after(before: Known, message: Message) -> Known:
    if message.outcome == "late":
        return replace(before, digests=(message.digest, *before.digests))
    return replace(
        before, digests=(*before.digests, message.digest), bundle_ids=before.bundle_ids | {message.bundle},
        withdrawn=before.withdrawn or message.outcome == "withdrawn",
        last_key=max(before.last_key, message.order_key),
        identifiers=frozenset(message.identifiers), start=message.starts,
    )  # fmt: skip


def _withdrawn(work: Work, subject: str) -> bool:
    kind, _, ref = subject.partition("/")
    if kind == "meeting":
        return work.get(Meeting, ref).state is MeetingState.CANCELLED
    return kind == "referral" and work.get(Referral, ref).state is State.WITHDRAWN


def _joined(do: SettleMessage, message: Message, work: Work) -> Message:
    """The message as part of what it was said to belong to: applied to what is open, else only kept with it."""
    inbound, is_booking = do.inbound, message.kind == "booking"
    ref = do.meeting if is_booking else do.referral
    if not ref:
        raise Refusal(f"Name the {'diary entry' if is_booking else 'referral'} that the message belongs to")
    found: Meeting | Referral = work.get(Meeting, ref) if is_booking else work.get(Referral, ref)
    is_open = found.state is MeetingState.BOOKED if isinstance(found, Meeting) else found.is_open
    subject = f"{'meeting' if is_booking else 'referral'}/{found.id}"
    if inbound is None or not is_open or message.state is MessageState.APPLIED:
        return replace(message, subject=subject, outcome="late")
    if inbound.withdraws and message.kind in _UPDATES:
        work.say(f"{message.kind.capitalize()} {found.id} is withdrawn now")
        return _applied(message, "withdrawn", take_back(found.id, inbound, work))
    if message.kind in ("flag", "consent", *_UPDATES):
        update = update_booking if is_booking else update_referral
        return _applied(message, "updated", update(found.id, inbound, work))
    return replace(message, subject=subject, outcome="late")


def _opened(do: SettleMessage, message: Message, work: Work) -> Message:
    """The message with what was opened from it."""
    if do.inbound is None:
        raise Refusal("This message cannot be read: ring its sender, and take the call as a new referral")
    if message.kind not in _OPENS or do.inbound.withdraws:
        what = "takes something back" if do.inbound.withdraws else "is neither a referral nor a booking"
        raise Refusal(f"This message {what}: nothing can be opened from it")
    if message.state is MessageState.APPLIED:
        raise Refusal(f"This message was applied to {message.subject} already; ring in another referral by hand")
    return _applied(message, "created", _OPENS[message.kind](do.inbound, work))
