"""A begun store for contract tests: Ada and Ben at two desks on one database."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import sqlalchemy as sa

import domain.desk.everything  # noqa: F401
from domain.access import Caller, Role, User
from domain.desk.administration import AddUser, AmendUser
from domain.desk.bus import Bus, Command, Done, Order, Outcome
from domain.ids import SeededIds, command_id
from domain.when import SteppedClock
from storage import founding
from storage.engine import Database
from storage.reader import StoreReader
from storage.unit_of_work import Units
from tests.postgres import as_owner

MORNING = datetime(2026, 11, 23, 9, 14, tzinfo=UTC)
EVERYTHING = tuple(Role)


@dataclass
class Desk:
    """One person at one desk of a service."""

    database: Database
    caller: Caller
    clock: SteppedClock
    ids: SeededIds
    service: str = "bury"

    @property
    def units(self) -> Units:
        return Units(self.database, self.service, self.clock, self.ids)

    @property
    def read(self) -> StoreReader:
        return StoreReader(self.database, self.service, self.clock)

    def order(self, command: Command, reason: str = "") -> Order:
        return Order(command, self.caller, command_id(self.ids), reason)

    def do(self, command: Command, reason: str = "") -> Outcome:
        return Bus(self.units).handle(self.order(command, reason))

    def done(self, command: Command, reason: str = "") -> Done:
        outcome = self.do(command, reason)
        assert isinstance(outcome, Done), outcome
        return outcome

    @contextmanager
    def owning(self) -> Iterator[sa.Connection]:
        """A write transaction of whoever owns the tables."""
        with closing(Database(as_owner(self.database.address))) as owned, owned.writing() as connection:
            yield connection

    def beside(self, user: str) -> "Desk":
        """Another person's desk on the same store, with a connection of its own."""
        caller = Caller(User(id=user, name=user, roles=EVERYTHING), f"{user}-2")
        return Desk(Database(str(self.database.url.render_as_string(hide_password=False))), caller, self.clock,
                    SeededIds(user))  # fmt: skip


def begin(url: str, roles: tuple[Role, ...] = EVERYTHING) -> Desk:
    """Begin the store at `url` with Ada, who holds `roles`, and Ben, who holds every role."""
    clock, ids = SteppedClock(MORNING), SeededIds(1)
    card = founding.Card("bury", "Bury Reablement", False, None, None)
    with closing(Database(as_owner(url), must_exist=False)) as owned:
        founding.found(owned, card, "ada", EVERYTHING, clock, ids)
    ada = Desk(Database(url), Caller(User(id="ada", name="Ada Okoye", roles=roles), "ada-1"), clock, ids)
    ada.done(AddUser(user="ben", name="Ben Nowak", roles=EVERYTHING))
    return ada


def beside(desk: Desk, service: str, *, user: str = "nia") -> Desk:
    """Begin another service in the store of a desk; returns the desk there of its administrator, who does all."""
    with closing(Database(as_owner(desk.database.address))) as owned:
        founding.found_beside(owned, service, service.title(), user, desk.clock)
    there = replace(desk, service=service, caller=Caller(User(id=user, roles=(Role.ADMIN,)), f"{user}-1"))
    there.done(AmendUser(id=user, roles=EVERYTHING))
    return there


def with_roles(desk: Desk, *roles: Role) -> Desk:
    """Somebody at the desk who has been granted only these roles."""
    name = "+".join(roles) or "nobody"
    desk.done(AddUser(user=name, name=name, roles=roles))
    return replace(desk, caller=Caller(User(id=name, name=name, roles=roles), f"{name}-1"))
