"""Begins a store and each further service in it: card, shipped policy and first user, all in one journal entry."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from domain.access import Caller, NotAllowed, Right, Role, User
from domain.desk.asking import ask
from domain.desk.bus import Command, Order, Refusal, Work, handles
from domain.ids import Ids, RandomIds, command_id
from domain.policy import Code, Rule, Setting
from domain.when import Clock, SystemClock, local_date
from storage import schema
from storage.engine import Database, StoreRefused, StoreUnreachable
from storage.mapper import shape_of, subject_of
from storage.seeds import shipped_codes, shipped_settings
from storage.tables.core import HEAD, STORE
from storage.unit_of_work import Batch, Session, Units

FOUNDER = Caller(User(id="caredesk", name="caredesk", roles=(Role.ADMIN,)), "founding")


@dataclass(frozen=True, slots=True, kw_only=True)
class Begin(Command):
    """The first command of a store."""

    user: str = ask("First user", hidden=True)
    roles: tuple[Role, ...] = ask("Their roles", hidden=True)
    training: bool = ask("A demonstration store", hidden=True)


@handles(Begin, "store.begin", Right.USERS, undoable=False)
def begin(do: Begin, work: Work) -> str:
    """Keep the shipped policy and the first user."""
    if work.find(User):
        raise Refusal(f"The service {work.service} has been begun already")
    for code in shipped_codes():
        work.add(code)
    for setting in shipped_settings():
        work.add(_trained(setting) if do.training else setting)
    work.add(User(id=do.user, name=do.user, roles=do.roles))
    return f"user/{do.user}"


def _trained(setting: Setting) -> Setting:
    """A demonstration says that it is one, and nobody is locked out of it."""
    value = {"training": "yes", "idle-lock-minutes": "0"}.get(setting.name)
    return setting if value is None else replace(setting, value=value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Renew(Command):
    """A newer program looks after the store: the rules that it ships and the store has never had."""


@handles(Renew, "store.renew", Right.USERS, undoable=False)
def renew(do: Renew, work: Work) -> str:
    """Keep those rules from today on. Whatever the store has ever had an entry of stays as people have it."""
    had = {(code.list, code.code) for code in work.find(Code)} | {setting.name for setting in work.find(Setting)}
    today = local_date(work.now)
    lacking: list[Rule] = [code for code in shipped_codes() if (code.list, code.code) not in had]
    lacking += [setting for setting in shipped_settings() if setting.name not in had]
    if not lacking:
        raise Refusal("The store has every rule that this program ships")
    for rule in lacking:
        work.add(replace(rule, valid_from=today))
    work.say(f"{len(lacking)} rules that are new to this store hold from today: see them under policy")
    return subject_of(lacking[0])


@dataclass(frozen=True, slots=True)
class Card:
    """What a store says of a service in it, which was begun after journal entry `since`."""

    service: str
    title: str
    training: bool
    clock_begins: datetime | None
    clock_opened: datetime | None
    since: int = 0


def found(
    database: Database,
    card: Card,
    user: str,
    roles: tuple[Role, ...],
    clock: Clock | None = None,
    ids: Ids | None = None,
) -> None:
    """Begin an empty store. Raises StoreRefused when it is not empty."""
    schema.upgrade(database)
    with database.writing() as connection:
        if connection.execute(sa.select(HEAD.c.seq)).scalar_one() > 0:
            raise StoreRefused(f"{database.name} is not empty: this needs a new store")
        connection.execute(STORE.delete())
        _begin_with(connection, card, new_mark())
    clock, ids = clock or SystemClock(), ids or RandomIds()
    with Units(database, card.service, clock, ids).batch() as batch:
        order = Order(Begin(user=user, roles=roles, training=card.training), FOUNDER, command_id(ids), card.title)
        batch.handle(order)


def found_beside(database: Database, service: str, title: str, user: str, clock: Clock) -> Card:
    """Begin another service in a store that has been begun, to practise on if that one is.

    Raises StoreRefused when the store has a service of that name."""
    ids = RandomIds()
    with database.writing() as connection:
        seq, mark = (connection.execute(sa.select(column)).scalar_one() for column in (HEAD.c.seq, _MARK))
        others = cards_of(connection)
        if service in (card.service for card in others):
            raise StoreRefused(f"{database.name} has a service {service} already")
        card = replace(others[0], service=service, title=title, since=seq)
        _begin_with(connection, card, mark)
        session = Session(connection, service, database.is_sqlite)
        roles = tuple(Role) if card.training else (Role.ADMIN,)
        order = Order(Begin(user=user, roles=roles, training=card.training), FOUNDER, command_id(ids), title)
        Batch(session, clock, ids).handle(order)
        session.finish()
    return card


def _begin_with(connection: sa.Connection, card: Card, mark: str) -> None:
    values = {name: getattr(card, name) for name in Card.__slots__}
    connection.execute(STORE.insert().values(**values, mark=mark))


_MARK = sa.select(STORE.c.mark).limit(1).scalar_subquery()


def renewed(database: Database, service: str, clock: Clock) -> str:
    """Give a store the shipped rules that it has never had; returns what was done in a sentence, or nothing."""
    ids = RandomIds()
    with Units(database, service, clock, ids).batch() as batch, suppress(Refusal):
        return batch.handle(Order(Renew(), FOUNDER, command_id(ids))).note
    return ""


def new_mark() -> str:
    """What a store is known by, wherever it lies; a demonstration has its own too."""
    return command_id(RandomIds())


def is_begun(database: Database) -> bool:
    """Whether a store that has its schema has its first journal entry too."""
    with database.reading() as connection:
        return int(connection.execute(sa.select(HEAD.c.seq)).scalar_one()) > 0


def services(database: Database) -> list[Card]:
    """The services of a store in the order in which they were begun. Raises StoreUnreachable when there is none."""
    with database.reading() as connection:
        cards = cards_of(connection)
    if not cards:
        raise StoreUnreachable(f"{database.name} has not been begun; run 'caredesk init' or 'caredesk demo'")
    return cards


def cards_of(connection: sa.Connection, *where: sa.ColumnElement[bool]) -> list[Card]:
    """The cards of a store's services in the order in which they were begun."""
    query = sa.select(*(STORE.c[name] for name in Card.__slots__)).where(*where).order_by(STORE.c.since)
    return [Card(**row) for row in connection.execute(query).mappings()]


def granted(database: Database, user: str) -> list[Card]:
    """The services of a store that somebody is a user of."""
    users = shape_of(User).table
    theirs = sa.select(users.c.service).where(users.c.id == user, users.c.active)
    with database.reading() as connection:
        return cards_of(connection, STORE.c.service.in_(theirs))


def meant(database: Database, chosen: str, user: str) -> Card:
    """The card of the service that was chosen, '' for the first one that somebody is a user of.

    Raises NotAllowed when there is no such service."""
    cards = services(database)
    if not chosen:
        return next(iter(granted(database, user)), cards[0])
    for card in cards:
        if card.service == chosen:
            return card
    raise NotAllowed(f"{user} is not a user of a service {chosen} in {database.name}")


def card_of(database: Database) -> Card:
    """The card of the service that a store was begun with, which has what is the store's own."""
    return services(database)[0]


def start_clock(database: Database, at: datetime) -> Card:
    """Note the first opening of a demonstration store: from now its own clock runs on."""
    with database.writing() as connection:
        connection.execute(STORE.update().where(STORE.c.clock_opened.is_(None)).values(clock_opened=at))
    return card_of(database)


def set_clock(database: Database, begins: datetime, opened: datetime) -> Card:
    """Set a demonstration store's clock. Raises StoreRefused on a real store."""
    if not card_of(database).training:
        raise StoreRefused("--now sets the clock of demonstration stores only")
    with database.writing() as connection:
        connection.execute(STORE.update().values(clock_begins=begins, clock_opened=opened))
    return card_of(database)
