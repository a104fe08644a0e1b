"""A fixed cast for the engine's tests, small days drawn at random, and a whole day like the demo's.

Everybody is invented. Draws come from a seeded generator, so that a seed names a day."""

from dataclasses import replace
from typing import Any

from domain.engine.problem import Link, Place, Problem, Shift, Visit, Worker

TOWN = Place(53.593, -2.298)
NEARBY = Place(53.597, -2.291)
ACROSS_TOWN = Place(53.572, -2.345)


def hm(text: str) -> int:
    """`HH:MM` as minutes from midnight."""
    hours, minutes = text.split(":")
    return 60 * int(hours) + int(minutes)


def shift(start: str, end: str) -> Shift:
    """A shift between two times."""
    return Shift(hm(start), hm(end))


def priya(**changes: Any) -> Worker:
    """Priya Shah: support, car, early shift, medicines."""
    worker = Worker(
        id="priya",
        name="Priya Shah",
        skills=frozenset({"medicines", "personal-care"}),
        gender="female",
        languages=frozenset({"en", "gu"}),
        home=TOWN,
        shifts=(shift("07:00", "15:00"),),
        max_minutes=540,
        contracted_minutes=450,
    )
    return replace(worker, **changes)


def sam(**changes: Any) -> Worker:
    """Sam Ng: support, bicycle, same shift, no medicines."""
    worker = priya(id="sam", name="Sam Ng", gender="male", mode="bike", languages=frozenset({"en"}))
    return replace(worker, **{"skills": frozenset({"personal-care"}), **changes})


def ruth(**changes: Any) -> Worker:
    """Ruth Cole: lead, car."""
    return replace(priya(id="ruth", name="Ruth Cole", role="lead"), **changes)


def mrs_holt(start: str = "09:00", **changes: Any) -> Visit:
    """Mrs Holt's half hour, an hour either way."""
    at = hm(start)
    visit = Visit(
        id="holt",
        person="Mrs Holt",
        place=NEARBY,
        minutes=30,
        preferred_start=at,
        earliest=at - 60,
        latest=at + 60,
        skills=frozenset({"personal-care"}),
    )
    return replace(visit, **changes)


def mr_khan(start: str = "09:30", **changes: Any) -> Visit:
    """Mr Khan's three quarters of an hour, across town."""
    return replace(mrs_holt(start, id="khan", person="Mr Khan", place=ACROSS_TOWN, minutes=45), **changes)


def day(workers: list[Worker], visits: list[Visit], *links: Link, **changes: Any) -> Problem:
    """A problem of these people."""
    return replace(
        Problem(date_label="2026-11-23", workers=tuple(workers), visits=tuple(visits), links=links), **changes
    )
