"""The walk of the desk's own day: a move at a time, kept when it is good or the heat allows it. Part of the compiled
search."""

from domain.engine.kernel.chance import tolerated
from domain.engine.kernel.dayarrays import BEST, CAME, COST, NOBODY, NOTED, OPEN, OUT, WENT, DayState, DayTables
from domain.engine.kernel.daymoves import propose, take_back
from domain.engine.kernel.laying import lay


def walk_day(table: DayTables, state: DayState, moves: int, heat: int) -> None:
    """Try so many moves at this heat, which is in points."""
    totals = state.totals
    for _ in range(moves):
        limit = totals[COST] + tolerated(state.chance, table.odds, heat)
        totals[OPEN] = totals[NOTED] = 0
        totals[CAME] = totals[WENT] = NOBODY
        if propose(table, state) and totals[OPEN] > 0 and _is_within(table, state, limit):
            _take(table, state)
            if totals[COST] < totals[BEST]:
                _keep(table, state)
        else:
            take_back(state)


def begin_day(table: DayTables, state: DayState) -> bool:
    """Lay every round and take them as the best; False where one cannot be laid."""
    totals = state.totals
    totals[OPEN], totals[COST] = 1, 0
    for at in range(totals[OUT]):
        totals[COST] += table.price[state.waiting[at]]
    for worker in range(table.workers):
        state.open_worker[0], state.open_count[0] = worker, state.counts[worker]
        for i in range(state.counts[worker]):
            state.open_stops[i] = state.stops[worker * table.room + i]
        if not lay(table, state, 0):
            return False
        totals[COST] += state.open_cost[0]
        _take_round(table, state, 0)
    _keep(table, state)
    return True


def _is_within(table: DayTables, state: DayState, limit: int) -> bool:
    """Whether the open rounds can be laid, at no more than `limit` in all."""
    cost = state.totals[COST]
    for at in range(state.totals[OPEN]):
        cost -= state.cost[state.open_worker[at]]
    if state.totals[CAME] != NOBODY:
        cost -= table.price[state.totals[CAME]]
    if state.totals[WENT] != NOBODY:
        cost += table.price[state.totals[WENT]]
    for at in range(state.totals[OPEN]):
        if not lay(table, state, at):
            return False
        cost += state.open_cost[at]
    if cost > limit:
        return False
    state.totals[COST] = cost
    return True


def _take(table: DayTables, state: DayState) -> None:
    """Take the open rounds for those that are."""
    for at in range(state.totals[OPEN]):
        _take_round(table, state, at)
    came, went = state.totals[CAME], state.totals[WENT]
    if came != NOBODY:
        at = 0
        while state.waiting[at] != came:
            at += 1
        state.totals[OUT] -= 1
        state.waiting[at] = state.waiting[state.totals[OUT]]
    if went != NOBODY:
        state.waiting[state.totals[OUT]] = went
        state.totals[OUT] += 1


def _take_round(table: DayTables, state: DayState, at: int) -> None:
    worker, base = state.open_worker[at], at * table.room
    state.counts[worker], state.cost[worker] = state.open_count[at], state.open_cost[at]
    for i in range(state.open_count[at]):
        v = state.open_stops[base + i]
        state.stops[worker * table.room + i] = v
        state.start[v] = state.open_start[base + i]


def _keep(table: DayTables, state: DayState) -> None:
    """Remember the rounds as the best."""
    state.totals[BEST] = state.totals[COST]
    for worker in range(table.workers):
        state.best_count[worker] = state.counts[worker]
        for i in range(state.counts[worker]):
            state.best_stops[worker * table.room + i] = state.stops[worker * table.room + i]
    for v in range(table.visits):
        state.best_start[v] = state.start[v]
