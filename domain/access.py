"""Who may do what: one table from role to rights, asked inside every command and before every read.

A command names its right where it is handled; `domain/reading.py` names those of every read. What a role may is
granted in one service and counts for nothing in another."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from domain.record import Record

R = TypeVar("R", bound=Record)


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
    BREAK_GLASS = "break-glass"
    USERS = "users"
    AUDIT = "audit"
    ERASE = "erase"


_LOOK = frozenset({Right.ENTER, Right.READ})
_ANSWER = _LOOK | {Right.LOG, Right.ESCALATE}
_DESK = _ANSWER | {Right.INTAKE, Right.CARE, Right.ROSTER}
_PINCH = frozenset({Right.BREAK_GLASS})

IN_EMERGENCY = _DESK
"""What somebody who has broken the glass may do until it is whole again: all that a co-ordinator may."""

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.READ_ONLY: _LOOK | _PINCH,
    Role.COVER: _ANSWER | _PINCH | {Right.INTAKE, Right.ROSTER},
    Role.CO_ORDINATOR: _DESK,
    Role.CLINICIAN: _ANSWER | _PINCH | {Right.INTAKE, Right.CARE, Right.DECIDE},
    Role.ON_CALL: _ANSWER | _PINCH,
    Role.SENIOR: _DESK | {Right.DECIDE, Right.AUDIT, Right.ERASE},
    Role.ADMIN: frozenset({Right.ENTER, Right.USERS}),
    Role.AUDITOR: frozenset({Right.ENTER, Right.AUDIT}),
}


class Means(StrEnum):
    """How somebody was known when they sat down: by their account, by an SSH key, by a password of caredesk's own."""

    ACCOUNT = "account"
    KEY = "key"
    PASSWORD = "password"


class Unlock(StrEnum):
    """What opens a locked desk again: a key press, the password, or nothing but signing in anew."""

    ENTER = "enter"
    PASSWORD = "password"
    NEVER = "never"


class NotAllowed(Exception):
    """Somebody asked for what their roles do not allow; the message is a sentence for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class User(Record):
    """Somebody who may use the desk. `id` is the name the operating system or SSH gives them.

    A `gateway` is nobody: an account through which others come in, such as the one that SSH keys lead to. What they
    broke the glass for last is `emergency`."""

    name: str = ""
    roles: tuple[Role, ...] = ()
    active: bool = True
    gateway: bool = False
    emergency: str = ""

    @property
    def initials(self) -> str:
        """Two letters for narrow columns."""
        words = (self.name or self.id).split()
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else words[0][1:2])).upper()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting(Record):
    """Somebody at a desk, from sitting down to leaving; `id` is the session that their journal entries name.

    `means` says how they were known, `origin` from where they came. Once it has `ended` it may do nothing more."""

    user: str
    means: str = ""
    origin: str = ""
    began: datetime
    ended: datetime | None = None
    ended_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency(Record):
    """The glass was broken: until `ends` somebody may do what their roles do not allow. It waits for a review."""

    user: str
    reason: str
    began: datetime
    ends: datetime
    reviewed_at: datetime | None = None
    reviewed_by: str = ""
    review: str = ""


SKEW = timedelta(minutes=1)
"""How far the clocks of two desks, or one clock before and after it was set, may lie apart."""


class Load(Protocol):
    """Finds a record, or says with None that there is none."""

    def __call__(self, kind: type[R], ref: str, /) -> R | None: ...


@dataclass(frozen=True, slots=True)
class Caller:
    """Who gives a command or reads: the user, in which session. `within` are roles that the session was opened
    with: whatever the user may do elsewhere, it does no more than these (None: all that the user may). `emergency`
    is the broken glass, as long as it lasts."""

    user: User
    session: str
    within: tuple[Role, ...] | None = None
    emergency: Emergency | None = None

    def may(self, right: Right) -> bool:
        """Whether any of the user's roles carries the right, or the emergency does, and this session too."""
        granted = _carried(right, self.user.roles) or (self.emergency is not None and right in IN_EMERGENCY)
        return self.user.active and granted and (self.within is None or _carried(right, self.within))

    def may_any(self, rights: Iterable[Right]) -> bool:
        """Whether one of the rights is theirs."""
        return any(map(self.may, rights))

    def as_known(self, load: Load, now: datetime) -> "Caller":
        """The same as the store knows them `now`: somebody unknown, or whose sitting has ended, is not active."""
        user, sitting = load(User, self.user.id), load(Sitting, self.session)
        if user is None or (sitting is not None and sitting.ended is not None):
            return replace(self, user=replace(user or self.user, active=False), emergency=None)
        emergency = load(Emergency, user.emergency) if user.emergency else None
        lasts = emergency is not None and emergency.began - SKEW <= now < emergency.ends  # nor when a clock is put back
        return replace(self, user=user, emergency=emergency if lasts else None)

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles that this session acts in."""
        return self.user.roles if self.within is None else self.within

    @property
    def role(self) -> str:
        """The roles in one word for the journal."""
        return "+".join([*self.roles, *([Right.BREAK_GLASS] if self.emergency else [])])


def _carried(right: Right, roles: Iterable[Role]) -> bool:
    return any(right in RIGHTS[role] for role in roles)
