"""A weekly pattern of visits as people type it, one line a visit, and the same words printed back.

    morning 07:30 30m ±45 2w skills=medication,hoist critical days=mon-fri
    lunch 12:30 30m ±30 after=morning gap=4h-6h by=same tasks=warm meal, drink
    chat 15:00 20m ±60 optional

Name, London start and length come first. The rest stands in any order, but `tasks=` runs to the end of its
line. Whatever is read prints back to words that read the same; what cannot is refused in one sentence."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import time
from typing import Any

from domain.package import EVERY_DAY, Line
from domain.when import TimeProblem, parse_time

EXAMPLE = "morning 07:30 30m ±45 2w skills=medication,hoist critical days=mon-fri tasks=wash, dress"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
COMPANY = ("same", "other")
LAST_MINUTE = 24 * 60 - 1
MOST_WORKERS = 2
LONGEST = 12 * 60
_WORD = re.compile(r"[\w.-]+")
_BREAK = re.compile(r"\n|;(?=[ \t]*[\w.-]+[ \t]+[\d:.]+[ \t]+[\dhm]+(?:[ \t\n;]|$))")


class PatternProblem(ValueError):
    """A line cannot be read; the message names the line and says what to type."""


def parse_lines(text: str) -> tuple[Line, ...]:
    """The pattern in typed text; a semicolon before a name and time begins a line. Raises PatternProblem."""
    rows = [row.strip() for row in _BREAK.split(text)]
    lines = tuple(_parse_line(row, number) for number, row in enumerate(filter(None, rows), 1))
    if problem := pattern_problem(lines):
        raise PatternProblem(problem)
    return lines


def print_lines(lines: Iterable[Line]) -> str:
    """The pattern as text that reads back to the same lines."""
    return "\n".join(print_line(line) for line in lines)


def print_line(line: Line) -> str:
    """One visit of the pattern in one line."""
    words = [line.name, f"{line.at:%H:%M}", print_minutes(line.minutes), _print_window(line)]
    words += [f"{line.workers}w"] * (line.workers > 1)
    words += [f"skills={','.join(line.skills)}"] * bool(line.skills)
    words += ["lead"] * line.lead + ["critical"] * line.time_critical
    words += [f"days={_print_days(line.days)}"] * (line.days != EVERY_DAY)
    words += [f"after={line.after}"] * bool(line.after)
    words += [f"gap={_print_gap(line)}"] * bool(line.min_gap or line.max_gap)
    words += [f"by={line.by}"] * bool(line.by) + ["optional"] * line.optional
    words += [f"tasks={line.tasks}"] * bool(line.tasks)
    return " ".join(filter(None, words))


def pattern_problem(lines: Sequence[Line]) -> str:
    """Why these lines are no pattern of care, in a sentence; empty when they are one."""
    if not lines:
        return f"A package needs at least one line, such as: {EXAMPLE}"
    earlier: dict[str, Line] = {}
    for number, line in enumerate(lines, 1):
        if problem := _line_problem(line) or _order_problem(line, earlier):
            return f"Line {number} ({line.name or 'no name'}): {problem}"
        earlier[line.name] = line
    return ""


_RULES: tuple[tuple[Callable[[Line], object], str], ...] = (
    (lambda line: _WORD.fullmatch(line.name), "the name must be one word, such as morning or tea"),
    (lambda line: 0 < line.minutes <= LONGEST, "a visit takes from 1 minute to 12 hours, such as 30m"),
    (lambda line: line.earliest <= line.at <= line.latest, "the start must lie within its window"),
    (lambda line: _whole(line.at, line.earliest, line.latest), "times are whole minutes, such as 07:30"),
    (lambda line: 0 < line.workers <= MOST_WORKERS, "a visit needs one worker or two: 1w or 2w"),
    (
        lambda line: all(map(_WORD.fullmatch, line.skills)),
        "skills are codes, such as skills=medication,hoist",
    ),
    (lambda line: line.days and set(line.days) <= set(EVERY_DAY), "days are weekdays, such as days=mon-fri"),
    (lambda line: sorted(set(line.days)) == list(line.days), "days go from Monday on, each of them once"),
    (lambda line: line.by in ("", *COMPANY), "by= is the same worker or an other one: by=same or by=other"),
    (lambda line: line.tasks == " ".join(line.tasks.split()), "tasks are words on one line"),
    (lambda line: not _BREAK.search(line.tasks), "tasks name no other visit with its time"),
)


def _line_problem(line: Line) -> str:
    return next((sentence for holds, sentence in _RULES if not holds(line)), "")


def _whole(*times: time) -> bool:
    return not any(each.second or each.microsecond for each in times)


def _order_problem(line: Line, earlier: dict[str, Line]) -> str:
    if line.name in earlier:
        return "another line has this name already"
    if line.after and line.after not in earlier:
        return f"after={line.after} names no line above it"
    if (line.min_gap or line.max_gap or line.by) and not line.after:
        return "a gap needs after=, the line that it follows, and so does by="
    if min(line.min_gap, line.max_gap) < 0 or 0 < line.max_gap < line.min_gap:
        return "a gap goes from the shorter time to the longer, such as gap=4h-6h"
    if max(line.min_gap, line.max_gap) > LAST_MINUTE:
        return "a gap is shorter than a day, such as gap=4h-6h"
    return ""


def _parse_line(row: str, number: int) -> Line:
    head, _, tasks = row.partition("tasks=")
    name, *words = head.split() or [""]
    if len(words) < 2:
        raise PatternProblem(f"Line {number}: type a name, a start and a length first, such as: {EXAMPLE}")
    try:
        at = parse_time(words[0])
        line = Line(name=name, at=at, earliest=at, latest=at, minutes=parse_minutes(words[1]))
        for word in words[2:]:
            line = replace(line, **_read(word, at))
    except (TimeProblem, PatternProblem) as problem:
        raise PatternProblem(f"Line {number} ({name}): {problem}") from None
    return replace(line, tasks=" ".join(tasks.split()))


def _read(word: str, at: time) -> dict[str, Any]:
    """The fields that one word of a line sets."""
    if found := re.fullmatch(r"(\d)w", word):
        return {"workers": int(found[1])}
    if found := re.fullmatch(r"(?:±|\+-|\+/-|\+)(\d{1,3})m?", word):
        middle, give = _minute(at), int(found[1])
        return {"earliest": _time(max(0, middle - give)), "latest": _time(min(LAST_MINUTE, middle + give))}
    key, _, value = word.partition("=")
    if key not in _KEYS:
        raise PatternProblem(f"'{word}' means nothing here; a line looks like this: {EXAMPLE}")
    return _KEYS[key](value)


def _gap(value: str) -> dict[str, Any]:
    least, _, most = value.partition("-")
    return {"min_gap": parse_minutes(least), "max_gap": parse_minutes(most) if most else 0}


def _window(value: str) -> dict[str, Any]:
    earliest, _, latest = value.partition("-")
    return {"earliest": parse_time(earliest), "latest": parse_time(latest)}


_KEYS: dict[str, Callable[[str], dict[str, Any]]] = {
    "lead": lambda _: {"lead": True},
    "critical": lambda _: {"time_critical": True},
    "window": _window,
    "skills": lambda value: {"skills": tuple(filter(None, value.split(",")))},
    "days": lambda value: {"days": parse_days(value)},
    "after": lambda value: {"after": value},
    "gap": _gap,
    "by": lambda value: {"by": value},
    "optional": lambda _: {"optional": True},
}


def parse_minutes(text: str) -> int:
    """A typed length: `30m`, `90`, `1h`, `1h30`. Raises PatternProblem."""
    found = re.fullmatch(r"(?:(\d{1,2})h)?(?:(\d{1,3})m?)?", text.strip().lower())
    if not found or not text.strip():
        raise PatternProblem(f"'{text}' is no length of time; type it as 30m, 1h or 1h30")
    return int(found[1] or 0) * 60 + int(found[2] or 0)


def print_minutes(minutes: int) -> str:
    """`30m`, `1h`, `1h30`."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}m"
    return f"{hours}h{rest:02d}" if rest else f"{hours}h"


def parse_days(text: str) -> tuple[int, ...]:
    """Weekdays, Monday 0: `mon-fri`, `sat,sun`, `fri-mon`. Raises PatternProblem."""
    days: set[int] = set()
    for part in filter(None, text.lower().split(",")):
        first, _, last = part.partition("-")
        if first[:3] not in WEEKDAYS or (last and last[:3] not in WEEKDAYS):
            raise PatternProblem(f"'{part}' is no weekday; type days=mon-fri or days=mon,wed,sat")
        low, high = WEEKDAYS.index(first[:3]), WEEKDAYS.index((last or first)[:3])
        days.update((low + step) % 7 for step in range((high - low) % 7 + 1))
    if not days:
        raise PatternProblem("no day is named; type days=mon-fri or days=mon,wed,sat")
    return tuple(sorted(days))


def _print_days(days: Sequence[int]) -> str:
    if len(days) > 2 and tuple(days) == tuple(range(days[0], days[-1] + 1)):
        return f"{WEEKDAYS[days[0]]}-{WEEKDAYS[days[-1]]}"
    return ",".join(WEEKDAYS[day] for day in days)


def _print_window(line: Line) -> str:
    before, after = _minute(line.at) - _minute(line.earliest), _minute(line.latest) - _minute(line.at)
    if before == after:
        return f"±{after}" if after else ""
    return f"window={line.earliest:%H:%M}-{line.latest:%H:%M}"


def _print_gap(line: Line) -> str:
    least = print_minutes(line.min_gap)
    return f"{least}-{print_minutes(line.max_gap)}" if line.max_gap else least


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _time(minute: int) -> time:
    return time(*divmod(minute, 60))
