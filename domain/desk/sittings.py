"""Sitting down at a desk and leaving it, and passwords as far as the journal may know of them.

Whoever keeps the users may end a sitting: from then on it may do nothing more, wherever it is."""

from dataclasses import dataclass, replace

from domain.access import Right, Sitting, User
from domain.desk.asking import ask
from domain.desk.bus import Command, Refusal, Work, handles


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginSitting(Command):
    """Sit down at the desk."""

    means: str = ask("How they are known", hidden=True)
    origin: str = ask("Where they come from", hidden=True)


@handles(BeginSitting, "sitting.begin", Right.ENTER, undoable=False)
def begin_sitting(do: BeginSitting, work: Work) -> str:
    """Keep that the caller's session has begun."""
    caller = work.caller
    if work.find(Sitting, id=caller.session):
        raise Refusal(f"Session {caller.session} has begun already")
    work.add(Sitting(id=caller.session, user=caller.user.id, means=do.means, origin=do.origin, began=work.now))
    return f"sitting/{caller.session}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EndSitting(Command):
    """Leave the desk, or show somebody the door."""

    id: str = ask("Session", help="as the list of sessions has it")


@handles(EndSitting, "sitting.end", Right.ENTER, on=Sitting, undoable=False)
def end_sitting(do: EndSitting, work: Work) -> str:
    """Keep who ended it; what ended once stays ended. That of somebody else needs the right over users."""
    sitting = work.get(Sitting, do.id)
    if sitting.user != work.caller.user.id and not work.caller.may(Right.USERS):
        raise Refusal(f"Ending the session of {sitting.user} needs the right '{Right.USERS}'", why="right")
    if sitting.ended is None:
        work.save(replace(sitting, ended=work.now, ended_by=work.caller.user.id))
    return f"sitting/{sitting.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPassword(Command):
    """Give somebody another password. The password itself never is part of a command."""

    id: str = ask("Login name", hidden=True)


@handles(SetPassword, "user.password", Right.ENTER, undoable=False)
def set_password(do: SetPassword, work: Work) -> str:
    """Keep that it was set, and by whom. That of somebody else needs the right over users."""
    user = work.get(User, do.id)
    if user.id != work.caller.user.id and not work.caller.may(Right.USERS):
        raise Refusal(f"Setting the password of {user.id} needs the right '{Right.USERS}'", why="right")
    return f"user/{user.id}"
