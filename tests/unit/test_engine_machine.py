"""Machine code made from plain Python does what the Python does, and what it does not understand it refuses by name."""

from array import array
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.engine.kernel.machine import Loaded, object_code, packed
from domain.engine.kernel.translating import Untranslatable

LIMIT = 7
NUMBERS = st.integers(-(2**20), 2**20)
NONZERO = NUMBERS.filter(bool)


class Town(NamedTuple):
    """A record as the search has them."""

    size: int
    lengths: Sequence[int]
    seen: list[int]
    total: list[int]


def quotient(one: int, other: int) -> int:
    """Division as Python has it, whatever the signs."""
    return one // other


def rest(one: int, other: int) -> int:
    """The rest that goes with it."""
    return one % other


def between(one: int, other: int) -> int:
    """Choices, comparisons and shifts."""
    if one in (other, LIMIT) or (one < 0 and not other >= 0):
        return -1
    return min(one, other, LIMIT) - max(one, other) if one > other else (one - other) >> 2


def swapped(one: int, other: int) -> tuple[int, bool]:
    """Two answers at once."""
    one, other = other, one
    return one * 2 - other, one == other


def steps(one: int, other: int) -> int:
    """Loops that skip, end early and count by more than one."""
    total, at = 0, 0
    for number in range(one % 5, one % 50, 3):
        if number == other % 9:
            continue
        if total > 100:
            break
        total += number
    while at < LIMIT:
        at += 2
        more, is_same = swapped(at, other % 3)
        total += sum(swapped(at, 1)) + more + (1 if is_same else 0)
    return total


def seen(town: Town, shift: int) -> bool:
    """Lists read and written."""
    total = town.total
    total[0] = total[1] = 0
    for at in range(town.size):
        town.seen[at], total[1] = town.lengths[at] + shift, at
        total[0] += town.seen[at]
    return total[0] > 0 or total[1] == shift


def unknown(one: int) -> int:
    """Something that only Python does."""
    return len(str(one))


@cache
def machine() -> Loaded:
    """All of these as machine code."""
    return Loaded(object_code([quotient, rest, between, steps, seen]))


@pytest.mark.parametrize("function", [between, steps])
@given(NUMBERS, NUMBERS)
def test_numbers_come_out_as_in_python(function: Callable[[int, int], int], one: int, other: int) -> None:
    assert machine().function(function)(one, other) == function(one, other)


@pytest.mark.parametrize("function", [quotient, rest])
@given(NUMBERS, NONZERO)
def test_division_goes_down_whatever_the_signs(function: Callable[[int, int], int], one: int, other: int) -> None:
    assert machine().function(function)(one, other) == function(one, other)


@given(st.lists(NUMBERS, min_size=2, max_size=9), NUMBERS)
def test_lists_are_read_and_written_in_place(lengths: list[int], shift: int) -> None:
    town = Town(len(lengths), lengths, [0] * len(lengths), [0, 0])
    there: Any = packed(town)
    assert machine().function(seen)(there, shift) == seen(town, shift)
    assert (list(there.seen), list(there.total)) == (town.seen, town.total)
    assert isinstance(there.lengths, array) and list(there.lengths) == lengths


def test_what_is_not_understood_is_named() -> None:
    with pytest.raises(Untranslatable, match=r"unknown, line 3 of it: str\(one\)"):
        object_code([unknown])
