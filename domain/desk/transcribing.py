"""What a message says, in the desk's own fields and codes; blank where it says nothing, or nothing clear.

Codes of other systems mean nothing in the desk's lists: their words are kept, and a person chooses the code."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from domain.exchange.inbound import BookingDetails, Contact, Inbound, PersonDetails, ReferralDetails
from domain.policy import Policy
from domain.referral import Flag
from domain.when import show_moment

OTHER_NEED = "UCR0"
UNTOLD_LENGTH = timedelta(minutes=30)
"""How long a booking is taken to last when its sender does not say."""

_NEEDS = {
    "UCR1": r"falls?|fell|fallen",
    "UCR2": r"frail|frailty",
    "UCR3": r"deconditioning|reduced (?:function|mobility)|off (?:his|her|their) legs",
    "UCR4": r"palliative|end[ -]of[ -]life",
    "UCR5": r"equipment",
    "UCR6": r"confusion|confused|delirium",
    "UCR7": r"catheter",
    "UCR8": r"diabet\w*|hypoglyc\w*|hyperglyc\w*",
    "UCR9": r"carer (?:breakdown|strain|unwell)",
}
_SOURCES = {
    "111": r"111",
    "ambulance": r"999|ambulance|cad",
    "gp": r"gp|general practice|primary care|surgery",
    "care-home": r"care home|nursing home",
    "community-hospital": r"community hospital",
    "ward": r"ward|discharge",
    "community-nurse": r"(?:community|district) nurs\w*",
    "social-care": r"social (?:care|work|services)",
    "therapist": r"\w*therap\w*",
}
_CONSENTS = ("refused", "given", "implied")
_CLAUSE = re.compile(r"[^:]*: (.*?)(?: \(.*\))?")


def referral_fields(inbound: Inbound, policy: Policy) -> dict[str, Any]:
    """Field of `Referral` → value, as far as the message gives any; never the urgency or the times."""
    said: dict[str, Any] = {"flags": _flags(inbound, policy), "consent": _consent(inbound.consent)}
    if inbound.referral is not None:
        said |= _request(inbound, inbound.referral, policy)
    return {name: value for name, value in said.items() if value}


def booking_fields(inbound: Inbound, booking: BookingDetails, policy: Policy) -> dict[str, Any]:
    """Field of `Meeting` → value, as far as the message gives any. An end that is missing or no later than the
    start becomes UNTOLD_LENGTH after it."""
    rooms = {label.casefold(): code for code, label in policy.choices("room").items()}
    room = rooms.get(booking.where.casefold(), "")
    what = booking.what or inbound.label
    end = booking.end
    if booking.start is not None and (end is None or end <= booking.start):
        end = booking.start + UNTOLD_LENGTH
    said = {
        "kind": "clinic" if "clinic" in f"{what} {booking.where}".casefold() else "appointment",
        "title": what if room or not booking.where else f"{what}, at {booking.where}",
        "start": booking.start, "end": end, "room": room,
        "attendees": tuple(filter(None, booking.who.split(", "))),
        "booking": str(inbound.key) if inbound.key else "",
    }  # fmt: skip
    return {name: value for name, value in said.items() if value}


def _request(inbound: Inbound, asked: ReferralDetails, policy: Policy) -> dict[str, Any]:
    referrer = asked.referrer
    organisation = " ".join(filter(None, (referrer.organisation, f"({referrer.ods})" if referrer.ods else "")))
    by = referrer.practitioner and " ".join(
        filter(None, (referrer.practitioner, f"({referrer.role})" if referrer.role else ""))
    )
    return {
        "source": _source(asked, policy), "referrer": by or referrer.organisation,
        "organisation": organisation, "referrer_phone": referrer.phone,
        "need": _need(asked, policy), "narrative": "\n\n".join(_narrative(inbound, asked)),
    }  # fmt: skip


def _source(asked: ReferralDetails, policy: Policy) -> str:
    """Who refers, from the first half of the route (`111 to ED`), else from the sender's name."""
    for text in (asked.use_case.partition(" to ")[0], asked.referrer.organisation):
        found = [code for code in _fitting(_SOURCES, text) if policy.knows("source", code)]
        if found:
            return found[0]
    return "other"


def _need(asked: ReferralDetails, policy: Policy) -> str:
    """The one need that the words name; of none or several a person chooses."""
    if not asked.need:
        return ""
    found = [code for code in _fitting(_NEEDS, asked.need) if policy.knows("need", code)]
    return found[0] if len(found) == 1 else OTHER_NEED


def _fitting(patterns: Mapping[str, str], text: str) -> list[str]:
    return [code for code, words in patterns.items() if re.search(rf"\b(?:{words})\b", text, re.IGNORECASE)]


def _flags(inbound: Inbound, policy: Policy) -> tuple[Flag, ...]:
    return tuple(
        dict.fromkeys(flag if policy.knows(flag.kind, flag.code) else replace(flag, code="") for flag in inbound.flags)
    )


def _consent(said: str) -> str:
    """The weightiest of what the clauses of `Direct Care: implied (2021-11-26)` say; unclear ones are not known."""
    found = [match[1] for clause in said.split("; ") if (match := _CLAUSE.fullmatch(clause))]
    if not found:
        return ""
    return next((code for code in _CONSENTS if code in found), "unknown")


def _narrative(inbound: Inbound, asked: ReferralDetails) -> Iterator[str]:
    """What was asked, in the order in which somebody who triages wants to read it."""
    told = {
        "Route": asked.use_case, "Asks for": asked.need,
        "How soon": f"{asked.how_soon.urgency}, because {asked.how_soon.why}",
        "Person": _unnamed(inbound.person),
        "Born": inbound.person.born_about if inbound.person else "",
        "Where": ", ".join(filter(None, (*asked.place, asked.place_postcode))),
        "Also at": "; ".join(inbound.person.elsewhere) if inbound.person else "",
        "Ring": "; ".join(_contact(one) for one in inbound.person.contacts) if inbound.person else "",
        "Also reached on": ", ".join((*inbound.person.phones[1:], *inbound.person.emails))
        if inbound.person
        else "",
        "Allergies": "; ".join(asked.allergies), "Medicines": "; ".join(asked.medications),
        "Consent": inbound.consent, "Asked of": asked.asked_of,
        "Written": show_moment(asked.authored_at) if asked.authored_at else "",
    }  # fmt: skip
    yield "\n".join(f"{title}: {text}" for title, text in told.items() if text)
    if inbound.story:
        yield inbound.story


def _unnamed(person: PersonDetails | None) -> str:
    """What a message tells of somebody it does not name, which no record holds yet."""
    if person is None or person.family or person.given or person.nhs_number:
        return ""
    born = f"born {person.born.isoformat()}" if person.born else ""
    known = (person.gender, born, *person.address, person.postcode, *person.phones[:1])
    return ", ".join(("not named", *filter(None, known)))


def _contact(one: Contact) -> str:
    return " ".join(filter(None, (one.name, f"({one.relationship})" if one.relationship else "", *one.phones)))
