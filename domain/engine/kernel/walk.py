"""The walk of the search: a move at a time, kept when it is good or the heat allows it. Part of the compiled search."""

from domain.engine.kernel.arrays import (
    BEST,
    HANDS,
    LATE,
    LINKS,
    NO_LIMIT,
    OVER,
    PATIENCE,
    PRICE_OF_A_BREACH,
    TIMES,
    TIMES_PER_UNIT,
    TRAVEL,
    WORST,
    State,
    Tables,
)
from domain.engine.kernel.links import leg, over, price, take_back, tolerance
from domain.engine.kernel.moves import propose
from domain.engine.kernel.timing import settle, touch, turn_back


def walk(table: Tables, state: State, moves: int, heat: int) -> None:
    """Try so many moves at this heat, which is in units of cost."""
    totals = state.totals
    for _ in range(moves):
        travel, late, worst = totals[TRAVEL], totals[LATE], totals[WORST]
        limit = price(table, state) + tolerance(table, state, heat)
        totals[LINKS] = totals[HANDS] = totals[TIMES] = 0
        if propose(table, state) and _is_within(state, limit) and settle(table, state, limit, PATIENCE):
            if price(table, state) < totals[BEST]:
                keep(table, state)
        else:
            turn_back(table, state)
            take_back(table, state)
            totals[TRAVEL], totals[LATE], totals[WORST] = travel, late, worst


def _is_within(state: State, limit: int) -> bool:
    """Whether it can still cost so little, before the starts are known."""
    return state.totals[TRAVEL] + PRICE_OF_A_BREACH * state.totals[OVER] <= limit


def keep(table: Tables, state: State) -> None:
    """Remember the rounds as the best."""
    state.totals[BEST] = price(table, state)
    for node in range(table.activities + table.workers):
        state.best_next[node] = state.next[node]
        state.best_worker[node] = state.worker[node]


def settle_all(table: Tables, state: State) -> bool:
    """Work out cost and starts from the links alone and take them as the best; False where units wait without end."""
    totals = state.totals
    totals[TRAVEL] = totals[LATE] = totals[WORST] = totals[OVER] = totals[TIMES] = 0
    for worker in range(table.workers):
        totals[OVER] += over(table, state, worker)
    for node in range(table.activities + table.workers):
        totals[TRAVEL] += leg(table, node, state.next[node])
        state.start[node] = table.opens[node]
        totals[LATE] += max(0, table.opens[node] - table.due[node])
        touch(table, state, node)
    settled = settle(table, state, NO_LIMIT, TIMES_PER_UNIT * (table.units + 1))
    keep(table, state)
    return settled
