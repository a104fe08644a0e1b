"""Which part of the day to hand to the exact solver when a visit has been left out: who might make room, and when.

It only chooses; `regroup` does the work."""

from random import Random

from domain.engine.regroup import Part
from domain.engine.roster import Roster
from domain.engine.ruin import Ruin

MOST_WORKERS = 5
MOST_VISITS = 14
HOUR = 60
LINK_REACH = 45
NEIGHBOURS = 80


def part_around(roster: Roster, v: int, ruin: Ruin, rng: Random) -> Part | None:
    """The hours round a visit left out, with a few workers who may do it and are near; None when nobody may."""
    t = roster.tables
    able = t.windows[v]
    if len(able) < t.need[v] or len(t.told[v]) not in (0, t.need[v]):
        return None
    spans = [span for each in able.values() for span in each]
    low = min(span[0] for span in spans) - HOUR
    high = max(span[1] for span in spans) + t.minutes[v] + HOUR
    ranges: dict[int, tuple[int, int]] = {}
    room = MOST_VISITS
    for k in _by_nearness(roster, v, ruin, rng):
        stops = _between(roster, k, low, high)
        if stops[1] - stops[0] <= room and len(ranges) < MOST_WORKERS:
            ranges[k] = stops
            room -= stops[1] - stops[0]
    _add_linked(roster, v, ranges)
    return Part(ranges, frozenset({v})) if len(ranges) >= t.need[v] else None


def _by_nearness(roster: Roster, v: int, ruin: Ruin, rng: Random) -> list[int]:
    """Workers who may do a visit, those with much to do near it first, shaken a little."""
    score = {k: 0.3 * rng.random() for k in roster.tables.windows[v]}
    for place, u in enumerate(ruin.near(v)[:NEIGHBOURS], start=1):
        for k in roster.who[u]:
            if k in score:
                score[k] += 1 / place
    return sorted(score, key=lambda k: -score[k])


def _between(roster: Roster, k: int, low: int, high: int) -> tuple[int, int]:
    starts = roster.routes[k].starts
    return sum(start < low for start in starts), sum(start <= high for start in starts)


def _add_linked(roster: Roster, v: int, ranges: dict[int, tuple[int, int]]) -> None:
    """Take in the visits linked to this one, so that they may make way too."""
    for _, other in roster.tied(v):
        at = roster.starts[other]
        for k in roster.who[other]:
            first, last = _between(roster, k, at - LINK_REACH, at + LINK_REACH)
            known = ranges.get(k, (first, last))
            ranges[k] = (min(first, known[0]), max(last, known[1]))
