"""Putting visits on: the best offer for each, and the order in which to take offers.

By regret, the visit that would lose most by waiting goes first. Greedy insertion, the yardstick that every plan has to
beat, takes visits as they come and gives each its cheapest slot."""

from collections.abc import Callable, Container, Iterable
from random import Random
from typing import NamedTuple

from domain.engine.prepare import Tables
from domain.engine.roster import ALWAYS, Roster
from domain.engine.slots import Slot, slots_for


class Offer(NamedTuple):
    """The best way found to put a visit on: its slots, the common start of two, what it costs and what waiting may."""

    slots: tuple[Slot, ...]
    start: int | None
    cost: int
    regret: int


def greedy_roster(tables: Tables) -> Roster:
    """Plain greedy insertion: promises first, then by priority and wanted start, each into its cheapest slot."""
    roster = _promises_kept(tables)
    for v in sorted(roster.left_out(), key=lambda v: (-tables.price[v], tables.wanted[v])):
        Bench(roster, [v]).put_all()
    return roster


def regret_roster(tables: Tables, stop: Callable[[], bool] | None = None) -> Roster:
    """Insertion by regret, promises first."""
    roster = _promises_kept(tables)
    Bench(roster, roster.left_out()).put_all(stop)
    return roster


def _promises_kept(tables: Tables) -> Roster:
    """Only what people have been told, in order of time: where two promises clash the earlier one stands."""
    roster, visits = Roster(tables), tables.problem.visits
    for v in sorted((v for v, fixed in enumerate(tables.fixed) if fixed), key=lambda v: visits[v].window):
        Bench(roster, [v]).put_all()
    return roster


class Bench:
    """Visits waiting to be put on, with the slots open to each, kept up to date while routes change.

    `skip` is the chance that a worker is overlooked for a visit, which makes the search try other ways each time. With
    a `zone` only its workers are thought of."""

    def __init__(
        self, roster: Roster, visits: Iterable[int], rng: Random | None = None, skip: float = 0.0,
        zone: Container[int] | None = None,
    ) -> None:  # fmt: skip
        self.roster, self.rng, self.skip, self.zone = roster, rng, skip, zone
        self.slots: dict[int, dict[int, list[Slot]]] = {}
        self.offers: dict[int, Offer] = {}
        for v in visits:
            self._fill(v)

    def put_all(self, stop: Callable[[], bool] | None = None) -> None:
        """Put on whatever fits, greatest regret first."""
        offers = self.offers
        while offers and not (stop and stop()):
            most, best = -1, -1
            for v, offer in offers.items():
                if offer.regret > most:
                    most, best = offer.regret, v
            self.put(best)

    def put(self, v: int) -> bool:
        """Put one visit on by its offer. Where that fails the offer is struck out and the next best stands."""
        offer = self.offers[v]
        if not self.roster.put(v, offer.slots, offer.start):
            for slot in offer.slots:
                self.slots[v][slot.worker].remove(slot)
            self._make_offer(v)
            return False
        del self.slots[v], self.offers[v]
        self._refresh(v)
        return True

    def _refresh(self, put: int) -> None:
        """Look again at the routes that changed, and at the visits linked to the one just put on."""
        roster, tables = self.roster, self.roster.tables
        changed = set(roster.who[put])
        for number in tables.bonds[put]:
            bond = tables.links[number]
            other = bond.after if bond.before == put else bond.before
            changed.update(roster.who[other])
            if other in self.slots:
                self._fill(other)
        for v, open_to in self.slots.items():
            touched = [k for k in changed if k in open_to]
            if touched:
                bounds = roster.bounds(v)
                for k in touched:
                    open_to[k] = self._look(v, k, bounds)
                self._make_offer(v)

    def _fill(self, v: int) -> None:
        roster = self.roster
        bounds = roster.bounds(v)
        zone, able = self.zone, roster.tables.windows[v]
        self.slots[v] = {k: self._look(v, k, bounds) for k in able if zone is None or k in zone}
        self._make_offer(v)

    def _look(self, v: int, k: int, bounds: tuple[int, int]) -> list[Slot]:
        if self.rng is not None and self.rng.random() < self.skip:
            return []
        route = self.roster.routes[k]
        if bounds is not ALWAYS:
            return slots_for(self.roster.tables, route, v, k, bounds)
        found = route.seen.get(v)
        if found is None:
            found = route.seen[v] = slots_for(self.roster.tables, route, v, k, bounds)
        return found.copy()

    def _make_offer(self, v: int) -> None:
        tables, main = self.roster.tables, self.roster.tables.beside[v]
        offer = self._single(v) if tables.need[v] == 1 else self._double(v)
        if offer is None or (main >= 0 and not self.roster.who[main]) or offer.cost >= tables.price[v]:
            self.offers.pop(v, None)
        else:
            self.offers[v] = offer

    def _single(self, v: int) -> Offer | None:
        best, second = None, self.roster.tables.bank[v]
        tied = self.roster.tables.bonds[v]
        for k, found in self.slots[v].items():
            if not found or (tied and not self.roster.company(v, (k,))):
                continue
            if best is None or found[0] < best:
                best, second = found[0], second if best is None else best.cost
            elif found[0].cost < second:
                second = found[0].cost
        return None if best is None else Offer((best,), None, best.cost, max(0, second - best.cost))

    def _double(self, v: int) -> Offer | None:
        tables, open_to = self.roster.tables, self.slots[v]
        pair = self._pair(v, sorted(slot for found in open_to.values() for slot in found))
        if pair is None:
            return None
        one, two = pair
        low, high = max(one.low, two.low), min(one.high, two.high)
        firsts = sorted(found[0].cost for found in open_to.values() if found)
        regret = firsts[2] - firsts[0] if len(firsts) > 2 else tables.bank[v]
        return Offer(pair, min(max(tables.wanted[v], low), high), one.cost + two.cost, regret)

    def _pair(self, v: int, every: list[Slot]) -> tuple[Slot, Slot] | None:
        """The cheapest two slots of different workers with a start in common; `every` is in order of cost."""
        roster, told = self.roster, self.roster.tables.told[v]
        pair, least = None, 0
        for i, one in enumerate(every):
            if pair and 2 * one.cost >= least:
                break
            for two in every[i + 1 :]:
                if pair and one.cost + two.cost >= least:
                    break
                workers = (one.worker, two.worker)
                apart = one.worker == two.worker or max(one.low, two.low) > min(one.high, two.high)
                if not apart and told.issubset(workers) and roster.company(v, workers):
                    pair, least = (one, two), one.cost + two.cost
                    break
        return pair
