"""Whoever takes a guard of the journal or of who is told away is told on by the doctor, and an upgrade puts it back."""

from storage.doctor import findings
from storage.engine import Database
from storage.guards import meant, standing
from tests.contract.store import Desk
from tests.postgres import as_owner
from tui.bootstrap import upgrade_store

CURE = "'caredesk upgrade' puts it right"


def wrong(desk: Desk) -> list[str]:
    """What the doctor says is not well, but for how open the test's file is."""
    return [what for good, what in findings(desk.database, verify=False) if not good and "mode" not in what]


def do(desk: Desk, sqlite: str, postgresql: str) -> None:
    """What only the owner of the tables can do."""
    with desk.owning() as connection:
        connection.exec_driver_sql(sqlite if desk.database.is_sqlite else postgresql)


def mend(desk: Desk) -> None:
    upgrade_store(as_owner(desk.database.address), dry_run=False)
    assert wrong(desk) == []


def test_a_new_store_has_every_guard(ada: Desk) -> None:
    with ada.database.reading() as connection:
        assert standing(connection) == meant(ada.database.engine.dialect.name)
    assert wrong(ada) == []


def test_each_guard_that_is_missing_is_a_line_and_is_put_back(ada: Desk) -> None:
    names = [name for name in meant(ada.database.engine.dialect.name) if name.startswith("trigger ")]
    with ada.owning() as connection:
        for name in names:
            _, guard, _, table = name.split()
            connection.exec_driver_sql(f"DROP TRIGGER {guard}" + ("" if ada.database.is_sqlite else f" ON {table}"))
    assert [line.partition(" is ")[0] for line in wrong(ada)] == [f"the guard '{name}'" for name in names]
    assert all("is missing" in line and line.endswith(CURE) for line in wrong(ada))
    mend(ada)


def test_a_guard_that_was_made_toothless_is_told(ada: Desk) -> None:
    if ada.database.is_sqlite:
        do(ada, "DROP TRIGGER journal_no_delete", "")
    do(
        ada,
        "CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN SELECT 1; END",
        "CREATE OR REPLACE FUNCTION journal_refuses() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
    )
    assert "is altered" in wrong(ada)[0]
    mend(ada)


def test_a_trigger_that_nobody_knows_is_told_and_taken_away(ada: Desk) -> None:
    do(
        ada,
        "CREATE TRIGGER helper AFTER INSERT ON journal BEGIN DELETE FROM told; END",
        "CREATE TRIGGER helper AFTER INSERT ON journal FOR EACH ROW EXECUTE FUNCTION journal_refuses()",
    )
    assert "the guard 'trigger helper on journal' is strange" in wrong(ada)[0]
    mend(ada)


def test_what_alters_unseen_what_is_written_or_read_is_told_and_taken_away(ada: Desk) -> None:
    do(
        ada,
        'CREATE TRIGGER "a helper" AFTER UPDATE ON desk_user BEGIN DELETE FROM credential; END',
        'CREATE TRIGGER "a helper" AFTER UPDATE ON desk_user FOR EACH ROW EXECUTE FUNCTION journal_refuses()',
    )
    strange = ["trigger a helper on desk_user"]
    if not ada.database.is_sqlite:
        do(ada, "", "CREATE RULE quiet AS ON INSERT TO journal DO INSTEAD NOTHING")
        do(ada, "", "CREATE POLICY few ON person USING (id > 'M')")
        strange += ["rule quiet on journal", "policy few on person"]
    assert [line.partition(" is ")[0] for line in wrong(ada)] == [f"the guard '{name}'" for name in strange]
    mend(ada)


def test_what_is_switched_off_or_dropped_on_postgresql_counts_as_missing(postgres_desk: Desk) -> None:
    with postgres_desk.owning() as connection:
        connection.exec_driver_sql("ALTER TABLE journal DISABLE TRIGGER USER")
        connection.exec_driver_sql("ALTER TABLE told DROP CONSTRAINT ex_told_worker")
        connection.exec_driver_sql("ALTER TABLE journal DROP CONSTRAINT uq_journal_command_id")
    assert len(wrong(postgres_desk)) == 5
    mend(postgres_desk)


def test_the_doctor_tells_of_desks_that_come_in_as_the_owner(postgres_desk: Desk) -> None:
    with postgres_desk.owning() as connection:
        connection.exec_driver_sql("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM caredesk")
    owner = Database(as_owner(postgres_desk.database.address))
    (line,) = [what for good, what in findings(owner, verify=False) if not good]
    assert "desks come in as caredesk_owner, the owner of the tables" in line
    assert "caredesk upgrade --desks ROLE" in line
    owner.close()


def test_the_doctor_tells_of_rights_that_no_desk_needs_or_that_it_lacks(postgres_desk: Desk) -> None:
    with postgres_desk.owning() as connection:
        connection.exec_driver_sql("GRANT UPDATE (actor) ON journal TO caredesk")
        connection.exec_driver_sql("REVOKE DELETE ON visit FROM caredesk")
    cure = "run 'caredesk upgrade --desks caredesk' as the owner"
    assert wrong(postgres_desk) == [
        f"caredesk may UPDATE on journal, which no desk needs: {cure}",
        f"caredesk may not DELETE on visit, which every desk needs: {cure}",
    ]
    mend(postgres_desk)
