"""What messages do to referrals and bookings: open, update, take back.

An update takes over what its sender says, but never what people at the desk have put in: that stands, and the
difference is told. It never changes a state and never lowers an urgency; a message takes no decision."""

from collections.abc import Mapping, Set
from dataclasses import replace
from typing import Any

from domain.clocks import two_hour_start
from domain.desk.bus import Refusal, Work
from domain.desk.deciding import settle_chases, settle_feedback
from domain.desk.identifying import already_open, same_person
from domain.desk.intake import point_to
from domain.desk.recognising import difference, is_named, recognise
from domain.desk.transcribing import OTHER_NEED, booking_fields, referral_fields
from domain.desk.triage import raised, sooner, take_out
from domain.exchange.inbound import UNSAID, Inbound
from domain.meeting import Meeting, MeetingState
from domain.message import Trouble
from domain.people import Person
from domain.record import Record
from domain.referral import UNDECIDED, Flag, Referral, State, Urgency
from domain.words import counted, said

Doubts = tuple[Trouble, ...]
Received = tuple[str, Doubts]
"""The subject that a message was applied to, and what a person should look at."""

_WITHDRAWN_AS = {"entered-in-error": "entered-in-error", "cancelled": "cancelled", "canceled": "cancelled"}
_LABELS = {"referrer_phone": "number to ring back", "start": "time", "attendees": "who comes"}


def open_referral(inbound: Inbound, work: Work) -> Received:
    """A new referral. Its clock starts with our receipt of it, whenever it was written."""
    person, doubts = recognise(inbound, work)
    referral = work.add(
        Referral(
            id=work.new_id(Referral), received_at=work.now, keyed_at=work.now, channel="bars",
            urgency=inbound.referral.how_soon.urgency if inbound.referral else Urgency.ROUTINE,
            person=person.id if person else "", clock_start=two_hour_start(work.now, work.policy),
            **referral_fields(inbound, work.policy),
        )
    )  # fmt: skip
    return f"referral/{referral.id}", (*doubts, *_already_open(work, person, referral))


def update_referral(ref: str, inbound: Inbound, work: Work) -> Received:
    """Take over what the message says of a referral that is open."""
    referral = work.get(Referral, ref)
    by_hand, last = _by_hand(work, f"referral/{ref}")
    said = referral_fields(inbound, work.policy)
    if said.get("need") == OTHER_NEED and referral.need:
        del said["need"]
    said["flags"] = _flags(referral.flags, said.get("flags", ()), "flags" in by_hand)
    if "narrative" in said:
        narrative = said["narrative"] if inbound.narrative else referral.narrative
        said["narrative"] = _narrative(referral.narrative, narrative, "narrative" in by_hand, last)
    changes, doubts = _taken_over(referral, said, by_hand - {"flags", "narrative"})
    updated, urgency_doubts = _hastened(replace(referral, **changes), inbound, work, by_hand)
    current = work.get(Person, referral.person) if referral.person else None
    person, person_doubts = recognise(inbound, work, current)
    if person is not None and person.id != referral.person:
        point_to(work, referral, person.id)
        updated = replace(updated, person=person.id)
    if person is not None and is_named(person):
        updated = replace(updated, unknown_why="")
    if updated != referral:
        work.save(updated)
    return f"referral/{ref}", (*doubts, *urgency_doubts, *person_doubts)


def open_booking(inbound: Inbound, work: Work) -> Received:
    """A new entry in the diary. Raises Refusal when the booking says no time."""
    person, doubts = recognise(inbound, work)
    said = _booked(inbound, work)
    if "start" not in said:
        raise Refusal("The booking says no time, so it has no place in the diary: ask the sender")
    meeting = work.add(Meeting(id=work.new_id(Meeting), person=person.id if person else "", **said))
    return f"meeting/{meeting.id}", doubts


def update_booking(ref: str, inbound: Inbound, work: Work) -> Received:
    """Take over what the message says of a booked entry of the diary."""
    meeting = work.get(Meeting, ref)
    by_hand, _ = _by_hand(work, f"meeting/{ref}")
    changes, doubts = _taken_over(meeting, _booked(inbound, work), by_hand)
    if {"start", "end"} & by_hand:
        changes = {name: value for name, value in changes.items() if name not in ("start", "end")}
    current = work.get(Person, meeting.person) if meeting.person else None
    person, person_doubts = recognise(inbound, work, current)
    updated = replace(meeting, **changes, person=person.id if person else "")
    if updated != meeting:
        work.save(updated)
    return f"meeting/{ref}", (*doubts, *person_doubts)


def take_back(ref: str, inbound: Inbound, work: Work) -> Received:
    """The sender takes a referral or booking back; of one that has ended only a note is made."""
    if inbound.booking is not None:
        return f"meeting/{ref}", _cancelled(work.get(Meeting, ref), work)
    referral, subject = work.get(Referral, ref), f"referral/{ref}"
    if not referral.is_open:
        return subject, _too_late(subject, str(referral.state), referral.state is State.WITHDRAWN)
    reason = _WITHDRAWN_AS.get(inbound.status, "revoked")
    freed = take_out(work, referral, reason, work.now, inbound.label)
    settle_chases(work, referral, "the sender took it back")
    settle_feedback(work, referral, work.now, "the sender took it back")
    if not freed:
        return subject, ()
    what = f"{counted(freed, 'visit')} {'was' if freed == 1 else 'were'} freed by it: publish, so that workers know"
    return subject, (Trouble(where=subject, what=what),)


def _cancelled(meeting: Meeting, work: Work) -> Doubts:
    if meeting.state is MeetingState.BOOKED:
        work.save(replace(meeting, state=MeetingState.CANCELLED, cancelled_why="by-message"))
        return ()
    return _too_late(f"meeting/{meeting.id}", str(meeting.state), meeting.state is MeetingState.CANCELLED)


def _too_late(subject: str, state: str, is_so_already: bool) -> Doubts:
    if is_so_already:
        return ()
    return (Trouble(where=subject, what=f"the sender takes back what was {state} already"),)


def _booked(inbound: Inbound, work: Work) -> dict[str, Any]:
    return booking_fields(inbound, inbound.booking, work.policy) if inbound.booking else {}


def _already_open(work: Work, person: Person | None, referral: Referral) -> Doubts:
    """What is open for the person besides."""
    if person is None:
        return ()
    others = work.find(Referral, person=same_person(work, person))
    if not any(other.is_open and other.id != referral.id for other in others):
        return ()
    return (Trouble(where="person", what=already_open(work, person.id, besides=referral.id)),)


def _by_hand(work: Work, subject: str) -> tuple[Set[str], str]:
    """Fields of a record that people have put in or changed, and its narrative as a message last left it."""
    touched: set[str] = set()
    narrative = ""
    for entry in work.entries_since(0, (subject,)):
        before, after = entry.before.get(subject) or {}, entry.after.get(subject) or {}
        if entry.kind in ("message.take", "message.settle"):
            narrative = after.get("narrative", narrative)
        else:
            touched |= {name for name in after if before.get(name) != after[name]}
    return touched, narrative


def _taken_over(record: Record, said: Mapping[str, Any], by_hand: Set[str]) -> tuple[dict[str, Any], Doubts]:
    """What changes, and what differs from what people have put in."""
    news = {name: value for name, value in said.items() if value != getattr(record, name)}
    kept = {name for name in news if name in by_hand and getattr(record, name)}
    told = tuple(
        difference(_LABELS.get(name, name), news[name], getattr(record, name)) for name in news if name in kept
    )
    return {name: value for name, value in news.items() if name not in kept}, told


def _flags(known: tuple[Flag, ...], said: tuple[Flag, ...], by_hand: bool) -> tuple[Flag, ...]:
    """A kind of warning that the message speaks of is as it says now; the others stand, and so does whatever people
    have added."""
    spoken = {flag.kind for flag in said}
    stand = tuple(flag for flag in known if by_hand or flag.kind not in spoken)
    return tuple(dict.fromkeys((*stand, *said)))


def _narrative(known: str, said: str, by_hand: bool, last: str) -> str:
    """The sender's words as they are now, with what people have added to the earlier ones."""
    if not by_hand:
        return said
    if said in known:
        return known
    if last and known.startswith(last):
        return said + known.removeprefix(last)
    return f"{known}\n\n{said}"


def _hastened(referral: Referral, inbound: Inbound, work: Work, by_hand: Set[str]) -> tuple[Referral, Doubts]:
    """A sooner urgency raises what nobody has decided or set by hand; everything else a person decides."""
    if inbound.referral is None or inbound.referral.how_soon.why == UNSAID:
        return referral, ()
    soon, why = inbound.referral.how_soon.urgency, inbound.referral.how_soon.why
    asks = f"the sender now asks for {said(soon)} ({why}) instead of {said(referral.urgency)}"
    if sooner(soon, referral.urgency):
        if referral.state in UNDECIDED and "urgency" not in by_hand:
            return raised(referral, soon, work.now), ()
        what = f"{asks}: upgrade it if you agree"
        return referral, (Trouble(where="urgency", what=what),)
    if soon == referral.urgency or "urgency" in by_hand:
        return referral, ()
    what = f"{asks}: a clinician must downgrade it"
    return referral, (Trouble(where="urgency", what=what),)
