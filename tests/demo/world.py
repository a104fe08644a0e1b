"""The demonstration services as they stand at 09:14, filled once a session and read as records."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import sqlalchemy as sa

from domain.demo.world import opens
from domain.policy import Policy
from domain.record import Record
from domain.when import local_date
from storage.bulk import BulkSession
from storage.demo import fill
from storage.engine import Database
from storage.tables.core import HEAD

R = TypeVar("R", bound=Record)

TODAY = date(2026, 11, 23)
NOW = opens(TODAY)


@dataclass(frozen=True)
class Played:
    """A service after the play: `find` reads its records, `head` is the hash of its last journal entry."""

    session: BulkSession
    head: str
    now: datetime = NOW

    def find(self, kind: type[R], /, **where: Any) -> Sequence[R]:
        """Records whose fields equal the values."""
        return self.session.find(kind, where)

    @property
    def policy(self) -> Policy:
        """The policy of the day."""
        return self.session.policy(local_date(self.now))


@cache
def played(service: str, seed: int = 1) -> Played:
    """A service at scale 1, made once."""
    with TemporaryDirectory() as folder:
        return play_into(Path(folder) / "demo.db", service, seed)


def play_into(path: Path, service: str, seed: int) -> Played:
    """A service played into a new file."""
    database = Database(str(path), must_exist=False)
    try:
        fill(database, service, TODAY, seed, 1, "ada")
        with database.reading() as connection:
            head = connection.execute(sa.select(HEAD.c.hash)).scalar_one()
        return Played(BulkSession(database, service), head)
    finally:
        database.close()
