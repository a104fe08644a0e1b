"""Changing who does what and in which order, so that it can be taken back. Part of the compiled search."""

from domain.engine.kernel.arrays import (
    DAYS,
    HANDS,
    IDLE,
    LATE,
    LINKS,
    OUT,
    OVER,
    PRICE_OF_A_BREACH,
    TRAVEL,
    WORST,
    State,
    Tables,
)
from domain.engine.kernel.chance import drawn, tolerated


def draw(state: State, below: int) -> int:
    """A number from 0 up to `below`."""
    return drawn(state.chance, below)


def tolerance(table: Tables, state: State, heat: int) -> int:
    """How much worse the next move may be at this heat."""
    return tolerated(state.chance, table.odds, heat)


def leg(table: Tables, one: int, then: int) -> int:
    """Travel from node to node, by the first kind of travel."""
    return table.leg[table.place[one] * table.places + table.into[then]]


def way(table: Tables, state: State, one: int, then: int) -> int:
    """Travel from node to node, as the worker of the first one travels."""
    mode = table.mode[state.worker[one]]
    return table.leg[mode + table.place[one] * table.places + table.into[then]]


def link(table: Tables, state: State, one: int, then: int) -> None:
    """Let `then` follow `one`; the total of travel goes along."""
    at = 4 * state.totals[LINKS]
    old_next, old_prev = state.next[one], state.prev[then]
    state.links[at], state.links[at + 1] = one, old_next
    state.links[at + 2], state.links[at + 3] = then, old_prev
    state.totals[LINKS] += 1
    if table.shifts == 0:
        state.totals[TRAVEL] += leg(table, one, then) - leg(table, one, old_next)
    state.next[one], state.prev[then] = then, one


def give(table: Tables, state: State, node: int, worker: int) -> None:
    """Let this worker do the activity."""
    at = 2 * state.totals[HANDS]
    state.given[at], state.given[at + 1] = node, state.worker[node]
    state.totals[HANDS] += 1
    _carry(table, state, node, worker)


def _carry(table: Tables, state: State, node: int, worker: int) -> None:
    """Put the activity and its load into the hands of this worker."""
    load, old = table.load[node], state.worker[node]
    state.worker[node] = worker
    if old == table.bank:
        state.totals[OUT] -= table.drop[node]
    if worker == table.bank:
        state.totals[OUT] += table.drop[node]
    if load > 0:
        state.totals[OVER] -= over(table, state, old) + over(table, state, worker)
        state.brings[old] -= load
        state.brings[worker] += load
        state.totals[OVER] += over(table, state, old) + over(table, state, worker)


def over(table: Tables, state: State, worker: int) -> int:
    """What the worker would bring beyond the capacity."""
    return max(0, state.brings[worker] - table.capacity)


def price(table: Tables, state: State) -> int:
    """What the rounds cost; a breach of a rule costs so much that none stays for the sake of anything else."""
    totals = state.totals
    late = table.per_late * totals[LATE] + table.per_worst * totals[WORST]
    days = totals[DAYS] + table.per_idle * totals[IDLE] + totals[OUT]
    return totals[TRAVEL] + late + days + PRICE_OF_A_BREACH * totals[OVER]


def may(table: Tables, state: State, node: int, worker: int) -> bool:
    """Whether the worker is able to do the activity, and does not do the other one of its unit if it is not to be."""
    return table.able[node * table.rings + worker] == 1 and not is_with_mate(table, state, node, worker)


def is_with_mate(table: Tables, state: State, node: int, worker: int) -> bool:
    """Whether the worker does the other activity of the unit, which has to be somebody else's."""
    mate = table.mate[node]
    return mate >= 0 and state.worker[mate] == worker and table.apart[table.unit[node]] == 1


def take_back(table: Tables, state: State) -> None:
    """Undo links and workers of the move at hand, last first."""
    while state.totals[LINKS] > 0:
        state.totals[LINKS] -= 1
        at = 4 * state.totals[LINKS]
        state.next[state.links[at]] = state.links[at + 1]
        state.prev[state.links[at + 2]] = state.links[at + 3]
    while state.totals[HANDS] > 0:
        state.totals[HANDS] -= 1
        at = 2 * state.totals[HANDS]
        _carry(table, state, state.given[at], state.given[at + 1])
