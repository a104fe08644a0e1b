"""The fields of a record in the desk's words, as the journal keeps them: names, codes, times, and what is nested.

Knows no record's class: a value is read by the name of its field and by its shape, so that an old entry reads like
a new one."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from domain.when import show_date, show_moment
from domain.words import said, spaced
from tui.present import Sight

INWARD = frozenset({"revision", "service", "id", "place", "zone", "local_start", "criteria_version", "digests"})
"""What a program needs of a record, and nobody reads."""
_WORDS = {
    "at": "when", "born": "date of birth", "came_by": "known by", "clinician_at": "clinician decided",
    "closed_at": "closed", "dbs_expires": "DBS good until", "decision_reason": "reason of the decision",
    "end": "until", "gp": "GP practice", "keyed_at": "typed", "left_by": "leaving known by", "line": "visit of the day",
    "nhs_number": "NHS number", "nhs_status": "NHS number is", "narrative": "in their words",
    "ready_at": "medically ready", "subject": "about", "received_at": "received", "told_start": "start told",
    "told_workers": "workers told", "triaged_at": "triaged", "unknown_why": "why unnamed",
    "window_from": "earliest start", "window_to": "latest start", "workers_needed": "workers needed",
}  # fmt: skip
_LISTS = {
    "adjustments": ("adjustment",), "cancelled_why": ("cancel",), "channel": ("channel",), "consent": ("consent",),
    "decision_reason": ("decline", "redirect", "hold"), "exception": ("exception",), "exclusions": ("exclusion",),
    "language": ("language",), "languages": ("language",), "need": ("need",),
    "outcome": ("outcome", "withdraw", "close", "contact-outcome"), "reason": ("absence",), "risks": ("risk",),
    "room": ("room",), "skills": ("skill",), "source": ("source",), "suspended_why": ("suspend",),
    "verdicts": ("verdict",), "verified_cause": ("exception",),
}  # fmt: skip
"""field → the code lists that its values may be of, each value in one of them."""
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d\S*")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_PEOPLE = re.compile(r"(.*_)?(workers?|by)|owner")


def field_words(name: str) -> str:
    """`medically ready` for `ready_at`."""
    return _WORDS.get(name) or name.removesuffix("_at").replace("_", " ")


def value_words(name: str, value: Any, sight: Sight) -> str:
    """A value as somebody would say it: a label, a name, London time; `-` for nothing."""
    if value in (None, "", [], (), {}):
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return show_moment(value) if isinstance(value, datetime) else show_date(value)
    if isinstance(value, Mapping):
        return told(value, sight)
    if isinstance(value, list | tuple):
        parts = [value_words(name, part, sight) for part in value]
        return ("; " if any(isinstance(part, Mapping) for part in value) else ", ").join(parts)
    return _one(name, str(value), sight)


def told(fields: Mapping[str, Any], sight: Sight) -> str:
    """`text walk to the shop, score 3`: the fields that say something, one after another."""
    return ", ".join(
        f"{field_words(name)} {value_words(name, value, sight)}"
        for name, value in fields.items()
        if name not in INWARD and value not in (None, "", [], {}, False)
    )


def _one(name: str, text: str, sight: Sight) -> str:
    for of_list in _LISTS.get(name, ()):
        if sight.policy.knows(of_list, text):
            return sight.policy.label(of_list, text)
    if name == "nhs_number":
        return spaced(text)
    if _MOMENT.fullmatch(text):
        return show_moment(datetime.fromisoformat(text))
    if _DATE.fullmatch(text):
        return show_date(date.fromisoformat(text))
    if name in ("came_by", "left_by"):
        return said(text)
    return sight.who(text) if _PEOPLE.fullmatch(name) else said(text)
