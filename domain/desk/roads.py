"""How fast people get about, by the policy, and what their check-ins say about it.

The policy has for each mode a pace, the hours at which the roads are busy, and a correction. `LearnTravel` works the
correction out of ways really made, and gives it like any other setting: with its day, its owner and source."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median, quantiles
from typing import cast, get_args

from domain.access import Right
from domain.desk.administration import SetSetting, set_setting
from domain.desk.asking import ask
from domain.desk.bus import Between, Command, Refusal, Work, handles
from domain.engine.problem import Busy, Mode, Pace, Place, Travel
from domain.engine.travel import kilometres
from domain.people import Person
from domain.policy import Policy, busy_hours
from domain.staff import Worker
from domain.verdicts import ELECTRONIC
from domain.visit import BEGUN, Visit
from domain.when import local_date, minute_of_day, show_date

MODES: tuple[Mode, ...] = get_args(Mode)
SATURDAY = 5
LONGEST = timedelta(minutes=90)
WORTH = 20
"""So many ways made weigh as much as what was believed before."""
LEAST, MOST = 0.5, 2.0


def travel_of(policy: Policy, day: date) -> Travel:
    """How fast each mode moves on a day. Roads are busy on working days only."""
    quiet = day.weekday() >= SATURDAY or policy.knows("bank-holiday", day.isoformat())
    car, bike, foot = (_pace(policy, mode) for mode in ("car", "bike", "foot"))
    busy = () if quiet else tuple(each for mode in MODES for each in _busy(policy, mode))
    return Travel(car=car, bike=bike, foot=foot, busy=busy)


def _pace(policy: Policy, mode: str) -> Pace:
    kmh, detour = policy.number(f"speed-{mode}"), policy.number(f"detour-{mode}")
    learned = float(policy.text(f"learned-{mode}", otherwise="1"))
    return Pace(kmh=kmh / learned, detour=detour, fixed=policy.minutes(f"stop-minutes-{mode}"))


def _busy(policy: Policy, mode: Mode) -> Iterator[Busy]:
    for first, last, times in busy_hours(policy.text(f"busy-{mode}", otherwise="")):
        start, end = (60 * at.hour + at.minute for at in (first, last))
        yield Busy(mode=mode, start=start, end=end, times=times)


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnTravel(Command):
    """Correct the pace of each mode by the ways that workers really made."""

    days: int = ask("Days back", "number", default=28, help="how far back check-ins are looked at")


@handles(LearnTravel, "setting.learn-travel", Right.USERS)
def learn_travel(do: LearnTravel, work: Work) -> str:
    """Give each mode with ways enough its correction from today on."""
    today = local_date(work.now)
    first = today - timedelta(days=max(1, do.days))
    known = learned(work, first, today)
    if not known:
        raise Refusal(f"Nobody was checked in and out electronically on a way in a hurry since {show_date(first)}")
    news = []
    for mode, ratios in known.items():
        believed = float(work.policy.text(f"learned-{mode}", otherwise="1"))
        times = min(MOST, max(LEAST, believed * corrected(ratios)))
        said = f"{len(ratios)} ways made from {show_date(first)} to {show_date(today)}{spread(ratios)}"
        set_setting(SetSetting(name=f"learned-{mode}", value=f"{times:.3f}", source=said), work)
        news.append(f"{mode} {times:.2f} times as long as by its pace, from {said}")
    work.say("; ".join(news))
    return f"setting/learned-{next(iter(known))}"


def corrected(ratios: Sequence[float]) -> float:
    """The correction that ways really made give: their median, as far as they are many."""
    return (WORTH + len(ratios) * median(ratios)) / (WORTH + len(ratios))


def spread(ratios: Sequence[float]) -> str:
    """Between what eight in ten of the ways lay; nothing where they are few."""
    if len(ratios) < WORTH:
        return ""
    tenths = quantiles(ratios, n=10)
    return f", eight in ten between {tenths[0]:.2f} and {tenths[-1]:.2f} times as long as reckoned"


@dataclass(frozen=True, slots=True)
class _Way:
    """A way that a worker made from one visit to the next."""

    one: Visit
    left: datetime
    other: Visit
    came: datetime

    def in_a_hurry(self, reckoned: float) -> bool:
        """Whether there was no time to lose: the worker left too late to come before the start, by what is reckoned."""
        in_time = self.left + timedelta(minutes=reckoned) < self.other.start
        return not in_time and timedelta() < self.came - self.left <= LONGEST


def learned(work: Work, first: date, before: date) -> dict[Mode, list[float]]:
    """By mode, how many times as long as reckoned each way took that a worker made in a hurry."""
    people = {person.id: person for person in work.find(Person)}
    modes = {worker.id: cast(Mode, worker.mode) for worker in work.find(Worker)}
    found: dict[Mode, list[float]] = {}
    for worker, way in _ways(work.find(Visit, day=Between(first, before), state=tuple(BEGUN))):
        here, there = (_home(people, visit) for visit in (way.one, way.other))
        if worker in modes and here and there and here != there:
            mode, travel = modes[worker], travel_of(work.policy, way.one.day)
            if ratio := _ratio(travel, mode, way, kilometres(here, there)):
                found.setdefault(mode, []).append(ratio)
    return found


def _ways(visits: Iterable[Visit]) -> Iterator[tuple[str, _Way]]:
    """The ways of each worker between two visits of a day that electronic stamps tell of."""
    stamps = sorted(
        (stamp.worker, stamp.came, visit.id, visit, stamp.left)
        for visit in visits
        for stamp in visit.attended
        if stamp.left and {stamp.came_by, stamp.left_by} <= ELECTRONIC
    )
    for (worker, _, _, one, left), (next_worker, came, _, other, _) in pairwise(stamps):
        if worker == next_worker and one.day == other.day:
            yield worker, _Way(one, left, other, came)


def _home(people: Mapping[str, Person], visit: Visit) -> Place | None:
    """Where a visit was, if that is on the map."""
    person = people.get(visit.person)
    place = person.living_on(visit.day).place if person else None
    return Place(place.lat, place.lon) if place else None


def _ratio(travel: Travel, mode: Mode, way: _Way, km: float) -> float | None:
    """How many times as long as reckoned a way took, minutes lost at each stop apart; None for one not in a hurry."""
    pace, leaving = travel.pace(mode), minute_of_day(way.left, way.one.day)
    reckoned = 60 * pace.detour * km / pace.kmh * travel.times(mode, leaving, leaving)
    if not way.in_a_hurry(pace.fixed + reckoned):
        return None
    took = (way.came - way.left).total_seconds() / 60 - pace.fixed
    return min(MOST, max(LEAST, took / reckoned))
