"""The first line: where, when, who, whether it is practice, and what waits half-typed."""

from datetime import datetime

from domain.access import Role, User
from domain.views import Desk
from domain.when import local_date, show_date, show_time

_SHORT = {
    Role.CO_ORDINATOR: "co-ord", Role.CLINICIAN: "clinician", Role.SENIOR: "senior", Role.ON_CALL: "on call",
    Role.COVER: "cover", Role.ADMIN: "admin", Role.AUDITOR: "auditor", Role.READ_ONLY: "read only",
}  # fmt: skip


def status(desk: Desk, now: datetime, parked: int, silent_since: datetime | None) -> tuple[str, str, bool]:
    """Left and right of the line, and whether it sounds an alarm: what is shown may be old."""
    day = show_date(local_date(now)).rpartition(" ")[0]
    parts = [f" caredesk  {desk.title}", f"{day} {show_time(now)}", who(desk.caller.user)]
    parts += ["TRAINING"] if desk.training else []
    right = f"parked {parked} " if parked else ""
    if silent_since is None:
        return "  ".join(parts), right, False
    return f" NOT LIVE since {show_time(silent_since)}" + "  ".join(parts), right, True


def who(user: User) -> str:
    """`A Okoye co-ord`: initial and family name, and the first of the roles that count."""
    words = (user.name or user.id).split()
    name = f"{words[0][:1]} {words[-1]}" if len(words) > 1 else words[0]
    roles = [short for role, short in _SHORT.items() if role in user.roles]
    more = f"+{len(roles) - 1}" if len(roles) > 1 else ""
    return f"{name} {roles[0]}{more}" if roles else name
