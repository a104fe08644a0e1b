"""Any command of the registry with answers that make sense for it: drawn from a seed, from the questions it asks.

What an answer may be follows from the question's kind and the field's type; the few fields of which that is not enough
stand in `SPECIAL`. What comes out is mostly possible and sometimes refused, as at a desk."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime, time, timedelta
from enum import Enum
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_type_hints

import sqlalchemy as sa

from domain.access import Emergency, Role, Sitting, User
from domain.desk import (
    administration,
    emergencies,
    messages,
    people,
    planning,
    rearranging,
    referring,
    roster,
    sittings,
    staffing,
    stamping,
    undoing,
    visits,
)  # fmt: skip
from domain.desk.asking import Ask, questions, required
from domain.desk.bus import Command
from domain.desk.subjects import subject_of
from domain.message import Message
from domain.package import Line
from domain.package_text import parse_lines
from domain.policy import Code, Setting
from domain.record import Record
from domain.staff import Worker
from domain.visit import Visit
from domain.when import local_date
from storage.importing import reread
from storage.mapper import KIND_OF
from storage.queries.common import by_ref, table_of
from tests.contract.store import Desk

ARRIVED = sorted((Path(__file__).parents[1] / "data" / "bars").glob("*.json"))
PATTERN = parse_lines("morning 08:00 30m ±30 2w\nlunch 12:00 30m ±30 after=morning gap=2h-5h")
WORDS = ("rings twice", "Holt", "two carers", "after the ward round", "her daughter has the key")
OPTIONAL = 0.4
"""How often a question that need not be answered is."""


class AnyCommand:
    """Draws commands for the people at `desk`'s store, about records of these services."""

    def __init__(self, desk: Desk, seed: float, services: Sequence[str] = ("bury",)) -> None:
        self.desk, self.draw, self.policy, self.services = desk, random.Random(seed), desk.read.policy(), services

    def of(self, kind: type[Command]) -> Command | None:
        """A command of a kind; None while there is nothing that it could be about."""
        asked, needed, hints = questions(kind), required(kind), get_type_hints(kind)
        answers: dict[str, Any] = {}
        for item in fields(kind):
            if item.name == "seen" or (item.name not in needed and self.draw.random() > OPTIONAL):
                continue
            special = SPECIAL.get((kind, item.name))
            answer = special(self) if special else self._answer(item.name, asked.get(item.name), hints[item.name])
            if answer is None and item.name in needed:
                return None
            if answer is not None:
                answers[item.name] = answer
        return kind(**answers)

    def one(self, kind: type[Record]) -> Any:
        """Some record of a kind, or None."""
        ref = self.ref(kind)
        with self.desk.database.reading() as connection:
            found = (by_ref(connection, kind, service, [ref or ""]).get(ref or "") for service in self.services)
            return next(filter(None, found), None)

    def ref(self, kind: type[Record]) -> str | None:
        """The reference of some record of a kind."""
        table = table_of(kind)
        with self.desk.database.reading() as connection:
            theirs = table.c.service == self.draw.choice(self.services)
            refs: list[str] = list(
                connection.execute(sa.select(table.c.id).where(theirs).order_by(table.c.id)).scalars()
            )
        return self.draw.choice(refs) if refs else None

    def subject(self, *kinds: type[Record]) -> str | None:
        """Some record that others speak of."""
        found = self.one(self.draw.choice(kinds or referring.KINDS))
        return subject_of(found) if found else None

    @property
    def now(self) -> datetime:
        return self.desk.clock.at

    def day(self) -> date:
        return local_date(self.now) + timedelta(days=self.draw.choice((0, 0, 1, 1, 2, 7)))

    def moment(self) -> datetime:
        return self.now + timedelta(minutes=self.draw.randint(-30, 300))

    def _answer(self, name: str, question: Ask | None, hint: Any) -> Any:
        kind, many = question.kind if question else "", get_args(hint)[-1:] == (...,)
        if question and question.of and kind in ("code", "codes", "choice"):
            return self._chosen(question, many, hint)
        if kind in KIND_OF:
            return self.ref(KIND_OF[kind])
        if kind == "phone":
            return f"01632 960{self.draw.randint(100, 999)}"
        if name in ("id", "subject"):
            return self.subject()
        if many:
            several = {Line: PATTERN[: self.draw.randint(1, 2)], str: (self.draw.choice(WORDS),)}
            return several.get(get_args(hint)[0])
        return self._plain(next(one for one in (*get_args(hint), hint) if one is not NoneType))

    def _chosen(self, question: Ask, many: bool, hint: Any) -> Any:
        words = question.of.split("|") if question.kind == "choice" else list(self.policy.choices(question.of))
        word = self.draw.choice(words)
        return (word,) if many else hint(word) if isinstance(hint, type) and issubclass(hint, Enum) else word

    def _plain(self, kind: type[Any]) -> Any:
        made: Mapping[type[Any], Callable[[], Any]] = {
            str: lambda: self.draw.choice(WORDS), bool: lambda: self.draw.random() < 0.5, date: self.day,
            int: lambda: self.draw.choice((15, 30, 60)), datetime: self.moment,
            time: lambda: time(self.draw.randint(7, 18)),
        }  # fmt: skip
        return made[kind]() if kind in made else None


def _placements(any_one: AnyCommand) -> tuple[planning.Placement, ...] | None:
    visit, worker = any_one.one(Visit), any_one.ref(Worker)
    return (planning.Placement(visit=visit.id, workers=(worker,), start=visit.start),) if visit and worker else None


def _stamps(any_one: AnyCommand) -> tuple[stamping.Stamp, ...] | None:
    visit, worker = any_one.one(Visit), any_one.ref(Worker)
    if not visit or not worker:
        return None
    return (stamping.Stamp(visit=visit.id, worker=worker, came=visit.start, came_by="nfc_tag"),)


def _duties(any_one: AnyCommand) -> tuple[staffing.Duty, ...] | None:
    worker, start = any_one.ref(Worker), any_one.now + timedelta(days=any_one.draw.randint(3, 30))
    return (staffing.Duty(worker=worker, start=start, end=start + timedelta(hours=6)),) if worker else None


def _inbound(any_one: AnyCommand) -> Any:
    raw = any_one.draw.choice(ARRIVED).read_text(encoding="utf-8")
    return reread(Message(id="G0", received_at=any_one.now, raw=raw))


def _visit_day(any_one: AnyCommand) -> date | None:
    visit = any_one.one(Visit)
    return visit.day if visit else None


def _head(any_one: AnyCommand) -> int:
    return any_one.desk.read.head()


SPECIAL: dict[tuple[type[Command], str], Callable[[AnyCommand], Any]] = {
    (roster.ApplyPlan, "assignments"): _placements,
    (roster.ApplyPlan, "day"): _visit_day,
    (roster.ApplyPlan, "seq"): _head,
    (rearranging.Rearrange, "placements"): _placements,
    (rearranging.Rearrange, "duties"): _duties,
    (rearranging.Rearrange, "day"): _visit_day,
    (rearranging.Rearrange, "seq"): _head,
    (visits.RecordAttendances, "stamps"): _stamps,
    (visits.RecordAttendances, "day"): _visit_day,
    (staffing.AddShifts, "duties"): _duties,
    (messages.TakeMessage, "inbound"): _inbound,
    (messages.TakeMessage, "troubles"): lambda _: (),
    (messages.SettleMessage, "inbound"): _inbound,
    (messages.KeepUnreadable, "digest"): lambda one: str(one.draw.random()),
    (undoing.Undo, "seq"): lambda one: one.draw.randint(max(3, _head(one) - 20), _head(one)),
    (administration.AddUser, "user"): lambda one: f"u{one.draw.randint(1, 10_000)}",
    (administration.AddUser, "roles"): lambda _: tuple(Role),
    (administration.AmendUser, "roles"): lambda _: tuple(Role),
    (administration.AmendUser, "active"): lambda _: True,
    (administration.SetSetting, "name"): lambda _: "amber-minutes",
    (administration.SetSetting, "value"): lambda one: str(one.draw.randint(30, 70)),
    (administration.SetCode, "list"): lambda _: "room",
    (administration.SetCode, "code"): lambda one: f"room-{one.draw.randint(1, 9)}",
    (administration.DropRule, "id"): lambda one: one.subject(Code, Setting),
    (sittings.EndSitting, "id"): lambda one: one.ref(Sitting),
    (sittings.SetPassword, "id"): lambda one: one.ref(User),
    (emergencies.ReviewEmergency, "id"): lambda one: one.ref(Emergency),
    (people.ReadRecord, "subject"): lambda one: one.subject(),
}
"""Command and field → what draws its answer."""
