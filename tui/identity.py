"""Who is at the keyboard: the operating system's own user, or somebody whom an account of the service lets in.

An account that others come in by (a `gateway`) must be named so by whoever keeps the users: then, and only then, may it
say whose SSH key it was, or ask for a name and password. Never what the environment claims of its own accord."""

import os
import pwd
from collections.abc import Callable
from dataclasses import dataclass

from domain.access import Caller, Means, NotAllowed, User


@dataclass(frozen=True, slots=True)
class Entering:
    """Somebody who comes in by an account of the service: by their key, or by a password."""

    name: str
    password: str | None = None

    @property
    def means(self) -> Means:
        """How they are known."""
        return Means.KEY if self.password is None else Means.PASSWORD


def system_user() -> str:
    """The name of the operating system's user, never what the environment claims."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid{os.getuid()}"


def origin() -> str:
    """From where the line comes, as sshd says; only a note for whoever reads the list of sessions."""
    return os.environ.get("SSH_CONNECTION", "").partition(" ")[0][:64]


def identify(
    find: Callable[[str], User | None],
    check: Callable[[str, str], str],
    entering: Entering | None,
    session: str,
    store: str,
) -> Caller:
    """The caller at the keyboard. `find` knows users; `check` says what is wrong with a name and password.

    Raises NotAllowed with a sentence that says whom to ask."""
    account = system_user()
    user = find(account)
    if entering is None:
        return Caller(_active(user, account, store), f"{account}-{session}")
    if user is None or not (user.active and user.gateway):
        raise NotAllowed(
            f"{account} is no account that others come in by: whoever looks after the users of {store} "
            f"says 'caredesk user {'change' if user else 'add'} {account} --gateway'"
        )
    problem = "" if entering.password is None else check(entering.name, entering.password)
    if problem:
        raise NotAllowed(problem)
    return Caller(_active(find(entering.name), entering.name, store), f"{entering.name}-{session}")


def _active(user: User | None, name: str, store: str) -> User:
    if user is None or not user.active:
        raise NotAllowed(f"{name} is not a user of {store}: ask whoever looks after it to run 'caredesk user add'")
    return user
