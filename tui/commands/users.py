"""People who may use the desk, and what they may do there."""

from typing import TYPE_CHECKING, Any

import click

from tui.commands.common import DONE, emit, everywhere, moment, tell

if TYPE_CHECKING:
    from domain.desk.bus import Command

ROLES = ("read-only", "cover", "co-ordinator", "clinician", "on-call", "senior", "admin", "auditor")


@click.group(name="user")
def user_command() -> None:
    """People who may use the desk."""


@user_command.command(name="list")
@everywhere
def list_users(db: str, as_json: bool, now: str) -> int:
    """Print everybody who may use the desk."""
    from tui.bootstrap import desk

    with desk(db, now=moment(now)) as here:
        users = here.read.users()
    lines = [f"{u.id:<16} {u.name:<24} {', '.join(u.roles)}{'' if u.active else '  (not active)'}" for u in users]
    emit(as_json, users, lines)
    return DONE


@user_command.command(name="add")
@click.argument("login")
@click.option("--name", default="", help="Their name as colleagues know it.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice(ROLES),
    help="May be given several times.",
)
@everywhere
def add_user(login: str, name: str, roles: tuple[str, ...], db: str, as_json: bool, now: str) -> int:
    """Let somebody in. LOGIN is the name that the operating system or SSH gives them."""
    from domain.access import Role
    from domain.desk.administration import AddUser

    return _give(AddUser(user=login, name=name or login, roles=tuple(Role(role) for role in roles)), db, as_json, now)


@user_command.command(name="change")
@click.argument("login")
@click.option("--name", default=None, help="Their name as colleagues know it.")
@click.option("--role", "roles", multiple=True, type=click.Choice(ROLES), help="The roles they shall have from now on.")
@click.option("--active/--not-active", default=None, help="Whether they may use the desk at all.")
@everywhere
def change_user(
    login: str,
    name: str | None,
    roles: tuple[str, ...],
    active: bool | None,
    db: str,
    as_json: bool,
    now: str,
) -> int:
    """Change somebody's roles, or keep them out."""
    from domain.access import Role
    from domain.desk.administration import AmendUser

    given: dict[str, Any] = {"name": name, "active": active, "roles": tuple(Role(role) for role in roles) or None}
    return _give(
        AmendUser(id=login, **{key: value for key, value in given.items() if value is not None}),
        db,
        as_json,
        now,
    )


def _give(command: "Command", db: str, as_json: bool, now: str) -> int:
    from tui.bootstrap import desk

    with desk(db, now=moment(now)) as here:
        outcome = here.handle(command)
    return tell(outcome, as_json)
