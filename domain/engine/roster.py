"""The roster under search: a route for each worker, always valid, changed by taking visits off and putting them on.

Routes are kept independent of one another. A double-up holds one start in both routes; the slack of a link is shared
out between its two visits, so that each may move within its own window without asking the other. Copying is cheap,
since routes are never changed but replaced: to undo is to keep the copy."""

from collections.abc import Container, Iterable, Iterator, Mapping

from domain.engine.plan import Assignment
from domain.engine.prepare import FAR, Bond, Tables, Window
from domain.engine.route import Route, lay
from domain.engine.slots import Slot

ALWAYS: Window = (-FAR, FAR)


class Roster:
    """Who does what, by index. `who[v]` is empty for a visit left out; `windows[v]` is where it may move."""

    __slots__ = ("bases", "routes", "shares", "starts", "tables", "who", "windows")

    def __init__(self, tables: Tables) -> None:
        count = len(tables.minutes)
        self.tables = tables
        self.routes = [Route(tables, k, [], ([], [], []), 0, 0) for k in range(len(tables.legs))]
        self.who: list[tuple[int, ...]] = [()] * count
        self.starts: list[int] = [0] * count
        self.windows: list[Window] = [ALWAYS] * count
        self.bases: list[Window] = [ALWAYS] * count
        self.shares: list[tuple[Window, Window] | None] = [None] * len(tables.links)

    @staticmethod
    def loaded(tables: Tables, orders: list[list[int]], starts: Mapping[int, int]) -> "Roster | None":
        """The roster in which each worker has these visits in this order, by a timing known to be valid.

        None where the visits cannot be laid out so."""
        roster = Roster(tables)
        for k, stops in enumerate(orders):
            for v in stops:
                roster.who[v] = (*roster.who[v], k)
        for v, start in starts.items():
            roster.starts[v] = start
            spans = tables.windows[v][roster.who[v][0]]
            within = next((span for span in spans if span[0] <= start <= span[1]), None)
            if within is None:
                return None
            roster.bases[v] = within if tables.need[v] == 1 else (start, start)
        if not all(roster._halve(number) for number in range(len(tables.links))):
            return None
        for v in starts:
            roster.windows[v] = roster._window(v)
        for k, stops in enumerate(orders):
            route = roster._lay(k, stops)
            if route is None:
                return None
            roster._take(k, route)
        return roster

    def copy(self) -> "Roster":
        """A roster that can be changed without touching this one."""
        twin = Roster.__new__(Roster)
        twin.tables = self.tables
        twin.routes = self.routes.copy()
        twin.who = self.who.copy()
        twin.starts = self.starts.copy()
        twin.windows = self.windows.copy()
        twin.bases = self.bases.copy()
        twin.shares = self.shares.copy()
        return twin

    def soft_cost(self) -> int:
        """Points of everything but visits left out."""
        return sum(route.cost for route in self.routes)

    def left_out(self) -> list[int]:
        """Visits nobody does."""
        return [v for v, workers in enumerate(self.who) if not workers]

    def total(self) -> int:
        """The objective of the plan as it stands."""
        price = self.tables.price
        return self.soft_cost() + sum(price[v] for v, workers in enumerate(self.who) if not workers)

    def weighed(self) -> int:
        """The objective with the softer price for visits left out, by which the search walks."""
        bank = self.tables.bank
        return self.soft_cost() + sum(bank[v] for v, workers in enumerate(self.who) if not workers)

    def assignments(self) -> tuple[Assignment, ...]:
        """The plan in the order of the problem."""
        visits, workers = self.tables.problem.visits, self.tables.problem.workers
        return tuple(
            Assignment(visit=visits[v].id, workers=tuple(workers[k].id for k in who), start=self.starts[v])
            for v, who in enumerate(self.who)
            if who
        )

    def bounds(self, v: int, leaving_out: Container[int] = ()) -> Window:
        """When a visit may start, as its linked visits stand now; those in `leaving_out` are not asked."""
        if not self.tables.bonds[v]:
            return ALWAYS
        low, high = ALWAYS
        for bond, other in self.tied(v):
            if other in leaving_out:
                continue
            at = self.starts[other]
            if bond.before == v:
                low, high = max(low, at - bond.most), min(high, at - bond.least)
            else:
                low, high = max(low, at + bond.least), min(high, at + bond.most)
        return low, high

    def company(self, v: int, workers: tuple[int, ...]) -> bool:
        """Whether the links of a visit, as they stand, let these workers do it."""
        return all(
            bond.same is None or bond.same is any(k in self.who[other] for k in workers) for bond, other in self.tied(v)
        )

    def put(self, v: int, slots: tuple[Slot, ...], start: int | None = None) -> bool:
        """Put a visit into the slots found for it, at one start when there are two. False leaves all as it was."""
        tied = self.tables.bonds[v] and any(True for _ in self.tied(v))
        before = self.copy() if tied else None
        self.bases[v] = self.windows[v] = slots[0].span if start is None else (start, start)
        if before is not None:
            self.windows[v] = meet(self.windows[v], self.bounds(v))
        laid = []
        for slot in slots:
            stops = self.routes[slot.worker].stops
            route = self._lay(slot.worker, [*stops[: slot.at], v, *stops[slot.at :]])
            if route is None:
                return False
            laid.append((slot.worker, route))
        self.who[v] = tuple(sorted(slot.worker for slot in slots))
        for k, route in laid:
            self._take(k, route)
        if before is not None and not self._share_out(v):
            self._become(before)
            return False
        return True

    def take_off(self, visits: Iterable[int]) -> list[int]:
        """Take visits off their routes, and the learners at them; those that would leave a worker without a break
        stay. Gives those taken."""
        learners, beside = self.tables.learners, self.tables.beside
        going = {v for v in visits if self.who[v]}
        going |= {u for v in going for u in learners[v] if self.who[u]}
        laid: dict[int, Route] = {}
        for k in sorted({k for v in going for k in self.who[v]}):
            stops = self.routes[k].stops
            route = self._lay(k, [v for v in stops if v not in going])
            if route is None:
                return self.take_off(going.difference(stops, (beside[v] for v in stops)))
            laid[k] = route
        taken = sorted(going)
        for v in taken:
            self.who[v] = ()
        for k, route in laid.items():
            self._take(k, route)
        for v in taken:
            if self.tables.bonds[v]:
                self._release(v)
        return taken

    def tied(self, v: int) -> Iterator[tuple[Bond, int]]:
        """The links of a visit to visits that are on, with the other visit of each."""
        for number in self.tables.bonds[v]:
            bond = self.tables.links[number]
            other = bond.after if bond.before == v else bond.before
            if self.who[other]:
                yield bond, other

    def shared(self, v: int) -> Window:
        """When a visit may start by its shares of the slack of its links."""
        window = ALWAYS
        for number in self.tables.bonds[v]:
            share = self.shares[number]
            if share is not None:
                window = meet(window, share[self.tables.links[number].after == v])
        return window

    def _share_out(self, v: int) -> bool:
        """Share the slack of the links of a visit just put on. False where a link is already broken."""
        if not all(self._halve(number) for number in self.tables.bonds[v]):
            return False
        return all(self._fit(each) for each in (v, *[other for _, other in self.tied(v)]))

    def _halve(self, number: int) -> bool:
        """Give each end of a link half its slack, so that both may move freely of each other."""
        bond = self.tables.links[number]
        if not (self.who[bond.before] and self.who[bond.after]):
            return True
        first, second = self.starts[bond.before], self.starts[bond.after]
        self.shares[number] = halves(bond, first, second)
        return bond.least <= second - first <= bond.most

    def _release(self, v: int) -> None:
        """Give the slack of a visit taken off back to those it was linked to."""
        for number in self.tables.bonds[v]:
            self.shares[number] = None
        for _, other in self.tied(v):
            self._fit(other)

    def _fit(self, v: int) -> bool:
        """Set where a visit may move by its links, and lay its routes anew where that can be done."""
        self.windows[v] = self._window(v)
        for k in self.who[v]:
            route = self._lay(k, self.routes[k].stops)
            if route is None:
                return False
            self._take(k, route)
        return True

    def _window(self, v: int) -> Window:
        return meet(self.bases[v], self.shared(v)) if self.tables.bonds[v] else self.bases[v]

    def _lay(self, k: int, stops: list[int]) -> Route | None:
        windows = self.windows
        return lay(self.tables, k, stops, [windows[v][0] for v in stops], [windows[v][1] for v in stops])

    def _take(self, k: int, route: Route) -> None:
        self.routes[k] = route
        starts = self.starts
        for v, start in zip(route.stops, route.starts, strict=True):
            starts[v] = start

    def _become(self, other: "Roster") -> None:
        for name in ("routes", "who", "starts", "windows", "bases", "shares"):
            setattr(self, name, getattr(other, name))


def halves(bond: Bond, first: int, second: int) -> tuple[Window, Window]:
    """Where the two ends of a link may move by half its slack each, from these starts."""
    short, long = second - first - bond.least, bond.most - (second - first)
    return (
        (first - long // 2, first + short // 2),
        (second - (short - short // 2), second + (long - long // 2)),
    )


def meet(a: Window, b: Window) -> Window:
    """What two windows have in common; empty when it ends before it begins."""
    return max(a[0], b[0]), min(a[1], b[1])
