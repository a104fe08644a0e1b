"""A small desk to roster on: Margaret Holt and Cyril Patel in Bury, and the workers who may visit them."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from domain.case import Case
from domain.desk.bus import Command, Refused
from domain.package import Line, Package
from domain.package_text import parse_lines
from domain.people import Person, Place
from domain.record import Record
from domain.referral import Referral, State
from domain.staff import Shift, Skill, Worker
from domain.visit import Visit
from domain.when import from_local, london, parse_time
from tests.memory import MemoryStore, subject_of

MONDAY = date(2026, 11, 23)
TUESDAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 23, 9, 14, tzinfo=UTC)
HOME = Place(lat=53.593, lon=-2.298)
NEAR = Place(lat=53.597, lon=-2.289)
FAR = Place(lat=53.480, lon=-2.240)


def at(text: str, day: date = TUESDAY) -> datetime:
    """London wall time on a day, as the store keeps it."""
    return from_local(day, parse_time(text))


def put(store: MemoryStore, *records: Record) -> None:
    """Let records be there already."""
    store.records.update({subject_of(record): record for record in records})


def person(ref: str = "PHOLT", **more: Any) -> Person:
    return Person(**{"id": ref, "family": "Holt", "given": "Margaret", "place": HOME, **more})


def worker(ref: str = "WLEWIS", skills: Iterable[str] = ("medication", "hoist"), **more: Any) -> Worker:
    known = {"family": ref[1:].title(), "given": "Priya", "place": NEAR, "mode": "car", "gender": "female"}
    held = tuple(skill if isinstance(skill, Skill) else Skill(code=skill) for skill in skills)
    return Worker(**{"id": ref, **known, "skills": held, **more})


def shift(of: str, start: str = "07:00", end: str = "15:00", day: date = TUESDAY) -> Shift:
    return Shift(id=f"S{of}{day:%d}{start}", worker=of, day=day, start=at(start, day), end=at(end, day))


def visit(ref: str = "V1", start: str = "09:00", *, day: date = TUESDAY, give: int = 45, **more: Any) -> Visit:
    begins = at(start, day)
    window = {"window_from": begins - timedelta(minutes=give), "window_to": begins + timedelta(minutes=give)}
    known = {"person": "PHOLT", "minutes": 30, "local_start": f"{london(begins):%H:%M}", "revision": 1}
    return Visit(**{"id": ref, "day": day, "start": begins, **window, **known, **more})


def referral(ref: str = "R1", state: State = State.ACCEPTED, **more: Any) -> Referral:
    received = {"received_at": NOW - timedelta(hours=1), "keyed_at": NOW, "clock_start": NOW - timedelta(hours=1)}
    return Referral(**{"id": ref, "person": "PHOLT", "state": state, **received, **more})


def desk(*records: Record) -> MemoryStore:
    """Margaret Holt with an accepted referral and an open case, on Monday morning."""
    store = MemoryStore(NOW)
    case = Case(id="C1", person="PHOLT", referral="R1", opened_at=NOW, review_due=MONDAY + timedelta(days=14))
    put(store, person(), referral(case="C1"), case, *records)
    return store


def package(*lines: Line, **more: Any) -> Package:
    pattern = lines or parse_lines("morning 08:00 30m ±45\nbed 20:00 30m ±45 2w skills=hoist")
    return Package(**{"id": "K1", "person": "PHOLT", "case": "C1", "lines": pattern, "starts": MONDAY, **more})


def day_of(store: MemoryStore, day: date = TUESDAY) -> list[Visit]:
    """A day's visits in order of time."""
    return sorted((v for v in store.all(Visit) if v.day == day), key=lambda visit: (visit.start, visit.id))


def refused(store: MemoryStore, command: Command) -> str:
    """The sentence with which a command is refused."""
    outcome = store.do(command)
    assert isinstance(outcome, Refused), outcome
    return outcome.sentence
