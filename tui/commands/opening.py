"""Opening the desk, on a real store or on a demonstration one."""

import gc
import os
import shutil
from datetime import date
from typing import TYPE_CHECKING

import click

from tui import methods, patience
from tui.commands.common import DONE, MISUSE, ROLES, anywhere, day_of, emit, everywhere, fail, moment, wants_plain

if TYPE_CHECKING:
    from tui.identity import Entering

SCREENS = ("queue", "board", "diary", "escalations", "today")
PALETTES = ("ansi", "contrast", "mono", "truecolor")
INSTEAD = "'caredesk show board' prints the board, and 'caredesk do' does things"


@click.command(name="run")
@click.option("--screen", type=click.Choice(SCREENS), default="queue", help="The pane to begin with.")
@click.option("--palette", type=click.Choice(PALETTES), default="ansi", help="Colours; none says more than a letter.")
@click.option("--as", "within", type=click.Choice(ROLES), help="Do no more than this role may; to try it.")
@click.option("--read-only", "within", flag_value="read-only", help="Look, change nothing.")
@everywhere
def run_command(screen: str, palette: str, within: str | None, db: str, as_json: bool, now: str) -> int:
    """Open the desk."""
    if wants_plain():
        from tui.commands.showing import show_command

        result: int = click.get_current_context().invoke(show_command, pane=screen, db=db, as_json=as_json, now=now)
        return result
    return open_here(db, screen, now, within=within or "", palette=palette)


@click.command(name="demo")
@click.option("--service", type=click.Choice(["bury", "exeter"]), default="bury", help="Which synthetic service.")
@click.option("--date", "day", default="", help="The day the demonstration stands at; default: today.")
@click.option("--seed", default=1, help="Another seed makes other people.")
@click.option("--scale", default=1, type=click.IntRange(1, 100), help="Multiplies people, staff, visits and referrals.")
@click.option("--no-open", is_flag=True, help="Only fill the store.")
@anywhere
def demo_command(service: str, day: str, seed: int, scale: int, no_open: bool, db: str, as_json: bool, now: str) -> int:
    """Fill an empty store with a synthetic service, then open it."""
    from domain.when import SystemClock, local_date
    from tui.bootstrap import fill_demo, open_database

    no_open = no_open or wants_plain()
    obstacle = "" if no_open else patience.obstacle()
    if obstacle:
        return fail(f"{obstacle}; {INSTEAD}; 'caredesk demo --no-open' only fills the store", MISUSE)
    at: date = day_of(day, local_date(SystemClock().now()))
    if not no_open:
        patience.say("filling a demonstration store")
    entries = fill_demo(db, service, at, seed, scale)
    if no_open:
        database = open_database(db)
        name = database.name
        database.close()
        text = f"{name} holds the {service} demonstration of {at:%d/%m/%Y}: {entries} journal entries"
        emit(as_json, {"store": name, "service": service, "date": at, "entries": entries}, [text])
        return DONE
    return open_here(db, "queue", now)


def open_here(
    db: str, screen: str, now: str, *, within: str = "", palette: str = "ansi", entering: "Entering | None" = None,
) -> int:  # fmt: skip
    """Open the desk on this terminal, as the person at the keyboard or as whoever is entering, `within` a role."""
    obstacle = patience.obstacle()
    if obstacle:
        return fail(f"{obstacle}; {INSTEAD}", MISUSE)
    for name in ("COLUMNS", "LINES"):
        os.environ.pop(name, None)  # the terminal itself knows its size, also after it has changed
    size = shutil.get_terminal_size()
    patience.say(f"{patience.OPENING} ({size.columns}x{size.lines})")
    gc.disable()  # nothing that a desk begins with becomes garbage; once it stands, it looks for that again
    try:
        from tui.app import open_screen
        from tui.bootstrap import open_desk

        desk = open_desk(db, now=moment(now), entering=entering)
    finally:
        methods.keep()
    return open_screen(desk, screen, within=within, store=desk.database.name, palette=palette)
