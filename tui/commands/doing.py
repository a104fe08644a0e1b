"""Any action of the desk as a command: the same registry, the same questions, the same journal."""

import click

from tui.commands.common import DONE, MISUSE, REFUSED, emit, everywhere, explain, fail, moment


@click.command(name="do")
@click.argument("action", required=False, default="")
@click.argument("answers", nargs=-1)
@click.option("--reason", default="", help="Why; kept in the journal.")
@click.option("--command-id", default="", help="Your own id for this command: repeating it changes nothing.")
@click.option("--list", "listing", is_flag=True, help="Every action with its questions.")
@everywhere
def do_command(
    action: str,
    answers: tuple[str, ...],
    reason: str,
    command_id: str,
    listing: bool,
    db: str,
    as_json: bool,
    now: str,
) -> int:
    """Do ACTION with ANSWERS such as id=R7K3 reason=02. '--list' tells which there are."""
    from tui.action_table import ACTIONS
    from tui.describe import action_help, action_summary

    if listing or not action:
        emit(
            as_json,
            [action_summary(known) for known in ACTIONS],
            [line for a in ACTIONS for line in action_help(a)],
        )
        return DONE
    known = {entry.id: entry for entry in ACTIONS}.get(action)
    if known is None:
        return fail(f"There is no action '{action}'; 'caredesk do --list' tells which there are", MISUSE)
    given = dict(answer.partition("=")[::2] for answer in answers)
    wrong = [answer for answer in answers if "=" not in answer]
    if wrong:
        return fail(f"'{wrong[0]}' should be name=value, such as id=R7K3", MISUSE)
    return _carry_out(known.command, given, reason, command_id, db, as_json, now)


def _carry_out(
    command: type, given: dict[str, str], reason: str, command_id: str, db: str, as_json: bool, now: str
) -> int:
    from domain.desk.bus import Done
    from tui.bootstrap import desk
    from tui.grammar import build

    with desk(db, now=moment(now)) as here:
        built = build(command, given, here.clock.now(), here.read.policy())
        if isinstance(built, dict):
            return fail("; ".join(f"{name}: {wrong}" for name, wrong in built.items()), REFUSED)
        outcome = here.handle(built, reason, command_id)
    if isinstance(outcome, Done):
        document = {"seq": outcome.seq, "changed": outcome.changed, "undo": outcome.undo, "ref": outcome.ref}
        said = outcome.note or f"Done: {outcome.kind} {outcome.subject} (entry {outcome.seq})"
        emit(as_json, {**document, "note": outcome.note}, [said])
    return explain(outcome)
