"""Opening the desk for people who share an account of the operating system: known by their SSH key, or by a password.

For a forced command of sshd: whatever else was asked for on the line is refused."""

import os

import click

from tui import patience
from tui.commands.common import NOT_ALLOWED, everywhere, fail
from tui.commands.opening import PALETTES, SCREENS, open_here

TRIES = 3


@click.command(name="enter")
@click.argument("login", required=False, default="")
@click.option("--screen", type=click.Choice(SCREENS), default="queue", help="The pane to begin with.")
@click.option("--palette", type=click.Choice(PALETTES), default="ansi", help="Colours; none says more than a letter.")
@everywhere
def enter_command(login: str, screen: str, palette: str, db: str, as_json: bool, now: str) -> int:
    """Open the desk for LOGIN, whose SSH key this is; without LOGIN, ask for a login name and a password.

    Only an account that was added with 'caredesk user add ACCOUNT --gateway' may say for whom."""
    from tui.bootstrap import NotAllowed
    from tui.identity import Entering

    if os.environ.get("SSH_ORIGINAL_COMMAND"):
        return fail("This line leads to the desk and nowhere else: sign in without a command", NOT_ALLOWED)
    if login:
        return open_here(db, screen, now, palette=palette, entering=Entering(login))
    patience.wipe()
    for tries_left in range(TRIES - 1, -1, -1):
        entering = Entering(click.prompt("Login name"), click.prompt("Password", hide_input=True))
        try:
            return open_here(db, screen, now, palette=palette, entering=entering)
        except NotAllowed as refused:
            code = fail(str(refused), NOT_ALLOWED)
            if not tries_left:
                return code
    return NOT_ALLOWED
