"""How soon somebody has to be there, read from what a message says about it, with the reason in words.

In order: the request's priority, the expected response window, the ambulance category, the words of the
assessed disposition. Of a priority and a window the sooner counts. Source of the meanings: domain reference
7.2b; ambulance response standards (category 1 to 3 within two hours, 4 within three). Decides nothing: a
person triages."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from domain.exchange.concepts import Coding, Concept
from domain.exchange.inbound import HowSoon, Window
from domain.referral import Urgency

PRIORITIES = {
    "stat": Urgency.TWO_HOUR,
    "asap": Urgency.TWO_HOUR,
    "urgent": Urgency.SAME_DAY,
    "routine": Urgency.ROUTINE,
}
_CATEGORIES = {
    "1": Urgency.TWO_HOUR,
    "2": Urgency.TWO_HOUR,
    "3": Urgency.TWO_HOUR,
    "4": Urgency.SAME_DAY,
    "5": Urgency.SAME_DAY,
}
_CATEGORY = re.compile(r"\bcat(?:egory)?\.?\s?([1-5])\b", re.IGNORECASE)
_WITHIN = re.compile(r"\bwithin (\d{1,3}|an|one|two|three|four|six|twelve) (minute|hour|day)s?\b", re.IGNORECASE)
_NUMBERS = {"an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "six": 6, "twelve": 12}
_UNITS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1)}
_ORDER = list(Urgency)


def how_soon(
    priority: str,
    window: Window | None,
    sent: datetime | None,
    outcomes: Iterable[Concept],
    answers: Iterable[str],
) -> HowSoon | None:
    """The urgency asked for, or None when nothing in the message tells. `sent` stands in for a window's
    missing start; `outcomes` are the assessment's coded outcomes, `answers` the words of answered
    questions."""
    told = [found for found in (_from_priority(priority), _from_window(window, sent)) if found]
    if told:
        return min(told, key=lambda found: _ORDER.index(found.urgency))
    outcomes = tuple(outcomes)
    return _from_category(outcomes, answers) or _from_disposition(outcomes)


def _from_priority(priority: str) -> HowSoon | None:
    urgency = PRIORITIES.get(priority.casefold())
    return HowSoon(urgency=urgency, why=f"priority {priority.casefold()}") if urgency else None


def _from_window(window: Window | None, sent: datetime | None) -> HowSoon | None:
    if window is None or window.end is None:
        return None
    start = window.start or sent
    if start is None or window.end <= start:
        return None
    return HowSoon(urgency=_within(window.end - start), why=f"response expected within {_said(window.end - start)}")


def _from_category(outcomes: tuple[Concept, ...], answers: Iterable[str]) -> HowSoon | None:
    for outcome in outcomes:
        for coding in outcome.codings:
            digit = coding.code[1:]
            if coding.list.startswith("arp") and coding.code[:1].upper() == "C" and digit in _CATEGORIES:
                return HowSoon(urgency=_CATEGORIES[digit], why=f"ambulance category {digit}")
    dispositions = (coding.display for coding in _dispositions(outcomes))
    for words in (*dispositions, *answers):
        found = _CATEGORY.search(words)
        if found:
            return HowSoon(urgency=_CATEGORIES[found[1]], why=f"ambulance category {found[1]} in '{words[:80]}'")
    return None


def _from_disposition(outcomes: tuple[Concept, ...]) -> HowSoon | None:
    for coding in _dispositions(outcomes):
        found = _WITHIN.search(coding.display)
        if found:
            count = _NUMBERS.get(found[1].casefold()) or int(found[1])
            return HowSoon(urgency=_within(count * _UNITS[found[2].casefold()]), why=coding.display[:120])
    return None


def _dispositions(outcomes: tuple[Concept, ...]) -> list[Coding]:
    return [coding for outcome in outcomes for coding in outcome.codings if "pathways-dx" in coding.list]


def _within(length: timedelta) -> Urgency:
    if length <= timedelta(hours=2):
        return Urgency.TWO_HOUR
    if length < timedelta(days=1):
        return Urgency.SAME_DAY
    return Urgency.TWO_DAY if length <= timedelta(days=2) else Urgency.ROUTINE


def _said(length: timedelta) -> str:
    minutes = int(length.total_seconds() // 60)
    if minutes < 120:
        return f"{minutes} minutes"
    return f"{minutes // 60} hours" if minutes < 48 * 60 else f"{minutes // 1440} days"
