"""Exact re-assignment of a few visits: some workers, some hours of their day, every way to share them out at once.

This is the ejection chain: to make room for a visit left out, others may change worker, order and start together. A
circuit for each worker runs from the stop before those hours to the stop after, and CP-SAT finds the circuits that
leave out least and move fewest. What lies outside keeps its worker and its start. Prices are left to the search."""

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from domain.engine.exact import Allowance, solve
from domain.engine.prepare import Window
from domain.engine.roster import Roster, meet

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, CpSolver, IntVar, LiteralT


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a roster to share out anew: by worker the range of stops, and visits left out to fit in."""

    ranges: dict[int, tuple[int, int]]
    waiting: frozenset[int]


def regrouped(roster: Roster, part: Part, allowance: Allowance) -> Roster | None:
    """The roster with the part shared out at the least cost found, or None when nothing valid came of it."""
    from ortools.sat.python import cp_model

    sharing = _Sharing(roster, part, cp_model.CpModel())
    solver = solve(sharing.model, allowance)
    return None if solver is None else sharing.read(solver)


class _Sharing:
    """The visits of a part, when they start and who serves them; `lanes` hold each worker's circuit."""

    def __init__(self, roster: Roster, part: Part, model: "CpModel") -> None:
        self.roster, self.t, self.part, self.model = roster, roster.tables, part, model
        self.points: list[tuple[int, IntVar]] = []
        self.bounds: dict[int, Window] = {}
        self.hopeless = set[int]()
        inside = {k: roster.routes[k].stops[i:j] for k, (i, j) in part.ranges.items()}
        self.whole = {
            v for stops in inside.values() for v in stops if all(v in inside.get(k, ()) for k in roster.who[v])
        }
        self.free = part.waiting | {v for v in self.whole if self._may_change(v)}
        nodes = {
            k: [
                *(v for v in stops if v not in self.free),
                *(v for v in sorted(self.free) if self._able(v, k)),
            ]
            for k, stops in inside.items()
        }
        visits = sorted({v for each in nodes.values() for v in each} | self.free)
        self.starts = {v: self._start(v, set(visits)) for v in visits}
        self.served = {(v, k): self._served(v, k) for k, each in nodes.items() for v in each}
        self.out = {v: self._out(v) for v in visits}
        self.lanes = {k: _Lane(self, k, each) for k, each in nodes.items()}
        self._keep_links()
        self._keep_company()
        model.minimize(sum(points * literal for points, literal in self.points))

    def _may_change(self, v: int) -> bool:
        """Whether neither a promise nor a link says who must do the visit."""
        company = any(self.t.links[number].same is not None for number in self.t.bonds[v])
        return not company and not self.t.told[v] and not self.t.fixed[v]

    def _able(self, v: int, k: int) -> bool:
        return k in self.t.windows[v] and self.roster.company(v, (k,))

    def _start(self, v: int, nodes: set[int]) -> "IntVar":
        """The start of a visit: as it stands where a worker of it takes no part, else within duty and links."""
        roster, at = self.roster, self.roster.starts[v]
        low, high = (at, at)
        if v in self.whole or v in self.part.waiting:
            spans = [span for k in self.part.ranges for span in self.t.windows[v].get(k, ())]
            low, high = min(span[0] for span in spans), max(span[1] for span in spans)
            low, high = meet((low, high), roster.bounds(v, leaving_out=nodes))
        if low > high:
            low = high = at
            self.hopeless.add(v)
        self.bounds[v] = low, high
        start = self.model.new_int_var(low, high, f"start {v}")
        self.model.add_hint(start, at if roster.who[v] else low)
        return start

    def _served(self, v: int, k: int) -> "IntVar":
        """Whether a worker does a visit, in which case it starts within their duty."""
        from ortools.sat.python import cp_model

        served = self.model.new_bool_var(f"served {v} {k}")
        spans = cp_model.Domain.from_intervals([list(span) for span in self.t.windows[v][k]])
        self.model.add_linear_expression_in_domain(self.starts[v], spans).only_enforce_if(served)
        self.model.add_hint(served, k in self.roster.who[v])
        if k not in self.roster.who[v]:
            self.points.append((1, served))
        return served

    def _out(self, v: int) -> "IntVar":
        """Whether a visit is left out; all its workers come or none."""
        workers = [literal for (u, _), literal in self.served.items() if u == v]
        out = self.model.new_bool_var(f"out {v}")
        self.model.add_hint(out, not self.roster.who[v])
        if v in self.hopeless:
            self.model.add(out == 1)
        if v in self.free:
            self.model.add(sum(workers) + self.t.need[v] * out == self.t.need[v])
        else:
            self.model.add(sum(workers) == len(workers))
            self.model.add(out == 0)
        self.points.append((self.t.bank[v], out))
        return out

    def _keep_links(self) -> None:
        for bond in self.t.links:
            if bond.before in self.starts and bond.after in self.starts:
                gap = self.starts[bond.after] - self.starts[bond.before]
                both = [self.out[bond.before].negated(), self.out[bond.after].negated()]
                self.model.add_linear_constraint(gap, bond.least, bond.most).only_enforce_if(both)

    def _keep_company(self) -> None:
        """Nobody goes along to learn at a visit that is left out."""
        for v, out in self.out.items():
            main = self.t.beside[v]
            if main in self.out:
                self.model.add_implication(self.out[main], out)
            elif main >= 0 and not self.roster.who[main]:
                self.model.add(out == 1)
            if any(self.roster.who[u] and u not in self.out for u in self.t.learners[v]):
                self.model.add(out == 0)

    def read(self, solver: "CpSolver") -> Roster | None:
        """The roster of a solution."""
        roster = self.roster
        orders = [self.lanes[k].order(solver) if k in self.lanes else r.stops for k, r in enumerate(roster.routes)]
        starts = {v: roster.starts[v] for stops in orders for v in stops}
        starts |= {v: solver.value(start) for v, start in self.starts.items() if v in starts}
        return Roster.loaded(self.t, orders, starts)


class _Lane:
    """One worker's circuit. Node 0 is both the stop before and the stop after; the others are visits."""

    def __init__(self, sharing: _Sharing, k: int, nodes: list[int]) -> None:
        self.sharing, self.t, self.k, self.nodes = sharing, sharing.t, k, nodes
        route, (first, last) = sharing.roster.routes[k], sharing.part.ranges[k]
        self.before, self.after = route.stops[:first], route.stops[last:]
        self.free_at, self.due = route.ends[first], route.begins[last]
        self.arcs: list[tuple[int, int, LiteralT]] = []
        self.rests: list[IntVar] = []
        self.hops: list[tuple[int, IntVar]] = []
        self.resting = self._lacks_break()
        if nodes:
            self._add_arcs()
            self._bound_work()

    def order(self, solver: "CpSolver") -> list[int]:
        """The stops of the worker in a solution."""
        follows = {a: b for a, b, literal in self.arcs if a != b and solver.boolean_value(literal)}
        stops, node = self.before.copy(), follows.get(0, 0)
        while node:
            stops.append(self.nodes[node - 1])
            node = follows[node]
        return [*stops, *self.after]

    def _lacks_break(self) -> bool:
        """Whether the break, if the day is long enough to need one, can only lie within the part."""
        t, k, starts = self.t, self.k, self.sharing.roster.starts
        outside = [pair for side in (self.before, self.after) for pair in pairwise(side)]
        idle = [starts[b] - starts[a] - t.minutes[a] - t.legs[k][a][b] for a, b in outside]
        return max(idle, default=0) < t.break_minutes[k]

    def _add_arcs(self) -> None:
        model = self.sharing.model
        first = self.before[-1] if self.before else None
        last = self.after[0] if self.after else None
        self._arc(0, 0, first, last)
        for i, v in enumerate(self.nodes, start=1):
            self.arcs.append((i, i, self.sharing.served[v, self.k].negated()))
            self._arc(0, i, first, v)
            self._arc(i, 0, v, last)
            for j, u in enumerate(self.nodes, start=1):
                if i != j:
                    self._arc(i, j, v, u)
        model.add_circuit(self.arcs)
        if self.resting:
            model.add_bool_or([self._short_day(), *self.rests])

    def _arc(self, i: int, j: int, a: int | None, b: int | None) -> None:
        """One visit straight after another, with the time and the travel that takes. None is home."""
        t, k, model, starts = self.t, self.k, self.sharing.model, self.sharing.starts
        hop = self._hop(a, b)
        end = starts[a] + t.minutes[a] if i and a is not None else self.free_at
        start = starts[b] if j and b is not None else self.due
        if not self._possible(i, j, a, b, hop):
            return
        literal = model.new_bool_var("")
        model.add(end + hop <= start).only_enforce_if(literal)
        self.arcs.append((i, j, literal))
        self.hops.append((hop, literal))
        if self.resting and a is not None and b is not None:
            rest = model.new_bool_var("")
            model.add_implication(rest, literal)
            model.add(end + hop + t.break_minutes[k] <= start).only_enforce_if(rest)
            self.rests.append(rest)

    def _hop(self, a: int | None, b: int | None) -> int:
        """Minutes of work between two stops: from and to home there are none."""
        t, k = self.t, self.k
        if a is None:
            return 0 if b is None else t.duty_out[k][b]
        return t.duty_back[k][a] if b is None else t.legs[k][a][b]

    def _possible(self, i: int, j: int, a: int | None, b: int | None, hop: int) -> bool:
        bounds = self.sharing.bounds
        end = bounds[a][0] + self.t.minutes[a] if i and a is not None else self.free_at
        return end + hop <= (bounds[b][1] if j and b is not None else self.due)

    def _bound_work(self) -> None:
        t, k, model = self.t, self.k, self.sharing.model
        outside = [*self.before, *self.after]
        known = sum(t.minutes[v] for v in outside)
        known += sum(t.legs[k][a][b] for side in (self.before, self.after) for a, b in pairwise(side))
        known += self._hop(None, self.before[0]) if self.before else 0
        known += self._hop(self.after[-1], None) if self.after else 0
        work = known + sum(hop * literal for hop, literal in self.hops)
        work += sum(t.minutes[v] * self.sharing.served[v, k] for v in self.nodes)
        model.add(work <= t.most_work[k])

    def _short_day(self) -> "IntVar":
        """A literal that is true only where the day is too short to need a break, whatever is served."""
        t, starts, bounds = self.t, self.sharing.roster.starts, self.sharing.bounds
        begins = [starts[self.before[0]]] if self.before else [bounds[v][0] for v in self.nodes]
        last = self.after[-1] if self.after else None
        ends = (
            [starts[last] + t.minutes[last]] if last is not None else [bounds[v][1] + t.minutes[v] for v in self.nodes]
        )
        first = self.before[:1] or self.nodes
        final = self.after[-1:] or self.nodes
        beyond = max(t.duty_out[self.k][v] for v in first) + max(t.duty_back[self.k][v] for v in final)
        return self.sharing.model.new_constant(int(max(ends) - min(begins) + beyond <= t.break_after[self.k]))
