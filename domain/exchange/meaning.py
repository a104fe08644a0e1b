"""Which referral or booking a message means, decided from what is known of its sender; when in doubt, a
person.

A referral is known by the sender's endpoint, the address of the request, its categories and when it was
authored; nothing less ever matches by itself. Within these, the rules are:

- the same content again changes nothing; - a status that withdraws wins over the reason, and over anything
older or newer that the sender says: a withdrawn referral is never reopened by a message; - `new` opens
another, whatever else is known; `update` goes to the single candidate, among several to the one that shares
the message's bundle id, else a person is asked; - an update older than what was last applied is kept in the
history and changes no value.

A booking is known by the endpoint and the appointment's address alone; among several, category, identifiers,
start and the rest narrow them down. Knows nothing of the store: the caller brings what is known and keeps
what follows."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.exchange.inbound import Inbound, Kind, MessageKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A referral or booking as its sender's messages left it. `digests` are those of its messages, the one
    whose values stand last; `last_key` is the order key of the newest message applied."""

    ref: str
    key: MessageKey
    bundle_ids: frozenset[str] = frozenset()
    digests: tuple[str, ...] = ()
    withdrawn: bool = False
    last_key: str = ""
    identifiers: frozenset[str] = frozenset()
    start: datetime | None = None


@dataclass(frozen=True, slots=True)
class Create:
    """Open another. `similar` are those with the same sender and address, for a person to compare."""

    similar: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Update:
    """Take the values over."""

    ref: str


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The sender takes it back: stop its clock, free its visits. `again` when it was withdrawn already."""

    ref: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The same content again; `ref` is '' when the message is one that waits for a person or was filed."""

    ref: str


@dataclass(frozen=True, slots=True)
class Late:
    """Older than what was last applied: keep it in the history, change no value."""

    ref: str


@dataclass(frozen=True, slots=True)
class Ask:
    """Keep it and let a person decide; `why` is a sentence for them, `candidates` what it may mean."""

    why: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    """No referral and no booking: file it under its kind and show it."""

    kind: Kind


Decision = Create | Update | Withdraw | Unchanged | Late | Ask | File


_Sign = Callable[[Known], bool]


def own_order(message: Inbound) -> tuple[bool, str, str]:
    """A sort key: by own time, its last change, new before update before withdrawal; the timeless come
    last."""
    return not message.order_key, message.order_key, message.digest


def order(messages: Iterable[Inbound]) -> list[Inbound]:
    """The messages of one call in the order in which to apply them, whatever the order of files."""
    return sorted(messages, key=own_order)


def decide(message: Inbound, known: Sequence[Known], kept: Collection[str] = ()) -> Decision:
    """What to do with the message. `known` are the referrals (for a booking, the bookings) of its sender,
    open or not; `kept` the digests of messages that wait for a person or were filed."""
    decision = _decide(message, known)
    if isinstance(decision, Ask | File) and message.digest in kept:
        return Unchanged("")
    return decision


def _decide(message: Inbound, known: Sequence[Known]) -> Decision:
    if message.key is None:
        return File(message.kind)
    sent_before = [one for one in known if one.key == message.key and message.digest in one.digests]
    stale = [one for one in sent_before if not _is_news(message, one)]
    if stale:
        return Unchanged(stale[0].ref)
    alike = [one for one in known if message.key.is_complete and one.key.resembles(message.key)]
    if message.withdraws:
        return _withdraw(message, alike)
    if message.reason == "delete":
        return Ask(f"The sender deletes this {message.kind} and calls it {message.status} at once", _refs(alike))
    if message.reason == "update" or (not message.reason and alike):
        return _update(message, alike)
    return _open(sent_before, alike)


def _is_news(message: Inbound, one: Known) -> bool:
    """Whether content seen before is sent anew, after the sender or the desk had moved on from it."""
    moved_on = one.withdrawn or one.digests[-1] != message.digest
    return moved_on and message.order_key > one.last_key


def _candidates(message: Inbound, alike: list[Known]) -> list[Known]:
    """Those that the message can mean: exact matches for a referral, for a booking those it fits best."""

    def same_bundle(one: Known) -> bool:
        return message.bundle_id in one.bundle_ids - {""}

    if message.booking is None:
        return _narrowed([one for one in alike if one.key == message.key], same_bundle)
    booking, category = message.booking, message.key.category if message.key else ()
    return _narrowed(
        alike,
        lambda one: one.key.category == category,
        lambda one: not one.identifiers.isdisjoint(booking.identifiers),
        lambda one: one.start is not None and one.start == booking.start,
        lambda one: not one.withdrawn,
        same_bundle,
    )


def _narrowed(candidates: list[Known], *signs: _Sign) -> list[Known]:
    """The candidates that show a sign, sign after sign; a sign that nobody shows tells nothing."""
    for sign in signs:
        if len(candidates) > 1:
            candidates = [one for one in candidates if sign(one)] or candidates
    return candidates


def _open(sent_before: list[Known], alike: list[Known]) -> Decision:
    if sent_before:
        return Ask("The sender sends again, later, what has changed since", _refs(sent_before))
    return Create(similar=_refs(alike))


def _withdraw(message: Inbound, alike: list[Known]) -> Decision:
    candidates = _candidates(message, alike)
    if len(candidates) == 1:
        return Withdraw(candidates[0].ref, again=candidates[0].withdrawn)
    return Ask(_doubt(message, "takes back", candidates, alike), _refs(candidates or alike))


def _update(message: Inbound, alike: list[Known]) -> Decision:
    candidates = _candidates(message, alike)
    if len(candidates) != 1:
        return Ask(_doubt(message, "updates", candidates, alike), _refs(candidates or alike))
    found = candidates[0]
    if found.withdrawn:
        return Ask(f"The sender updates a {message.kind} that was withdrawn; it stays withdrawn", (found.ref,))
    if message.order_key and message.order_key < found.last_key:
        return Late(found.ref)
    return Update(found.ref)


def _doubt(message: Inbound, does: str, candidates: list[Known], alike: list[Known]) -> str:
    if candidates:
        return f"The sender {does} a {message.kind}, and {len(candidates)} may be meant"
    if alike:
        return f"The sender {does} a {message.kind} whose category or time fits none of those at its address"
    return f"The sender {does} a {message.kind} that is not known here"


def _refs(known: Iterable[Known]) -> tuple[str, ...]:
    return tuple(one.ref for one in known)
