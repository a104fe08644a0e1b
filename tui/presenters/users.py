"""Who may use the desk: names, what their roles let them do, and who may no longer."""

from domain.access import Role, User
from tui.present import Column, Line, Listing, Sight, Told, Tone

COLUMNS = (
    Column("Account", 16),
    Column("Name", 24),
    Column("State", 9),
    Column("Roles"),
)


def line(user: User, sight: Sight) -> Line:
    """A user in one line."""
    roles = ", ".join(Role(role).value for role in user.roles) or "none"
    state = "may enter" if user.active else "left"
    return Line((user.id, user.name, state, roles), tone=Tone.PLAIN if user.active else Tone.QUIET)


def detail(user: User, sight: Sight) -> tuple[Told, ...]:
    """Who it is, and what the account is known by."""
    roles = ", ".join(Role(role).value for role in user.roles) or "no role: nothing can be done"
    return (f"{user.name or user.id}  {roles}", Tone.STRONG), f"Known to the operating system as {user.id}"


USERS: Listing[User] = Listing(
    columns=COLUMNS,
    key=lambda user: user.id,
    line=line,
    detail=detail,
    parts=lambda user: {
        "user": user.id, "ref": user.id, "user_revision": user.revision, "name": user.name or user.id,
        "subject": f"user/{user.id}",
    },
    subject=lambda user: f"user/{user.id}",
    empty="Nobody may use the desk yet.",
)  # fmt: skip
