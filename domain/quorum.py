"""Who comes to a meeting, and whether they can decide: the roles that its kind needs, and which of them nobody brings.

Names are what was said aloud: they are compared without regard to case and spaces. Knows nothing of times or rooms."""

from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from domain.access import User
from domain.meeting import Meeting
from domain.policy import Policy

Roles = Mapping[str, frozenset[str]]
"""Who holds which roles, by their name as `same_name` gives it."""

NOBODY: Roles = MappingProxyType({})


def same_name(name: str) -> str:
    """A name as it is compared."""
    return " ".join(name.casefold().split())


def coming(meeting: Meeting) -> Mapping[str, str]:
    """Who is expected, as compared → as written; whoever sent apologies is not."""
    away = {same_name(name) for name in meeting.apologies}
    return {same_name(name): name for name in meeting.attendees if same_name(name) not in away}


def roles_of(users: Iterable[User]) -> Roles:
    """The roles of everybody who may use the desk."""
    return {same_name(user.name): frozenset(user.roles) for user in users if user.active and not user.gateway}


def needed(meeting: Meeting, policy: Policy) -> Counter[str]:
    """Role → how many of it such a meeting needs to decide: the list `quorum` names a role once for each."""
    said = policy.choices("quorum").get(meeting.kind, "")
    return Counter(filter(None, map(str.strip, said.split(","))))


def lacking(meeting: Meeting, roles: Roles, policy: Policy) -> tuple[str, ...]:
    """The roles that too few of those who come hold, in the order of the rule."""
    there = Counter(role for name in coming(meeting) for role in roles.get(name, ()))
    return tuple(role for role, count in needed(meeting, policy).items() if there[role] < count)
