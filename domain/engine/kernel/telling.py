"""What the arrays of a search say, told as rounds: who does what when, and when they rest."""

from domain.engine.kernel.arrays import NOT_YET, NOW, State, Tables
from domain.engine.kernel.days import last_rest, put_off, waits
from domain.engine.kernel.layout import routes
from domain.engine.kernel.links import way
from domain.engine.kernel.model import Resting, Rounds
from domain.engine.kernel.timing import rest_begins


def told(table: Tables, state: State) -> Rounds:
    """The rounds; starts that wait for nobody are put off where that saves waiting underway."""
    found = routes(table, state.next)[: table.workers]
    starts = [int(start) for start in state.start[: table.activities]]
    rests = [_put_off(table, state, k, route, starts) for k, route in enumerate(found)] if table.shifts else []
    return Rounds(routes=tuple(map(tuple, found)), starts=tuple(starts), rests=tuple(rests))


def _put_off(table: Tables, state: State, worker: int, route: list[int], starts: list[int]) -> Resting | None:
    """Put the starts of a round off; its rest."""
    later, resting, home = int(put_off(table, state, worker)), None, table.activities + worker
    if not route:
        return None
    for at, (before, node) in enumerate(zip([home, *route], route, strict=False)):
        before_rest, before_stop = map(int, waits(table, state, before, node))
        if state.fed[node] == NOW:
            rest, there = rest_begins(table, state, before, node)
            if not table.leaves_late:
                rest = starts[node] - before_stop - table.rest[worker] - way(table, state, before, node)
            resting = Resting(
                before=at, start=int(rest + (max(0, later - before_rest) if at else 0)), there=bool(there)
            )
        later = max(0, later - before_rest - before_stop)
        starts[node] += later
    if state.fed[route[-1]] == NOT_YET and (rest := int(last_rest(table, state, worker))) >= 0:
        resting = Resting(before=len(route), start=rest, there=False)
    return resting
