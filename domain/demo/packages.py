"""Packages of care: one to four visits a day, the kinds of need that fall together, and the windows they may start in.

The mix is that of a reablement service: mornings are longest and most crowded, one person in seven needs two workers
at once, and some medicines cannot wait."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import time
from random import Random

from domain.package import Line

_VISITS_A_DAY = {1: 10, 2: 28, 3: 34, 4: 28}  # out of a hundred people
_DOUBLE_UPS = 15  # likewise
_TIME_CRITICAL = 0.12
_SPECIAL = {
    "catheter": 6,
    "stoma": 3,
    "insulin": 4,
    "peg": 3,
    "dementia": 12,
    "pressure-care": 7,
    "end-of-life": 4,
}
_NO_SPECIAL = 61
_REVIEWED = 0.12


@dataclass(frozen=True, slots=True)
class _Call:
    """One time of day: first and last usual start, how wide the window is either side, usual lengths, what is done."""

    name: str
    first: int
    last: int
    leeway: int
    minutes: tuple[int, ...]
    tasks: str


_MORNING = _Call("morning", 7 * 60 + 30, 10 * 60 + 30, 60, (20, 30, 30, 30, 45), "wash, dress, breakfast")
_NOON = _Call("lunch", 11 * 60 + 45, 13 * 60 + 15, 60, (15, 20, 30), "meal, drink, toilet")
_TEA = _Call("tea", 16 * 60 + 15, 17 * 60 + 45, 60, (15, 20, 30), "meal, drink, toilet")
_BED = _Call("bed", 19 * 60 + 15, 20 * 60 + 45, 60, (20, 30), "undress, settle for the night")
_DAYTIME = _Call("visit", 10 * 60 + 30, 14 * 60 + 45, 90, (30, 45), "practise kitchen and stairs")
_REVIEW = _Call("review", 11 * 60, 14 * 60 + 30, 90, (45,), "review of goals")

_CALLS = {
    1: ((_MORNING,), (_DAYTIME,), (_DAYTIME,)),
    2: ((_MORNING, _BED), (_MORNING, _TEA), (_MORNING, _TEA), (_NOON, _BED)),
    3: ((_MORNING, _NOON, _TEA), (_MORNING, _TEA, _BED), (_MORNING, _TEA, _BED), (_MORNING, _NOON, _BED)),
    4: ((_MORNING, _NOON, _TEA, _BED),),
}
_FIRST_START, _LAST_END = 7 * 60, 21 * 60 + 45
_EVENING = time(19, 30)
_NOT_ALONE = frozenset({"violence", "weapons", "drug-use", "unsafe-property", "no-signal"})


def draw_shapes(chance: Random, people: int) -> list[tuple[int, bool]]:
    """Visits a day, and whether they are double-ups, for so many people: the same mix whatever the seed."""
    counts = [count for count, share in _VISITS_A_DAY.items() for _ in range(round(people * share / 100))]
    counts += [3] * (people - len(counts))
    chance.shuffle(counts)
    counts = counts[:people]
    several = [place for place, count in enumerate(counts) if count > 1]
    doubles = set(chance.sample(several, round(people * _DOUBLE_UPS / 100)))
    return [(count, place in doubles) for place, count in enumerate(counts)]


def draw_lines(chance: Random, count: int, double: bool) -> tuple[Line, ...]:
    """The daily pattern of one person's package, in order of time."""
    special = chance.choices((*_SPECIAL, ""), (*_SPECIAL.values(), _NO_SPECIAL))[0]
    lines = [_line(chance, call, double, special) for call in chance.choice(_CALLS[count])]
    if chance.random() < _TIME_CRITICAL:
        lines = _with_medicines(chance, lines)
    if chance.random() < _REVIEWED and not double:
        review = _line(chance, _REVIEW, False, "")
        lines.append(replace(review, skills=("assessment",), lead=True, days=(chance.randrange(7),)))
    return tuple(lines)


def _line(chance: Random, call: _Call, double: bool, special: str) -> Line:
    at = chance.randrange(call.first, call.last + 1, 15)
    minutes = chance.choice(call.minutes)
    skills = ("hoist", "moving-handling") if double else ()
    if special and not double and (call is not _NOON or special in ("peg", "dementia")):
        skills = (*skills, special)
    return Line(
        name=call.name, at=_time(at), earliest=_time(max(_FIRST_START, at - call.leeway)),
        latest=_time(min(_LAST_END - minutes, at + call.leeway)), minutes=minutes, workers=2 if double else 1,
        skills=tuple(sorted(skills)), tasks=call.tasks,
    )  # fmt: skip


def _with_medicines(chance: Random, lines: Sequence[Line]) -> list[Line]:
    """Medicines at fixed hours; where a second round follows, at least three hours lie between them."""
    first, *rest = lines
    if not rest or chance.random() < 0.4 or first.name != _MORNING.name:
        return [_on_time(first, _start(first)), *rest]
    first = _on_time(first, min(_start(first), 8 * 60 + 30))
    second = _on_time(rest[0], max(_start(rest[0]), 12 * 60 + 30))
    return [first, replace(second, after=first.name, min_gap=180), *rest[1:]]


def _on_time(line: Line, at: int, leeway: int = 15) -> Line:
    return replace(
        line, at=_time(at), earliest=_time(max(_FIRST_START, at - leeway)), latest=_time(at + leeway),
        time_critical=True, skills=tuple(sorted({*line.skills, "medication"})), tasks=f"medicines, {line.tasks}",
    )  # fmt: skip


def in_company(lines: Sequence[Line], risks: Collection[str]) -> tuple[Line, ...]:
    """The pattern with two workers for the evening where nobody should be alone in the home then."""
    risky = not _NOT_ALONE.isdisjoint(risks)
    return tuple(replace(line, workers=2) if risky and line.latest >= _EVENING else line for line in lines)


def _start(line: Line) -> int:
    return line.at.hour * 60 + line.at.minute


def _time(minute: int) -> time:
    return time(minute // 60, minute % 60)
