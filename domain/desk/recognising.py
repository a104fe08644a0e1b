"""Who a message is about: somebody known, somebody new, or nobody yet.

What the desk knows is never written over by what a sender says: blanks are filled and differences are told.
Whether two records are one human being is the rule of `domain/identity.py`, and in doubt a person's decision."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from domain.desk.bus import Refusal, Work
from domain.desk.identifying import checked_number, doubt_about_birth, find_match
from domain.desk.staying import staying
from domain.exchange.inbound import Inbound, PersonDetails
from domain.identity import letters
from domain.message import Trouble
from domain.nhs_number import validate
from domain.people import Person, Stay
from domain.when import show_date, show_moment

LABELS = {
    "family": "family name", "given": "given name", "born": "date of birth", "nhs_number": "NHS number",
    "sex": "sex", "phone": "telephone", "address": "address", "postcode": "postcode", "language": "language",
    "gp": "GP practice", "stays": "another address",
}  # fmt: skip
_IDENTITY = ("family", "given", "born", "nhs_number")
_SEXES = frozenset({"female", "male", "other", "unknown"})

Recognised = tuple[Person | None, tuple[Trouble, ...]]
"""The person, kept, and what somebody should know of it."""


def recognise(inbound: Inbound, work: Work, current: Person | None = None) -> Recognised:
    """The person of a message, with blanks filled in; `current` is the one that its referral is about so far.

    None while nobody has a name. A possible match is kept apart, marked, and told."""
    if inbound.person is None:
        return current, ()
    said, doubts = _said(inbound, inbound.person, work)
    if current is not None and (is_named(current) or not _names(said)):
        return _completed(work, current, said, doubts, inbound.person)
    if not _names(said):
        return None, tuple(doubts)
    described = _with(current or Person(id=""), said, inbound.person)
    match = find_match(work, described)
    if match.same is not None:
        if current is not None:
            work.save(replace(current, same_as=match.same.same_as or match.same.id))
        return _completed(work, match.same, said, doubts, inbound.person)
    for other in match.possible:
        described = replace(described, possible_match=described.possible_match or other.id)
        doubts.append(_possible(described, other))
    kept = work.save(described) if current else work.add(replace(described, id=work.new_id(Person)))
    return kept, tuple(doubts)


def is_named(person: Person) -> bool:
    """Whether anything says who it is."""
    return bool(person.family or person.given or person.nhs_number)


def difference(what: str, theirs: object, ours: object) -> Trouble:
    """What a sender says otherwise than the desk, for a person to settle."""
    return Trouble(where=what, what=f"the sender says {_worded(theirs)}, the desk has {_worded(ours)}")


def _said(inbound: Inbound, person: PersonDetails, work: Work) -> tuple[dict[str, Any], list[Trouble]]:
    """Fields of a person with what the message gives for them, blanks left out."""
    doubts: list[Trouble] = []
    if person.deceased:
        doubts.append(Trouble(where="person", what="the sender says that the person has died"))
    if validate(person.nhs_number).status == "valid":
        try:
            checked_number(work, person.nhs_number)
        except Refusal as no:
            doubts.append(Trouble(where=LABELS["nhs_number"], what=str(no)))
    said = {
        "family": person.family, "given": person.given, "born": _born(person.born, work, doubts),
        "nhs_number": person.nhs_number, "sex": person.gender if person.gender in _SEXES else "",
        "phone": next(iter(person.phones), ""), "address": ", ".join(person.address),
        "postcode": person.postcode, "place": person.place, "gp": person.gp,
        "language": _language(person.language, work, doubts), "lives_alone": _lives_alone(inbound),
        "stays": person.stays,
    }  # fmt: skip
    return {name: value for name, value in said.items() if value}, doubts


def _names(said: Mapping[str, Any]) -> bool:
    return any(said.get(name) for name in ("family", "given", "nhs_number"))


def _born(born: date | None, work: Work, doubts: list[Trouble]) -> date | None:
    try:
        doubt = doubt_about_birth(work, born)
    except Refusal as no:
        doubt, born = str(no), None
    if doubt:
        doubts.append(Trouble(where=LABELS["born"], what=doubt))
    return born


def _language(spoken: str, work: Work, doubts: list[Trouble]) -> str:
    known = work.policy.choices("language")
    wanted = spoken.casefold()
    code = next((code for code, label in known.items() if wanted in (code.casefold(), label.casefold())), "")
    if spoken and not code:
        doubts.append(Trouble(where=LABELS["language"], what=f"{spoken} is not in the list of languages"))
    return code


def _lives_alone(inbound: Inbound) -> bool:
    codes = inbound.referral.codes if inbound.referral else ()
    return any(
        found.system.startswith("household-composition") and found.code.casefold() == "livesalone" for found in codes
    )


def _completed(
    work: Work, known: Person, said: Mapping[str, Any], doubts: list[Trouble], details: PersonDetails
) -> Recognised:
    """The known person with what was blank filled in, unless the message describes somebody else."""
    differing = [name for name in LABELS if name in said and not _alike(known, name, said[name], details)]
    doubts += [difference(LABELS[name], said[name], getattr(known, name)) for name in differing]
    if set(differing) & set(_IDENTITY):
        return known, tuple(doubts)
    blank = {name: value for name, value in said.items() if not getattr(known, name)}
    if LABELS["postcode"] in {doubt.where for doubt in doubts}:
        blank.pop("place", None)
    filled = _with(known, blank, details)
    if filled == known:
        return known, tuple(doubts)
    doubts += [Trouble(where=LABELS["stays"], what=f"visits go to {_worded(stay)}") for stay in blank.get("stays", ())]
    if set(blank) & set(_IDENTITY) and not (filled.same_as or filled.possible_match):
        match = find_match(work, filled)
        for other in (*filter(None, (match.same,)), *match.possible)[:1]:
            filled = replace(filled, possible_match=other.id)
            doubts.append(_possible(filled, other))
    return work.save(filled), tuple(doubts)


def _with(person: Person, said: Mapping[str, Any], details: PersonDetails) -> Person:
    status = details.nhs_status if "nhs_number" in said else person.nhs_status
    needs = ("interpreter",) if details.interpreter and "interpreter" not in person.adjustments else ()
    return replace(person, **said, nhs_status=status, adjustments=person.adjustments + needs)


def _alike(known: Person, name: str, theirs: Any, details: PersonDetails) -> bool:
    """Whether what the desk has is blank, the same, or the same with words more or less."""
    ours = getattr(known, name)
    if not ours or ours == theirs:
        return True
    if name == "phone":
        return _digits(ours) in {_digits(phone) for phone in details.phones}
    if name in ("family", "postcode"):
        return letters(ours) == letters(theirs)
    if not isinstance(ours, str) or name == "nhs_number":
        return False
    one, other = (set(re.findall(r"\w+", text.casefold())) for text in (ours, theirs))
    return one <= other or other <= one


def _worded(value: object) -> str:
    if isinstance(value, datetime):
        return show_moment(value)
    if isinstance(value, Stay):
        return f"{value.address} {value.postcode}, {staying(value)}"
    if isinstance(value, date):
        return show_date(value)
    return ", ".join(map(_worded, value)) if isinstance(value, tuple) else str(value)


def _digits(phone: str) -> str:
    return "".join(mark for mark in phone if mark.isdigit())[-10:]


def _possible(person: Person, other: Person) -> Trouble:
    return Trouble(
        where="person",
        what=f"{person.name} may be {other.name} ({other.id}), who is known: link them, or say they are not the same",
    )
