"""`python -m tests.perf kills --kills 100 [--postgresql]`, `… writers --seconds 300`, and so on: long runs, on demand.

Each run adds to the record that the gate's short runs cannot reach; interrupting one loses only that run."""

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import click

from storage.engine import Database
from tests import postgres
from tests.conftest import SESSION
from tests.perf import asking, beside, display, engine, files, fuzz, hearing, kills, network, powercut, size
from tests.perf.faults import begin_again_with_faults
from tests.perf.record import RECORD, add, kept, put
from tui.identity import system_user

MANY = "1000"
"""Connections: two for each listener."""


@contextmanager
def _place(on_postgresql: bool) -> Iterator[tuple[str, Path]]:
    """The address of a new store, and a folder for the run."""
    with postgres.session_folder() as home, tempfile.TemporaryDirectory(prefix="caredesk-perf-") as folder:
        os.environ["HOME"] = os.environ[SESSION] = folder
        if not on_postgresql:
            yield str(Path(folder) / "desk.db"), Path(folder)
            return
        cluster = postgres.Cluster(home, max_connections=MANY)
        cluster.start()
        with cluster.database() as url:
            yield url, Path(folder)


@click.group()
@click.option("--record", type=click.Path(path_type=Path), default=RECORD, help="Where the counters are kept.")
def runs(record: Path) -> None:
    """Try the store's promises for as long as wanted, and keep count."""


def _record() -> Path:
    """Where this run is counted."""
    return Path(click.get_current_context().find_root().params["record"])


def _said(run: str, on_postgresql: bool, counted: dict[str, int]) -> None:
    sums = add(f"{run} on {'postgresql' if on_postgresql else 'sqlite'}", counted, _record())
    click.echo(f"this run {counted}; so far {dict(sums)}")
    raise SystemExit(bool(counted.get("failed")))


@runs.command(name="kills")
@click.option("--kills", "number", default=100)
@click.option("--writers", default=4)
@click.option("--seed", default=1)
@click.option("--postgresql", "on_postgresql", is_flag=True)
def kills_command(number: int, writers: int, seed: int, on_postgresql: bool) -> None:
    """Kill writers at random moments; whatever they were told is saved must be there."""
    with _place(on_postgresql) as (store, folder):
        counted = kills.try_kills(store, folder, number, writers, seed)
    _said("writers killed", on_postgresql, counted)


@runs.command(name="writers")
@click.option("--writers", default=32)
@click.option("--seconds", default=60)
@click.option("--postgresql", "on_postgresql", is_flag=True)
def writers_command(writers: int, seconds: int, on_postgresql: bool) -> None:
    """Many writers at once: nothing lost, nobody locked out, none much slower than another."""
    with _place(on_postgresql) as (store, folder):
        counted = _together(store, folder, writers, seconds)
    _said(f"{writers} writers at once", on_postgresql, counted)


def _together(store: str, folder: Path, writers: int, seconds: int) -> dict[str, int]:
    told = kills.Told()
    command = [*kills.PROGRAM, "bench", "write", "--acks", "--writers", str(writers), "--seconds", str(seconds)]
    said = subprocess.run([*command, "--db", store], cwd=kills.REPOSITORY, capture_output=True, text=True, check=False)
    for line in said.stdout.splitlines():
        told.hear(line)
    each = re.findall(r"(\d+) to (\d+) each", said.stdout)
    if not each:
        traces = "\n".join(log.read_text() for log in folder.rglob("faults.log"))
        raise click.ClickException(f"the writers broke off: {said.stderr.strip()[-1000:]}\n{traces}")
    fewest, most = map(int, each[-1])
    return {
        "seconds": seconds, "acknowledged": len(told.acks), "errors": len(told.errors),
        "failed": int(not kills.holds(store, told)),
        "slowest_writer_percent_of_fastest_least": 100 * fewest // most,
    }  # fmt: skip


@runs.command(name="fuzz")
@click.option("--strings", default=1_000_000)
@click.option("--seed", default=1)
def fuzz_command(strings: int, seed: int) -> None:
    """Random hostile text through the one function that cleans it."""
    sums = add("strings cleaned", counted := fuzz.try_strings(strings, seed), _record())
    click.echo(f"this run {counted}; so far {dict(sums)}")
    raise SystemExit(bool(counted["failed"]))


@runs.command(name="display")
@click.argument("store")
@click.option("--sessions", default=20)
def display_command(store: str, sessions: int) -> None:
    """What the desk on STORE costs a line, a processor and the memory; the record keeps the most of every run."""
    for screen, measured in display.figures(store, sessions).items():
        sums = add(f"display {screen}", {f"{name}_most": value for name, value in measured.items()}, _record())
        click.echo(f"{screen}: {measured}; so far {dict(sums)}")


@runs.command(name="engine")
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("rows", nargs=-1, type=click.Choice([*engine.FIGURES]))
@click.option("--threads", default=2)
@click.option("--seed", default=0)
def engine_command(folder: Path, rows: tuple[str, ...], threads: int, seed: int) -> None:
    """Measure rows of the engine's table on the families in FOLDER, and keep them here and in the engine's README."""
    failed = 0
    for name in rows or engine.FIGURES:
        with tempfile.TemporaryDirectory(prefix="caredesk-perf-") as scratch:
            row = engine.measured(name, folder, Path(scratch), threads, seed)
        engine.keep(name, row)
        engine.write_table()
        failed += row["invalid"]
        click.echo(f"{name}: { ({key: value for key, value in row.items() if key != 'lines'}) }")
    raise SystemExit(bool(failed))


@runs.command(name="beside")
@click.argument("store")
@click.option("--harness", type=click.Path(path_type=Path, exists=True), required=True, help="The ttybench.py to use.")
@click.option("--harlequin", default="", help="How harlequin is started, as a shell would.")
@click.option("--lazygit", default="", help="How lazygit is started, in a repository.")
@click.option("--small", default="", help="A store of 10,000 referrals, such as 'size --keep' leaves.")
@click.option("--large", default="", help="The same of 100,000.")
@click.option("--rounds", default=3)
@click.option("--sessions", default=20, help="How many desks at once; 0 leaves them out.")
def beside_command(
    store: str, harness: Path, harlequin: str, lazygit: str, small: str, large: str, rounds: int, sessions: int
) -> None:
    """Every figure of the screen on STORE beside its target and known programs; the record keeps the last run."""
    anchors, sizes = {"harlequin": harlequin, "lazygit": lazygit}, {"small": small, "large": large}
    found = []
    for row in beside.rows(harness, store, anchors, rounds, sessions, sizes):
        found.append(row)
        click.echo(f"{'ok  ' if row.held else 'OVER'}  {row.value:>10}  at most {row.target:>5}  {row.figure}")
    put("figures of the screen", {row.figure: row.value for row in found}, _record())
    raise SystemExit(not all(row.held for row in found))


@runs.command(name="files")
@click.option("--every", default=1, help="Let only each so many-th operation fail.")
@click.option("--fault", "only", multiple=True, help="Only the fault with this name, such as 'EIO once'.")
def files_command(every: int, only: tuple[str, ...]) -> None:
    """Let every single file operation of a writer fail: full disk, broken disk, torn write."""
    with _place(False) as (_, folder):
        begin_again_with_faults(folder)
        counted = files.try_files(folder, [*files.named(only)], every)
    _said("file operations failed", False, counted)


@runs.command(name="powercuts")
@click.option("--images", default=100)
@click.option("--how", type=click.Choice(("any", "prefix", "none")), default="any", help="What may survive unsynced.")
@click.option("--seed", default=1)
def powercuts_command(images: int, how: str, seed: int) -> None:
    """Cut the power at random moments, and look at each disk that may be left."""
    with _place(False) as (_, folder):
        begin_again_with_faults(folder)
        counted = powercut.try_power_cuts(folder, how, images, seed)
    _said(f"power cuts, {how} of what was not synchronised left,", False, counted)


@runs.command(name="network")
@click.option("--seconds", default=20.0, help="For how long commits and their answers are lost.")
@click.option(
    "--outages", default=1, help="How often each the line stands still, swallows answers, and the server dies."
)
@click.option("--seed", default=1)
def network_command(seconds: float, outages: int, seed: int) -> None:
    """Lose commits and their answers, freeze the line, kill the server."""
    with postgres.session_folder() as home, tempfile.TemporaryDirectory(prefix="caredesk-perf-") as folder:
        os.environ["HOME"] = os.environ[SESSION] = folder
        cluster = postgres.Cluster(home, **network.DURABLE)
        cluster.start()
        with cluster.database() as url:
            counted = network.try_network(cluster, url, Path(folder), seconds, outages, seed)
    _said("line to the server failed", True, counted)


@runs.command(name="hearing")
@click.option("--changes", default=2000)
@click.option("--listeners", default=50)
@click.option("--seed", default=1)
@click.option("--postgresql", "on_postgresql", is_flag=True)
def hearing_command(changes: int, listeners: int, seed: int, on_postgresql: bool) -> None:
    """Many listeners that come and go hear every change once and in order."""
    with _place(on_postgresql) as (store, folder):
        counted = hearing.try_hearing(store, folder, changes, listeners, seed)
    _said("changes heard by listeners that come and go", on_postgresql, counted)


@runs.command(name="soon")
@click.option("--changes", default=100)
@click.option("--listeners", default=50)
@click.option("--postgresql", "on_postgresql", is_flag=True)
def soon_command(changes: int, listeners: int, on_postgresql: bool) -> None:
    """How soon after a save every listener has heard of it."""
    with _place(on_postgresql) as (store, folder):
        counted = hearing.try_soon(store, folder, changes, listeners)
    _said(f"changes heard soon by {listeners} listeners", on_postgresql, counted)


@runs.command(name="size")
@click.option("--referrals", default=10_000)
@click.option("--keep", default="", help="A file to make and keep, or a store that was made before: a file or a URL.")
@click.option("--postgresql", "on_postgresql", is_flag=True)
def size_command(referrals: int, keep: str, on_postgresql: bool) -> None:
    """Ask a store of that many past referrals, as many visits and five times as many entries what a desk asks."""
    with _place(on_postgresql) as (fresh, _):
        store = keep or fresh
        if not keep or not ("://" in keep or Path(keep).exists()):
            with closing(Database(postgres.as_owner(store), must_exist=False)) as database:
                size.fill_large(database, referrals, system_user())
        counted = asking.try_asking(store)
    _said(f"questions to a store of {referrals:,} referrals", on_postgresql, counted)


@runs.command(name="kept")
def kept_command() -> None:
    """What all runs so far have come to."""
    for run, counted in kept().items():
        click.echo(f"{run}: {', '.join(f'{value} {name}' for name, value in counted.items())}")


if __name__ == "__main__":
    runs()
