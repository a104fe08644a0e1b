"""Who may do what: one table from role to rights, asked inside every command and before every read.

A command names its right where it is handled; `domain/reading.py` names those of every read. What a role may is
granted in one service and counts for nothing in another."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.record import Record


class Role(StrEnum):
    """A role granted to a user in a service."""

    READ_ONLY = "read-only"
    COVER = "cover"
    CO_ORDINATOR = "co-ordinator"
    CLINICIAN = "clinician"
    ON_CALL = "on-call"
    SENIOR = "senior"
    ADMIN = "admin"
    AUDITOR = "auditor"


class Right(StrEnum):
    """What a role may be allowed to do."""

    ENTER = "enter"
    READ = "read"
    LOG = "log"
    INTAKE = "intake"
    CARE = "care"
    ROSTER = "roster"
    DECIDE = "decide"
    ESCALATE = "escalate"
    USERS = "users"
    AUDIT = "audit"


_LOOK = frozenset({Right.ENTER, Right.READ})
_ANSWER = _LOOK | {Right.LOG, Right.ESCALATE}
_DESK = _ANSWER | {Right.INTAKE, Right.CARE, Right.ROSTER}

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.READ_ONLY: _LOOK,
    Role.COVER: _ANSWER | {Right.INTAKE, Right.ROSTER},
    Role.CO_ORDINATOR: _DESK,
    Role.CLINICIAN: _ANSWER | {Right.INTAKE, Right.CARE, Right.DECIDE},
    Role.ON_CALL: _ANSWER,
    Role.SENIOR: _DESK | {Right.DECIDE, Right.AUDIT},
    Role.ADMIN: frozenset({Right.ENTER, Right.USERS}),
    Role.AUDITOR: frozenset({Right.ENTER, Right.AUDIT}),
}


class NotAllowed(Exception):
    """Somebody asked for what their roles do not allow; the message is a sentence for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class User(Record):
    """Somebody who may use the desk. `id` is the name the operating system or SSH gives them."""

    name: str = ""
    roles: tuple[Role, ...] = ()
    active: bool = True

    @property
    def initials(self) -> str:
        """Two letters for narrow columns."""
        words = (self.name or self.id).split()
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else words[0][1:2])).upper()


@dataclass(frozen=True, slots=True)
class Caller:
    """Who gives a command or reads: the user, in which session. `within` are roles that the session was opened
    with: whatever the user may do elsewhere, it does no more than these (None: all that the user may)."""

    user: User
    session: str
    within: tuple[Role, ...] | None = None

    def may(self, right: Right) -> bool:
        """Whether any of the user's roles carries the right, and this session does."""
        granted = self.user.active and _carried(right, self.user.roles)
        return granted and (self.within is None or _carried(right, self.within))

    def may_any(self, rights: Iterable[Right]) -> bool:
        """Whether one of the rights is theirs."""
        return any(map(self.may, rights))

    def known_as(self, user: User | None) -> "Caller":
        """The same, with the roles that are granted now: none when the user is not known any more."""
        return replace(self, user=user if user is not None else replace(self.user, active=False))

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles that this session acts in."""
        return self.user.roles if self.within is None else self.within

    @property
    def role(self) -> str:
        """The roles in one word for the journal."""
        return "+".join(self.roles)


def _carried(right: Right, roles: Iterable[Role]) -> bool:
    return any(right in RIGHTS[role] for role in roles)
