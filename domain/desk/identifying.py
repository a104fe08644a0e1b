"""Who a person is: typed numbers checked, records that mean the same human being, and what is open for them.

Whether two descriptions agree is the rule of `domain/identity.py`; here it meets known people."""

from dataclasses import dataclass
from datetime import date

from domain.case import Case, CaseState
from domain.desk.bus import Refusal, Work
from domain.exchange.wording import postcode
from domain.identity import Identity, compare
from domain.nhs_number import validate
from domain.people import Person
from domain.referral import OPEN, Referral, State
from domain.when import age_on, local_date, show_moment
from domain.words import said

_REASONS = {State.DECLINED: "decline", State.REDIRECTED: "redirect"}
_OUTCOMES = {State.WITHDRAWN: "withdraw", State.DIED: "close", State.ADMITTED: "close"}


@dataclass(frozen=True, slots=True)
class Match:
    """People already known who are, or may be, the one described."""

    same: Person | None
    possible: tuple[Person, ...]


def checked_number(work: Work, text: str) -> str:
    """The ten digits of a typed NHS number, '' for none.

    Refuses a mistyped one, a test number outside a training desk, and any other number in one."""
    if not text.strip():
        return ""
    digits, status, warnings = validate(text)
    if digits is None or status != "valid":
        raise Refusal(f"'{text}' is no NHS number: {'; '.join(warnings)}. Leave it empty if it is not known")
    training = work.policy.text("training") == "yes"
    if training and not digits.startswith("999"):
        raise Refusal("This is a training desk: NHS numbers here begin with 999, never type a real one")
    if not training and digits.startswith("9"):
        raise Refusal(f"{text} is a test number: no person's NHS number begins with 9")
    return digits


def checked_postcode(text: str) -> str:
    """A typed postcode as `OUT IN`, '' for none. Refuses what has not the form of one."""
    written, fits = postcode(text)
    if written and not fits:
        raise Refusal(f"'{text}' is no postcode; for no fixed abode type ZZ99 3VZ, for not known ZZ99 3WZ")
    return written


def doubt_about_birth(work: Work, born: date | None) -> str:
    """What looks wrong with a date of birth, '' for nothing. Refuses one in the future."""
    today = local_date(work.now)
    if born is None:
        return ""
    if born > today:
        raise Refusal("A date of birth cannot be in the future")
    age = age_on(born, today)
    return f"Check the date of birth: {age} years is more than anybody's age" if age > 115 else ""


def identity_of(person: Person) -> Identity:
    """What identifies a person, for comparing."""
    return Identity(
        nhs_number=person.nhs_number, born=person.born, family=person.family, given=person.given,
        postcode=person.postcode, phones=(person.phone,) if person.phone else (),
    )  # fmt: skip


def find_match(work: Work, described: Person) -> Match:
    """Who among the known people is, or may be, the person described; the described record itself apart."""
    identity = identity_of(described)
    known = {person.id: person for person in _candidates(work, described) if person.id != described.id}
    verdicts = [(person, compare(identity, identity_of(person))) for person in known.values()]
    same = next((person for person, verdict in verdicts if verdict == "same"), None)
    return Match(same, tuple(person for person, verdict in verdicts if verdict == "possible"))


def same_person(work: Work, person: Person) -> tuple[str, ...]:
    """The references of every record that people have said is this human being, its own first."""
    root = person.same_as or person.id
    linked = (root, *(other.id for other in work.find(Person, same_as=root)))
    return (person.id, *(ref for ref in linked if ref != person.id))


def already_open(work: Work, person_id: str, besides: str = "") -> str:
    """What is open for a person apart from one referral, in a sentence.

    When nothing is open: how their last referral ended; '' when there was none."""
    person = work.get(Person, person_id)
    refs = same_person(work, person)
    referrals = [found for found in work.find(Referral, person=refs) if found.id != besides]
    cases = [case for case in work.find(Case, person=refs) if case.referral != besides]
    open_now = [
        *(f"referral {found.id} ({said(found.state)}), asked for {show_moment(found.received_at)}"
          for found in referrals if found.state in OPEN),
        *(f"case {case.id} ({case.state})" for case in cases if case.state is not CaseState.ENDED),
    ]  # fmt: skip
    if open_now:
        return f"{person.name} is already open: {'; '.join(open_now)}"
    if referrals:
        return f"{person.name} is known: {_last_ending(work, referrals)}"
    return ""


def _last_ending(work: Work, referrals: list[Referral]) -> str:
    last = max(referrals, key=lambda referral: referral.closed_at or referral.received_at)
    if last.state in _REASONS:
        why = work.policy.label(_REASONS[last.state], last.decision_reason)
    else:
        why = work.policy.label(_OUTCOMES.get(last.state, "outcome"), last.outcome)
    when = f" on {show_moment(last.closed_at)}" if last.closed_at else ""
    return f"referral {last.id} {said(last.state)}{when}" + (f", {why}" if why else "")


def _candidates(work: Work, described: Person) -> list[Person]:
    wanted = {
        "nhs_number": described.nhs_number, "born": described.born,
        "phone": described.phone, "postcode": described.postcode,
    }  # fmt: skip
    return [person for name, value in wanted.items() if value for person in work.find(Person, **{name: value})]
