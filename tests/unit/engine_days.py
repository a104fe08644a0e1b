"""Days drawn at random: small crowded ones for the properties, and a whole one the size of the demo service.

Everybody is invented. Draws come from a seeded generator, so that a seed names a day."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from math import cos, pi, sin
from random import Random

from domain.engine.problem import Busy, Link, Mode, Place, Problem, Shift, Visit, Worker, along
from tests.unit.engine_cast import TOWN, hm, shift

SHIFTS = (
    (11, (shift("07:00", "15:00"),)),
    (10, (shift("14:00", "22:00"),)),
    (6, (shift("07:00", "13:30"), shift("18:00", "22:00"))),
    (3, (shift("10:00", "18:00"),)),
)
BASE = Place(TOWN.lat + 0.03, TOWN.lon - 0.04)
CALLS = (("08:30", 30), ("12:30", 25), ("16:45", 25), ("20:00", 20))


def demo_day(seed: int, *, visits: int = 260, workers: int = 45, on_shift: int = 30) -> Problem:
    """A day of intermediate care: breakfast, lunch, tea and bed calls, a sixth of them for two workers."""
    rng = Random(seed)
    crew = tuple(_worker(rng, number, number < on_shift) for number in range(workers))
    calls: list[Visit] = []
    links: list[Link] = []
    while len(calls) < visits:
        made = _person(rng, len(calls), crew)[: visits - len(calls)]
        links += [Link(before=a.id, after=b.id, min_gap=180) for a, b in pairwise(made) if a.time_critical]
        calls += made
    return Problem(date_label="2026-11-24", workers=crew, visits=tuple(calls), links=tuple(links))


def _worker(rng: Random, number: int, working: bool) -> Worker:
    kinds = [shifts for count, shifts in SHIFTS for _ in range(count)]
    shifts = kinds[7 * number % len(kinds)] if working else ()
    minutes = sum(each.end - each.start for each in shifts)
    mode: Mode = rng.choices(("car", "bike", "foot"), (75, 15, 10))[0]
    skills = {"personal-care"} | {
        skill for skill, odds in (("medicines", 0.85), ("hoist", 0.75), ("catheter", 0.35)) if rng.random() < odds
    }
    away = ()
    if working and rng.random() < 0.04:
        away = (Shift(shifts[0].start + 120, shifts[0].start + 240),)
    return Worker(
        id=f"W{number:02d}",
        name=f"Worker {number:02d}",
        role="lead" if number % 8 == 3 else "support",
        skills=frozenset(skills),
        gender="male" if rng.random() < 0.25 else "female",
        languages=frozenset({"en", *(["ur"] if rng.random() < 0.2 else [])}),
        mode=mode,
        home=_spot(rng),
        shifts=shifts,
        max_minutes=minutes,
        contracted_minutes=max(0, minutes - 30),
        earliest_start=hm("07:30") if rng.random() < 0.05 else 0,
        absent=away,
    )


def _spot(rng: Random) -> Place:
    """Somewhere in one of a few neighbourhoods, five kilometres around."""
    quarter = 2 * pi * rng.randrange(7) / 7
    far = 0.036 if rng.random() < 0.75 else 0.0
    lat = TOWN.lat + far * sin(quarter) * 0.6 + rng.gauss(0, 0.006)
    return Place(round(lat, 5), round(TOWN.lon + far * cos(quarter) + rng.gauss(0, 0.01), 5))


def _person(rng: Random, first: int, crew: tuple[Worker, ...]) -> list[Visit]:
    """The calls of one person's day."""
    place, double, medicines = _spot(rng), rng.random() < 0.15, rng.random() < 0.25
    calls = sorted(rng.sample(CALLS, rng.choices((1, 2, 3, 4), (15, 25, 30, 30))[0]))
    known = rng.sample(crew, min(6, len(crew)))
    shared = {
        "person": f"Person {first:03d}",
        "place": place,
        "workers_needed": 2 if double else 1,
        "gender": "female" if rng.random() < 0.08 else "",
        "language": "ur" if rng.random() < 0.08 else "",
        "preferred": frozenset(w.id for w in known[:2]) if rng.random() < 0.3 else frozenset(),
        "barred": frozenset({known[-1].id}) if rng.random() < 0.08 else frozenset(),
        "familiar": tuple((w.id, n) for w, n in zip(known[1:5], (9, 6, 3, 1), strict=False)),
        "priority": rng.choice((1, 2, 2, 3)),
    }
    skills = {"personal-care"} | ({"hoist"} if double else set()) | ({"catheter"} if rng.random() < 0.05 else set())
    made = []
    for number, (at, minutes) in enumerate(calls):
        start = hm(at) + 15 * rng.randint(-3, 4)
        critical = medicines and rng.random() < 0.7
        slack = 15 if critical else rng.choice((45, 60))
        made.append(
            Visit(
                id=f"V{first + number:03d}",
                minutes=minutes + rng.choice((-10, -5, 0, 10)),
                preferred_start=start,
                earliest=max(hm("07:00"), start - slack),
                latest=start + slack,
                skills=frozenset(skills | ({"medicines"} if critical else set())),
                needs_lead=not double and rng.random() < 0.02,
                time_critical=critical,
                **shared,
            )
        )
    return made


def small_day(seed: int) -> Problem:
    """A crowded day of few people, in which most rules bind somewhere."""
    rng = Random(seed)
    workers, visits = rng.randint(1, 5), rng.randint(1, 14)
    problem = demo_day(rng.randrange(10**6), visits=visits, workers=workers, on_shift=workers)
    staff = [
        replace(
            each, max_minutes=rng.choice((240, 400, 900)), break_after=rng.choice((120, 360)),
            sets_out=rng.choice((None, None, BASE)), returns=rng.choice((None, None, BASE)),
            fair=rng.choice((None, 120, 300)),
        )
        for each in problem.workers
    ]  # fmt: skip
    calls = [_odd(rng, each, staff) for each in problem.visits]
    links = tuple(_tight(rng, a, b) for a, b in pairwise(calls) if a.person == b.person and rng.random() < 0.6)
    if len(calls) > 1:
        a, b = sorted(rng.sample(calls, 2), key=lambda each: each.preferred_start)
        same = rng.choice((True, False, None))
        links += (Link(before=a.id, after=b.id, min_gap=0, max_gap=rng.choice((60, 600)), same_worker=same),)
    learning = list(_learning(rng, calls, staff))
    calls += learning
    links += tuple(along(main, each) for each in learning for main in calls if main.id == each.beside)
    travel = replace(problem.travel, busy=tuple(_slow_hours(rng))) if seed % 2 else problem.travel
    return replace(problem, workers=tuple(staff), visits=tuple(calls), links=links, travel=travel)


def _learning(rng: Random, calls: list[Visit], staff: list[Worker]) -> Iterator[Visit]:
    """Now and then somebody who is to go along to learn."""
    for main in calls:
        if rng.random() < 0.12:
            yield Visit(
                id=f"{main.id}+", person=main.person, place=main.place, minutes=main.minutes, beside=main.id,
                preferred_start=main.preferred_start, earliest=main.window[0], latest=main.window[1], optional=True,
                pinned_workers=(rng.choice(staff).id,), priority=main.priority,
            )  # fmt: skip


def _slow_hours(rng: Random) -> Iterator[Busy]:
    """A busy hour or two, so slow that it matters in a small town."""
    for mode in ("car", "bike", "foot"):
        start = hm("07:00") + rng.randrange(600)
        yield Busy(mode=mode, start=start, end=start + rng.randint(20, 240), times=rng.choice((1.3, 2.5)))


def _tight(rng: Random, a: Visit, b: Visit) -> Link:
    """A link that leaves little play round the wanted starts."""
    gap = b.preferred_start - a.preferred_start - a.minutes
    return Link(before=a.id, after=b.id, min_gap=gap - rng.randint(-20, 40), max_gap=gap + rng.randint(0, 60))


def _odd(rng: Random, visit: Visit, staff: list[Worker]) -> Visit:
    """Now and then a visit that has been promised, or that may be left out."""
    told = tuple(each.id for each in rng.sample(staff, min(len(staff), visit.workers_needed)))
    changes = {
        0: {"pinned_start": visit.preferred_start, "pinned_workers": told},
        1: {"pinned_workers": told[:1]},
        2: {"pinned_start": visit.latest + 10},
        3: {"optional": True},
        4: {"alone": Shift(visit.preferred_start - 30, visit.preferred_start + visit.minutes + rng.randint(0, 30))},
    }
    return replace(visit, **changes.get(rng.randrange(16), {}))
