"""The one place that wires things: opens a store and hands out a `Desk` for screens and commands.

Everything above it sees `domain` only. The caller is whoever the operating system says runs the program."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from math import inf
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, cast

from domain.access import Caller, Means, NotAllowed, Right, Unlock, User
from domain.desk.bus import Bus, Command, Entry, Order, Outcome, Refusal
from domain.ids import RandomIds, command_id
from domain.policy import Policy, in_force
from domain.reading import TRAIL, refusal
from domain.views import FileOutcome
from domain.when import Clock, ShiftedClock, SystemClock, local_date
from storage import founding, schema
from storage.chain import Verdict, verify
from storage.credentials import Credentials
from storage.engine import Database, OutcomeUnknown, StoreRefused, StoreUnreachable, new_store
from storage.feed import Feed
from storage.guarded_reader import GuardedReader, thinned
from storage.heads import BEGUN, RESTORED, VERIFIED, Head, Heads, mark_of, named_after
from storage.reader import StoreReader
from storage.roles import admit
from storage.unit_of_work import Units
from tui.identity import Entering, identify, origin, system_user
from tui.settings import chosen_service, default_store, heads_log

if TYPE_CHECKING:
    from domain.engine.published import InstanceFiles
    from storage.summing import Summed

SESSION_LETTERS = 8
ASKED_AGAIN = 2
Check = Callable[[str, str], str]
FRESH_SECONDS = 0.5
"""How old the roles may be by which something is read; what is changed is always checked anew."""


@dataclass
class StoreDesk:
    """A desk on an open store, the last journal entry of which was `opened_at`. Implements `domain.views.Desk`.

    `reader` reads whatever it is asked; `read` is for the caller, who may not read everything. `means` is how they were
    known: whoever came in by an account of the service reaches no file from here."""

    caller: Caller
    clock: Clock
    reader: StoreReader
    service: str
    title: str
    training: bool
    database: Database
    units: Units
    opened_at: int = -1
    means: Means = Means.ACCOUNT
    _asked_at: float = field(default=-inf, init=False)
    _opened: set[str] = field(default_factory=set, init=False)
    _unsettled: dict[str, Order] = field(default_factory=dict, init=False)

    @property
    def read(self) -> StoreReader:
        """The reads of the store, as far as the caller may have them."""
        return cast(StoreReader, GuardedReader(self.reader, self._recently, self._refuse))

    def standing(self) -> Caller:
        """The caller with the roles that the store grants now."""
        self.caller = self.caller.as_known(self.reader.record, self.clock.now())
        self._asked_at = monotonic()
        return self.caller

    def _recently(self) -> Caller:
        return self.caller if monotonic() - self._asked_at < FRESH_SECONDS else self.standing()

    def require(self, what: str, *rights: Right) -> None:
        """Raise NotAllowed, and journal it, unless the caller has one of the rights."""
        caller = self.standing()
        if not caller.may_any(rights):
            sentence = refusal(caller, frozenset(rights))
            self._refuse(what, "", sentence)
            raise NotAllowed(sentence)

    def _refuse(self, what: str, subject: str, sentence: str) -> None:
        """Journal that somebody was refused what is no command, as the bus does when it refuses one."""
        if not self.database.is_sealed:
            self.units.refuse(self.caller, what, subject, sentence)

    def handle(self, command: Command, reason: str = "", command_id: str = "") -> Outcome:
        """Carry out a command in its own transaction: once, also when it is given again because the store did not say
        what had become of it."""
        order = Order(self._completed(command), self.caller, command_id or fresh_command_id(), reason)
        unsettled = list(self._unsettled.values())
        same = (one for one in unsettled if (one.command, one.reason) == (order.command, reason))
        order = order if command_id else next(same, order)
        self._unsettled[order.command_id] = order
        outcome = self._settled(order)
        self._unsettled.pop(order.command_id, None)
        return outcome

    def _settled(self, order: Order) -> Outcome:
        """What became of an order, asked again where a line broke: whoever asks with the same id is told."""
        for _ in range(ASKED_AGAIN):
            with suppress(OutcomeUnknown):
                return Bus(self.units).handle(order)
        return Bus(self.units).handle(order)

    def _completed(self, command: Command) -> Command:
        from domain.desk.messages import SettleMessage

        if not isinstance(command, SettleMessage):
            from storage.geography import located

            return located(command)
        from storage.importing import with_contents

        return with_contents(command, self.read)

    def opened(self, subject: str, purpose: str) -> None:
        """Journal that a record is being read: once in a sitting, and each time what an emergency was used for."""
        from domain.desk.people import ReadRecord

        if self.database.is_sealed or (subject in self._opened and not subject.startswith("emergency/")):
            return
        self.handle(ReadRecord(subject=subject, purpose=purpose))
        self._opened.add(subject)

    def sit_down(self) -> None:
        """Journal that somebody sits down at the desk."""
        from domain.desk.sittings import BeginSitting

        self.handle(BeginSitting(means=self.means, origin=origin()))

    def leave(self) -> None:
        """Journal that they have left."""
        from domain.desk.sittings import EndSitting

        self.handle(EndSitting(id=self.caller.session))

    @property
    def credentials(self) -> Credentials:
        """The passwords of the service; they wait by the true clock, whatever day a demonstration stands at."""
        return Credentials(self.database, self.service, SystemClock())

    def services(self) -> Mapping[str, str]:
        """The services of the store that the caller is a user of: name → title, in the order they were begun."""
        return {card.service: card.title for card in founding.granted(self.database, self.caller.user.id)}

    def require_everywhere(self, what: str, right: Right) -> None:
        """Raise NotAllowed, and journal it, unless the caller has the right in every service of the store."""
        for card in founding.services(self.database):
            there = StoreReader(self.database, card.service, self.clock)
            if not self.caller.as_known(there.record, self.clock.now()).may(right):
                sentence = f"{self.caller.user.id} may not do this: in {card.title}, too, it needs the right '{right}'"
                self._refuse(what, "", sentence)
                raise NotAllowed(sentence)

    def unlocked_by(self) -> Unlock:
        """The password if there is one; else whoever came by an account is known by that, and a key must come again."""
        if self.credentials.known(self.caller.user.id):
            return Unlock.PASSWORD
        return Unlock.ENTER if self.means is Means.ACCOUNT else Unlock.NEVER

    def unlock(self, password: str) -> str:
        """'' when whoever sits here is known again, else why not."""
        by = self.unlocked_by()
        problem = "" if by is Unlock.ENTER else "Leave, and sign in again as you did before"
        if by is Unlock.PASSWORD:
            problem = self.credentials.check(self.caller.user.id, password)
        if problem:
            self._refuse("desk.unlock", "", problem)
        return problem

    def set_password(self, user: str, password: str) -> Outcome:
        """Give somebody another password."""
        from domain.desk.sittings import SetPassword

        order = Order(SetPassword(id=user), self.caller, fresh_command_id())
        return self.credentials.set(self.units, order, user, password)

    def new_password(self, user: str) -> tuple[Outcome, str]:
        """Give somebody a password that nobody has thought of."""
        password = "-".join(RandomIds().token(5).lower() for _ in range(3))
        return self.set_password(user, password), password

    def take_files(self, paths: Sequence[str], *, dry_run: bool = False) -> list[FileOutcome]:
        """Take the messages in files and folders, each in its own transaction, or only say what that would change."""
        from storage.importing import take

        if self.means is not Means.ACCOUNT:
            sentence = "Files are taken in on the machine of the store, by whoever looks after it"
            self._refuse("message.take", "", sentence)
            raise Refusal(sentence, why="right")
        return take(self.units, self.caller, [Path(path) for path in paths], dry_run=dry_run)

    def listen(self, changed: Callable[[Sequence[Entry]], None], silent: Callable[[datetime | None], None]) -> Feed:
        """Start telling of the service's new journal entries and of silence."""

        def heard(entries: Sequence[Entry]) -> None:
            ours = [entry for entry in entries if entry.service == self.service]
            if ours or not entries:  # none at all: read everything again
                changed(self._seen(ours))

        return Feed(self.database, heard, silent, self.opened_at)

    def _seen(self, entries: Sequence[Entry]) -> Sequence[Entry]:
        return entries if self.caller.may_any(TRAIL) else thinned(entries, self.caller)

    def close(self) -> None:
        """Let go of the store, and note how far its journal has come."""
        with suppress(StoreUnreachable, OSError):
            if self.reader.head() != self.opened_at:
                _heads().note(self.database)
        self.database.close()


def _heads() -> Heads:
    return Heads(heads_log())


def fresh_command_id() -> str:
    """An id for one key press."""
    return command_id(RandomIds())


def open_database(place: str = "", *, must_exist: bool = True) -> Database:
    """Open the store at a path or URL ('' for the default one)."""
    return Database(place or default_store(), must_exist=must_exist)


def open_desk(
    place: str = "", *, now: datetime | None = None, right: Right | None = None, entering: Entering | None = None
) -> StoreDesk:
    """Open a begun store as the person at the keyboard, or as somebody who is `entering` by an account of the service.

    The desk is that of the service which was chosen, else of the first that the person is a user of. `now` sets a
    demonstration store's clock. Raises StoreUnreachable, or NotAllowed when the person is no user of the service or
    lacks `right`."""
    import domain.desk.everything  # noqa: F401 (registers every handler)

    database = open_database(place)
    try:
        schema.check(database)
        card = founding.meant(database, chosen_service(), entering.name if entering else system_user())
        clock = _clock_of(database, card, now)
        reader, units = StoreReader(database, card.service, clock), Units(database, card.service, clock, RandomIds())
        check = Credentials(database, card.service, SystemClock()).check
        here = StoreDesk(
            caller=_caller(database, reader, units, check, entering), clock=clock, reader=reader, units=units,
            service=card.service, title=card.title, training=card.training, database=database,
            opened_at=reader.head(), means=entering.means if entering else Means.ACCOUNT,
        )  # fmt: skip
        if right is not None:
            here.require("desk.open", right)
    except BaseException:
        database.close()
        raise
    return here


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


def _caller(here: Database, reader: StoreReader, units: Units, check: Check, entering: Entering | None) -> Caller:
    """Who is at the keyboard. Whoever is turned away is journalled: by the name that was said only if it is a user's,
    since people type passwords in its place."""
    session, where = RandomIds().token(SESSION_LETTERS), f"{units.service} in {here.name}"
    try:
        return identify(lambda name: reader.record(User, name), check, entering, session, where)
    except NotAllowed as refused:
        said = reader.record(User, entering.name) if entering else None
        name = said.id if said else system_user()
        with suppress(StoreUnreachable):
            units.refuse(Caller(User(id=name, active=False), f"{name}-{session}"), "desk.open", "", str(refused))
        raise


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


def found_store(place: str, service: str, title: str, desks: str = "") -> tuple[str, founding.Card]:
    """Begin a real store, or another service in a store where they keep the users of one, with the person at the
    keyboard as its administrator; returns the store's place and the service's card.

    `desks` is the role that desks come in by, on PostgreSQL."""
    import domain.desk.everything  # noqa: F401
    from domain.access import Role

    with new_store(place or default_store()) as database:
        if not schema.revision_of(database) or not founding.is_begun(database):
            card = founding.Card(service=service, title=title, training=False, clock_begins=None, clock_opened=None)
            _heads().ready()
            if desks:
                schema.upgrade(database)
                admit(database, desks)
            founding.found(database, card, system_user(), (Role.ADMIN,))
            _heads().note(database, BEGUN)
            return database.name, card
    with desk(place, right=Right.USERS) as here:
        card = founding.found_beside(here.database, service, title, here.caller.user.id, here.clock)
        return here.database.name, card


def begin_bench(place: str) -> bool:
    """Begin a store to load, unless there is one; whether it is one to practise on."""
    import domain.desk.everything  # noqa: F401
    from domain.access import Role

    with _database(place, must_exist=False) as database:
        if not schema.revision_of(database) or not founding.is_begun(database):
            card = founding.Card(service="bench", title="Bench", training=True, clock_begins=None, clock_opened=None)
            with suppress(StoreUnreachable, Refusal):  # another bench was first
                founding.found(database, card, system_user(), tuple(Role))
                _heads().note(database, BEGUN)
        schema.check(database)
        return founding.card_of(database).training


def bench_command_id() -> str:
    """An id for one write of a benchmark, to be known as one."""
    from storage.doctor import TRIED

    return TRIED + fresh_command_id()


def upgrade_store(place: str, *, dry_run: bool, desks: str = "") -> tuple[str, str, str]:
    """Bring a store's schema and shipped rules up to date, and let desks in by a role.

    Returns the revisions before and after, and a sentence on rules that are new to it, if any."""
    import domain.desk.everything  # noqa: F401

    with _database(place) as database:
        before, after, rules = schema.there(database), schema.newest(), ""
        if not dry_run:
            schema.upgrade(database)
            if desks:
                admit(database, desks)
            if founding.is_begun(database):
                for card in founding.services(database):
                    rules = founding.renewed(database, card.service, _clock_of(database, card, None)) or rules
        return before, after, rules


def examine(place: str, *, verify: bool, acks: Path | None = None, tries: Path | None = None) -> list[tuple[bool, str]]:
    """Look a store over: (whether it is well, a line that says what, with the cure).

    `acks` and `tries` are files of command ids, one a line, that a benchmark was promised and had tried."""
    from storage.doctor import Claims, findings

    promised, tried = (file.read_text("utf-8", "replace").split() if file else None for file in (acks, tries))
    claims = None if promised is None else Claims(promised, tried)
    with _database(place) as database:
        noted: Sequence[Head] = ()
        with suppress(StoreUnreachable):  # then what is wrong is found below
            noted = _noted(database) if verify else ()
        return findings(database, verify=verify, noted=noted, claims=claims, clock=SystemClock())


def sum_up_figures(place: str, *, anew: bool) -> "Summed":
    """Keep what figures count of each day so far: what is not kept, or all of it `anew`."""
    from storage.summing import sum_up_services

    with _database(place) as database:
        schema.check(database)
        cards = founding.services(database)
        return sum_up_services(database, cards, _clock_of(database, cards[0], None), anew=anew)


def backup_store(place: str, folder: Path, keep: int = 0) -> Path:
    """Copy a live store into a verified file, and keep so many of those in its folder (0: all)."""
    from storage.backup import backup

    with desk(place, right=Right.USERS) as here:
        here.require_everywhere("store.backup", Right.USERS)
        file = backup(here.database, folder, keep=keep)
        _heads().note(here.database)
        return file


def seal(here: StoreDesk, folder: Path) -> Path:
    """Put a verified copy of an open store into a folder, to be read only."""
    from storage.backup import backup

    here.require_everywhere("store.seal", Right.READ)
    file = backup(here.database, folder)
    file.chmod(0o400)
    _heads().note(here.database)
    return file


def restore_store(place: str, source: Path) -> str:
    """Put a verified backup into a new store; returns its journal head."""
    from storage.backup import restore

    with new_store(place or default_store()) as database:
        _heads().ready()
        head = restore(source, database)
        _heads().note(database, RESTORED)
        return head


def rehearse_restore(source: Path) -> tuple[str, Mapping[str, int]]:
    """Restore a backup into a store that is thrown away; returns its head and how many rows each table has."""
    from storage.backup import rehearse

    return rehearse(source)


def copy_store(place: str, target: str) -> Mapping[str, int]:
    """Copy a store into a new one, on either database; returns how many rows each table has."""
    from storage.copying import copy

    with desk(place, right=Right.USERS) as here, new_store(target) as database:
        here.require_everywhere("store.copy", Right.USERS)
        rows = copy(here.database, database)
        _heads().note(database, RESTORED)
        return rows


def verify_journal(place: str, backups: Path | None = None, *, whole: bool = False) -> Verdict:
    """Read the chain of a store, of a long one what is new; compare it with noted heads and the names of backups."""
    with _database(place) as database:
        schema.check(database)
        founding.services(database)
        noted = [*_noted(database), *(named_after(backups) if backups else ())]
        with database.reading() as connection:
            found, mark = verify(connection, noted, whole=whole), mark_of(connection)
        if not found.broken:
            _heads().add(Head(SystemClock().now(), VERIFIED, found.entries, found.head, mark, database.name))
        return found


def _noted(database: Database) -> Sequence[Head]:
    with database.reading() as connection:
        return _heads().of(database.name, mark_of(connection))


def fill_demo(place: str, service: str, day: date, seed: int, scale: int) -> int:
    """Fill an empty store with a synthetic service; returns the number of journal entries."""
    import domain.desk.everything  # noqa: F401
    from storage.demo import fill

    with new_store(place or default_store()) as database:
        _heads().ready()
        entries = fill(database, service, day, seed, scale, system_user())
        _heads().note(database, BEGUN)
        return entries


def instance_files(family: str) -> "InstanceFiles":
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


__all__ = ["NotAllowed", "StoreRefused", "StoreUnreachable"]
