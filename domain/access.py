"""Who may do what: one table from role to permissions, asked inside every command and every read."""

from dataclasses import dataclass
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

    READ = "read"
    LOG = "log"
    INTAKE = "intake"
    CARE = "care"
    ROSTER = "roster"
    DECIDE = "decide"
    ESCALATE = "escalate"
    USERS = "users"
    AUDIT = "audit"


_DESK = frozenset({Right.READ, Right.LOG, Right.INTAKE, Right.CARE, Right.ROSTER, Right.ESCALATE})

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.READ_ONLY: frozenset({Right.READ}),
    Role.COVER: frozenset({Right.READ, Right.LOG, Right.INTAKE, Right.ROSTER, Right.ESCALATE}),
    Role.CO_ORDINATOR: _DESK,
    Role.CLINICIAN: frozenset({Right.READ, Right.LOG, Right.INTAKE, Right.CARE, Right.DECIDE, Right.ESCALATE}),
    Role.ON_CALL: frozenset({Right.READ, Right.LOG, Right.ESCALATE}),
    Role.SENIOR: _DESK | {Right.DECIDE, Right.AUDIT},
    Role.ADMIN: frozenset({Right.USERS}),
    Role.AUDITOR: frozenset({Right.AUDIT}),
}


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
    """Who gives a command or reads: the user, in which session."""

    user: User
    session: str

    def may(self, right: Right) -> bool:
        """Whether any of the user's roles carries the right."""
        return self.user.active and any(right in RIGHTS[role] for role in self.user.roles)

    @property
    def role(self) -> str:
        """The roles in one word for the journal."""
        return "+".join(self.user.roles)
