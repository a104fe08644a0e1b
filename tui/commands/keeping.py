"""Looking after a store: beginning, upgrading, examining, copying and restoring it."""

import re
from pathlib import Path

import click

from tui.commands.common import DONE, MISUSE, REFUSED, UNREACHABLE, anywhere, emit, everywhere, fail

MOST_OF_A_TITLE = 80
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_desks = click.option("--desks", default="", help="PostgreSQL: the role, not the owner, that desks come in by.")


@click.command(name="init")
@click.option("--service", required=True, help="A short name for the service, such as bury.")
@click.option("--title", default="", help="What the desk is called on its first line.")
@_desks
@anywhere
def init_command(service: str, title: str, desks: str, db: str, as_json: bool, now: str) -> int:
    """Begin an empty store for a real service, or another service in a store of yours. You become its administrator."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,31}", service):
        return fail(f"'{service}' is no short name: use small letters, digits and hyphens, such as bury", MISUSE)
    if not title.isprintable() or len(title) > MOST_OF_A_TITLE:
        return fail(f"A title is one line of at most {MOST_OF_A_TITLE} characters", MISUSE)
    from tui.bootstrap import found_store

    place, card = found_store(db, service, title or service.title(), desks)
    text = f"The store {place} is ready. Add users with 'caredesk user add'."
    if card.since:
        practice = ", to practise on" if card.training else ""
        text = f"The store {place} now has the service {service} too{practice}."
        text += f" Add its users with 'caredesk user add --service {service}'."
    emit(as_json, {"store": place, "service": service}, [text])
    return DONE


@click.command(name="upgrade")
@click.option("--dry-run", is_flag=True, help="Say what would be done.")
@_desks
@everywhere
def upgrade_command(dry_run: bool, desks: str, db: str, as_json: bool, now: str) -> int:
    """Bring a store up to this program's schema, with the shipped rules that it has never had."""
    from tui.bootstrap import upgrade_store

    before, after, rules = upgrade_store(db, dry_run=dry_run, desks=desks)
    verb = "would go" if dry_run else "went"
    text = f"The schema {verb} from {before} to {after}." if before != after else f"The schema is {after} already."
    document = {"before": before, "after": after, "done": not dry_run, "rules": rules}
    emit(as_json, document, [text, rules] if rules else [text])
    return DONE


@click.command(name="doctor")
@click.option("--verify", is_flag=True, help="Read the whole journal as well, and compare every record with it.")
@click.option("--acks", type=_FILE, help="Ids of writes that 'bench write' was promised: none may be lost.")
@click.option("--tries", type=_FILE, help="Ids of all writes that it tried: no other may be there.")
@everywhere
def doctor_command(verify: bool, acks: Path | None, tries: Path | None, db: str, as_json: bool, now: str) -> int:
    """Look a store over: one line for each problem, with its cure."""
    from tui.bootstrap import examine

    if tries and not acks:
        return fail("--tries says which writes were tried: add --acks with those that were acknowledged", MISUSE)
    findings = examine(db, verify=verify, acks=acks, tries=tries)
    lines = [f"{'ok ' if good else 'BAD'} {what}" for good, what in findings]
    emit(as_json, [{"ok": good, "what": what} for good, what in findings], lines)
    return DONE if all(good for good, _ in findings) else REFUSED


@click.command(name="backup")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--keep", default=0, type=click.IntRange(0), help="How many of the newest stay in FOLDER; default: all.")
@everywhere
def backup_command(folder: Path, keep: int, db: str, as_json: bool, now: str) -> int:
    """Copy the live store into a verified file in FOLDER, named after the journal's head."""
    from tui.bootstrap import backup_store

    file = backup_store(db, folder, keep)
    emit(as_json, {"backup": str(file)}, [f"Backed up and verified: {file}"])
    return DONE


@click.command(name="restore")
@click.argument("backup", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--rehearse", is_flag=True, help="Restore it into a store that is thrown away, and say what it holds.")
@everywhere
def restore_command(backup: Path, rehearse: bool, db: str, as_json: bool, now: str) -> int:
    """Put a verified BACKUP into the new, empty store that --db names."""
    from tui.bootstrap import rehearse_restore, restore_store

    if not backup.exists():
        return fail(f"There is no backup at {backup}", UNREACHABLE)
    if rehearse:
        head, rows = rehearse_restore(backup)
        text = f"{backup} would restore well: journal head {head}, {sum(rows.values())} rows. Nothing was kept"
        emit(as_json, {"rehearsed": str(backup), "head": head, "rows": rows}, [text])
        return DONE
    head = restore_store(db, backup)
    emit(as_json, {"restored": str(backup), "head": head}, [f"Restored and verified: journal head {head}"])
    return DONE


@click.command(name="copy")
@click.argument("target")
@everywhere
def copy_command(target: str, db: str, as_json: bool, now: str) -> int:
    """Copy the store that --db names into the new, empty store TARGET: a file or a PostgreSQL URL."""
    from tui.bootstrap import copy_store

    rows = copy_store(db, target)
    text = f"Copied and verified: {rows['journal']} journal entries, {sum(rows.values())} rows in all"
    emit(as_json, {"rows": rows}, [text])
    return DONE
