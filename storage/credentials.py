"""Passwords: kept as Argon2id verifiers, tried by whoever signs in, shut for a growing while after wrong ones.

An unknown name takes as long as a wrong password and hears the same. Each attempt is counted before it is tried, so
that many at once are no way round the wait. Passwords and verifiers never reach the journal or a log; the journal has a
trace of each verifier, so that one which somebody puts in its place is found."""

import hashlib
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from domain.access import SKEW
from domain.desk.bus import Done, Order, Outcome, Refused, carry_out
from domain.when import Clock
from storage.engine import Database
from storage.tables.core import CREDENTIAL
from storage.unit_of_work import Units

SHORTEST, LONGEST = 12, 256
FREE_TRIES = 5
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=15)
WRONG = "That login name and password do not belong together"


class Credentials:
    """The passwords of one service. Waits are measured by `clock`."""

    def __init__(self, database: Database, service: str, clock: Clock) -> None:
        self._database, self._service, self._clock = database, service, clock

    def known(self, user: str) -> bool:
        """Whether the user has a password."""
        with self._database.reading() as connection:
            return self._row(connection, user) is not None

    def check(self, user: str, password: str) -> str:
        """'' when the password is the user's, else why not, in one sentence."""
        with self._database.reading() as connection:
            row = self._row(connection, user)
        now = self._clock.now()
        if row is None:
            self._verified(self._nobody, password)
            return WRONG
        if row["shut_until"] is not None and now < row["shut_until"]:
            return f"Too many wrong passwords: try again in {_words(self._left(row, now))}"
        self._count(user, now)
        if not self._verified(row["verifier"], password):
            return WRONG
        self._write(user, failures=0, shut_until=None)
        return ""

    def set(self, units: Units, order: Order, user: str, password: str) -> Outcome:
        """Carry out an order to set a password, and keep its verifier in the same transaction."""
        problem = problem_with(user, password)
        if problem:
            return Refused(problem)
        verifier = self._hasher.hash(password)
        with self._database.writing() as connection:
            with units.begin_on(connection, order) as work:
                work.because(trace_of(verifier))
                outcome = carry_out(order, work)
            if isinstance(outcome, Done):
                connection.execute(CREDENTIAL.delete().where(*self._is(user)))
                connection.execute(
                    CREDENTIAL.insert().values(
                        user=user, service=self._service, verifier=verifier, failures=0, shut_until=None
                    )
                )
        return outcome

    def _left(self, row: sa.RowMapping, now: datetime) -> timedelta:
        """How long nobody may try; where a clock that was put back makes it longer than ever, it begins anew."""
        left: timedelta = row["shut_until"] - now
        longest = wait_after(row["failures"])
        if left > longest + SKEW:
            self._write(row["user"], shut_until=now + longest)
        return min(left, longest)

    def _count(self, user: str, now: datetime) -> None:
        """One more attempt, and how long there will be no other if it is wrong."""
        with self._database.writing() as connection:
            connection.execute(CREDENTIAL.update().where(*self._is(user)).values(failures=CREDENTIAL.c.failures + 1))
            row = self._row(connection, user)
            wait = wait_after(row["failures"] if row else 0)
            if wait:
                connection.execute(CREDENTIAL.update().where(*self._is(user)).values(shut_until=now + wait))

    def _write(self, user: str, **values: Any) -> None:
        with self._database.writing() as connection:
            connection.execute(CREDENTIAL.update().where(*self._is(user)).values(**values))

    def _row(self, connection: sa.Connection, user: str) -> sa.RowMapping | None:
        return connection.execute(sa.select(CREDENTIAL).where(*self._is(user))).mappings().first()

    def _is(self, user: str) -> tuple[sa.ColumnElement[bool], ...]:
        return (CREDENTIAL.c.user == user, CREDENTIAL.c.service == self._service)

    @cached_property
    def _hasher(self) -> Any:
        from argon2 import PasswordHasher

        return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

    @cached_property
    def _nobody(self) -> str:
        verifier: str = self._hasher.hash("nobody's password")
        return verifier

    def _verified(self, verifier: str, password: str) -> bool:
        from argon2.exceptions import InvalidHashError, VerificationError

        try:
            return bool(self._hasher.verify(verifier, password[: LONGEST + 1]))
        except (VerificationError, InvalidHashError):
            return False


def trace_of(verifier: str) -> str:
    """What the journal says of a verifier, which nobody can be known by."""
    return f"verifier {hashlib.sha256(verifier.encode()).hexdigest()[:16]}"


def wait_after(failures: int) -> timedelta:
    """How long nobody may try after so many wrong passwords in a row."""
    if failures < FREE_TRIES:
        return timedelta()
    doubled: int = 2 ** min(failures - FREE_TRIES, 10)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)


def problem_with(user: str, password: str) -> str:
    """Why a password will not do, '' when it will."""
    if not SHORTEST <= len(password) <= LONGEST:
        return f"A password has {SHORTEST} to {LONGEST} characters; a few words in a row are easy to remember"
    if user.casefold() in password.casefold() or len(set(password)) < SHORTEST // 2:
        return "That password is easily guessed; use a few words that have nothing to do with your name"
    return ""


def _words(wait: timedelta) -> str:
    seconds = max(1, round(wait.total_seconds()))
    return f"{seconds} seconds" if seconds < 90 else f"{round(seconds / 60)} minutes"
