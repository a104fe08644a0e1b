"""Many desks listen to one store: each hears every change once and in order, however often it leaves and comes back,
and soon after it was saved."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from random import Random
from threading import Lock
from time import monotonic, sleep
from typing import Any

import domain.desk.everything  # noqa: F401 (so that no listener has to read it)
from domain.desk.bus import Done, Entry
from domain.desk.intake import Claim, Release, Ring
from domain.referral import Urgency
from storage.feed import Feed
from storage.unit_of_work import Session
from tests.perf import offspring
from tests.perf.kills import REPOSITORY
from tests.postgres import as_owner
from tests.terminal import Terminal
from tui.bootstrap import StoreDesk, begin_bench, bench_command_id, open_database, open_desk

PROCESSES = 5  # that share the listeners
AT_ONCE = 400  # changes in one transaction at most
PATIENCE_SECONDS = 60.0
PACE_SECONDS = 0.5  # between two changes whose hearing is timed
SITTING = 1  # entry of whoever sits down at the desk whose screen is watched
CALLER = "Sister Agnes"


class Ear:
    """A desk that listens, leaves and comes back, and knows what it should hear next."""

    def __init__(self, store: str, after: int, timed: bool) -> None:
        self._store, self.last, self._timed = store, after, timed
        self.wrong = self.returns = 0
        self._turn, self._lock = 0, Lock()
        self.come()

    def come(self) -> None:
        """Listen to what follows what was heard last."""
        with self._lock:
            self._turn += 1
            turn = self._turn
        self._database = open_database(self._store)
        self._feed = Feed(self._database, lambda entries: self._hear(turn, entries), lambda since: None, self.last)

    def leave(self) -> None:
        """Listen no more; what still comes is not heard."""
        with self._lock:
            self._turn += 1
        self._feed.close()
        self._database.close()

    def _hear(self, turn: int, entries: Sequence[Entry]) -> None:
        now = monotonic()
        with self._lock:
            if turn != self._turn:
                return
            for entry in entries:
                self.wrong += entry.seq != self.last + 1
                self.last = entry.seq
                if self._timed:
                    _say("HEARD", f"{entry.command_id} {now}")


def try_hearing(store: str, folder: Path, changes: int, listeners: int, seed: int) -> dict[str, int]:
    """Make so many changes as fast as can be while listeners come and go; returns what was missed or out of order."""
    said = folder / "said"
    begun = _begin(store, said)
    living = [
        offspring.begin(partial(_come_and_go, store, share, begun, begun + changes, seed + number), said)
        for number, share in enumerate(_shares(listeners))
    ]
    broken = offspring.run(lambda: _change(store, changes, seed), said) != 0
    broken += sum(offspring.ended(pid) != 0 for pid in living)
    ends = [tuple(map(int, line.split()[1:])) for line in said.read_text().splitlines() if line.startswith("END")]
    wrong, returns, short = (sum(each) for each in zip(*ends, strict=True))
    print(f"{wrong} out of order, {short} not heard, {broken} processes broke off", file=sys.stderr)
    return {
        "changes": changes, "listeners_most": len(ends), "returns": returns,
        "missed_or_out_of_order": wrong + short, "failed": int(bool(wrong or short or broken)),
    }  # fmt: skip


def try_soon(store: str, folder: Path, changes: int, listeners: int) -> dict[str, int]:
    """Make changes at a person's pace through the desk; returns how long after its save each was heard by every
    listener, and shown on the screen of one more desk among them."""
    said = folder / "said"
    begun = _begin(store, said)
    assert offspring.run(lambda: _begin_to_show(store), said) == 0
    begun, goal = begun + 1, begun + 1 + SITTING + changes
    living = [offspring.begin(partial(_stay, store, share, begun, goal), said) for share in _shares(listeners)]
    while said.read_text().count("HERE") < len(living):
        sleep(0.1)
    with Terminal([sys.executable, "-m", "tui", "--db", store], cwd=REPOSITORY) as terminal:
        terminal.until(lambda: bool(_owner(terminal)))
        terminal.until_quiet(2)
        writer = offspring.begin(lambda: _claim(store, changes), said)
        shown = list(_seen(terminal, changes))
        broken = offspring.ended(writer) != 0
    broken += sum(offspring.ended(pid) != 0 for pid in living)
    took, lasted = sorted(_delays(said.read_text())), sorted(_until_shown(said.read_text(), shown))
    return {
        "changes": changes, "listeners_most": listeners, "heard": len(took),
        "p50_ms_most": round(1000 * took[len(took) // 2]), "p95_ms_most": round(1000 * took[len(took) * 95 // 100]),
        "shown_p50_ms_most": round(1000 * lasted[len(lasted) // 2]),
        "shown_p95_ms_most": round(1000 * lasted[len(lasted) * 95 // 100]),
        "failed": int(broken or len(took) != changes * listeners or len(lasted) != changes),
    }  # fmt: skip


def _begin_to_show(store: str) -> None:
    """One referral for the screen to show."""
    with closing(open_desk(store)) as desk:
        desk.handle(Ring(whom=CALLER, phone="07700 900000", need="UCR1", urgency=Urgency.TWO_HOUR))


def _owner(terminal: Terminal) -> str:
    """What the queue on a screen says of who has taken the one referral: its row's last word."""
    rows = [line for line in terminal.text.splitlines() if "2h" in line and "unknown" in line]
    return rows[0].split()[-1] if rows else ""


def _seen(terminal: Terminal, changes: int) -> Iterator[float]:
    """When each change appeared on a screen."""
    for _ in range(changes):
        terminal.until(partial(_is_otherwise, terminal, _owner(terminal)))
        yield monotonic()


def _is_otherwise(terminal: Terminal, before: str) -> bool:
    return _owner(terminal) not in ("", before)


def _until_shown(said: str, shown: Sequence[float]) -> Iterator[float]:
    """Seconds from each save until the screen showed it."""
    saved = (float(line.split()[2]) for line in said.splitlines() if line.startswith("SAVED"))
    for before, after in zip(saved, shown, strict=True):
        yield max(0.0, after - before)


def _begin(store: str, said: Path) -> int:
    """Begin a store; returns its last entry's number."""

    def begin() -> None:
        begin_bench(as_owner(store))
        with closing(open_desk(store)) as desk:
            _say("HEAD", str(desk.reader.head()))

    assert offspring.run(begin, said) == 0
    return int(said.read_text().split()[1])


def _shares(listeners: int) -> list[int]:
    """How many listeners each process has."""
    return [listeners // PROCESSES + (number < listeners % PROCESSES) for number in range(PROCESSES)]


def _come_and_go(store: str, listeners: int, begun: int, goal: int, seed: int) -> None:
    chance, ears = Random(seed), [Ear(store, begun, timed=False) for _ in range(listeners)]
    quiet_since, heard = monotonic(), 0
    while any(ear.last < goal for ear in ears) and monotonic() - quiet_since < PATIENCE_SECONDS:
        ear = chance.choice(ears)
        sleep(chance.uniform(0, 0.5))
        ear.leave()
        sleep(chance.uniform(0, 0.2))
        ear.come()
        ear.returns += 1
        if (now := sum(ear.last for ear in ears)) > heard:
            quiet_since, heard = monotonic(), now
    for ear in ears:
        ear.leave()
        _say("END", f"{ear.wrong} {ear.returns} {goal - ear.last}")


def _stay(store: str, listeners: int, begun: int, goal: int) -> None:
    ears = [Ear(store, begun, timed=True) for _ in range(listeners)]
    sleep(1)
    _say("HERE", str(os.getpid()))
    end = monotonic() + PATIENCE_SECONDS + (goal - begun) * 4 * PACE_SECONDS
    while any(ear.last < goal for ear in ears) and monotonic() < end:
        sleep(0.2)
    for ear in ears:
        ear.leave()


def _change(store: str, changes: int, seed: int) -> None:
    """Journal so many readings of a record, in transactions of any size."""
    chance = Random(seed)
    with closing(open_desk(store)) as desk:
        while changes:
            some = min(changes, chance.randint(1, AT_ONCE))
            changes -= some
            with desk.database.writing() as connection:
                session = Session(connection, desk.service, desk.database.is_sqlite)
                for _ in range(some):
                    session.append(_reading(desk))
                session.finish()


def _reading(desk: StoreDesk) -> dict[str, Any]:
    now = desk.clock.now()
    return {
        "at": now, "recorded_at": now, "actor": desk.caller.user.id, "role": desk.caller.role,
        "session": desk.caller.session, "command_id": bench_command_id(), "kind": "record.read",
        "subject": "person/P0000", "reason": "bench", "touched": (),
    }  # fmt: skip


def _claim(store: str, changes: int) -> None:
    """Take the one referral and let go of it, in turn."""
    with closing(open_desk(store)) as desk:
        [row] = desk.reader.queue(desk.clock.now())
        for number in range(changes):
            command_id = bench_command_id()
            command = Release(id=row.ref) if number % 2 else Claim(id=row.ref)
            assert isinstance(desk.handle(command, "bench", command_id), Done)
            _say("SAVED", f"{command_id} {monotonic()}")
            sleep(PACE_SECONDS)


def _delays(said: str) -> Iterator[float]:
    """Seconds from when a change was saved until somebody heard of it; 0 where that was sooner."""
    words = [line.split() for line in said.splitlines()]
    saved = {each: float(at) for word, each, *rest in words if word == "SAVED" for at in rest}
    for word, each, *rest in words:
        if word == "HEARD" and each in saved:
            yield max(0.0, float(rest[0]) - saved[each])


def _say(word: str, what: str) -> None:
    os.write(1, f"{word} {what}\n".encode())
