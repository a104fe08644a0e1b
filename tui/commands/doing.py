"""Any action of the desk as a command: the same registry, the same questions, the same journal."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from tui.commands.common import DONE, MISUSE, emit, everywhere, fail, moment, tell

if TYPE_CHECKING:
    from tui.actions import Action

MOST_OF_A_REASON, MOST_OF_AN_ID = 2000, 64


@click.command(name="do")
@click.argument("action", required=False, default="")
@click.argument("answers", nargs=-1)
@click.option("--reason", default="", help="Why; kept in the journal.")
@click.option("--command-id", default="", help="Your own id for this command: repeating it changes nothing.")
@click.option("--list", "listing", is_flag=True, help="Every action, or ACTION alone, with its questions and codes.")
@everywhere
def do_command(
    action: str, answers: tuple[str, ...], reason: str, command_id: str, listing: bool, db: str, as_json: bool, now: str
) -> int:
    """Do ACTION with ANSWERS such as id=R7K3 reason=02. '--list' tells which there are.

    'seen=3' says which revision you saw: if it has been changed since, nothing is done and both values are shown."""
    from tui.action_table import ACTIONS

    known = [entry for entry in ACTIONS if action in ("", entry.id)]
    if not known:
        return fail(f"There is no action '{action}'; 'caredesk do --list' tells which there are", MISUSE)
    if listing or not action:
        return _list(known, db, as_json)
    given = dict(answer.partition("=")[::2] for answer in answers)
    wrong = [answer for answer in answers if not answer.partition("=")[1]]
    if wrong:
        return fail(f"'{wrong[0]}' should be name=value, such as id=R7K3", MISUSE)
    if len(given) < len(answers):
        return fail("An answer is given twice; several values of one answer stand with commas between them", MISUSE)
    if len(reason) > MOST_OF_A_REASON or len(command_id) > MOST_OF_AN_ID:
        return fail(f"A reason has room for {MOST_OF_A_REASON} characters, a command id for {MOST_OF_AN_ID}", MISUSE)
    return _carry_out(known[0], given, reason, command_id, db, as_json, now)


def _list(actions: "list[Action]", db: str, as_json: bool) -> int:
    """Print actions with the code lists of the store, or of a new one where there is no store."""
    from tui.bootstrap import policy_of
    from tui.describe import action_help, action_summary

    policy = policy_of(db)
    if as_json:
        emit(True, [action_summary(known, policy) for known in actions], [])
    else:
        emit(False, None, [line for known in actions for line in action_help(known, policy)])
    return DONE


def _carry_out(
    action: "Action", given: Mapping[str, str], reason: str, command_id: str, db: str, as_json: bool, now: str
) -> int:
    from tui.bootstrap import desk
    from tui.describe import SEEN
    from tui.grammar import build

    texts = dict(given)
    seen = texts.pop(SEEN, "0")
    if not (seen.isascii() and seen.isdigit()) or len(seen) > 9:
        return fail(f"{SEEN}: '{seen}' is no revision; 'caredesk show' tells it", MISUSE)
    with desk(db, now=moment(now)) as here:
        built = build(action.command, texts, here.clock.now(), here.read.policy(), seen=int(seen))
        if isinstance(built, dict):
            return fail("; ".join(f"{name}: {wrong}" for name, wrong in built.items()), MISUSE)
        outcome = here.handle(built, reason, command_id)
    return tell(outcome, as_json)
