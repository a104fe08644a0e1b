"""Opening the desk, on a real store or on a demonstration one."""

import os
import shutil
import sys
from datetime import date

import click

from tui.commands.common import DONE, MISUSE, day_of, emit, everywhere, fail, moment

SCREENS = ("queue", "board", "diary", "escalations")
NO_TERMINAL = (
    "There is no terminal here to open the desk in; 'caredesk show board' prints the board, 'caredesk do' does things"
)


@click.command(name="run")
@click.option("--screen", type=click.Choice(SCREENS), default="queue", help="The pane to begin with.")
@click.option("--read-only", is_flag=True, help="Look, change nothing.")
@click.option("--plain", is_flag=True, help="Print the pane as plain text instead.")
@everywhere
def run_command(screen: str, read_only: bool, plain: bool, db: str, as_json: bool, now: str) -> int:
    """Open the desk."""
    if plain:
        from tui.commands.showing import show_command

        result: int = click.get_current_context().invoke(show_command, pane=screen, db=db, as_json=as_json, now=now)
        return result
    return _open(db, screen, now, read_only=read_only)


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

    if not no_open and not _has_terminal():
        return fail(f"{NO_TERMINAL}; 'caredesk demo --no-open' only fills the store", MISUSE)
    at: date = day_of(day, local_date(SystemClock().now()))
    entries = fill_demo(db, service, at, seed, scale)
    if no_open:
        database = open_database(db)
        name = database.name
        database.close()
        text = f"{name} holds the {service} demonstration of {at:%d/%m/%Y}: {entries} journal entries"
        emit(as_json, {"store": name, "service": service, "date": at, "entries": entries}, [text])
        return DONE
    return _open(db, "queue", now)


def _has_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _open(db: str, screen: str, now: str, *, read_only: bool = False) -> int:
    if not _has_terminal():
        return fail(NO_TERMINAL, MISUSE)
    size = shutil.get_terminal_size()
    if os.environ.get("TERM", "") != "dumb":
        sys.stdout.write(f"caredesk  opening the desk ({size.columns}x{size.lines})\r")
        sys.stdout.flush()
    from tui.app import open_screen
    from tui.bootstrap import open_desk

    return open_screen(open_desk(db, now=moment(now)), screen, read_only=read_only)
