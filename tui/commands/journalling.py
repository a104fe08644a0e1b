"""The audit trail: verified as a whole, and read entry by entry."""

import click

from tui.commands.common import DONE, REFUSED, emit, everywhere, moment


@click.group(name="journal")
def journal_command() -> None:
    """Verify and read the audit trail."""


@journal_command.command(name="verify")
@everywhere
def verify_journal(db: str, as_json: bool, now: str) -> int:
    """Read the whole chain and compare it with its head."""
    from tui.bootstrap import verify_journal as verify

    found = verify(db)
    lines = [f"BROKEN: {what}" for what in found.broken] or [f"{found.entries} entries, unbroken. Head {found.head}"]
    document = {"entries": found.entries, "head": found.head, "ok": not found.broken, "broken": found.broken}
    emit(as_json, document, lines)
    return REFUSED if found.broken else DONE


@journal_command.command(name="tail")
@click.option("-n", "count", default=20, help="How many entries.")
@everywhere
def tail(count: int, db: str, as_json: bool, now: str) -> int:
    """Print the newest entries."""
    from domain.access import Right
    from domain.when import show_moment
    from tui.bootstrap import desk

    with desk(db, now=moment(now), right=Right.AUDIT) as here:
        entries = here.read.entries_since(max(0, here.read.head() - count), count)
    lines = [
        f"{e.seq:>7} {show_moment(e.recorded_at)} {e.actor:<12} {e.kind:<22} {e.subject} {e.reason}" for e in entries
    ]
    emit(as_json, entries, lines)
    return DONE


@journal_command.command(name="show")
@click.argument("subject")
@everywhere
def show(subject: str, db: str, as_json: bool, now: str) -> int:
    """Print the history of one record, such as referral/R7K3."""
    from domain.access import Right
    from domain.when import show_moment
    from tui.bootstrap import desk

    with desk(db, now=moment(now), right=Right.READ) as here:
        here.opened(subject, "history on the command line")
        entries = here.read.history(subject)
    lines = []
    for entry in entries:
        lines.append(
            f"{entry.seq:>7} {show_moment(entry.recorded_at)} {entry.actor} {entry.kind} {entry.reason}".rstrip()
        )
        was, became = entry.before.get(subject) or {}, entry.after.get(subject) or {}
        lines += [
            f"          {name}: {was.get(name, '-')} -> {value}" for name, value in became.items() if name != "revision"
        ]
    emit(as_json, entries, lines or [f"Nothing is known of {subject}"])
    return DONE
