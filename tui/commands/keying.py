"""Somebody's own keys: which profile they use on a store, and what every key does there."""

import click

from tui.commands.common import DONE, emit, everywhere, moment

PROFILES = ("default", "vim", "fkeys")


@click.command(name="keys")
@click.argument("profile", required=False, type=click.Choice(PROFILES))
@everywhere
def keys_command(profile: str | None, db: str, as_json: bool, now: str) -> int:
    """Print your keys on this store, or choose a PROFILE of them."""
    from tui.bootstrap import desk
    from tui.habits import habits_for
    from tui.presenters.help import everything
    from tui.profiles import SAID, Keys
    from tui.settings import state_folder

    with desk(db, now=moment(now)) as here:
        habits = habits_for(state_folder(), here.database.name, here.caller.user.id)
        caller = here.caller
    if profile:
        habits.change(keys=profile, tried=True)
    keys = Keys(habits.now.keys)
    rows = [row for row in everything("", caller, {}, keys) if row.keys]
    lines = [f"{keys.profile}: {SAID[keys.profile]}", *(f"{row.keys:<14} {row.verb:<14} {row.help}" for row in rows)]
    document = {"profile": keys.profile, "keys": [{"keys": r.keys, "verb": r.verb, "help": r.help} for r in rows]}
    emit(as_json, document, lines)
    return DONE
