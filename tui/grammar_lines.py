"""How one line of a longer answer is typed: a visit of a package's pattern, a goal, or plain words.

`morning 08:00 45m x2 07:30-09:00 mon-fri meds critical` is the first; the order after its name is free."""

import re
from datetime import date, time
from typing import Any

from domain.case import Goal
from domain.package import EVERY_DAY, Line
from domain.staff import Skill
from domain.when import parse_time

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WINDOW_BEFORE, _WINDOW_AFTER = 30, 30


def read_line(kind: type[Any], text: str) -> Any:
    """The value of one typed line. Raises ValueError with what to type instead."""
    if kind is Line:
        return _read_visit(text)
    if kind is Goal:
        scored = re.fullmatch(r"(.*?)\s+([1-5])", text)
        return Goal(text=scored[1], baseline=int(scored[2])) if scored else Goal(text=text)
    if kind is Skill:
        code, _, until = text.partition(" until ")
        return Skill(code=code.strip(), expires=date.fromisoformat(until.strip()) if until else None)
    return text


def line_text(value: Any) -> str:
    """A value as its line would be typed."""
    if isinstance(value, Line):
        return _visit_text(value)
    if isinstance(value, Goal):
        return f"{value.text} {value.baseline}" if value.baseline else value.text
    if isinstance(value, Skill):
        return f"{value.code} until {value.expires.isoformat()}" if value.expires else value.code
    return str(value)


def _read_visit(text: str) -> Line:
    """A visit of the pattern: name and time first; length, workers, window, days, skills and marks after."""
    name, _, rest = text.partition(" ")
    known: dict[str, Any] = {"name": name}
    skills: list[str] = []
    rest, colon, tasks = rest.partition(": ")
    for word in rest.lower().split():
        if not _known_word(word, known):
            skills.append(word)
    if "at" not in known:
        raise ValueError(f"'{text}' has no time; type a line such as: morning 08:00 45m x2 07:30-09:00 mon-fri meds")
    at = known["at"]
    known.setdefault("minutes", 30)
    known.setdefault("earliest", _shift(at, -_WINDOW_BEFORE))
    known.setdefault("latest", _shift(at, _WINDOW_AFTER))
    return Line(**known, skills=tuple(skills), tasks=tasks.strip() if colon else "")


def _known_word(word: str, known: dict[str, Any]) -> bool:
    """Takes a word that is no skill into `known`."""
    if found := re.fullmatch(r"(\d{1,2}:\d{2})-(\d{1,2}:\d{2})", word):
        known["earliest"], known["latest"] = parse_time(found[1]), parse_time(found[2])
    elif re.fullmatch(r"\d{1,2}:\d{2}", word):
        known["at"] = parse_time(word)
    elif found := re.fullmatch(r"(\d{1,3})m(?:in)?", word):
        known["minutes"] = int(found[1])
    elif found := re.fullmatch(r"x(\d)", word):
        known["workers"] = int(found[1])
    elif found := re.fullmatch(r"after:(\w+)", word):
        known["after"] = found[1]
    elif found := re.fullmatch(r"gap:(\d+)(?:-(\d+))?", word):
        known["min_gap"], known["max_gap"] = int(found[1]), int(found[2] or 0)
    elif word in ("lead", "critical"):
        known["lead" if word == "lead" else "time_critical"] = True
    elif (days := _days(word)) is not None:
        known["days"] = days
    else:
        return False
    return True


def _days(word: str) -> tuple[int, ...] | None:
    if word in ("daily", "everyday"):
        return EVERY_DAY
    first, dash, last = word.partition("-")
    if first in _DAYS and (not dash or last in _DAYS):
        low, high = _DAYS.index(first), _DAYS.index(last or first)
        return tuple(range(low, high + 1)) if low <= high else (*range(low, 7), *range(high + 1))
    parts = word.split(",")
    return tuple(_DAYS.index(part) for part in parts) if all(part in _DAYS for part in parts) else None


def _shift(at: time, minutes: int) -> time:
    total = max(0, min(1439, at.hour * 60 + at.minute + minutes))
    return time(total // 60, total % 60)


def _visit_text(line: Line) -> str:
    words = [line.name, f"{line.at:%H:%M}", f"{line.minutes}m"]
    words += [f"x{line.workers}"] if line.workers > 1 else []
    words.append(f"{line.earliest:%H:%M}-{line.latest:%H:%M}")
    words += [] if line.days == EVERY_DAY else [",".join(_DAYS[day] for day in line.days)]
    words += [*line.skills, *(["lead"] if line.lead else []), *(["critical"] if line.time_critical else [])]
    words += [f"after:{line.after}"] if line.after else []
    words += [f"gap:{line.min_gap}-{line.max_gap}"] if line.min_gap else []
    return " ".join(words) + (f": {line.tasks}" if line.tasks else "")
