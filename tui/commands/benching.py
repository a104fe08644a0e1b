"""Measures: durable writes into a store of their own, and the engine beside what is published."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from domain.engine.published import FAMILIES
from tui.commands.common import DONE, MISUSE, REFUSED, emit, everywhere, fail
from tui.commands.rostering import Seconds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domain.engine.published import Band, Family, Row


@click.group(name="bench")
def bench_command() -> None:
    """Measure the store and the engine, and say what held."""


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


@bench_command.command(name="engine")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--family", required=True, type=click.Choice(FAMILIES), help="Which family's instances these are.")
@click.option("--seconds", default=10.0, type=Seconds(0.1, 3600), help="How long for each instance.")
@click.option("--threads", default=0, type=click.IntRange(0, 64), help="How many cores to search on; default: all.")
@click.option("--seed", default=0, type=click.IntRange(0, 2**31), help="Where chance begins.")
@click.option("--only", default="", help="Only instances with this in their name.")
@everywhere
def engine_command(
    folder: Path, family: str, seconds: float, threads: int, seed: int, only: str, db: str, as_json: bool, now: str
) -> int:
    """Plan every instance in FOLDER and print its gap to the best published value, which best_known.csv there says.

    Below stand the means by size, beside what was published. Where PyVRP is installed (pip install 'caredesk[bench]')
    it plans what it can with the same seconds and cores. An interrupt ends it with what is there by then."""
    from domain.engine.published import BadInstance, bands
    from tui.benchmarks import Effort, cores, measure
    from tui.bootstrap import instance_files

    files, rows = instance_files(family), []
    try:
        for row in measure(
            files, folder, only, Effort(seconds, threads or cores(), seed), lambda text: click.echo(text, err=True)
        ):
            rows.append(row)
            if not as_json:
                click.echo(_row(row, seconds))
    except BadInstance as error:
        return fail(str(error))
    if not rows:
        return fail(f"{folder}: there are no {files.family.suffix} instances here{' with that name' if only else ''}")
    sizes = bands(rows, files.family.anchors)
    document = [
        {
            "instance": row.instance,
            "objective": row.objective,
            "best": row.best,
            "gap": row.gap,
            "mean": row.mean,
            "gap_to_mean": row.gap_to_mean,
            "beside": row.beside,
            "gap_beside": row.gap_beside,
        }
        for row in rows
    ]
    emit(as_json, {"rows": document, "sizes": sizes}, _sizes(sizes, files.family))
    return DONE


def _row(row: "Row", seconds: float) -> str:
    beside = "" if row.gap is None else f"  best published {row.best:11.3f}  gap {row.gap:+6.2f} %"
    beside += "" if row.gap_to_mean is None else f"  to the published mean {row.gap_to_mean:+6.2f} %"
    beside += "" if row.gap_beside is None else f"  PyVRP {row.gap_beside:+6.2f} %"
    return f"{row.instance:<48.48} {row.size:4}  {row.objective:11.3f} in {seconds:g} s{beside}"


def _sizes(sizes: "Sequence[Band]", family: "Family") -> "Iterator[str]":
    for band in sizes:
        mean = f"size {band.size:4}: mean gap {band.gap:+6.2f} % over {band.instances}"
        mean += "" if band.gap_beside is None else f"; PyVRP {band.gap_beside:+.2f} % in the same run"
        anchor = band.anchor
        yield mean if anchor is None else f"{mean}; {family.published}: {anchor.gap:+.2f} % in {anchor.seconds} s"
