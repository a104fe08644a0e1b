"""Taking referrals in: the ring, who it is about, and what is known about the request.

Identity may come later than the need: a referral may begin with four answers and no name."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from domain.access import Right
from domain.case import Case
from domain.clocks import two_hour_start
from domain.desk.asking import ask, questions
from domain.desk.bus import Command, Offer, Refusal, Work, handles
from domain.desk.checks import Amendment, amended, happened, require_codes, require_text, urgency_of
from domain.desk.contacts import owe_referrer
from domain.desk.deciding import require_open
from domain.desk.identifying import (
    already_open,
    checked_number,
    checked_postcode,
    doubt_about_birth,
    find_match,
)
from domain.desk.staying import home_moved
from domain.desk.subjects import subject_of
from domain.escalation import Contact, Escalation, Promise
from domain.identity import letters
from domain.package import Package
from domain.people import Person, Place
from domain.record import revised
from domain.referral import OPEN, Referral, Urgency
from domain.visit import Visit
from domain.when import show_date, show_time

_IDENTITY = ("family", "given", "born", "nhs_number")

__all__ = ["AmendReferral", "Claim", "Identify", "Release", "Ring", "already_open"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring(Command):
    """The phone rings: four answers before the name is known. The clock starts at the call."""

    whom: str = ask("Who is calling", help="name and, if not family, organisation")
    phone: str = ask("Ring back on", kind="phone")
    need: str = ask("What is the need", "code", of="need")
    urgency: Urgency = ask("How soon", "choice", of="2h|same-day|2d|routine", words="urgency")
    source: str = ask("Caller is", "code", of="source", default="relative")
    channel: str = ask("Came by", "code", of="channel", default="phone")
    note: str = ask("In their words", "long", default="")
    received_at: datetime | None = ask("Call began", "moment", default=None, help="now unless you say otherwise")
    person: str = ask("Person, if known", "person", default="")


@handles(Ring, "referral.ring", Right.INTAKE)
def ring(do: Ring, work: Work) -> str:
    """Open a referral, owe the caller a call back, and say what is open for the person or the number."""
    received = happened(work, do.received_at, "The call")
    require_codes(work, "need", do.need)
    require_codes(work, "source", do.source)
    require_codes(work, "channel", do.channel)
    warning = already_open(work, do.person) if do.person else _same_number(work, do.phone)
    referral = work.add(
        Referral(
            id=work.new_id(Referral), person=do.person, received_at=received, keyed_at=work.now,
            channel=do.channel, urgency=urgency_of(do.urgency), source=do.source,
            referrer=require_text(do.whom, "Say who is calling"),
            referrer_phone=require_text(do.phone, "Ask for a number to ring back on"),
            need=do.need, narrative=do.note, clock_start=two_hour_start(received, work.policy),
        )
    )  # fmt: skip
    owe_referrer(work, referral, "callback", "call back with what happens next", made=received)
    work.say(warning)
    return f"referral/{referral.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identify(Command):
    """Who the referral is about: somebody known, somebody new, or why nobody can say."""

    id: str = ask("Referral", "referral")
    person: str = ask("Known person", "person", default="", help="leave empty for somebody new")
    family: str = ask("Family name", default="")
    given: str = ask("Given name", default="")
    born: date | None = ask("Date of birth", "birth", default=None)
    nhs_number: str = ask("NHS number", default="")
    sex: str = ask("Sex", "choice", of="female|male|other|unknown", default="")
    phone: str = ask("Their telephone", "phone", default="")
    address: str = ask("Address", default="")
    postcode: str = ask("Postcode", default="")
    access: str = ask("How to get in", default="")
    key_safe: str = ask("Key safe", default="")
    language: str = ask("Language", "code", of="language", default="")
    gp: str = ask("GP practice", default="")
    lives_alone: bool | None = ask("Lives alone", "yesno", default=None)
    unknown_why: str = ask("Why still unnamed", default="")
    place: Place | None = ask("Place on the map", default=None, hidden=True)


@handles(Identify, "referral.identify", Right.INTAKE, on=Referral)
def identify(do: Identify, work: Work) -> str:
    """Tie the referral to a person, known or new; a possible match is kept apart until a person decides."""
    referral = work.get(Referral, do.id)
    require_open(referral)
    current = work.get(Person, referral.person) if referral.person else None
    person, notes = _identified(do, work, current)
    point_to(work, referral, person.id)
    why = "" if _is_named(person) else do.unknown_why.strip() or referral.unknown_why
    work.save(revised(referral, person=person.id, unknown_why=why))
    notes = (already_open(work, person.id, besides=referral.id), *notes, doubt_about_birth(work, do.born))
    work.say(". ".join(filter(None, notes)))
    return f"referral/{do.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendReferral(Amendment):
    """Put a referral right. A blank leaves what stands, a dash empties it."""

    id: str = ask("Referral", "referral")
    need: str = ask("Need", "code", of="need", default="")
    source: str = ask("Source", "code", of="source", default="")
    channel: str = ask("Came by", "code", of="channel", default="")
    referrer: str = ask("Who refers", default="")
    organisation: str = ask("Their organisation", default="")
    referrer_phone: str = ask("Ring back on", "phone", default="")
    narrative: str = ask("In their words", "long", default="")
    consent: str = ask("Consent", "code", of="consent", default="")
    received_at: datetime | None = ask("Received", "moment", default=None)
    ready_at: datetime | None = ask("Medically ready", "moment", default=None)


@handles(AmendReferral, "referral.amend", Right.INTAKE, on=Referral)
def amend_referral(do: AmendReferral, work: Work) -> str:
    """Change what was written down; a corrected time of receipt moves the clock that started with it."""
    referral = work.get(Referral, do.id)
    for of_list in ("need", "source", "channel", "consent"):
        require_codes(work, of_list, *filter(None, (getattr(do, of_list),)))
    if do.received_at is not None:
        referral = _received_at(referral, do.received_at, work)
    work.save(
        amended(
            referral, need=do.need, source=do.source, channel=do.channel, referrer=do.referrer,
            organisation=do.organisation, referrer_phone=do.referrer_phone, narrative=do.narrative,
            consent=do.consent, ready_at=do.ready_at,
        )
    )  # fmt: skip
    return f"referral/{do.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Command):
    """I see to this one."""

    id: str = ask("Referral", "referral")
    why: str = ask("Why take it over", default="", help="needed when somebody else has it")


@handles(Claim, "referral.claim", Right.INTAKE, on=Referral)
def claim(do: Claim, work: Work) -> str:
    """Make the caller its owner. Taking it from somebody else needs a reason."""
    referral, me = work.get(Referral, do.id), work.caller.user.id
    require_open(referral)
    if referral.owner == me:
        raise Refusal(f"You have {do.id} already")
    if referral.owner and not do.why.strip():
        raise Refusal(f"{referral.owner} has {do.id}: say why you take it over")
    if referral.owner:
        work.say(f"Taken over from {referral.owner}: {do.why.strip()}")
    work.save(revised(referral, owner=me))
    return f"referral/{do.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Release(Command):
    """Somebody else may see to this one."""

    id: str = ask("Referral", "referral")


@handles(Release, "referral.release", Right.INTAKE, on=Referral)
def release(do: Release, work: Work) -> str:
    """Give it back to the queue; only its owner can."""
    referral = work.get(Referral, do.id)
    if referral.owner != work.caller.user.id:
        raise Refusal(f"{referral.owner or 'Nobody'} has {do.id}; only its owner can release it")
    work.save(revised(referral, owner=""))
    return f"referral/{do.id}"


def _same_number(work: Work, phone: str) -> str:
    rang = work.find(Referral, referrer_phone=phone, state=tuple(OPEN)) if phone else ()
    rang = sorted(rang, key=lambda referral: referral.received_at)
    return "; ".join(f"This number rang at {show_time(found.received_at)} about {found.id}" for found in rang)


def _is_named(person: Person) -> bool:
    return bool(person.family or person.given or person.nhs_number)


def _identified(do: Identify, work: Work, current: Person | None) -> tuple[Person, tuple[str, ...]]:
    """The person meant, kept, and what there is to say about it."""
    known = work.get(Person, do.person) if do.person else current
    if known is not None and (do.person or _is_named(known)):
        described = _described(do, work, None)
        _require_same_identity(do.id, known, described)
        return _completed(work, known, described)
    described = _described(do, work, current)
    if not _is_named(described):
        if not do.unknown_why.strip():
            raise Refusal("Type a name or an NHS number, choose a known person, or say why nobody can name them")
        return _keep(work, described, current), ()
    match = find_match(work, described)
    if match.same is not None:
        if current is not None:
            work.save(revised(current, same_as=match.same.same_as or match.same.id))
        return _completed(work, match.same, described)
    if match.possible:
        described = revised(described, possible_match=match.possible[0].id)
    return _keep(work, described, current), tuple(
        f"May be the same as {person.name} ({person.id}): compare, then link them or say that they are not"
        for person in match.possible
    )


def _described(do: Identify, work: Work, current: Person | None) -> Person:
    if do.language:
        require_codes(work, "language", do.language)
    number = checked_number(work, do.nhs_number)
    return amended(
        current or Person(id=""), family=do.family.strip(), given=do.given.strip(), born=do.born, sex=do.sex,
        nhs_number=number, nhs_status="unverified" if number else "", phone=do.phone.strip(),
        address=do.address.strip(), postcode=checked_postcode(do.postcode), access=do.access.strip(),
        key_safe=do.key_safe.strip(), language=do.language, gp=do.gp.strip(), lives_alone=do.lives_alone,
        place=do.place,
    )  # fmt: skip


def _keep(work: Work, described: Person, current: Person | None) -> Person:
    return work.save(described) if current else work.add(revised(described, id=work.new_id(Person)))


def _completed(work: Work, known: Person, described: Person) -> tuple[Person, tuple[str, ...]]:
    """The known person with what was blank filled in; nothing that stands is written over, and what differs is told."""
    typed = _typed(described)
    blanks = {name: value for name, value in typed.items() if getattr(known, name) in ("", None)}
    if "nhs_number" in blanks:
        blanks["nhs_status"] = described.nhs_status
    if "postcode" in blanks:
        blanks["place"] = described.place
    filled = amended(known, **blanks)
    asked = questions(Identify)
    notes = [
        f"{asked[name].label} stays {_worded(getattr(known, name))}, not {_worded(value)}: amend them to change it"
        for name, value in typed.items()
        if name not in (*blanks, *_IDENTITY) and not _alike(getattr(known, name), value)
    ]
    if filled == known:
        return known, tuple(notes)
    kept = work.save(filled)
    if {"address", "postcode"} & blanks.keys():
        notes.append(home_moved(work, kept))
    return kept, tuple(notes)


def _require_same_identity(referral: str, known: Person, described: Person) -> None:
    """Refuse to describe somebody else than the person chosen."""
    asked = questions(Identify)
    for name, value in _typed(described).items():
        stands = getattr(known, name)
        if name in _IDENTITY and stands and not _alike(stands, value):
            raise Refusal(
                f"{referral} would be about {known.name}, whose {asked[name].label.lower()} is {_worded(stands)}, not "
                f"{_worded(value)}: amend that person, or choose another known one",
                Offer("Amend the person"),
            )


def _typed(described: Person) -> dict[str, Any]:
    """What was typed of a person, in the order of asking; a place on the map is never typed."""
    asked = (name for name in questions(Identify) if hasattr(described, name) and name != "id")
    given = {name: getattr(described, name) for name in asked if name != "place"}
    return {name: value for name, value in given.items() if value not in ("", None)}


def _alike(one: object, other: object) -> bool:
    return letters(str(one)) == letters(str(other))


def _worded(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return show_date(value) if isinstance(value, date) else str(value)


def point_to(work: Work, referral: Referral, person_id: str) -> None:
    """Whatever hangs on the referral is about that person from now on."""
    cases = work.find(Case, referral=referral.id)
    hanging: list[Any] = [*cases, *work.find(Visit, referral=referral.id)]
    for case in cases:
        hanging += [*work.find(Package, case=case.id), *work.find(Visit, case=case.id)]
    for kind in (Promise, Contact, Escalation):
        hanging += work.find(kind, subject=subject_of(referral))
    for record in {subject_of(found): found for found in hanging}.values():
        if record.person != person_id:
            work.save(revised(record, person=person_id))


def _received_at(referral: Referral, received: datetime, work: Work) -> Referral:
    happened(work, received, "The call")
    later = [at for at in (referral.upgraded_at, referral.clock_stop) if at is not None]
    if any(received > at for at in later):
        raise Refusal(f"Referral {referral.id} was upgraded or seen before that: check the time")
    if referral.upgraded_at is not None:
        return revised(referral, received_at=received)
    start = two_hour_start(received, work.policy)
    return revised(referral, received_at=received, clock_start=min(start, *later) if later else start)
