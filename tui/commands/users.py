"""People who may use the desk, and what they may do there."""

from typing import TYPE_CHECKING, Any

import click

from tui.commands.common import DONE, NOT_ALLOWED, ROLES, emit, everywhere, fail, moment, tell

if TYPE_CHECKING:
    from domain.desk.bus import Command


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
    type=click.Choice(ROLES),
    help="May be given several times.",
)
@click.option("--gateway", is_flag=True, help="An account by which others come in: see 'caredesk enter'.")
@everywhere
def add_user(login: str, name: str, roles: tuple[str, ...], gateway: bool, db: str, as_json: bool, now: str) -> int:
    """Let somebody in. LOGIN is the name that the operating system or SSH gives them."""
    from domain.access import Role
    from domain.desk.administration import AddUser

    granted = tuple(Role(role) for role in roles)
    return _give(AddUser(user=login, name=name or login, roles=granted, gateway=gateway), db, as_json, now)


@user_command.command(name="change")
@click.argument("login")
@click.option("--name", default=None, help="Their name as colleagues know it.")
@click.option("--role", "roles", multiple=True, type=click.Choice(ROLES), help="The roles they shall have from now on.")
@click.option("--active/--not-active", default=None, help="Whether they may use the desk at all.")
@click.option("--gateway/--no-gateway", default=None, help="Whether others come in by this account.")
@everywhere
def change_user(
    login: str,
    name: str | None,
    roles: tuple[str, ...],
    active: bool | None,
    gateway: bool | None,
    db: str,
    as_json: bool,
    now: str,
) -> int:
    """Change somebody's roles, or keep them out."""
    from domain.access import Role
    from domain.desk.administration import AmendUser

    granted = tuple(Role(role) for role in roles) or None
    given: dict[str, Any] = {"name": name, "active": active, "gateway": gateway, "roles": granted}
    return _give(
        AmendUser(id=login, **{key: value for key, value in given.items() if value is not None}),
        db,
        as_json,
        now,
    )


@user_command.command(name="passwd")
@click.argument("login", required=False, default="")
@everywhere
def set_password(login: str, db: str, as_json: bool, now: str) -> int:
    """Set a password: your own, or that of LOGIN where you keep the users. It is read from the terminal, twice."""
    from tui.bootstrap import desk

    with desk(db, now=moment(now)) as here:
        user = login or here.caller.user.id
        if user == here.caller.user.id and here.credentials.known(user):
            problem = here.credentials.check(user, click.prompt("Present password", hide_input=True))
            if problem:
                return fail(problem, NOT_ALLOWED)
        password = click.prompt("New password", hide_input=True, confirmation_prompt=True)
        return tell(here.set_password(user, password), as_json)


@user_command.command(name="sessions")
@click.option("--end", "ended", default="", help="End this session, or every session of this user, at once.")
@everywhere
def list_sessions(ended: str, db: str, as_json: bool, now: str) -> int:
    """Print who sits at a desk, since when and from where. One whose machine died stands here until it is ended."""
    from domain.desk.sittings import EndSitting
    from domain.when import show_moment
    from tui.bootstrap import desk

    with desk(db, now=moment(now)) as here:
        sittings = here.read.sittings()
        if ended:
            meant = [one for one in sittings if ended in (one.id, one.user)]
            if not meant:
                return fail(f"There is no session '{ended}'; 'caredesk user sessions' lists them")
            return max(tell(here.handle(EndSitting(id=one.id)), as_json) for one in meant)
    lines = [f"{s.id:<26} {s.user:<16} since {show_moment(s.began)}  {s.means} {s.origin}".rstrip() for s in sittings]
    emit(as_json, sittings, lines or ["Nobody sits at a desk"])
    return DONE


@user_command.command(name="reviews")
@click.option("--all", "everything", is_flag=True, help="Those that were reviewed too.")
@everywhere
def list_reviews(everything: bool, db: str, as_json: bool, now: str) -> int:
    """Print the emergency access that waits for a review: 'caredesk journal show emergency/REF' is what was done."""
    from domain.when import show_moment
    from tui.bootstrap import desk

    with desk(db, now=moment(now)) as here:
        found = here.read.emergencies(reviewed=everything)
    lines = [f"{one.id} {show_moment(one.began)} {one.user}: {one.reason} {one.review}".rstrip() for one in found]
    emit(as_json, found, lines or ["No emergency access waits for a review"])
    return DONE


def _give(command: "Command", db: str, as_json: bool, now: str) -> int:
    from tui.bootstrap import desk

    with desk(db, now=moment(now)) as here:
        outcome = here.handle(command)
    return tell(outcome, as_json)
