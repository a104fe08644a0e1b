"""What the compiled search plans: activities at places, alone or two and two, and the workers who may do them.

Times, lengths and travel are whole numbers of one unit, whichever the source of the model has: minutes, or parts of
them. It knows nothing of files, people or the desk; whoever makes a model keeps the names."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One worker at one place: not before `opens`, late when it starts after `due`; `able` numbers who may do it.

    `load` is what the worker has to bring for it."""

    place: int
    length: int
    opens: int
    due: int
    able: tuple[int, ...]
    load: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What is planned together: one activity, or two by different workers.

    The second of two starts `least` to `most` after the start of the first; both zero: they start together."""

    first: Activity
    second: Activity | None = None
    least: int = 0
    most: int = 0

    @property
    def activities(self) -> tuple[Activity, ...]:
        """Its one or two activities, in order."""
        return (self.first,) if self.second is None else (self.first, self.second)


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A day of units. `homes` has the place where each worker starts and ends, `travel[a][b]` how long a to b takes.

    Lateness has its price, or with `punctual` is against the rules. Nobody brings more than `capacity`."""

    units: tuple[Unit, ...]
    homes: tuple[int, ...]
    travel: tuple[tuple[int, ...], ...]
    punctual: bool = False
    capacity: int = 1 << 40

    def activities(self) -> Iterator[Activity]:
        """Every activity, unit by unit: its number is its place in this order."""
        for unit in self.units:
            yield from unit.activities


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    """A model planned: the activities of each worker in order, and the start of each activity, by number."""

    routes: tuple[tuple[int, ...], ...]
    starts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What rounds cost: all travel, all lateness, and the lateness of the activity that is latest."""

    travel: int
    late: int
    worst: int

    @property
    def total(self) -> int:
        """The three together: what the search makes small."""
        return self.travel + self.late + self.worst
