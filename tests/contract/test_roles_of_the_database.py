"""On PostgreSQL a desk comes in by a role that can do a desk's work, and nothing to the journal or the tables."""

from contextlib import closing

import pytest

from domain.desk.intake import Ring
from domain.referral import Urgency
from storage import schema
from storage.engine import Database, StoreUnreachable
from storage.roles import admit, admitted, misgranted, owns
from tests.contract.store import Desk
from tests.postgres import DESKS, OWNER, Cluster, as_desk, as_owner
from tui.bootstrap import found_store, upgrade_store

FORBIDDEN = (
    "UPDATE journal SET actor = 'nobody'",
    "UPDATE journal SET before = '{}' WHERE seq = 2",
    "DELETE FROM journal",
    "TRUNCATE journal",
    "TRUNCATE visit",
    "DELETE FROM touch",
    "UPDATE head SET id = 2",
    "UPDATE store SET mark = 'another'",
    "UPDATE alembic_version SET version_num = '0001'",
    "UPDATE told SET ends = starts",
    "ALTER TABLE journal DISABLE TRIGGER USER",
    "DROP TRIGGER journal_no_change ON journal",
    "ALTER TABLE told DROP CONSTRAINT ex_told_worker",
    "CREATE OR REPLACE FUNCTION journal_refuses() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "CREATE TABLE another (id integer)",
    "CREATE TEMPORARY TABLE journal (seq integer)",
    "SET ROLE caredesk_owner",
)


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_a_desk_is_refused(postgres_desk: Desk, statement: str) -> None:
    refused = pytest.raises(StoreUnreachable, match=r"as the owner|must be owner")
    with refused, postgres_desk.database.writing() as connection:
        connection.exec_driver_sql(statement)


def test_a_desk_erases_only_what_the_newest_entry_says_was_erased(postgres_desk: Desk) -> None:
    with pytest.raises(StoreUnreachable, match="append-only"), postgres_desk.database.writing() as connection:
        connection.exec_driver_sql("SELECT journal_erase(2, '{}', '{}', '')")


def test_a_desk_neither_begins_nor_upgrades_a_store(cluster: Cluster, postgres_url: str) -> None:
    with cluster.database() as url, pytest.raises(StoreUnreachable, match="as the owner"):
        found_store(as_desk(url), "bury", "Bury")
    with closing(Database(postgres_url)) as database, pytest.raises(StoreUnreachable, match="as the owner"):
        schema.upgrade(database)


def test_the_owner_begins_a_store_and_lets_desks_in(cluster: Cluster) -> None:
    with cluster.database() as url:
        found_store(url, "bury", "Bury", DESKS)
        with closing(Database(as_desk(url))) as database, database.reading() as connection:
            assert (admitted(connection), owns(connection, DESKS), owns(connection, OWNER)) == ([DESKS], False, True)
            assert misgranted(connection, DESKS) == ([], [])


def test_an_upgrade_lets_the_same_roles_in_again(postgres_desk: Desk) -> None:
    with postgres_desk.owning() as connection:
        connection.exec_driver_sql(f"REVOKE INSERT ON person FROM {DESKS}")
        connection.exec_driver_sql(f"GRANT DELETE ON journal TO {DESKS}")
        assert misgranted(connection, DESKS) == (["DELETE on journal"], ["INSERT on person"])
    with closing(Database(as_owner(postgres_desk.database.address))) as owned:
        schema.upgrade(owned)
    with postgres_desk.database.reading() as connection:
        assert misgranted(connection, DESKS) == ([], [])
    postgres_desk.done(Ring(whom="GP", phone="0161 496 0123", need="UCR1", urgency=Urgency.TWO_HOUR))


def test_only_a_role_that_is_a_guard_is_let_in(postgres_desk: Desk, sqlite_url: str) -> None:
    owned = as_owner(postgres_desk.database.address)
    with pytest.raises(StoreUnreachable, match="owns the tables"):
        upgrade_store(owned, dry_run=False, desks=OWNER)
    with pytest.raises(StoreUnreachable, match="CREATE ROLE nobody_yet"):
        upgrade_store(owned, dry_run=False, desks="nobody_yet")
    with closing(Database(sqlite_url)) as file, pytest.raises(StoreUnreachable, match="knows no roles"):
        admit(file, DESKS)
