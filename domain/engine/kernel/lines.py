"""One person's cheapest line of shifts at given prices, by dynamic programming from day to day.

A state is how long the run of days on or off has been, with the last shift, how often the scarce one was worked, how
much has been worked in all and on how many weekends. Written in the Python that `translating.py` understands, to be run
as it is or as machine code; limits on any shift but the scarce one are for whoever sets the prices."""

from collections.abc import Sequence
from typing import NamedTuple

OFF, UNREACHED = -1, 1 << 50
WEEK, SATURDAY = 7, 5


class LineTables(NamedTuple):
    """A contract by number: days, shifts, and the amounts of time in equal `quanta`.

    `quanta[s]` is how long shift s is, `may[d * shifts + s]` 1 where it may be worked on day d, and
    `follows[s * shifts + t]` 1 where t may come on the day after s. The shift `scarce`, unless it is OFF, may be worked
    `most_scarce` times."""

    days: int
    shifts: int
    most: int
    least: int
    longest_run: int
    shortest_run: int
    shortest_break: int
    most_weekends: int
    scarce: int
    most_scarce: int
    quanta: Sequence[int]
    may: Sequence[int]
    follows: Sequence[int]


class LineWork(NamedTuple):
    """`price[d * shifts + s]` goes in and `line[d]`, a shift or OFF, comes out; the rest is room to work in.

    `cost` has two layers of states, that of today and that of tomorrow; `came` by day and state the state before."""

    price: list[int]
    line: list[int]
    cost: list[int]
    came: list[int]


def states(table: LineTables) -> int:
    """How many states a day has."""
    return (table.most_weekends + 1) * (table.most + 1) * (table.most_scarce + 1) * _kinds(table)


def cheapest_line(table: LineTables, work: LineWork) -> int:
    """The price of the cheapest line, which is then in `work.line`; UNREACHED where there is none."""
    size = states(table)
    for at in range(2 * size):
        work.cost[at] = UNREACHED
    _begin(table, work, size)
    for day in range(1, table.days):
        now, then = (day - 1) % 2 * size, day % 2 * size
        for at in range(size):
            work.cost[then + at] = UNREACHED
        for at in range(size):
            if work.cost[now + at] < UNREACHED:
                _go_on(table, work, day, at, work.cost[now + at], then)
    return _read(table, work, size)


def _kinds(table: LineTables) -> int:
    """Runs on by length and last shift, then runs off by length."""
    return table.longest_run * table.shifts + table.shortest_break


def _begin(table: LineTables, work: LineWork, size: int) -> None:
    """The first day: off, or on with any shift that may be."""
    for shift in range(table.shifts):
        count = 1 if shift == table.scarce else 0
        at = _place(table, 0, table.quanta[shift], count, shift)
        if table.may[shift] == 1 and table.quanta[shift] <= table.most and work.price[shift] < work.cost[at]:
            work.cost[at] = work.price[shift]
            work.came[at] = OFF
    work.cost[table.longest_run * table.shifts] = 0
    work.came[table.longest_run * table.shifts] = OFF


def _go_on(table: LineTables, work: LineWork, day: int, at: int, cost: int, then: int) -> None:
    """From this state of the day before to all that today may be."""
    kinds = _kinds(table)
    kind, on = at % kinds, table.longest_run * table.shifts
    if kind >= on:
        length = kind - on + 1
        _reach(table, work, day, at, cost, then + at - kind + on + min(length, table.shortest_break - 1))
        if length >= table.shortest_break or length == day:
            _work(table, work, day, at, cost, then, OFF, 0)
        return
    length, last = kind // table.shifts + 1, kind % table.shifts
    if length >= table.shortest_run or length == day:
        _reach(table, work, day, at, cost, then + at - kind + on)
    if length < table.longest_run:
        _work(table, work, day, at, cost, then, last, length)


def _work(table: LineTables, work: LineWork, day: int, at: int, cost: int, then: int, last: int, length: int) -> None:
    """Work today, whatever may come after the last shift."""
    counts, weekday = at // _kinds(table), day % WEEK
    count, amounts = counts % (table.most_scarce + 1), counts // (table.most_scarce + 1)
    amount, weekends = amounts % (table.most + 1), amounts // (table.most + 1)
    if weekday == SATURDAY or (weekday == SATURDAY + 1 and last == OFF):
        weekends += 1
    if weekends > table.most_weekends:
        return
    for shift in range(table.shifts):
        in_all, of_scarce = amount + table.quanta[shift], count + (1 if shift == table.scarce else 0)
        if table.may[day * table.shifts + shift] == 0 or in_all > table.most or of_scarce > table.most_scarce:
            continue
        if last == OFF or table.follows[last * table.shifts + shift] == 1:
            place = _place(table, weekends, in_all, of_scarce, length * table.shifts + shift)
            _reach(table, work, day, at, cost + work.price[day * table.shifts + shift], then + place)


def _place(table: LineTables, weekends: int, amount: int, count: int, kind: int) -> int:
    """The number of a state."""
    counts = (weekends * (table.most + 1) + amount) * (table.most_scarce + 1) + count
    return counts * _kinds(table) + kind


def _reach(table: LineTables, work: LineWork, day: int, at: int, cost: int, place: int) -> None:
    if cost < work.cost[place]:
        work.cost[place] = cost
        size = states(table)
        work.came[day * size + place % size] = at


def _read(table: LineTables, work: LineWork, size: int) -> int:
    """The cheapest state of the last day with enough worked, followed back."""
    last, kinds, best, price = (table.days - 1) % 2 * size, _kinds(table), OFF, UNREACHED
    for at in range(size):
        amount = at // kinds // (table.most_scarce + 1) % (table.most + 1)
        if amount >= table.least and work.cost[last + at] < price:
            best, price = at, work.cost[last + at]
    if best == OFF:
        return UNREACHED
    for back in range(table.days):
        day = table.days - 1 - back
        kind = best % kinds
        work.line[day] = kind % table.shifts if kind < table.longest_run * table.shifts else OFF
        best = work.came[day * size + best]
    return price
