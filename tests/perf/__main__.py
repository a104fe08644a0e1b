"""`python -m tests.perf kills --rounds 100 [--postgresql]` and `… writers --seconds 300`: long runs, on demand.

Each run adds to the record that the gate's short runs cannot reach; interrupting one loses only that run."""

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from tests import postgres
from tests.conftest import SESSION
from tests.perf import display, fuzz, kills
from tests.perf.record import add, kept


@contextmanager
def _place(on_postgresql: bool) -> Iterator[tuple[str, Path]]:
    """The address of a new store, and a folder for the run."""
    with postgres.session_folder() as home, tempfile.TemporaryDirectory(prefix="caredesk-perf-") as folder:
        os.environ["HOME"] = os.environ[SESSION] = folder
        if not on_postgresql:
            yield str(Path(folder) / "desk.db"), Path(folder)
            return
        cluster = postgres.Cluster(home)
        cluster.start()
        with cluster.database() as url:
            yield url, Path(folder)


@click.group()
def runs() -> None:
    """Try the store's promises for as long as wanted, and keep count."""


def _said(run: str, on_postgresql: bool, counted: dict[str, int]) -> None:
    sums = add(f"{run} on {'postgresql' if on_postgresql else 'sqlite'}", counted)
    click.echo(f"this run {counted}; so far {dict(sums)}")
    raise SystemExit(bool(counted.get("failed")))


@runs.command(name="kills")
@click.option("--rounds", default=20)
@click.option("--writers", default=2)
@click.option("--seed", default=1)
@click.option("--postgresql", "on_postgresql", is_flag=True)
def kills_command(rounds: int, writers: int, seed: int, on_postgresql: bool) -> None:
    """Kill writers at random moments; whatever they were told is saved must be there."""
    with _place(on_postgresql) as (store, folder):
        counted = kills.try_kills(store, folder, rounds, writers, seed)
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
    errors = sum(told.hear(line) == "ERR" for line in said.stdout.splitlines())
    fewest, most = map(int, re.findall(r"(\d+) to (\d+) each", said.stdout)[-1])
    return {
        "seconds": seconds, "acknowledged": len(told.acks), "errors": errors,
        "failed": int(not kills.holds(store, told, folder)),
        "slowest_writer_percent_of_fastest_least": 100 * fewest // most,
    }  # fmt: skip


@runs.command(name="fuzz")
@click.option("--strings", default=1_000_000)
@click.option("--seed", default=1)
def fuzz_command(strings: int, seed: int) -> None:
    """Random hostile text through the one function that cleans it."""
    sums = add("strings cleaned", counted := fuzz.try_strings(strings, seed))
    click.echo(f"this run {counted}; so far {dict(sums)}")
    raise SystemExit(bool(counted["failed"]))


@runs.command(name="display")
@click.argument("store")
@click.option("--sessions", default=20)
def display_command(store: str, sessions: int) -> None:
    """What the desk on STORE costs a line, a processor and the memory; the record keeps the most of every run."""
    for screen, measured in display.figures(store, sessions).items():
        sums = add(f"display {screen}", {f"{name}_most": value for name, value in measured.items()})
        click.echo(f"{screen}: {measured}; so far {dict(sums)}")


@runs.command(name="kept")
def kept_command() -> None:
    """What all runs so far have come to."""
    for run, counted in kept().items():
        click.echo(f"{run}: {', '.join(f'{value} {name}' for name, value in counted.items())}")


if __name__ == "__main__":
    runs()
