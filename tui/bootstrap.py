"""The one place that wires things: opens a store and hands out a `Desk` for screens and commands.

Everything above it sees `domain` only. The caller is whoever the operating system says runs the program."""

import os
import pwd
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from domain.access import Caller, Right, User
from domain.desk.bus import Bus, Command, Entry, Order, Outcome, Refusal
from domain.engine.published import InstanceFiles
from domain.ids import RandomIds, command_id
from domain.policy import Policy, in_force
from domain.views import FileOutcome
from domain.when import Clock, ShiftedClock, SystemClock, local_date
from storage import founding, schema
from storage.engine import Database, StoreUnreachable
from storage.feed import Feed
from storage.journal import Verdict, verify
from storage.reader import StoreReader
from storage.unit_of_work import Units
from tui.settings import default_store


class NotAllowed(Exception):
    """The person at the keyboard may not use this store; the message says whom to ask."""


def require(caller: Caller, *rights: Right) -> None:
    """Raise NotAllowed unless the caller has one of the rights."""
    if not any(map(caller.may, rights)):
        needed = " or ".join(f"'{right}'" for right in rights)
        raise NotAllowed(f"{caller.user.id} ({caller.role or 'no role'}) may not do this: it needs {needed}")


def system_user() -> str:
    """The name of the operating system's user, never what the environment claims."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid{os.getuid()}"


@dataclass(frozen=True)
class StoreDesk:
    """A desk on an open store, the last journal entry of which was `opened_at`. Implements `domain.views.Desk`."""

    caller: Caller
    clock: Clock
    read: StoreReader
    service: str
    title: str
    training: bool
    database: Database
    units: Units
    opened_at: int = -1

    def handle(self, command: Command, reason: str = "", command_id: str = "") -> Outcome:
        """Carry out a command in its own transaction."""
        order = Order(self._completed(command), self.caller, command_id or fresh_command_id(), reason)
        return Bus(self.units).handle(order)

    def _completed(self, command: Command) -> Command:
        from domain.desk.messages import SettleMessage

        if not isinstance(command, SettleMessage):
            return _located(command)
        from storage.importing import with_contents

        return with_contents(command, self.read)

    def opened(self, subject: str, purpose: str) -> None:
        """Journal that a record is being read."""
        from domain.desk.people import ReadRecord

        self.handle(ReadRecord(subject=subject, purpose=purpose))

    def take_files(self, paths: Sequence[str], *, dry_run: bool = False) -> list[FileOutcome]:
        """Take the messages in files and folders, each in its own transaction, or only say what that would change."""
        from storage.importing import take

        return take(self.units, self.caller, [Path(path) for path in paths], dry_run=dry_run)

    def listen(self, changed: Callable[[Sequence[Entry]], None], silent: Callable[[datetime | None], None]) -> Feed:
        """Start telling of new journal entries and of silence."""
        return Feed(self.database, changed, silent, self.opened_at)

    def close(self) -> None:
        """Let go of the store."""
        self.database.close()


def _located(command: Command) -> Command:
    """The command with the place on the map that its typed postcode means, where it has room for one."""
    postcode = getattr(command, "postcode", "")
    if not postcode or getattr(command, "place", command) is not None:
        return command
    from storage.geography import place_of

    found: dict[str, Any] = {"place": place_of(postcode)}
    return replace(command, **found)


def fresh_command_id() -> str:
    """An id for one key press."""
    return command_id(RandomIds())


def open_database(place: str = "", *, must_exist: bool = True) -> Database:
    """Open the store at a path or URL ('' for the default one)."""
    return Database(place or default_store(), must_exist=must_exist)


def open_desk(place: str = "", *, now: datetime | None = None, right: Right | None = None) -> StoreDesk:
    """Open a begun store as the person at the keyboard.

    `now` sets a demonstration store's clock. Raises StoreUnreachable, or NotAllowed when the person is no user of
    the store or lacks `right`."""
    import domain.desk.everything  # noqa: F401 (registers every handler)

    database = open_database(place)
    try:
        schema.check(database)
        card = founding.card_of(database)
        clock = _clock_of(database, card, now)
        caller = _caller(database, card, clock)
        if right is not None:
            require(caller, right)
        read = StoreReader(database, card.service, clock)
        opened_at = read.head()
    except BaseException:
        database.close()
        raise
    return StoreDesk(
        caller=caller, clock=clock, read=read, service=card.service, title=card.title, training=card.training,
        database=database, units=Units(database, card.service, clock, RandomIds()), opened_at=opened_at,
    )  # fmt: skip


@contextmanager
def desk(place: str = "", *, now: datetime | None = None, right: Right | None = None) -> Iterator[StoreDesk]:
    """`open_desk` for the length of a block."""
    opened = open_desk(place, now=now, right=right)
    try:
        yield opened
    finally:
        opened.close()


def _clock_of(database: Database, card: founding.Card, now: datetime | None) -> Clock:
    system = SystemClock()
    if now is not None:
        card = founding.set_clock(database, now, system.now())
    if card.clock_begins is None:
        return system
    if card.clock_opened is None:
        card = founding.start_clock(database, system.now())
    assert card.clock_begins is not None and card.clock_opened is not None
    return ShiftedClock(system, card.clock_begins - card.clock_opened)


def _caller(database: Database, card: founding.Card, clock: Clock) -> Caller:
    name = system_user()
    user = StoreReader(database, card.service, clock).record(User, name)
    if user is None or not user.active:
        raise NotAllowed(
            f"{name} is not a user of {database.name}: ask whoever looks after it to run 'caredesk user add'"
        )
    return Caller(user, f"{name}-{os.getpid()}")


def policy_of(place: str = "") -> Policy:
    """The code lists and settings of a store; those of a new one where none is named and there is none to open."""
    try:
        with desk(place) as here:
            return here.read.policy()
    except (StoreUnreachable, NotAllowed):
        if place:
            raise
    from storage.seeds import shipped_codes, shipped_settings

    return in_force(shipped_codes(), shipped_settings(), local_date(SystemClock().now()))


def found_store(place: str, service: str, title: str) -> str:
    """Begin a real store with the person at the keyboard as its administrator; returns its place."""
    import domain.desk.everything  # noqa: F401
    from domain.access import Role

    database = open_database(place, must_exist=False)
    try:
        card = founding.Card(service=service, title=title, training=False, clock_begins=None, clock_opened=None)
        founding.found(database, card, system_user(), (Role.ADMIN,))
        return database.name
    finally:
        database.close()


def begin_bench(place: str) -> bool:
    """Begin a store to load, unless there is one; whether it is one to practise on."""
    import domain.desk.everything  # noqa: F401
    from domain.access import Role

    with _database(place, must_exist=False) as database:
        if not schema.revision_of(database) or not founding.is_begun(database):
            card = founding.Card(service="bench", title="Bench", training=True, clock_begins=None, clock_opened=None)
            with suppress(StoreUnreachable, Refusal):  # another bench was first
                founding.found(database, card, system_user(), tuple(Role))
        schema.check(database)
        return founding.card_of(database).training


def bench_command_id() -> str:
    """An id for one write of a benchmark, to be known as one."""
    from storage.doctor import TRIED

    return TRIED + fresh_command_id()


def upgrade_store(place: str, *, dry_run: bool) -> tuple[str, str]:
    """Bring a store's schema up to date; returns the revisions before and after."""
    with _database(place) as database:
        before, after = schema.revision_of(database), schema.newest()
        if before > after:
            raise StoreUnreachable(
                f"{database.name} has schema {before}, newer than this program ({after}): update caredesk"
            )
        if not dry_run and before != after:
            schema.upgrade(database)
        return before or "nothing", after


def examine(place: str, *, verify: bool, acks: Path | None = None, tries: Path | None = None) -> list[tuple[bool, str]]:
    """Look a store over: (whether it is well, a line that says what, with the cure).

    `acks` and `tries` are files of command ids, one a line, that a benchmark was promised and had tried."""
    from storage.doctor import Claims, findings

    claims = Claims(_lines(acks), _lines(tries) if tries else None) if acks else None
    with _database(place) as database:
        return findings(database, verify=verify, claims=claims)


def _lines(file: Path) -> Sequence[str]:
    return file.read_text(encoding="utf-8").split()


def backup_store(place: str, folder: Path) -> Path:
    """Copy a live store into a verified file."""
    from storage.backup import backup

    with _database(place) as database:
        schema.check(database)
        _require(database, Right.USERS)
        return backup(database, folder)


def restore_store(place: str, source: Path) -> str:
    """Put a verified backup into a new store; returns its journal head."""
    from storage.backup import restore

    with _database(place, must_exist=False) as database:
        return restore(source, database)


def verify_journal(place: str) -> Verdict:
    """Read the whole chain of a store."""
    with _database(place) as database:
        schema.check(database)
        with database.reading() as connection:
            return verify(connection)


def fill_demo(place: str, service: str, day: date, seed: int, scale: int) -> int:
    """Fill an empty store with a synthetic service; returns the number of journal entries."""
    import domain.desk.everything  # noqa: F401
    from storage.demo import fill

    with _database(place, must_exist=False) as database:
        return fill(database, service, day, seed, scale, system_user())


def instance_files(family: str) -> InstanceFiles:
    """The files of a family of published planning problems."""
    from storage.instances import FAMILIES
    from storage.instances.files import FamilyFiles

    return FamilyFiles(FAMILIES[family])


@contextmanager
def _database(place: str, *, must_exist: bool = True) -> Iterator[Database]:
    database = open_database(place, must_exist=must_exist)
    try:
        yield database
    finally:
        database.close()


def _require(database: Database, right: Right) -> None:
    card = founding.card_of(database)
    caller = _caller(database, card, SystemClock())
    require(caller, right)


__all__ = ["NotAllowed", "StoreDesk", "StoreUnreachable", "desk", "found_store", "open_database", "open_desk"]
