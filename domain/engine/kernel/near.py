"""What would best come right before and after each activity: near, with little idle time and lateness. Part of the
compiled search."""

from domain.engine.kernel.arrays import Nearest, Tables
from domain.engine.kernel.links import leg

IDLE_PER_POINT = 5


def rank(table: Tables, nearest: Nearest) -> None:
    """Find for every activity the best to come before it and after it, best first."""
    for node in range(table.activities):
        _rank(table, nearest.before, nearest.badness, node, True)
        _rank(table, nearest.after, nearest.badness, node, False)


def _rank(table: Tables, near: list[int], badness: list[int], node: int, comes_before: bool) -> None:
    found, base, count = 0, node * table.neighbours, table.neighbours
    for other in range(table.activities):
        if other in (node, table.mate[node]):
            continue
        bad = _badness(table, other, node) if comes_before else _badness(table, node, other)
        if found == count and bad >= badness[count - 1]:
            continue
        at = min(found, count - 1)
        while at > 0 and badness[at - 1] > bad:
            badness[at], near[base + at] = badness[at - 1], near[base + at - 1]
            at -= 1
        badness[at], near[base + at] = bad, other
        found = min(found + 1, count)
    last = near[base + found - 1] if found > 0 else node
    for at in range(found, count):
        near[base + at] = last


def _badness(table: Tables, one: int, then: int) -> int:
    """How badly `then` follows `one`."""
    travel = leg(table, one, then)
    idle = table.opens[then] - max(table.due[one], table.opens[one]) - table.length[one] - travel
    late = table.opens[one] + table.length[one] + travel - table.due[then]
    return IDLE_PER_POINT * (travel + max(0, late)) + max(0, idle)
