"""Parts of a large day to search one after another: workers whose rounds lie together, some thirty of them.

A zone is cut out by halving the rounds again and again, each time along another line through the town, and every turn
has lines of its own: what was a border lies in the middle of a zone the next time. It only cuts; nothing moves here."""

from collections.abc import Iterator
from math import cos, pi, sin
from random import Random

from domain.engine.roster import Roster

ONE_SEARCH = 300
"""Up to so many visits a day is searched as a whole."""
MOST_WORKERS = 30
TRIES = 40
"""How long the search stays in a zone."""

Zone = frozenset[int]


class Zones:
    """The zone to search in, try by try; a small day is one zone without a border (None)."""

    def __init__(self, rng: Random, visits: int) -> None:
        self._rng, self.whole = rng, visits <= ONE_SEARCH
        self._zones: Iterator[Zone] = iter(())
        self._zone: Zone | None = None
        self._left = 0

    def next(self, roster: Roster, tries: int = 1) -> Zone | None:
        """Where the next try is to be made, or so many."""
        if self.whole:
            return None
        if self._left <= 0:
            self._left = TRIES
            self._zone = next(self._zones, None)
            if self._zone is None:
                self._zones = iter(cut(roster, self._rng))
                self._zone = next(self._zones)
        self._left -= tries
        return self._zone


def cut(roster: Roster, rng: Random) -> list[Zone]:
    """The workers on duty in zones, along lines drawn at random."""
    t = roster.tables
    spots = {}
    for k, route in enumerate(roster.routes):
        if any(k in windows for windows in t.windows):
            places = [t.problem.visits[v].place for v in route.stops] or [t.problem.workers[k].home]
            spots[k] = sum(p.lat for p in places) / len(places), sum(p.lon for p in places) / len(places)
    return list(_halved(list(spots), spots, rng)) or [frozenset()]


def _halved(workers: list[int], spots: dict[int, tuple[float, float]], rng: Random) -> Iterator[Zone]:
    if len(workers) <= MOST_WORKERS:
        if workers:
            yield frozenset(workers)
        return
    turned = rng.random() * pi
    across = {k: spots[k][0] * cos(turned) + spots[k][1] * sin(turned) for k in workers}
    ordered = sorted(workers, key=lambda k: (across[k], k))
    middle = len(ordered) // 2 + rng.randint(-len(ordered) // 8, len(ordered) // 8)
    yield from _halved(ordered[:middle], spots, rng)
    yield from _halved(ordered[middle:], spots, rng)
