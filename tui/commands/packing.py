"""The pack for when everything is down: day sheets as plain text, and a read-only store beside them."""

import os
import re
import shutil
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui.commands.common import DONE, emit, everywhere, explain, moment

if TYPE_CHECKING:
    from tui.bootstrap import StoreDesk

REACH = timedelta(hours=48)


@click.command(name="pack")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--keep", default=0, type=click.IntRange(0), help="How many of the newest packs stay; default: all.")
@everywhere
def pack_command(folder: Path, keep: int, db: str, as_json: bool, now: str) -> int:
    """Write the rounds, people and call lists of 48 hours into a new folder in FOLDER, with a read-only store."""
    from domain.desk.bus import Done
    from domain.desk.people import PackRecords
    from tui.bootstrap import desk, seal

    with desk(db, now=moment(now)) as here:
        outcome = here.handle(PackRecords())
        if not isinstance(outcome, Done):
            return explain(outcome)
        at = here.clock.now()
        sheets = _sheets(here, at)
        part = folder / f".caredesk-pack-{os.getpid()}"
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True, mode=0o700)
        try:
            store = seal(here, part)
            sheets = {"README.txt": _cover(here, at, store), **sheets}
            for name, lines in sheets.items():
                (part / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
            place = _put(part, folder / f"caredesk-pack-{at:%Y%m%d-%H%M}-{here.service}")
        finally:
            shutil.rmtree(part, ignore_errors=True)
    if keep:
        _rotate(place, here.service, keep)
    emit(as_json, {"pack": str(place), "sheets": [*sheets], "store": store.name}, [f"Packed: {place}"])
    return DONE


def _put(part: Path, place: Path) -> Path:
    """Give a finished pack its name: a second one of the same minute takes the place of the first."""
    shutil.rmtree(place, ignore_errors=True)
    part.rename(place)
    return place


def _rotate(made: Path, service: str, keep: int) -> None:
    """Take the service's oldest packs away; what was made just now stays, wherever the clock has been."""
    its_own = re.compile(rf"caredesk-pack-[0-9]{{8}}-[0-9]{{4}}(-{re.escape(service)})?")
    others = [pack for pack in made.parent.iterdir() if its_own.fullmatch(pack.name) and pack != made]
    for old in sorted(others, reverse=True)[keep - 1 :]:
        shutil.rmtree(old)


def _sheets(here: "StoreDesk", at: datetime) -> Mapping[str, Iterable[str]]:
    """Name of a file → its lines."""
    from domain.when import local_date
    from tui.presenters import day_sheets

    first, policy = local_date(at), here.read.policy()
    reach = (local_date(at + REACH) - first).days
    days = [here.read.roster_day(first + timedelta(days=ahead), at) for ahead in range(reach + 1)]
    return {
        **{f"rounds-{day.day.isoformat()}.txt": list(day_sheets.rounds(day)) for day in days},
        "people.txt": list(day_sheets.people(days, policy)),
        "calls.txt": list(day_sheets.calls(here.read.on_call(at), here.read.workers(), here.read.escalations(at))),
        "referrals.txt": list(day_sheets.referrals(here.read.queue(at), policy)),
    }


def _cover(here: "StoreDesk", at: datetime, store: Path) -> list[str]:
    """What the pack is, how old it is, and how its store is opened."""
    from domain.when import show_moment
    from tui.present import clean

    return [
        clean(f"{here.title}{'  TRAINING' if here.training else ''}"), "",
        f"As the desk knew it on {show_moment(at)}, for the 48 hours after that.",
        "rounds-DATE.txt   each worker's visits in order, and those that nobody has",
        "people.txt        where they live, how to get in, what to beware of",
        "calls.txt         who is on call, every worker's number, what is escalated",
        "referrals.txt     who waits, until when, and whom to ring back", "",
        f"The whole desk to look things up in: caredesk run --read-only --db {store.name}",
        f"Its journal ends with the entry and hash in that name: {store.stem}", "",
        "These are records of care: lock them away, and destroy them when the desk is back.",
    ]  # fmt: skip
