"""Which visits to take off before trying again: always some that lie together, so that they can change places.

Each way gives visits round a seed. It looks at the roster and changes nothing."""

from random import Random

from domain.engine.prepare import Tables
from domain.engine.roster import Roster
from domain.engine.zones import Zone

MEAN_TAKEN = 6
LONGEST_STRING = 5
MINUTES_PER_LATER = 0.3


class Ruin:
    """Ways to choose visits to take off, with each visit's neighbours by place and time worked out once asked for."""

    def __init__(self, tables: Tables, rng: Random) -> None:
        self.tables, self.rng = tables, rng
        self._near: dict[int, list[int]] = {}
        self._movable = [v for v, movable in enumerate(tables.movable) if movable]
        modes = [worker.mode for worker in tables.problem.workers]
        self._legs = tables.legs[modes.index("car") if "car" in modes else 0]

    def choose(self, roster: Roster, left_out: list[int], zone: Zone | None = None, *, calm: bool = False) -> set[int]:
        """Visits to take off, all of workers of the zone. With visits left out, every other time round one of them; to
        `calm` a day, round one that is not where it was."""
        rng, movable = self.rng, self._movable
        if calm:
            movable = self._astray(roster) or movable
        elif zone is not None:
            movable = [v for k in sorted(zone) for v in roster.routes[k].stops] or movable
        seed = rng.choice(left_out if left_out and rng.random() < 0.5 else movable)
        chosen = self._strings(roster, seed) if rng.random() < 0.8 else self._neighbours(roster, seed)
        return {v for v in chosen if self.tables.movable[v] and (zone is None or zone.issuperset(roster.who[v]))}

    def _astray(self, roster: Roster) -> list[int]:
        """Visits that are with somebody else than they stand with, or where that has a price, at another time."""
        t = self.tables
        workers, visits = t.problem.workers, t.problem.visits
        standing = (v for v in self._movable if visits[v].stands and roster.who[v])
        return [
            v
            for v in standing
            if (t.jolt and roster.starts[v] != t.wanted[v])
            or visits[v].stands != {workers[k].id for k in roster.who[v]}
        ]

    def near(self, v: int) -> list[int]:
        """All visits by likeness to one: travel between them and time apart."""
        found = self._near.get(v)
        if found is None:
            row, wanted = self._legs[v], self.tables.wanted
            at = wanted[v]
            far = [row[u] + MINUTES_PER_LATER * abs(wanted[u] - at) for u in range(len(wanted))]
            found = self._near[v] = sorted(range(len(wanted)), key=far.__getitem__)
        return found

    def _strings(self, roster: Roster, seed: int) -> set[int]:
        """Runs of visits from a few routes near the seed (slack induction by string removals)."""
        rng, chosen, cut = self.rng, set[int](), set[int]()
        routes = rng.randint(1, max(1, 4 * MEAN_TAKEN // (1 + LONGEST_STRING)))
        for v in self.near(seed):
            for k in roster.who[v]:
                if k in cut:
                    continue
                cut.add(k)
                stops = roster.routes[k].stops
                length = rng.randint(1, min(LONGEST_STRING, len(stops)))
                at = stops.index(v)
                first = rng.randint(max(0, at - length + 1), min(at, len(stops) - length))
                chosen.update(stops[first : first + length])
            if len(cut) >= routes:
                break
        return chosen

    def _neighbours(self, roster: Roster, seed: int) -> set[int]:
        """The visits most like the seed."""
        count = self.rng.randint(2, 2 * MEAN_TAKEN)
        return {v for v in self.near(seed)[:count] if roster.who[v]}
