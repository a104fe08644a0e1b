"""`python -m tests.contract.released_store` keeps a store of the schema at hand, for the tests of later upgrades.

Run it before the next revision is added; it needs no other program than the one of that time."""

import gzip
from pathlib import Path
from tempfile import TemporaryDirectory

from domain.desk.bus import Done
from domain.desk.roster import Assign, Publish
from domain.staff import Worker
from domain.visit import Visit
from storage import schema
from storage.queries.common import records
from tests.contract.store import Desk, begin
from tests.contract.two_at_work import Work
from tests.store_file import store_file

STORES = Path(__file__).parents[1] / "data" / "stores"
SEED, STEPS = 7, 60


def make(folder: Path = STORES) -> Path:
    """Two people at work, then a roster of which workers are told; packed as `REVISION.db.gz`."""
    with TemporaryDirectory() as scratch:
        ada = begin(f"{scratch}/desk.db")
        ben = ada.beside("ben")
        for desk, command in Work(ada, ben, SEED).steps(STEPS):
            desk.do(command)
        _tell(ada)
        revision = schema.revision_of(ada.database)
        ada.database.close()
        ben.database.close()
        with store_file(f"{scratch}/desk.db") as link:
            link.execute("VACUUM INTO ?", (f"{scratch}/packed.db",))
        kept = folder / f"{revision}.db.gz"
        kept.write_bytes(gzip.compress(Path(scratch, "packed.db").read_bytes(), mtime=0))
    return kept


def _tell(ada: Desk) -> None:
    with ada.database.reading() as connection:
        visits: list[Visit] = list(records(connection, Visit))
        workers: list[Worker] = list(records(connection, Worker))
    for visit in visits:
        any(isinstance(ada.do(Assign(id=visit.id, worker=worker.id)), Done) for worker in workers)
    for day in sorted({visit.day for visit in visits}):
        ada.do(Publish(day=day))


if __name__ == "__main__":
    print(make())
