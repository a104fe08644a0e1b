"""Taking messages and calendars of other systems: files and folders in, a line or a JSON object for each file out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from domain.words import counted
from tui.commands.common import DONE, MISUSE, REFUSED, emit, everywhere, fail, moment

if TYPE_CHECKING:
    from domain.views import FileOutcome


@click.command(name="import")
@click.argument("files", nargs=-1, required=True)
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@everywhere
def import_command(files: Sequence[str], dry_run: bool, db: str, as_json: bool, now: str) -> int:
    """Take the messages and calendars in FILES; of a folder, the files in it, whatever they are called, but for
    hidden ones, notes such as README.md, and folders within.

    Referrals and bookings are opened, updated or withdrawn; what is no referral is filed, what cannot be read is
    quarantined whole, and both wait in the inbox. What a calendar (iCalendar) holds is booked in the diary. The
    exit code is 1 when anything is quarantined."""
    from domain.access import Right
    from tui.bootstrap import desk

    if "" in files:
        return fail("A file without a name was asked for: name files or folders", MISUSE)
    with desk(db, now=moment(now), right=Right.INTAKE) as here:
        outcomes = here.take_files(files, dry_run=dry_run)
    lines = [_line(outcome) for outcome in outcomes] or ["There are no files in it"]
    if dry_run:
        lines.append("A dry run: nothing was changed")
    emit(as_json, {"files": [_document(outcome) for outcome in outcomes]}, lines)
    return REFUSED if any(outcome.outcome == "quarantined" for outcome in outcomes) else DONE


def _document(outcome: "FileOutcome") -> dict[str, Any]:
    problems = [{"where": problem.where, "what": problem.what} for problem in outcome.problems]
    return {"file": outcome.file, "outcome": outcome.outcome, "ref": outcome.ref, "problems": problems}


def _line(outcome: "FileOutcome") -> str:
    """One line a file: why it waits for a person, else how much is odd about it."""
    said = f"{outcome.outcome:<12}{outcome.ref or '-':<8}{outcome.file}"
    if outcome.problems and (outcome.outcome in ("filed", "quarantined") or not outcome.ref):
        return f"{said}: {outcome.problems[0].what}"
    count = len(outcome.problems)
    return f"{said}  ({counted(count, 'problem')})" if count else said
