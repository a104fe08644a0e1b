"""The audit trail: verified as a whole, and read entry by entry."""

from pathlib import Path

import click

from tui.commands.common import DONE, REFUSED, day_of, emit, everywhere, fail, moment

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_CASE_COUNTS = ("user", "code", "setting", "roster")
"""Kinds of record whose references are words."""


@click.group(name="journal")
def journal_command() -> None:
    """Verify and read the audit trail."""


@journal_command.command(name="verify")
@click.option("--whole", is_flag=True, help="Read all of it again, however long it is.")
@click.option("--backups", type=_FOLDER, help="A folder: the heads that its backups are named after count too.")
@everywhere
def verify_journal(whole: bool, backups: Path | None, db: str, as_json: bool, now: str) -> int:
    """Read the chain, and compare it with its head and with every head that was noted outside the store.

    Of a journal of more than 100,000 entries only those are read that were not verified before."""
    from tui.bootstrap import verify_journal as verify

    found = verify(db, backups, whole=whole)
    read = f"{found.entries - found.since} of them since the last verification. " if found.since else ""
    lines = [f"BROKEN: {what}" for what in found.broken]
    emit(
        as_json,
        {
            "entries": found.entries, "head": found.head, "ok": not found.broken, "broken": found.broken,
            "read": found.entries - found.since,
        },
        lines or [f"{found.entries} entries, unbroken. {read}Head {found.head}"],
    )  # fmt: skip
    return REFUSED if found.broken else DONE


@journal_command.command(name="tail")
@click.option("-n", "count", default=20, type=click.IntRange(1, 100_000), help="How many entries.")
@everywhere
def tail(count: int, db: str, as_json: bool, now: str) -> int:
    """Print the newest entries."""
    from domain.access import Right
    from domain.when import show_moment
    from tui.bootstrap import desk

    with desk(db, now=moment(now), right=Right.AUDIT) as here:
        entries = here.read.newest_entries(count)
    lines = [
        f"{e.seq:>7} {show_moment(e.recorded_at)} {e.actor:<12} {e.kind:<22} {e.subject} {e.reason}" for e in entries
    ]
    emit(as_json, entries, lines)
    return DONE


@journal_command.command(name="show")
@click.argument("subject")
@everywhere
def show(subject: str, db: str, as_json: bool, now: str) -> int:
    """Print the history of one record, such as referral/R7K3, newest first."""
    from domain.when import show_moment
    from tui.bootstrap import desk
    from tui.commands.panes import sight_of
    from tui.presenters.history import changes

    kind, _, ref = subject.partition("/")
    named = f"{kind.lower()}/{ref if kind.lower() in _CASE_COUNTS else ref.upper()}"
    with desk(db, now=moment(now)) as here:
        entries = here.read.history(named)
        if not entries:
            return fail(f"The journal knows nothing of {subject}; write it like referral/R7K3")
        here.opened(named, "history on the command line")
        sight = sight_of(here)
    lines = []
    for entry in entries:
        who = f"{entry.seq:>7} {show_moment(entry.recorded_at)} {entry.actor} ({entry.role}) {entry.kind}"
        lines += [f"{who} {entry.reason}".rstrip(), *(f"          {change}" for change in changes(entry, sight))]
    emit(as_json, entries, lines)
    return DONE


@journal_command.command(name="readings")
@click.option("--to", "last", default="", help="The last day of the week that is looked at; default: today.")
@everywhere
def unusual_readings(last: str, db: str, as_json: bool, now: str) -> int:
    """Print a week's readings of people's records that deserve a question, and why each does."""
    from datetime import timedelta

    from domain.when import local_date, show_moment
    from tui.bootstrap import desk

    with desk(db, now=moment(now)) as here:
        to = day_of(last, local_date(here.clock.now()))
        found = here.read.unusual_readings(to - timedelta(days=6), to)
    lines = [
        f"{one.reading.seq:>7} {show_moment(one.reading.at)} {one.reading.reader:<20} person/{one.reading.person} "
        f"{'; '.join(one.why)} (for: {one.reading.purpose})"
        for one in found
    ]
    emit(as_json, found, lines or ["No reading of that week is out of the ordinary."])
    return DONE
