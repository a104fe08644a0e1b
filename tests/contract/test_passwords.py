"""Passwords are kept as verifiers alone, and wrong ones make everybody wait longer and longer, on both databases."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from domain.access import Role
from domain.desk.bus import Done, Refused
from domain.desk.sittings import SetPassword
from storage.credentials import WRONG, Credentials, wait_after
from tests.contract.store import Desk, with_roles

GOOD = "four walls and a kettle"


def passwords(desk: Desk) -> Credentials:
    return Credentials(desk.database, "bury", desk.clock)


def give(desk: Desk, user: str, password: str = GOOD) -> object:
    return passwords(desk).set(desk.units, desk.order(SetPassword(id=user)), user, password)


def test_the_right_password_lets_in_and_a_wrong_or_unknown_one_hears_the_same(ada: Desk) -> None:
    assert isinstance(give(ada, "ben"), Done)
    kept = passwords(ada)
    assert kept.known("ben") and not kept.known("ada")
    assert kept.check("ben", GOOD) == ""
    assert kept.check("ben", "four walls and a cattle") == kept.check("nobody", GOOD) == WRONG


def test_wrong_passwords_shut_the_door_longer_each_time_and_the_right_one_opens_it_for_good(ada: Desk) -> None:
    give(ada, "ben")
    for _ in range(5):
        assert passwords(ada).check("ben", "wrong") == WRONG
    assert "30 seconds" in passwords(ada).check("ben", GOOD)
    ada.clock.at += timedelta(seconds=31)
    assert passwords(ada).check("ben", "wrong") == WRONG
    assert "60 seconds" in passwords(ada).check("ben", GOOD)
    ada.clock.at += timedelta(seconds=61)
    assert passwords(ada).check("ben", GOOD) == ""
    assert passwords(ada).check("ben", "wrong") == WRONG
    assert passwords(ada).check("ben", GOOD) == ""


def test_waits_double_and_end_at_a_quarter_of_an_hour() -> None:
    waits = [wait_after(failures).total_seconds() for failures in range(3, 14)]
    assert waits == [0, 0, 30, 60, 120, 240, 480, 900, 900, 900, 900]
    assert wait_after(10**6) == timedelta(minutes=15)


@pytest.mark.parametrize("password", ["short", "ben ben ben ben", "aaaaaaaaaaaaaaaa", "x" * 1000])
def test_a_password_that_is_easily_guessed_is_not_taken(ada: Desk, password: str) -> None:
    assert isinstance(give(ada, "ben", password), Refused)
    assert not passwords(ada).known("ben")


def test_only_they_themselves_and_whoever_keeps_the_users_may_set_it(ada: Desk) -> None:
    clerk = with_roles(ada, Role.CO_ORDINATOR)
    assert isinstance(give(clerk, "co-ordinator"), Done)
    refused = give(clerk, "ben")
    assert isinstance(refused, Refused) and "needs the right 'users'" in refused.sentence
    assert isinstance(give(with_roles(ada, Role.ADMIN), "ben"), Done)


def test_the_journal_says_that_it_was_set_and_by_whom_and_nothing_more(ada: Desk) -> None:
    give(ada, "ben")
    (entry,) = ada.read.entries_since(ada.read.head() - 1)
    assert (entry.kind, entry.subject, entry.actor, entry.after) == ("user.password", "user/ben", "ada", {})
    with ada.database.reading() as connection:
        tables = [connection.execute(sa.text(f"select * from {name}")).all() for name in ("credential", "journal")]
    everything = str(tables)
    assert GOOD not in everything and "$argon2id$" in everything
