"""The first line: where, when, who, whether it is practice, and what waits."""

from collections.abc import Mapping
from datetime import datetime

from rich.cells import cell_len

from domain.access import Caller, Role
from domain.views import Desk
from domain.when import local_date, show_date, show_time
from tui.present import clean, shorten

NARROWEST = 80
_SHORT = {
    Role.CO_ORDINATOR: "co-ord", Role.CLINICIAN: "clinician", Role.SENIOR: "senior", Role.ON_CALL: "on call",
    Role.COVER: "cover", Role.ADMIN: "admin", Role.AUDITOR: "auditor", Role.READ_ONLY: "read only",
}  # fmt: skip


def status(
    desk: Desk, now: datetime, waits: Mapping[str, int], silent_since: datetime | None, columns: int = NARROWEST
) -> tuple[str, bool]:
    """The line, and whether it sounds an alarm: what is shown may be old, or the glass is broken.

    `waits` counts what waits for the person, by the word for it. A title too long for the line is cut."""
    day, emergency = show_date(local_date(now)).rpartition(" ")[0], desk.caller.emergency
    alarms = [f"NOT LIVE since {show_time(silent_since)}"] if silent_since else []
    alarms += [f"EMERGENCY ACCESS to {show_time(emergency.ends)}"] if emergency else []
    begins = f" {'  '.join(alarms) or 'caredesk'}"
    parts = [f"{day} {show_time(now)}", who(desk.caller)]
    parts += ["TRAINING"] if desk.training else []
    parts += [f"{what} {count}" for what, count in waits.items() if count]
    room = max(NARROWEST, columns) - cell_len("  ".join([begins, "", *parts])) - 1
    return "  ".join([begins, shorten(clean(desk.title), max(8, room)), *parts]), bool(alarms)


def who(caller: Caller) -> str:
    """`A Okoye co-ord`: initial and family name, and the first of the roles that count."""
    words = (caller.user.name or caller.user.id).split()
    name = f"{words[0][:1]} {words[-1]}" if len(words) > 1 else words[0]
    roles = [short for role, short in _SHORT.items() if role in caller.roles]
    return f"{name} {roles[0]}" if roles else name
