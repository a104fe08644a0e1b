"""What the compiled search plans: activities at places, alone or two and two, and the workers who may do them.

Times, lengths and travel are whole numbers of one unit, whichever the source of the model has: minutes, or parts of
them. It knows nothing of files, people or the desk; whoever makes a model keeps the names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

NO_LIMIT = 1 << 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One worker at one place: not before `opens`, late when it starts after `due`; `able` numbers who may do it.

    From `again` on, a second window is open and only a start after `again_due` is late. No start may be after `latest`.
    `load` is what the worker has to bring for it; `disliked` has the price of those who had better not do it."""

    place: int
    length: int
    opens: int
    due: int
    able: tuple[int, ...]
    load: int = 0
    again: int = NO_LIMIT
    again_due: int = NO_LIMIT
    latest: int = NO_LIMIT
    disliked: Mapping[int, int] = field(default_factory=dict)

    def late(self, start: int) -> int:
        """How late this start is, against the last window that is open by then."""
        return max(0, start - (self.due if start < self.again else self.again_due))


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What is planned together: one activity, or two by different workers.

    The second of two starts `least` to `most` after the start of the first; both zero: they start together. Two that
    need not be `apart` may have one worker. A unit with a `price` may be left out for it; the others may not."""

    first: Activity
    second: Activity | None = None
    least: int = 0
    most: int = 0
    apart: bool = True
    price: int | None = None

    @property
    def activities(self) -> tuple[Activity, ...]:
        """Its one or two activities, in order."""
        return (self.first,) if self.second is None else (self.first, self.second)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """A rest that is due to a worker: so long, begun from `opens` to `latest`, at a `price` where it is missed.

    None is due to who is home by `home_by`."""

    length: int
    opens: int
    latest: int
    price: int
    home_by: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """When a worker may leave and is due back, where the round ends, and the kind of travel.

    Back later than `closes` is overtime, later than `most_over` beyond it against the rules."""

    opens: int
    closes: int
    ends: int
    mode: int = 0
    most_over: int = NO_LIMIT
    rest: Rest | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What a unit of each term costs. `idle` is for the worker who is idle longest.

    With `leaves_late` everybody leaves home as late as the first stop allows, and idle time before it is not waiting;
    rest is then also taken after the way to the next stop, and waiting for it counts. Else waiting is counted from the
    beginning of the shift, and rest is taken where the last stop was."""

    travel: int = 1
    late: int = 1
    worst: int = 1
    waiting: int = 0
    over: int = 0
    idle: int = 0
    leaves_late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A day of units. `homes` has the place where each worker starts, `travel[a][b]` how long a to b takes.

    Without `shifts` everybody ends where they start, whenever, and everything is served. Lateness has its price, or
    with `punctual` is against the rules. Nobody brings more than `capacity`. `other_travel` has what `travel` is for
    each further kind of travel."""

    units: tuple[Unit, ...]
    homes: tuple[int, ...]
    travel: tuple[tuple[int, ...], ...]
    punctual: bool = False
    capacity: int = 1 << 40
    shifts: tuple[Shift, ...] = ()
    other_travel: tuple[tuple[tuple[int, ...], ...], ...] = ()
    prices: Prices = Prices()

    def activities(self) -> Iterator[Activity]:
        """Every activity, unit by unit: its number is its place in this order."""
        for unit in self.units:
            yield from unit.activities


@dataclass(frozen=True, slots=True, kw_only=True)
class Resting:
    """A rest in a round: before the activity that is number `before` of it, begun at `start`.

    It is taken where that activity is if it is `there` already, else where the one before it was."""

    before: int
    start: int
    there: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    """A model planned: the activities of each worker in order, the start of each activity by number, and the rests.

    What is in nobody's round is left out; its start means nothing."""

    routes: tuple[tuple[int, ...], ...]
    starts: tuple[int, ...]
    rests: tuple[Resting | None, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What rounds come to: travel, lateness, the lateness of the activity that is latest, and with shifts the waiting,
    overtime, the idle time of the worker with most of it, and the prices of wrong hands, missed rests and units left
    out. `total` is what the search makes small."""

    travel: int
    late: int
    worst: int
    total: int
    waiting: int = 0
    over: int = 0
    idle: int = 0
    disliked: int = 0
    missed: int = 0
    left_out: int = 0
