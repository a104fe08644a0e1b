"""The walk of the search: a move at a time, kept when it is good or the heat allows it. Part of the compiled search."""

from domain.engine.kernel.arrays import (
    BEST,
    DAYS,
    HANDS,
    IDLE,
    LATE,
    LINKS,
    MOVE,
    NOTES,
    OUT,
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
from domain.engine.kernel.days import at_least, count_day, count_days, forget_days
from domain.engine.kernel.links import leg, over, price, take_back, tolerance
from domain.engine.kernel.model import NO_LIMIT
from domain.engine.kernel.moves import propose
from domain.engine.kernel.timing import lateness, settle, touch, turn_back


def walk(table: Tables, state: State, moves: int, heat: int) -> None:
    """Try so many moves at this heat, which is in units of cost."""
    totals = state.totals
    for _ in range(moves):
        travel, late, worst, days, idle = totals[TRAVEL], totals[LATE], totals[WORST], totals[DAYS], totals[IDLE]
        limit = price(table, state) + tolerance(table, state, heat)
        totals[LINKS] = totals[HANDS] = totals[TIMES] = totals[NOTES] = 0
        if propose(table, state) and _is_within(table, state, limit) and _counts(table, state, limit):
            if price(table, state) < totals[BEST]:
                keep(table, state)
        else:
            turn_back(table, state)
            take_back(table, state)
            totals[TRAVEL], totals[LATE], totals[WORST], totals[DAYS], totals[IDLE] = travel, late, worst, days, idle
            forget_days(state)


def _is_within(table: Tables, state: State, limit: int) -> bool:
    """Whether it can still cost so little, before the starts are known."""
    if table.shifts == 1:
        return at_least(table, state) <= limit
    return state.totals[TRAVEL] + PRICE_OF_A_BREACH * state.totals[OVER] <= limit


def _counts(table: Tables, state: State, limit: int) -> bool:
    """Whether it costs no more than `limit`, all worked out."""
    if table.shifts == 0:
        return settle(table, state, limit, PATIENCE)
    return settle(table, state, NO_LIMIT, PATIENCE) and count_days(table, state, limit)


def keep(table: Tables, state: State) -> None:
    """Remember the rounds as the best."""
    state.totals[BEST] = price(table, state)
    for node in range(table.activities + table.rings):
        state.best_next[node] = state.next[node]
        state.best_start[node] = state.start[node]
        state.best_fed[node] = state.fed[node]


def settle_all(table: Tables, state: State) -> bool:
    """Work out cost and starts from the links alone and take them as the best; False where units wait without end."""
    totals = state.totals
    totals[TRAVEL] = totals[LATE] = totals[WORST] = totals[OVER] = totals[TIMES] = 0
    totals[DAYS] = totals[IDLE] = totals[OUT] = totals[NOTES] = totals[LINKS] = totals[HANDS] = 0
    for worker in range(table.workers):
        totals[OVER] += over(table, state, worker)
    for node in range(table.activities + table.rings):
        if table.shifts == 0:
            totals[TRAVEL] += leg(table, node, state.next[node])
        if state.worker[node] == table.bank and node < table.activities:
            totals[OUT] += table.drop[node]
        state.start[node] = table.opens[node]
        totals[LATE] += lateness(table, node, table.opens[node])
        touch(table, state, node)
    settled = settle(table, state, NO_LIMIT, TIMES_PER_UNIT * (table.units + 1))
    if table.shifts == 1:
        totals[MOVE] += 1
        for worker in range(table.workers):
            state.day[worker] = 0
            count_day(table, state, worker)
        for worker in range(table.workers):
            totals[IDLE] = max(totals[IDLE], state.idle[worker] if table.per_idle > 0 else 0)
    keep(table, state)
    return settled
