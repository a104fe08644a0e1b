"""Several services in one store see and change nothing of each other; what concerns the store holds for all of them."""

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from domain.access import Caller, User
from domain.desk.administration import AmendUser
from domain.desk.bus import HANDLERS, Bus, Command, Done, Outcome, Refused
from domain.desk.intake import Claim, Ring
from domain.desk.sittings import EndSitting
from domain.desk.undoing import Undo
from domain.ids import SeededIds
from domain.policy import Code, Setting
from domain.record import Record
from domain.referral import Referral, Urgency
from domain.visit import Visit
from domain.when import SteppedClock
from storage.backup import backup, rehearse
from storage.chain import verify
from storage.demo import fill
from storage.doctor import findings
from storage.engine import Database, StoreRefused, StoreUnreachable
from storage.founding import Begin, granted, services
from storage.mapper import subject_of
from storage.queries.common import records, table_of
from storage.tables.core import JOURNAL
from storage.tables.records import TABLE_OF
from storage.unit_of_work import Units
from tests.contract.any_command import AnyCommand
from tests.contract.questions import questions
from tests.contract.store import EVERYTHING, MORNING, Desk, beside
from tests.contract.test_tampering import unguarded
from tests.contract.two_at_work import take_into_care
from tests.postgres import as_owner

RING = Ring(whom="Dr Shah", phone="01632 960123", need="UCR1", urgency=Urgency.TWO_HOUR)


OF_CARE = TABLE_OF.keys() - {Code, Setting, User}


@pytest.fixture
def north(ada: Desk) -> Desk:
    """The desk of another service in Ada's store, on each database."""
    return beside(ada, "north")


def test_no_question_of_one_service_is_answered_with_another_s_records(store_url: str) -> None:
    with closing(Database(as_owner(store_url))) as store:
        fill(store, "bury", date(2026, 11, 23), seed=1, scale=1, user="ada")
        ada = Desk(store, Caller(User(id="ada", roles=EVERYTHING), "ada-1"), SteppedClock(MORNING), SeededIds(3))
        north = beside(ada, "north")
        with store.reading() as connection:
            theirs = {record.id for kind in OF_CARE for record in records(connection, kind)}
            referral, *_ = records(connection, Referral)
            visit = next(one for one in records(connection, Visit) if one.package)
        answers = questions(north.read, referral, visit, MORNING)
        found = {name: set(re.findall(r"\w+", repr(ask()))) & theirs for name, ask in answers.items()}
        assert {name: leaked for name, leaked in found.items() if leaked} == {}
        assert north.read.some(Referral, [referral.id]) == {} and north.read.record(Visit, visit.id) is None
        assert ada.read.queue(MORNING) and not north.read.queue(MORNING)


def at_work(desk: Desk, *services: str) -> Iterator[tuple[Command, Outcome]]:
    """Each kind of command in turn at a desk, about records of these services, and what came of it."""
    drawn = AnyCommand(desk, 7, services)
    for kind in sorted(HANDLERS.keys() - {Begin}, key=str):
        command = drawn.of(kind)
        if command is not None:
            yield command, desk.do(command)
        if kind is EndSitting:
            desk.caller = replace(desk.caller, session=f"{desk.caller.user.id}-{desk.read.head()}")


def kept_of(desk: Desk) -> dict[str, Record]:
    """Every record of a desk's service, by subject."""
    with desk.database.reading() as connection:
        ours = ((kind, table_of(kind).c.service == desk.service) for kind in TABLE_OF)
        return {subject_of(record): record for kind, where in ours for record in records(connection, kind, where)}


def test_no_command_of_one_service_changes_names_or_tells_of_another_s_records(ada: Desk, north: Desk) -> None:
    for desk in (ada, north):
        take_into_care(desk)
        done = [outcome for _, outcome in at_work(desk, desk.service) if isinstance(outcome, Done)]
        assert len(done) > 10
    before, head = kept_of(ada), ada.read.head()
    theirs = {subject.partition("/")[2] for subject, record in before.items() if type(record) in OF_CARE}
    for _ in range(2):
        for command, outcome in at_work(north, "north", "bury"):
            told = set(re.findall(r"\w+", repr(outcome))) & theirs
            assert told <= set(re.findall(r"\w+", repr(command))), (command, outcome)
    written = [(entry.subject, entry.before, entry.after) for entry in north.read.entries_since(head, 10_000)]
    assert len(written) > 20 and not set(re.findall(r"\w+", repr(written))) & theirs
    assert kept_of(ada) == before


def test_what_is_not_one_s_own_is_not_there_to_be_changed_or_undone(ada: Desk, north: Desk) -> None:
    rung = ada.done(RING)
    for outcome in (north.do(Claim(id=rung.ref)), north.do(Undo(seq=rung.seq))):
        assert isinstance(outcome, Refused) and outcome.sentence.startswith("There is no")
    assert north.read.history(rung.subject) == [] and north.read.own_steps("ada").last is None
    assert [entry.service for entry in ada.read.history(rung.subject)] == ["bury"]


def test_the_id_of_a_command_tells_another_service_nothing(ada: Desk, north: Desk) -> None:
    order = ada.order(RING)
    assert isinstance(Bus(ada.units).handle(order), Done)
    assert north.units.result_of(order.command_id) is None
    with pytest.raises(StoreUnreachable):
        Bus(north.units).handle(replace(order, caller=north.caller))
    assert not north.read.queue(MORNING)


def test_a_login_has_its_own_name_roles_and_standing_in_each_service(ada: Desk, north: Desk) -> None:
    here = beside(ada, "south", user="ada")
    here.done(AmendUser(id="ada", name="Ada of the South"))
    assert [card.service for card in granted(ada.database, "ada")] == ["bury", "south"]
    assert {user.name for user in here.read.users()} == {"Ada of the South"}
    ada.done(AmendUser(id="ben", active=False))
    assert granted(ada.database, "ben") == []
    assert ada.read.record(User, "ada") != here.read.record(User, "ada")


def test_a_reference_is_given_once_in_the_store(ada: Desk, north: Desk) -> None:
    order, same = ada.order(RING), north.order(RING)
    rung = [Units(desk.database, desk.service, desk.clock, SeededIds(9)) for desk in (ada, north)]
    done = [Bus(units).handle(one) for units, one in zip(rung, (order, same), strict=True)]
    assert len({outcome.ref for outcome in done if isinstance(outcome, Done)}) == 2


def test_a_store_has_one_service_of_a_name(ada: Desk, north: Desk) -> None:
    with pytest.raises(StoreRefused, match="has a service north already"):
        beside(ada, "north")
    assert [(card.service, bool(card.since)) for card in services(ada.database)] == [("bury", False), ("north", True)]


def test_the_store_is_well_and_is_backed_up_whole(ada: Desk, north: Desk, tmp_path: Path) -> None:
    ada.done(RING)
    north.done(RING)
    with ada.owning() as connection:
        assert verify(connection).broken == ()
    owned = Database(as_owner(ada.database.address))
    with closing(owned):
        wrong = [what for good, what in findings(owned, verify=True) if not good and "as the owner" not in what]
    assert wrong == []
    head, _ = rehearse(backup(ada.database, tmp_path))
    assert head.startswith(f"{ada.read.head()}-")


def test_an_entry_that_is_moved_to_another_service_is_found(ada: Desk, north: Desk) -> None:
    rung = ada.done(RING)
    with ada.owning() as connection:
        unguarded(connection).execute(JOURNAL.update().where(JOURNAL.c.seq == rung.seq).values(service="north"))
    with ada.database.reading() as connection:
        assert f"entry {rung.seq} " in verify(connection).broken[0]
