"""Messages from other systems: taken once, applied to what they mean, or kept for a person to decide.

What a message says was read by `domain/exchange`; which referral it means is decided there too. Here the decision is
carried out and the message is kept whole beside it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.access import Right
from domain.desk.asking import ask
from domain.desk.bus import Command, Refusal, Work, handles
from domain.desk.receiving import open_booking, open_referral, take_back, update_booking, update_referral
from domain.exchange.inbound import Inbound, MessageKey
from domain.exchange.meaning import (
    Ask,
    Create,
    Decision,
    Known,
    Late,
    Unchanged,
    Update,
    decide,
)  # fmt: skip
from domain.exchange.meaning import Withdraw as TakeBack
from domain.message import Message, MessageState, Trouble
from domain.referral import Referral, State

UNCHANGED = "unchanged"
KEPT = (MessageState.ASKED, MessageState.FILED, MessageState.SETTLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeMessage(Command):
    """A message has arrived and could be read."""

    inbound: Inbound = ask("What it says", hidden=True)
    raw: str = ask("As it came", hidden=True)
    file: str = ask("File", default="", hidden=True)
    troubles: tuple[Trouble, ...] = ask("What is wrong with it", default=(), hidden=True)


@handles(TakeMessage, "message.take", Right.INTAKE, undoable=False)
def take_message(do: TakeMessage, work: Work) -> str:
    """Apply it, or keep it with a question. Content that is known already is refused as unchanged."""
    inbound = do.inbound
    earlier = _of_sender(work, inbound)
    kept = [message.digest for message in work.find(Message, digest=inbound.digest, state=KEPT)]
    decision = decide(inbound, _known(work, earlier), kept)
    if isinstance(decision, Unchanged):
        raise Refusal(f"Nothing new: {decision.ref or 'the same message is kept already'}", why=UNCHANGED)
    message = replace(_kept(do, work, earlier), id=work.new_id(Message))
    work.add(_settled_by(decision, message, inbound, work))
    return f"message/{message.id}"


def _of_sender(work: Work, inbound: Inbound) -> list[Message]:
    if inbound.key is None:
        return []
    found = work.find(Message, sender=_sender(inbound.key), kind=inbound.kind)
    return sorted(found, key=lambda message: message.taken)


def _sender(key: MessageKey) -> str:
    return f"{key.endpoint} {key.url}" if key.is_complete else ""


def _kept(do: TakeMessage, work: Work, earlier: Sequence[Message]) -> Message:
    inbound = do.inbound
    booking = inbound.booking
    return Message(
        id="", received_at=work.now, sent_at=inbound.at, file=do.file, kind=inbound.kind,
        key=str(inbound.key) if inbound.key else "", sender=_sender(inbound.key) if inbound.key else "",
        taken=max((message.taken for message in earlier), default=0) + 1, order_key=inbound.order_key,
        identifiers=booking.identifiers if booking else (), starts=booking.start if booking else None,
        bundle=inbound.bundle_id, reason=inbound.reason, status=inbound.status, digest=inbound.digest,
        summary=inbound.label, problems=(*do.troubles, *inbound.troubles), raw=do.raw,
    )  # fmt: skip


def _settled_by(decision: Decision, message: Message, inbound: Inbound, work: Work) -> Message:
    """The message with what became of it, after doing it."""
    match decision:
        case Create():
            subject, doubts = (open_booking if inbound.booking else open_referral)(inbound, work)
            return _applied(message, "created", subject, doubts)
        case Update(ref):
            subject, doubts = (update_booking if inbound.booking else update_referral)(ref, inbound, work)
            return _applied(message, "updated", subject, doubts)
        case TakeBack(ref):
            return _applied(message, "withdrawn", take_back(ref, inbound, work), ())
        case Late(ref):
            kind = "meeting" if inbound.booking else "referral"
            return _applied(message, "late", f"{kind}/{ref}", ())
        case Ask(why, candidates):
            return replace(message, state=MessageState.ASKED, question=why, candidates=candidates)
        case _:
            return message


def _applied(message: Message, outcome: str, subject: str, doubts: tuple[Trouble, ...]) -> Message:
    return replace(
        message, state=MessageState.APPLIED, outcome=outcome, subject=subject, problems=(*message.problems, *doubts)
    )


def _known(work: Work, earlier: Sequence[Message]) -> list[Known]:
    """The sender's referrals or bookings as its messages, and the desk, left them."""
    known: dict[str, Known] = {}
    for message in earlier:
        if not message.subject or not message.key:
            continue
        ref = message.subject.partition("/")[2]
        before = known.get(ref) or Known(ref=ref, key=MessageKey.from_text(message.key))
        digests = (message.digest, *before.digests) if message.outcome == "late" else (*before.digests, message.digest)
        known[ref] = replace(
            before, digests=digests, bundle_ids=before.bundle_ids | {message.bundle},
            withdrawn=before.withdrawn or message.outcome == "withdrawn" or _withdrawn(work, message.subject),
            last_key=max(before.last_key, message.order_key), identifiers=frozenset(message.identifiers),
            start=message.starts,
        )  # fmt: skip
    return list(known.values())


def _withdrawn(work: Work, subject: str) -> bool:
    kind, _, ref = subject.partition("/")
    return kind == "referral" and work.get(Referral, ref).state is State.WITHDRAWN


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
    if work.find(Message, digest=do.digest):
        raise Refusal("The same file is in quarantine already", why=UNCHANGED)
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
    """A person has dealt with a message that waited for them."""

    id: str = ask("Message", "message")
    how: str = ask("What to do", "choice", of="seen|belongs|new", help="belongs: to the referral you name; new: open one")
    referral: str = ask("Referral it belongs to", "referral", default="")
    note: str = ask("Why", default="")


@handles(SettleMessage, "message.settle", Right.INTAKE, on=Message)
def settle_message(do: SettleMessage, work: Work) -> str:
    """Note who decided what. A message that belongs to a referral is kept in its history; values are not overwritten."""
    message = work.get(Message, do.id)
    if message.state in (MessageState.APPLIED, MessageState.SETTLED):
        raise Refusal(f"Message {do.id} has been dealt with already")
    subject = message.subject
    if do.how == "belongs":
        if not do.referral:
            raise Refusal("Name the referral that the message belongs to")
        subject = f"referral/{work.get(Referral, do.referral).id}"
    elif do.how == "new":
        subject = _opened_by_hand(message, work)
    by, note = work.caller.user.id, f"{do.how} {do.note}".strip()
    work.save(replace(message, state=MessageState.SETTLED, subject=subject, settled_by=by, settled_note=note))
    return f"message/{do.id}"


def _opened_by_hand(message: Message, work: Work) -> str:
    if message.kind != "referral":
        raise Refusal(f"This message is a {message.kind}, from which no referral can be opened")
    referral = work.add(
        Referral(
            id=work.new_id(Referral), received_at=message.received_at, keyed_at=work.now, channel="bars",
            narrative=message.summary, clock_start=message.received_at,
        )
    )  # fmt: skip
    return f"referral/{referral.id}"


