"""What hangs on a person or a case, as one list: referrals, cases, packages, visits, contacts, promises."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from rich.cells import cell_len

from domain.case import Case
from domain.drift import Drift, drifts
from domain.escalation import Contact, Promise
from domain.meeting import Meeting
from domain.package import EVERY_DAY, Package
from domain.package import Line as PatternLine
from domain.people import Person, Stay
from domain.record import Record
from domain.referral import Referral
from domain.telling import may_be_told
from domain.views import PersonView
from domain.visit import Attendance, Visit
from domain.when import local_date, show_date, show_time
from tui.present import Column, Line, Listing, Sight, Told, Tone
from tui.presenters.words import NAME_ROOM, hours, identity, short_date, short_moment, state_word

KEY_SAFE = "key-safe"
"""The code of a risk that says as much as the way in does."""
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that hangs on a record. `at` orders it; `more` are the lines of its detail. What follows a `#` in
    `subject` tells lines of the same record apart."""

    subject: str
    kind: str
    at: str
    state: str
    text: str
    more: tuple[str, ...] = ()
    parts: Mapping[str, Any] = field(default_factory=dict)


ITEMS: Listing[Item] = Listing(
    columns=(Column("What", 9), Column("When", 16), Column("State", 10, yields=1), Column("About")),
    key=lambda item: item.subject,
    line=lambda item, sight: Line((item.kind, item.at, item.state, item.text)),
    parts=lambda item: item.parts,
    subject=lambda item: item.subject.partition("#")[0],
    detail=lambda item, sight: ((item.text, Tone.STRONG), *filter(None, item.more)),
    empty="Nothing hangs on this record yet.",
)


def person_facts(person: Person, sight: Sight) -> list[Told]:
    """What a caller or a visitor must know of a person."""
    label, today = sight.policy.label, local_date(sight.now)
    needs = risk_words(person, sight)
    needs += [label("adjustment", code) for code in person.adjustments]
    needs += [f"{person.gender_needed} workers only"] if person.gender_needed else []
    needs += [f"speaks {label('language', person.language)}"] if person.language not in ("", "en", "eng") else []
    workers = [f"whole name: {person.name}"] if cell_len(person.name) > NAME_ROOM else []
    workers += [f"prefers {sight.who(ref)}" for ref in person.preferred_workers]
    workers += [f"never {sight.who(ref)}" for ref in person.barred_workers]
    workers += [may_be_told(person.may_tell)] if person.may_tell else []
    match = (
        f"May be the same person as {person.possible_match}: l links them, x says not" if person.possible_match else ""
    )
    return [
        whereabouts(person, today, f"GP {person.gp}" if person.gp else ""),
        "  ".join(way_in(person, today)) or "Nothing known of how to get in",
        ("Risks and needs: " + ", ".join(needs) if needs else "No risks or needs recorded", Tone.PLAIN),
        (match, Tone.WARN) if match else ", ".join(workers),
    ]


def risk_words(person: Person, sight: Sight) -> list[str]:
    """The risks at somebody's home; that there is a key safe is no news where its number is known."""
    return [sight.policy.label("risk", risk) for risk in person.risks if risk != KEY_SAFE or not person.key_safe]


def whereabouts(person: Person, day: date, *more: str) -> Told:
    """Where somebody is to be found on a day; that it is not at home is said first."""
    stay = person.stay_on(day)
    if stay is not None:
        return f"NOT AT HOME {stay_words(stay)}: {stay.address}  {stay.postcode}".rstrip(), Tone.WARN
    known = "  ".join(filter(None, (person.address, person.postcode, person.phone, *more)))
    return known or "Address and telephone not known"


def stay_words(stay: Stay) -> str:
    """`until 3 Dec 2026 (her daughter Jean)`."""
    until = f"until {short_date(stay.ends)}" if stay.ends else "until they say"
    return f"{until} ({stay.whom})" if stay.whom else until


def way_in(person: Person, day: date) -> list[str]:
    """How to get in where somebody is on a day, as far as it is known, and whether anybody else could open there."""
    there, away = person.living_on(day), person.stay_on(day) is not None
    return [
        *([there.phone] if away and there.phone else []),
        *([there.access] if there.access else []),
        *([f"key safe {there.key_safe}"] if there.key_safe else []),
        *(["lives alone"] if there.lives_alone else []),
    ]


def person_items(view: PersonView, sight: Sight) -> list[Item]:
    """Everything of a person, what is open and newest first within its kind."""
    whose = {"person": view.person.id, "revision": view.person.revision, "name": view.person.name}
    items: list[Item] = [_stay(one, view.person, sight, whose) for one in view.person.stays if _matters(one, sight)]
    for promise in sorted(view.promises, key=lambda one: (one.kept_at is not None, one.due)):
        items.append(_promise(promise, sight, whose))
    items += [referral_item(one, sight, whose) for one in view.referrals]
    items += [case_item(one, sight, whose) for one in view.cases]
    items += [package_item(one, whose) for one in view.packages]
    refs = {view.person.id, *(one.id for one in view.linked)}
    items += [_meeting(one, refs, sight, whose) for one in view.meetings]
    items += [_visit(one, sight, whose) for one in _soonest_first(view.visits, sight.now)]
    items += [_contact(one, sight, whose) for one in view.contacts]
    items += [_linked(one, sight) for one in view.linked]
    return items


@dataclass(frozen=True, slots=True)
class CaseRead:
    """A case with what its screen shows of it."""

    case: Case
    person: Person
    packages: Sequence[Package]
    visits: Sequence[Visit]
    contacts: Sequence[Contact]


def case_items(read: CaseRead, sight: Sight) -> list[Item]:
    """Everything of a case: packages with their pattern, visits to come, reviews, contacts."""
    case, person = read.case, read.person
    whose = {
        "person": person.id, "name": person.name, "referral": case.referral,
        "case": case.id, "revision": case.revision,
    }  # fmt: skip
    today = local_date(sight.now)
    items = [package_item(one, whose, drifts(one, read.visits, today)) for one in read.packages]
    items += [_visit(one, sight, whose) for one in _soonest_first(read.visits, sight.now)]
    for number, review in enumerate(reversed(case.reviews), start=1):
        text = f"{review.decision}: {review.note}" if review.note else review.decision
        who = f"by {sight.who(review.by)}"
        items.append(Item(f"case/{case.id}#{number}", "review", _when(review.at), "", f"{text} {who}", parts={**whose}))
    items += [_contact(one, sight, whose) for one in read.contacts]
    return items


def case_facts(case: Case, person: Person, sight: Sight) -> list[Told]:
    """Where a case stands: goals with their scores, review, next step, end."""
    goals = [f"{goal.text} ({goal.baseline or '?'} -> {goal.score or '?'})" for goal in case.goals]
    days = (case.review_due - local_date(sight.now)).days
    late = f", {-days} days late" if days < 0 else f", in {days} days"
    step = f"Next: {case.next_step}" + (f" by {short_date(case.next_step_due)}" if case.next_step_due else "")
    ended = f"Ended {_when(case.ended_at)}: {sight.policy.label('outcome', case.outcome)}" if case.ended_at else ""
    return [
        f"Case {case.id}, {case.state}, opened {_when(case.opened_at)}, owner {sight.who(case.owner) or '-'}",
        "Goals: " + ("; ".join(goals) or "none set"),
        ended or (f"Review due {show_date(case.review_due)}{late}", Tone.WARN if days < 0 else Tone.PLAIN),
        step if case.next_step else "No next step set",
    ]


def _soonest_first(visits: Sequence[Visit], now: datetime) -> Iterator[Visit]:
    today = local_date(now)
    yield from sorted((visit for visit in visits if visit.day >= today), key=lambda visit: visit.start)
    yield from sorted((visit for visit in visits if visit.day < today), key=lambda visit: visit.start, reverse=True)


def referral_item(one: Referral, sight: Sight, whose: Mapping[str, Any]) -> Item:
    """A referral among what hangs on a record."""
    need = sight.policy.label("need", one.need) or "need not yet known"
    flags = [f"{flag.kind} {sight.policy.label(flag.kind, flag.code)} {flag.text}".strip() for flag in one.flags]
    asked = f"{sight.policy.label('source', one.source)} {one.referrer} {one.referrer_phone}".strip()
    text = f"{one.id} {one.urgency} {need}"
    more = (one.narrative, "; ".join([f"Asked by {asked}", *flags]))
    parts = _parts(one, whose, referral=one.id, urgency=one.urgency.value)
    when = _when(one.received_at)
    return Item(f"referral/{one.id}", "referral", when, state_word(one.state), text, more, parts)


def case_item(one: Case, sight: Sight, whose: Mapping[str, Any]) -> Item:
    """A case among what hangs on a record."""
    goals = "; ".join(goal.text for goal in one.goals) or "no goals set"
    text = f"{one.id} review {short_date(one.review_due)}, with {sight.who(one.owner)}"
    parts = _parts(one, whose, case=one.id, referral=one.referral)
    return Item(f"case/{one.id}", "case", _when(one.opened_at), one.state.value, text, (goals, one.next_step), parts)


def package_item(one: Package, whose: Mapping[str, Any], found: Sequence[Drift] = ()) -> Item:
    """A package of care among what hangs on a record, with what reality has made of its pattern."""
    until = f" until {short_date(one.ends)}" if one.ends else ""
    text = f"{one.id} from {short_date(one.starts)}{until}, {hours(one.weekly_minutes)} a week"
    held = f"Suspended from {short_date(one.suspended_from)}: {one.suspended_why}" if one.suspended_from else ""
    lines = "; ".join(pattern_text(line) for line in one.lines)
    parts = _parts(one, whose, package=one.id, case=one.case)
    when = short_date(one.starts)
    return Item(f"package/{one.id}", "package", when, one.state.value, text, (lines, held, drift_text(found)), parts)


def drift_text(found: Sequence[Drift]) -> str:
    """`Really: morning 08:22 for 41 min (25 visits)`: the lines that are no longer as the pattern says."""
    away = [
        f"{one.line.name} {one.came:%H:%M} for {one.stays} min ({one.visits} visits)" for one in found if one.matters
    ]
    return f"Really, for four weeks: {'; '.join(away)}" if away else ""


def pattern_text(line: PatternLine) -> str:
    """`morning 08:00 30 min, two workers`."""
    workers = f", {line.workers} workers" if line.workers > 1 else ""
    days = "" if line.days == EVERY_DAY else " " + " ".join(DAYS[day] for day in line.days)
    return f"{line.name} {line.at:%H:%M} {line.minutes} min{workers}{days}"


def _visit(one: Visit, sight: Sight, whose: Mapping[str, Any]) -> Item:
    who = ", ".join(sight.who(worker) for worker in one.workers) or "nobody yet"
    came = "; ".join(_stamps(stamp, sight) for stamp in one.attended)
    parts = _parts(one, whose, visit=one.id, day=one.day)
    text = f"{one.line or one.kind} {one.minutes} min: {who}"
    return Item(f"visit/{one.id}", "visit", _when(one.start), state_word(one.state), text, (one.tasks, came), parts)


def _stamps(one: Attendance, sight: Sight) -> str:
    left = show_time(one.left) if one.left else ""
    return f"{sight.who(one.worker)} {show_time(one.came)}-{left} ({one.came_by})"


def _contact(one: Contact, sight: Sight, whose: Mapping[str, Any]) -> Item:
    way = {"in": "from", "out": "to"}.get(one.direction, one.direction)
    said = f"{way} {one.whom}: {one.text}"
    outcome = f"{sight.policy.label('contact-outcome', one.outcome)}, by {sight.who(one.by)}"
    return Item(f"contact/{one.id}", "contact", _when(one.at), one.method, said, (outcome,), _parts(one, whose))


def _promise(one: Promise, sight: Sight, whose: Mapping[str, Any]) -> Item:
    state = "kept" if one.kept_at else "overdue" if one.due < sight.now else "owed"
    text = f"{one.what} to {one.whom} {one.phone}".strip()
    parts = _parts(one, whose, promise="" if one.kept_at else one.id)
    return Item(f"promise/{one.id}", "promise", _when(one.due), state, text, (one.kept_note,), parts)


def _meeting(one: Meeting, refs: Collection[str], sight: Sight, whose: Mapping[str, Any]) -> Item:
    """Something in the diary about a person, at the time of their own place where they have one."""
    place = next((slot for slot in one.slots if slot.person in refs), None)
    state = {"yes": "came", "no": "not come"}.get(place.came if place else "", one.state.value)
    where = sight.policy.label("room", one.room)
    text = ", ".join(filter(None, (one.title, where, *one.attendees)))
    parts = _parts(one, whose, meeting=one.id)
    return Item(f"meeting/{one.id}", "diary", _when(place.start if place else one.start), state, text, (), parts)


def _matters(stay: Stay, sight: Sight) -> bool:
    return stay.ends is None or stay.ends >= local_date(sight.now)


def _stay(one: Stay, person: Person, sight: Sight, whose: Mapping[str, Any]) -> Item:
    state = "now" if one.holds_on(local_date(sight.now)) else "to come"
    text = "  ".join(filter(None, (one.address, one.postcode, stay_words(one))))
    entry = "  ".join(filter(None, (one.phone, one.access, f"key safe {one.key_safe}" if one.key_safe else "")))
    home = f"At home: {'  '.join(filter(None, (person.address, person.postcode))) or 'not known'}"
    parts = {**whose, "stay": one.starts, "subject": f"person/{person.id}"}
    key = f"person/{person.id}#{one.starts.isoformat()}"
    return Item(key, "address", short_date(one.starts), state, text, (entry, home), parts)


def _linked(one: Person, sight: Sight) -> Item:
    who = identity(one.name, one.born, one.nhs_number, sight.now)
    parts = {"person": one.id, "revision": one.revision, "subject": f"person/{one.id}", "name": one.name}
    return Item(f"person/{one.id}", "same as", "", "linked", who, (), parts)


def _parts(record: Record, whose: Mapping[str, Any], **own: Any) -> dict[str, Any]:
    state = getattr(record, "state", "")
    kind = type(record).__name__.lower()
    return {
        **whose,
        **own,
        "subject": f"{kind}/{record.id}",
        "revision": record.revision,
        "state": str(state),
    }


def _when(at: datetime | date) -> str:
    if isinstance(at, datetime):
        return short_moment(at)
    return short_date(at)
