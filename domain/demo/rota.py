"""A plain hand-made roster for the days that are already past: everybody is sent somewhere they can be in time.

Visits are taken in the order of the day and given to whoever fits best at the end of their round so far; those left
over are fitted into gaps. It keeps every hard rule and is in no way clever: planning well is the engine's work."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import combinations, pairwise
from math import inf
from operator import itemgetter

from domain.demo.ways import Ways
from domain.desk.planning import Placement
from domain.people import Person
from domain.staff import Worker
from domain.visit import Visit
from domain.when import minute_of_day, moment_of_minute

Stop = tuple[int, int, str]
"""When a visit starts and ends, and at which postcode."""

BREAK_AFTER, BREAK = 360, 20
SLACK = 4
_LOOK_AT = 6
_LATE = 1.5  # a minute after the wanted start; before it, a gain
_PRICE = itemgetter(0, 1)
_STRANGER, _NOT_PREFERRED, _LANGUAGE = 10, 12, 8


@dataclass(slots=True)
class Round:
    """One worker's day as it grows. Times are minutes from London midnight; stops are (start, end, place).

    `free` and `at` are the end of the last stop. Whoever is `kept_free` goes to first visits and reviews only."""

    worker: Worker
    spans: tuple[tuple[int, int], ...]
    kept_free: bool = False
    stops: list[Stop] = field(default_factory=list)
    rested: bool = False

    free: int = 0
    at: str = ""

    def __post_init__(self) -> None:
        self.at = self.worker.postcode

    @property
    def over(self) -> int:
        """When the day is over."""
        return self.spans[-1][1]

    def add(self, stop: Stop, ways: Ways) -> None:
        """Put a stop in its place in time."""
        self.stops.append(stop)
        self.stops.sort()
        _, self.free, self.at = self.stops[-1]
        self.rested = _rests(self.stops, self.worker.mode, ways)


Offer = tuple[float, str, int, Round]
"""What sending a worker would cost, the worker, the start, and the round it goes to."""


@dataclass(frozen=True, slots=True)
class _Wish:
    """A visit in minutes, with its person."""

    visit: Visit
    person: Person
    earliest: int
    latest: int
    wanted: int

    @property
    def there(self) -> str:
        """The postcode to go to."""
        return self.person.postcode


def _wish(visit: Visit, person: Person, day: date, soonest: int) -> _Wish:
    earliest = max(soonest, minute_of_day(visit.window_from, day))
    latest = minute_of_day(visit.window_to, day)
    return _Wish(visit, person, earliest, latest, minute_of_day(visit.start, day))


def _order(wish: _Wish) -> tuple[int, str]:
    pressing = 15 * (wish.visit.workers_needed > 1) + 15 * wish.visit.time_critical
    return wish.wanted - pressing, wish.visit.id


class DayRota:
    """The rounds of one team on one day. `familiar` has the workers whom each person knows."""

    def __init__(self, day: date, crew: Iterable[Round], ways: Ways, familiar: Mapping[str, Collection[str]]) -> None:
        self.day, self.ways, self.familiar = day, ways, familiar
        self.crew = list(crew)
        self._placed: list[Placement] = []
        self._ends: dict[str, int] = {}
        self._able: dict[tuple[tuple[str, ...], bool, str, bool, bool], list[Round]] = {}

    def place(
        self, visits: Iterable[Visit], people: Mapping[str, Person], not_before: datetime | None = None
    ) -> list[Placement]:
        """Send somebody to each visit, beside all that was placed before. What nobody can do is left out."""
        self._placed = []
        soonest = minute_of_day(not_before, self.day) + 1 if not_before else 0
        wishes = sorted((_wish(visit, people[visit.person], self.day, soonest) for visit in visits), key=_order)
        left = [wish for wish in wishes if not self._give(wish, squeezing=False)]
        for wish in left:
            self._give(wish, squeezing=True)
        return self._placed

    def stand_down(self, worker: str) -> None:
        """Give a worker nothing more."""
        staying = [round_ for round_ in self.crew if round_.worker.id != worker]
        if len(staying) < len(self.crew):
            self.crew = staying
            self._able.clear()

    def _give(self, wish: _Wish, *, squeezing: bool) -> bool:
        """Give the visit to the workers who suit it best; False when too few can.

        At first it goes to the end of a round, with a little slack; squeezing, wherever it fits to the minute."""
        earliest = self._after_the_one_before(wish)
        able = self._who_may(wish, squeezing)
        offers = self._gaps(wish, earliest, able) if squeezing else self._ends_of_rounds(wish, earliest, able)
        if len(offers) < wish.visit.workers_needed:
            return False
        offers.sort(key=_PRICE)
        return self._together(wish, offers)

    def _after_the_one_before(self, wish: _Wish) -> int:
        end = self._ends.get(wish.visit.after)
        return wish.earliest if end is None else max(wish.earliest, end + wish.visit.min_gap)

    def _who_may(self, wish: _Wish, squeezing: bool) -> Sequence[Round]:
        """The rounds of those whom the visit's needs allow. Leads are for leads' work, and else the last resort."""
        visit, person = wish.visit, wish.person
        leads = visit.lead or visit.kind == "first"
        key = (visit.skills, visit.lead, person.gender_needed, leads, squeezing)
        able = self._able.get(key)
        if able is None:
            able = self._able[key] = [
                round_
                for round_ in self.crew
                if _may(round_.worker, self.day, visit.skills, visit.lead, person.gender_needed)
                and (leads or (not round_.kept_free and (squeezing or round_.worker.role != "lead")))
            ]
        barred = person.barred_workers
        return [round_ for round_ in able if round_.worker.id not in barred] if barred else able

    def _ends_of_rounds(self, wish: _Wish, earliest: int, able: Sequence[Round]) -> list[Offer]:
        there, length, latest, ways = wish.there, wish.visit.minutes, wish.latest, self.ways.minutes
        offers: list[Offer] = []
        best = inf
        for round_ in able:
            if round_.over - length < earliest or round_.free > latest:
                continue
            at_once = max(earliest, round_.free) if round_.stops else earliest
            strange = self._strangeness(round_, wish)
            if strange + _LATE * (at_once - wish.wanted) > best:  # even next door it would not be the one
                continue
            way = ways(round_.worker.mode, round_.at, there)
            soonest = max(earliest, round_.free + way + SLACK) if round_.stops else earliest
            if soonest <= latest:
                start = _within(round_, soonest, latest, length, way)
                if start is not None:
                    price = strange + _price(round_, wish, start, way)
                    offers.append((price, round_.worker.id, start, round_))
                    if wish.visit.workers_needed == 1:
                        best = min(best, price)
        return offers

    def _gaps(self, wish: _Wish, earliest: int, able: Sequence[Round]) -> list[Offer]:
        offers = []
        for round_ in able:
            for before, after in pairwise((None, *round_.stops, None)):
                way = self.ways.minutes(round_.worker.mode, before[2] if before else round_.worker.postcode, wish.there)
                soonest = max(earliest, before[1] + way) if before else earliest
                start = _first(round_, soonest, self._latest_before(wish, round_, after), wish.visit.minutes)
                if start is not None and self._keeps_break(round_, wish, start):
                    price = self._strangeness(round_, wish) + _price(round_, wish, start, way)
                    offers.append((price, round_.worker.id, start, round_))
                    break
        return offers

    def _latest_before(self, wish: _Wish, round_: Round, after: Stop | None) -> int:
        if after is None:
            return wish.latest
        way = self.ways.minutes(round_.worker.mode, wish.there, after[2])
        return min(wish.latest, after[0] - wish.visit.minutes - way)

    def _keeps_break(self, round_: Round, wish: _Wish, start: int) -> bool:
        stop = (start, start + wish.visit.minutes, wish.there)
        return _has_break(sorted([*round_.stops, stop]), round_.worker.mode, self.ways)

    def _strangeness(self, round_: Round, wish: _Wish) -> float:
        """What it costs that a worker is not the one whom the person would choose."""
        worker, person = round_.worker, wish.person
        price = 0.0 if worker.id in self.familiar.get(person.id, ()) else _STRANGER
        if person.preferred_workers and worker.id not in person.preferred_workers:
            price += _NOT_PREFERRED
        if person.language not in ("", "en") and person.language not in worker.languages:
            price += _LANGUAGE
        return price

    def _together(self, wish: _Wish, offers: list[Offer]) -> bool:
        """One worker, or the best pair who can begin at the same moment."""
        needed, minutes, there = wish.visit.workers_needed, wish.visit.minutes, wish.there
        for chosen in combinations(offers[:_LOOK_AT], needed):
            start = max(offer[2] for offer in chosen)
            if needed > 1 and not all(self._can_begin(offer[3], wish, start) for offer in chosen):
                continue
            for offer in chosen:
                offer[3].add((start, start + minutes, there), self.ways)
            self._ends[wish.visit.id] = start + minutes
            workers = tuple(sorted(offer[1] for offer in chosen))
            at = moment_of_minute(start, self.day)
            self._placed.append(Placement(visit=wish.visit.id, workers=workers, start=at))
            return True
        return False

    def _can_begin(self, round_: Round, wish: _Wish, start: int) -> bool:
        minutes, mode, there = wish.visit.minutes, round_.worker.mode, wish.there
        if not any(begin <= start and start + minutes <= end for begin, end in round_.spans):
            return False
        stops = sorted([*round_.stops, (start, start + minutes, there)])
        in_time = all(a[1] + self.ways.minutes(mode, a[2], b[2]) <= b[0] for a, b in pairwise(stops))
        return in_time and _has_break(stops, mode, self.ways)


def _price(round_: Round, wish: _Wish, start: int, way: int) -> float:
    """Lower is better. Early is good: what is done is done, and the peaks of the day are short."""
    price = 2.0 * way + _LATE * (start - wish.wanted)
    return price + 0.3 * min(max(0, start - round_.free - way), 60) if round_.stops else price


def _within(round_: Round, soonest: int, latest: int, length: int, way: int) -> int | None:
    """The first start at the end of a round that leaves the worker the break of a long day."""
    start = _first(round_, soonest, latest, length)
    if start is None or round_.rested or not round_.stops:
        return start
    if start + length - round_.stops[0][0] > BREAK_AFTER:
        start = _first(round_, max(soonest, round_.free + way + BREAK), latest, length)
    return start


def _first(round_: Round, soonest: int, latest: int, length: int) -> int | None:
    """The first start within the duty of a round."""
    for start, end in round_.spans:
        low = max(soonest, start)
        if low <= latest and low <= end - length:
            return low
    return None


def _may(worker: Worker, day: date, skills: tuple[str, ...], lead: bool, gender: str) -> bool:
    if (lead and worker.role != "lead") or (gender and worker.gender != gender):
        return False
    return worker.skills_on(day).issuperset(skills)


def _has_break(stops: Sequence[Stop], mode: str, ways: Ways) -> bool:
    return not stops or stops[-1][1] - stops[0][0] <= BREAK_AFTER or _rests(stops, mode, ways)


def _rests(stops: Sequence[Stop], mode: str, ways: Ways) -> bool:
    return any(b[0] - a[1] - ways.minutes(mode, a[2], b[2]) >= BREAK for a, b in pairwise(stops))
