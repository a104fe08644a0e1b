"""How the engine says minutes, on the clock and as a length, and names in a row. No rule lives here."""

from collections.abc import Iterable

from domain.engine.problem import DAY
from domain.words import counted


def clock(minute: int) -> str:
    """A minute of the day as `HH:MM`, naming the day when it is not the one planned."""
    days, rest = divmod(minute, DAY)
    face = f"{rest // 60:02d}:{rest % 60:02d}"
    return face if days == 0 else f"{face} the next day" if days == 1 else f"{face} ({days:+d} days)"


def length(count: int) -> str:
    """A number of minutes as people say it: `45 minutes`, `4 hours`, `7 h 35 min`."""
    hours, rest = divmod(count, 60)
    if hours == 0:
        return counted(rest, "minute")
    if rest == 0:
        return counted(hours, "hour")
    return f"{hours} h {rest:02d} min"


def listed(names: Iterable[str]) -> str:
    """Names in a row: `a`, `a and b`, `a, b and c`."""
    *most, last = sorted(names)
    return f"{', '.join(most)} and {last}" if most else last
