"""What a referral still lacks before it can be accepted: the list that is read out on the telephone.

Our own list, of what a desk cannot act without. Knows nothing of how the answers were given."""

from domain.people import Person
from domain.referral import Referral

_UNSETTLED_CONSENT = frozenset({"", "unknown", "refused"})


def missing(referral: Referral, person: Person | None) -> tuple[str, ...]:
    """Everything that is missing, in the order of asking, with the step that asks for it; empty when the referral is
    complete."""
    someone = person or Person(id="")
    asked: dict[str, dict[str, object]] = {
        "identify": {
            "who it is (name and date of birth, or NHS number, or why nobody knows)": _is_identified(referral, someone),
            "where the person is": someone.address or someone.postcode,
            "how to get in": someone.access or someone.key_safe,
            "a number to ring the person on": someone.phone,
        },
        "amend": {"who refers": referral.referrer, "a number to ring the referrer back on": referral.referrer_phone},
        "triage": {
            "the need": referral.need,
            "the red flags and exclusions": referral.criteria_version,
            "consent, or a best-interest decision": referral.consent not in _UNSETTLED_CONSENT,
            "the lone-worker risk": referral.lone_worker,
        },
    }
    lacks = {step: [what for what, there in items.items() if not there] for step, items in asked.items()}
    return tuple(
        f"{'; '.join(what)} ({step} asks for {'it' if len(what) == 1 else 'them'})"
        for step, what in lacks.items()
        if what
    )


def _is_identified(referral: Referral, person: Person) -> bool:
    named = bool(person.family or person.given)
    return bool(person.nhs_number or (named and person.born) or referral.unknown_why)
