"""Whatever somebody does to a store past the program, the doctor has a sentence for it, and a cure."""

from collections.abc import Callable
from pathlib import Path

import pytest

from domain.desk.bus import Order
from domain.desk.intake import Ring
from domain.desk.sittings import SetPassword
from domain.ids import command_id
from domain.referral import Urgency
from storage.copying import copy
from storage.credentials import Credentials
from storage.doctor import findings
from storage.engine import Database, StoreUnreachable
from storage.heads import VERIFIED, Heads, mark_of
from storage.summing import sum_up
from tests.contract.store import Desk, beside
from tests.contract.test_tampering import unguarded

PASSWORD = "four quiet winter mornings"


def wrong(store: Database) -> list[str]:
    """What the doctor says is not well, but for how open the test's file is and who came in."""
    found = findings(store, verify=True)
    return [what for good, what in found if not good and "mode" not in what and "the owner of the tables" not in what]


def do(ada: Desk, *statements: str) -> list[str]:
    """What only the owner of the tables can do, guards away; then what the doctor says of it beside that."""
    with ada.owning() as connection:
        unguarded(connection)
        for statement in statements:
            connection.exec_driver_sql(statement)
    return [what for what in wrong(ada.database) if not what.startswith("the guard")]


@pytest.fixture
def rung(ada: Desk) -> str:
    """The reference of a referral in Ada's store."""
    return ada.done(Ring(whom="GP", phone="0161 496 0123", need="UCR1", urgency=Urgency.TWO_HOUR)).ref


LAYOUTS = {
    "the index ix_person_family of the table person is missing": ("DROP INDEX ix_person_family",),
    "the column noted of the table person is none that it was made with": ("ALTER TABLE person ADD COLUMN noted text",),
    "there is a table notes that caredesk did not make": ("CREATE TABLE notes (id text)",),
    "the index once of the table shift is none that it was made with": ("CREATE UNIQUE INDEX once ON shift (worker)",),
    "the table person_word is missing": ("DROP TABLE person_word",),
}


@pytest.mark.parametrize("said", LAYOUTS)
def test_a_table_that_is_not_as_it_was_made_is_told(ada: Desk, said: str) -> None:
    told = do(ada, *LAYOUTS[said])
    assert told[0].startswith(f"{said}: 'caredesk copy' puts what is there into tables of a new store")


def test_a_column_of_another_kind_is_told_and_a_copy_cures_it(
    ada: Desk, rung: str, blank_url: str, tmp_path: Path
) -> None:
    if ada.database.is_sqlite:
        told = do(
            ada,
            "PRAGMA writable_schema = ON",
            "UPDATE sqlite_master SET sql = replace(sql, 'family TEXT NOT NULL', 'family INTEGER') "
            "WHERE name = 'person'",
            "UPDATE sqlite_master SET sql = replace(sql, '''2h'', ', '''2h'', ''soon'', ') WHERE name = 'referral'",
        )
        kinds = "INTEGER, and was made TEXT NOT NULL"
    else:
        told = do(
            ada,
            "ALTER TABLE person ALTER COLUMN family TYPE varchar(40), ALTER COLUMN family DROP NOT NULL",
            "ALTER TABLE referral DROP CONSTRAINT ck_referral_urgency, "
            "ADD CONSTRAINT ck_referral_urgency CHECK (urgency IN ('2h', 'same-day', '2d', 'routine', 'soon'))",
        )
        kinds = "VARCHAR(40), and was made TEXT NOT NULL"
    assert told[0].startswith(f"the column family of the table person is {kinds}:")
    assert told[1].startswith(
        "the closed list ck_referral_urgency of the table referral is 2d, 2h, routine, same-day, soon"
    )
    fresh = Database(blank_url, must_exist=False)
    copy(ada.database, fresh)
    assert wrong(fresh) == []
    fresh.close()


def test_a_table_that_is_read_faster_by_an_index_of_one_s_own_is_well(ada: Desk) -> None:
    assert do(ada, "CREATE INDEX own ON person (given)") == []


UNREADABLE = {
    "a date that is none": "UPDATE setting SET valid_from = 'soon' WHERE id = 'training'",
    "a word that is on no list": "UPDATE desk_user SET roles = '[\"king\"]' WHERE id = 'ben'",
    "text that is no list": "UPDATE desk_user SET roles = '[' WHERE id = 'ben'",
}


@pytest.mark.parametrize("statement", UNREADABLE.values(), ids=UNREADABLE)
def test_a_record_that_nobody_can_read_is_named(statement: str, ada: Desk) -> None:
    if not ada.database.is_sqlite and "king" not in statement:
        with pytest.raises(StoreUnreachable, match="not of its kind"):
            do(ada, statement)
        return
    told = do(ada, statement)[0]
    subject = "setting/training" if "setting" in statement else "user/ben"
    assert told == f"{subject} is not as its entries left it: somebody wrote past the program; restore the last backup"


ENTRIES = {
    "the story of another": "UPDATE journal SET after = (SELECT after FROM journal WHERE seq = 1) WHERE seq = 3",
    "text that is no record": "UPDATE journal SET after = '{' WHERE seq = 3",
    "another service": "UPDATE journal SET service = 'other' WHERE seq = 3",
}


@pytest.mark.parametrize("statement", ENTRIES.values(), ids=ENTRIES)
def test_an_entry_that_was_altered_is_named_and_nothing_else_is_made_of_it(
    statement: str, ada: Desk, rung: str
) -> None:
    (told,) = do(ada, statement)
    assert told.startswith("entry 3 (referral.ring by ada) does not fit the chain: keep the store as it is")


def test_the_same_letters_as_another_kind_of_value_do_not_pass(ada: Desk, rung: str) -> None:
    letters = "BLOB" if ada.database.is_sqlite else "bytea"
    (told,) = do(ada, f"UPDATE journal SET reason = CAST(reason AS {letters}) WHERE seq = 3")
    assert told.startswith("entry 3 (referral.ring by ada) does not fit the chain")


def test_a_journal_without_a_head_is_told(ada: Desk) -> None:
    guard = "DROP TRIGGER head_no_delete" if ada.database.is_sqlite else "SELECT 1"
    assert any("there are 0 heads" in told for told in do(ada, guard, "DELETE FROM head"))


def test_a_store_that_says_two_schemas_is_told(ada: Desk) -> None:
    (told,) = do(ada, "INSERT INTO alembic_version VALUES ('0001')")
    assert "says that it has schema 0001 and" in told and told.endswith("restore the last backup")


def test_a_store_of_a_newer_schema_needs_a_newer_program(ada: Desk) -> None:
    (told,) = do(ada, "UPDATE alembic_version SET version_num = '9999'")
    assert "newer than this program" in told and told.endswith("update caredesk")


CARDS = {
    "title = 'Elsewhere'": "the card of the service bury is not as entry 1 began it",
    "training = NOT training": "the card of the service bury is not as entry 1 began it",
    "clock_begins = '2020-01-01 00:00:00.000000'": "the card of the service bury is not as entry 1 began it",
    "since = 7": "the card of the service bury is not as entry 1 began it",
    "service = 'other'": "no entry has begun the service other, and 1 more",
}


@pytest.mark.parametrize("change", CARDS)
def test_the_card_of_a_service_says_what_it_was_begun_with(ada: Desk, change: str) -> None:
    assert f"{CARDS[change]}: somebody wrote past" in do(ada, f"UPDATE store SET {change}")[-1]


def test_a_service_that_was_begun_beside_another_is_well_until_its_card_is_gone(ada: Desk) -> None:
    beside(ada, "north")
    assert wrong(ada.database) == []
    (told,) = do(ada, "DELETE FROM store WHERE service = 'north'")
    assert told.startswith("the card of the service north is missing")


def test_a_mark_that_was_altered_is_told_by_what_was_noted(ada: Desk, tmp_path: Path) -> None:
    log = Heads(tmp_path / "heads.log")
    log.note(ada.database, VERIFIED)
    do(ada, "UPDATE store SET mark = 'another'")
    with ada.database.reading() as connection:
        noted = log.of(ada.database.name, mark_of(connection))
    told = [what for good, what in findings(ada.database, verify=True, noted=noted) if not good]
    assert any("its mark was altered" in what for what in told)


def set_password(ada: Desk) -> None:
    order = Order(SetPassword(id="ada"), ada.caller, command_id(ada.ids))
    Credentials(ada.database, ada.service, ada.clock).set(ada.units, order, "ada", PASSWORD)


PASSWORDS: dict[str, Callable[[str], str]] = {
    "given to another": lambda _: "INSERT INTO credential SELECT 'ben', service, verifier, 0, NULL FROM credential",
    "put in place of another": lambda _: "UPDATE credential SET verifier = verifier || 'x'",
}


@pytest.mark.parametrize("how", PASSWORDS)
def test_a_password_that_nobody_set_is_told(ada: Desk, how: str) -> None:
    set_password(ada)
    assert wrong(ada.database) == []
    (told,) = do(ada, PASSWORDS[how](""))
    assert told.startswith(
        f"the password of user/{'ben' if 'given' in how else 'ada'} is not one that was set for them"
    )


def test_a_sum_that_was_kept_otherwise_is_told(ada: Desk, rung: str) -> None:
    ada.clock.at = ada.clock.at.replace(year=2027)
    sum_up(ada.database, ada.service, ada.read.rulebook(), ada.clock.now())
    assert wrong(ada.database) == []
    (told,) = do(ada, "UPDATE day_sum SET counts = '{\"all\": 99}' WHERE figure = 'ucr-2h' AND counts = '{}'")
    assert told.endswith("run 'caredesk reports rebuild'")
