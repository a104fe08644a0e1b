"""Loads that show what holds: durable writes into a store of their own."""

from typing import TYPE_CHECKING

import click

from tui.commands.common import DONE, MISUSE, REFUSED, emit, everywhere, fail

if TYPE_CHECKING:
    from collections.abc import Sequence


@click.group(name="bench")
def bench_command() -> None:
    """Load a store of its own, and say what held."""


@bench_command.command(name="write")
@click.option("--acks", is_flag=True, help="Print TRY and ACK with the id of every write, before and after it.")
@click.option("--writers", default=1, type=click.IntRange(1, 200), help="How many processes write at once.")
@click.option("--seconds", default=0.0, type=click.FloatRange(0), help="How long; default: until it is stopped.")
@click.option("--n", "count", default=0, type=click.IntRange(0), help="How many writes each makes at most.")
@everywhere
def write_command(acks: bool, writers: int, seconds: float, count: int, db: str, as_json: bool, now: str) -> int:
    """Write invented referrals through the desk into the store that --db names; a new one is begun.

    'caredesk doctor --verify --acks FILE' then says whether each acknowledged write is there, once and whole."""
    if not db:
        return fail("Say which store to load: --db FILE; its referrals will be invented ones", MISUSE)
    from tui.bootstrap import begin_bench
    from tui.writers import Load, write

    if not begin_bench(db):
        return fail("Only a store that was made to practise on is loaded; this one is a service's own")
    took = write(db, writers, Load(count, seconds, acks))
    summary = _summary(took)
    text = "{writes} writes by {writers}, {fewest} to {most} each; 95 of 100 within {p95_ms} ms, longest {max_ms} ms"
    emit(as_json, summary, [text.format(**summary)])
    return DONE if summary["writes"] else REFUSED


def _summary(took: "Sequence[Sequence[float]]") -> dict[str, float]:
    each = sorted(seconds for writer in took for seconds in writer)
    counts = [len(writer) for writer in took]
    return {
        "writes": len(each), "writers": len(counts), "fewest": min(counts), "most": max(counts),
        "p95_ms": round(1000 * each[int(0.95 * (len(each) - 1))], 1) if each else 0.0,
        "max_ms": round(1000 * each[-1], 1) if each else 0.0,
    }  # fmt: skip
