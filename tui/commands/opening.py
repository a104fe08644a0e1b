"""Opening the desk, on a real store or on a demonstration one."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import date
from typing import TYPE_CHECKING

import click

from tui.commands.common import DONE, MISUSE, day_of, emit, everywhere, fail, moment, wants_plain

if TYPE_CHECKING:
    from tui.identity import Entering

SCREENS = ("queue", "board", "diary", "escalations", "today")
PALETTES = ("ansi", "contrast", "mono", "truecolor")
INSTEAD = "'caredesk show board' prints the board, and 'caredesk do' does things"
LINE_BY_LINE = ("dumb", "unknown")
"""What terminals are called that cannot move their cursor."""


@click.command(name="run")
@click.option("--screen", type=click.Choice(SCREENS), default="queue", help="The pane to begin with.")
@click.option("--palette", type=click.Choice(PALETTES), default="ansi", help="Colours; none says more than a letter.")
@click.option("--read-only", is_flag=True, help="Look, change nothing.")
@everywhere
def run_command(screen: str, palette: str, read_only: bool, db: str, as_json: bool, now: str) -> int:
    """Open the desk."""
    if wants_plain():
        from tui.commands.showing import show_command

        result: int = click.get_current_context().invoke(show_command, pane=screen, db=db, as_json=as_json, now=now)
        return result
    return open_here(db, screen, now, read_only=read_only, palette=palette)


@click.command(name="demo")
@click.option("--service", type=click.Choice(["bury", "exeter"]), default="bury", help="Which synthetic service.")
@click.option("--date", "day", default="", help="The day the demonstration stands at; default: today.")
@click.option("--seed", default=1, help="Another seed makes other people.")
@click.option("--scale", default=1, type=click.IntRange(1, 100), help="Multiplies people, staff, visits and referrals.")
@click.option("--no-open", is_flag=True, help="Only fill the store.")
@everywhere
def demo_command(service: str, day: str, seed: int, scale: int, no_open: bool, db: str, as_json: bool, now: str) -> int:
    """Fill an empty store with a synthetic service, then open it."""
    from domain.when import SystemClock, local_date
    from tui.bootstrap import fill_demo, open_database

    no_open = no_open or wants_plain()
    obstacle = "" if no_open else _obstacle()
    if obstacle:
        return fail(f"{obstacle}; {INSTEAD}; 'caredesk demo --no-open' only fills the store", MISUSE)
    at: date = day_of(day, local_date(SystemClock().now()))
    with nullcontext() if no_open else _patience("filling a demonstration store"):
        entries = fill_demo(db, service, at, seed, scale)
    if no_open:
        database = open_database(db)
        name = database.name
        database.close()
        text = f"{name} holds the {service} demonstration of {at:%d/%m/%Y}: {entries} journal entries"
        emit(as_json, {"store": name, "service": service, "date": at, "entries": entries}, [text])
        return DONE
    return open_here(db, "queue", now)


def _obstacle() -> str:
    """Why no desk can be opened here; '' where one can."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return "There is no terminal here to open the desk in"
    kind = os.environ.get("TERM", "")
    return f"A terminal of the kind '{kind}' cannot show the desk" if kind in LINE_BY_LINE else ""


def open_here(
    db: str, screen: str, now: str, *, read_only: bool = False, palette: str = "ansi",
    entering: "Entering | None" = None,
) -> int:  # fmt: skip
    """Open the desk on this terminal, as the person at the keyboard or as whoever is entering."""
    obstacle = _obstacle()
    if obstacle:
        return fail(f"{obstacle}; {INSTEAD}", MISUSE)
    for name in ("COLUMNS", "LINES"):
        os.environ.pop(name, None)  # the terminal itself knows its size, also after it has changed
    size = shutil.get_terminal_size()
    with _patience(f"opening the desk ({size.columns}x{size.lines})"):
        from tui.app import open_screen
        from tui.bootstrap import open_desk

        desk = open_desk(db, now=moment(now), entering=entering)
        return open_screen(desk, screen, read_only=read_only, store=desk.database.name, palette=palette)


@contextmanager
def _patience(doing: str) -> Iterator[None]:
    """Something to read until the first picture; it is wiped from the terminal in the end."""
    said = f"caredesk  {doing}"
    _write(f"{said}\r")
    try:
        yield
    finally:
        _write(f"{' ' * len(said)}\r")


def _write(text: str) -> None:
    with suppress(OSError):
        sys.stdout.write(text)
        sys.stdout.flush()
