"""Writers and a listener behind a line that misbehaves, and a server that is killed: what is acknowledged is there,
once, and a desk that hears nothing says so and finds back."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from random import Random
from signal import SIGKILL
from time import monotonic, sleep

import domain.desk.everything  # noqa: F401 (so that no writer has to read it)
from domain.desk.bus import Done, Entry
from domain.desk.intake import Ring
from domain.referral import Urgency
from domain.views import Unreachable
from tests.perf import offspring
from tests.perf.kills import Told, whole
from tests.perf.proxy import Proxy
from tests.postgres import Cluster, as_owner
from tui.bootstrap import StoreDesk, begin_bench, bench_command_id, open_desk

DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
WRITERS = 4
LOST_COMMITS = 80  # of a hundred
OUT_SECONDS = 4.0
CALM_SECONDS = 5.0
PATIENCE_SECONDS = 60.0
AGAIN_SECONDS = 0.05


class Trial:
    """One store on a server behind a proxy, and the faults that befall it."""

    def __init__(self, cluster: Cluster, proxy: Proxy) -> None:
        self._cluster, self._proxy = cluster, proxy
        self.outages: list[tuple[float, float]] = []
        """When each began and when it ended."""

    async def lose_commits(self, seconds: float) -> None:
        """For a while, lose many a COMMIT or its answer."""
        self._proxy.lost_commits = LOST_COMMITS
        await asyncio.sleep(seconds)
        self._proxy.lost_commits = 0
        await asyncio.sleep(CALM_SECONDS)

    async def freeze(self) -> None:
        """The line stands still, and then goes on as if nothing had been."""
        self._proxy.flows.clear()
        await self._out(self._go_on)

    async def freeze_and_cut(self) -> None:
        """The line stands still, and every connection is gone when it goes on."""
        self._proxy.flows.clear()
        await self._out(self._go_on_anew)

    async def swallow(self) -> None:
        """What is asked arrives, no answer does, and every connection is gone afterwards."""
        self._proxy.swallows = True
        await self._out(self._go_on_anew)

    async def kill_server(self) -> None:
        """The server dies at once, and begins again after a while."""
        self._cluster.signal(SIGKILL)
        await self._out(self._start_again)

    async def _go_on(self) -> None:
        self._proxy.flows.set()

    async def _go_on_anew(self) -> None:
        self._proxy.cut()
        self._proxy.swallows = False
        self._proxy.flows.set()

    async def _start_again(self) -> None:
        await asyncio.to_thread(self._cluster.start_again)

    async def _out(self, end: Callable[[], Awaitable[None]]) -> None:
        """Wait, end the fault, and wait until everybody is at work again."""
        begun = monotonic()
        await asyncio.sleep(OUT_SECONDS)
        await end()
        self.outages.append((begun, monotonic()))
        await asyncio.sleep(CALM_SECONDS)


def try_network(cluster: Cluster, store: str, folder: Path, seconds: float, outages: int, seed: int) -> dict[str, int]:
    """Lose commits for some seconds, then let the line and the server fail in every way, so many times each."""
    said, heard, proxy = folder / "said", folder / "heard", Proxy(folder / "line", cluster.home, Random(seed))
    proxy.folder.mkdir()
    behind = store.replace(str(cluster.home), str(proxy.folder))
    assert offspring.run(lambda: begin_bench(as_owner(store)), said) == 0
    lasting = seconds + outages * 4 * (OUT_SECONDS + CALM_SECONDS) + CALM_SECONDS
    listener = offspring.begin(lambda: _listen(behind), heard)
    writers = [offspring.begin(lambda: _write(behind, lasting), said) for _ in range(WRITERS)]
    trial = Trial(cluster, proxy)
    broken = asyncio.run(_befall(trial, proxy, seconds, outages, writers, lambda: _is_heard(heard, said)))
    os.kill(listener, SIGKILL)
    offspring.ended(listener)
    told = Told.of(said.read_text())
    wrong = [*broken, *whole(store, told), *_unheard(heard, told)]
    print(*wrong, sep="\n", file=sys.stderr)
    return {
        "acknowledged": len(told.acks), "errors": len(told.errors), "failed": len(wrong),
        "commits_lost": proxy.commits_lost, "of_these_only_the_answer": proxy.answers_lost,
        **_told_of(trial.outages, heard),
    }  # fmt: skip


async def _befall(
    trial: Trial, proxy: Proxy, seconds: float, outages: int, writers: Sequence[int], is_heard: Callable[[], bool]
) -> list[str]:
    """Let everything befall the line while writers write, and wait until all is heard; returns who broke off."""
    async with await proxy.serve():
        await trial.lose_commits(seconds)
        for _ in range(outages):
            for fault in (trial.freeze, trial.freeze_and_cut, trial.swallow, trial.kill_server):
                await fault()
        ended = [await asyncio.to_thread(offspring.ended, pid) for pid in writers]
        patience = monotonic() + PATIENCE_SECONDS
        while not is_heard() and monotonic() < patience:
            await asyncio.sleep(0.1)
    return [f"a writer broke off with {status}" for status in ended if status]


def _told_of(outages: Sequence[tuple[float, float]], heard: Path) -> dict[str, int]:
    """How long it took at most until the listener's desk said that it is not live, and that it is live again."""
    words = [line.split() for line in heard.read_text().splitlines()]

    def first(word: str, since: float) -> float:
        moments = (float(each[1]) for each in words if each[0] == word and float(each[1]) >= since)
        return 1000 * (min(moments, default=since + PATIENCE_SECONDS) - since)

    return {
        "outages": len(outages),
        "until_not_live_ms_most": round(max((first("SILENT", begun) for begun, _ in outages), default=0)),
        "until_live_again_ms_most": round(max((first("LIVE", ended) for _, ended in outages), default=0)),
    }


def _is_heard(heard: Path, said: Path) -> bool:
    """Whether the listener has heard of the last change that was acknowledged."""
    return all(one in heard.read_text() for one in Told.of(said.read_text()).acks[-1:])


def _unheard(heard: Path, told: Told) -> list[str]:
    """What the listener missed, or heard twice or too early."""
    numbers = [int(line.split()[1]) for line in heard.read_text().splitlines() if line.startswith("HEARD")]
    wrong = sum(after != before + 1 for before, after in pairwise(numbers))
    last = [] if told.acks[-1] in heard.read_text() else ["the last change was not heard"]
    return [*([f"{wrong} of {len(numbers)} changes were not heard in order, once"] if wrong else []), *last]


def _write(store: str, seconds: float) -> None:
    """Write as a desk does, trying again and again with the same command id until it is told what became of it."""
    desk, end = _opened(store), monotonic() + seconds
    while monotonic() < end:
        command_id = bench_command_id()
        ring = Ring(whom="Bench", phone=f"07700 {command_id}", need="UCR1", urgency=Urgency.TWO_HOUR)
        _say("TRY", command_id)
        while monotonic() < end + PATIENCE_SECONDS:
            try:
                assert isinstance(desk.handle(ring, "bench", command_id), Done)
            except Unreachable as error:
                _say("ERR", str(error))
                sleep(AGAIN_SECONDS)
            else:
                _say("ACK", command_id)
                break
    desk.close()


def _listen(store: str) -> None:
    """Listen as a desk does until somebody ends it, and say what is heard, and when nothing is."""

    def changed(entries: Sequence[Entry]) -> None:
        for entry in entries:
            _say("HEARD", f"{entry.seq} {entry.command_id}")

    def silent(since: object) -> None:
        _say("SILENT" if since else "LIVE", str(monotonic()))

    with closing(_opened(store)) as desk, closing(desk.listen(changed, silent)):
        while True:
            sleep(PATIENCE_SECONDS)


def _opened(store: str) -> StoreDesk:
    """A desk on a store, as soon as there is a line to it."""
    for _ in range(200):
        try:
            return open_desk(store)
        except Unreachable:
            sleep(AGAIN_SECONDS)
    return open_desk(store)


def _say(word: str, what: str) -> None:
    os.write(1, f"{word} {what}\n".encode())
