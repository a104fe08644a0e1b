"""Packages of care make visits: never twice, through hospital and home again, and on the nights the clocks change."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.case import Case, CaseState
from domain.desk.packages import ChangePackage, MakeVisits, ResumePackage, RollVisits, StartPackage, SuspendPackage
from domain.desk.roster import Publish
from domain.desk.staffing import ReportAbsent
from domain.desk.undoing import Undo
from domain.desk.visits import CancelVisit
from domain.package import EVERY_DAY, Line, Package, PackageState
from domain.package_text import parse_lines
from domain.pattern import visit_of, wanted
from domain.referral import Referral, State
from domain.roster import differences
from domain.visit import TO_COME, Visit, VisitState
from tests.memory import MemoryStore
from tests.unit.roster_cast import MONDAY, NOW, TUESDAY, at, day_of, desk, package, put, refused, shift, visit, worker

AUTUMN, SPRING = date(2026, 10, 25), date(2027, 3, 28)
SUNDAY = MONDAY + timedelta(days=6)


def live(store: MemoryStore) -> set[tuple[str, date]]:
    return {(each.line, each.day) for each in store.all(Visit) if each.state in TO_COME}


@st.composite
def patterns(draw: st.DrawFn) -> tuple[Line, ...]:
    names = draw(st.lists(st.sampled_from(["morning", "lunch", "tea", "bed"]), min_size=1, unique=True))
    lines = []
    for name in names:
        hour = draw(st.integers(0, 23))
        days = draw(st.sets(st.sampled_from(EVERY_DAY), min_size=1))
        lines.append(
            Line(
                name=name,
                at=time(hour, 30),
                earliest=time(hour),
                latest=time(hour, 45),
                minutes=30,
                days=tuple(sorted(days)),
            )
        )
    return tuple(lines)


@given(patterns(), st.lists(st.integers(0, 30), min_size=1, max_size=4))
def test_no_visit_of_a_line_and_day_is_made_twice(lines: tuple[Line, ...], ahead: Sequence[int]) -> None:
    store = desk(package(*lines))
    for days in ahead:
        store.done(MakeVisits(id="K1", until=MONDAY + timedelta(days=days)))
    keys = [(each.line, each.day) for each in store.all(Visit)]
    asked = wanted(store.one(Package, "K1"), MONDAY, MONDAY + timedelta(days=max(ahead)))
    assert len(keys) == len(set(keys))
    assert set(keys) == {each.key for each in asked if each.window[1] >= NOW}


@given(patterns(), st.integers(0, 20), st.integers(0, 24 * 13))
def test_hospital_and_home_again_loses_no_visit(lines: tuple[Line, ...], made: int, hours: int) -> None:
    store = desk(package(*lines))
    store.done(MakeVisits(id="K1", until=MONDAY + timedelta(days=made)))
    before = live(store)
    moment = NOW + timedelta(hours=hours)
    store.done(SuspendPackage(id="K1", why="hospital", since=moment))
    assert not [v for v in store.all(Visit) if v.state in TO_COME and v.start >= moment]
    store.done(ResumePackage(id="K1"))
    assert before <= live(store)


def test_a_line_becomes_a_visit_with_its_needs_and_window() -> None:
    store = desk()
    lines = parse_lines("morning 07:30 45m ±30 2w skills=hoist,medication critical days=tue tasks=wash")
    store.done(StartPackage(case="C1", lines=lines, starts=MONDAY, until=SUNDAY))
    (made,) = store.all(Visit)
    assert (made.day, made.start, made.window_from, made.window_to) == (TUESDAY, at("07:30"), at("07:00"), at("08:00"))
    assert (made.minutes, made.workers_needed, made.skills) == (45, 2, ("hoist", "medication"))
    assert (made.time_critical, made.tasks, made.referral, made.local_start) == (True, "wash", "R1", "07:30")


def test_a_package_starts_with_its_visits_up_to_the_planning_horizon() -> None:
    store = desk()
    done = store.done(StartPackage(case="C1", lines=parse_lines("morning 08:00 30m"), starts=TUESDAY))
    assert [visit.day for visit in store.all(Visit)] == [MONDAY + timedelta(days=n) for n in range(1, 15)]
    assert "14 visits made up to" in done.note
    assert store.one(Referral, "R1").state is State.SCHEDULED


def test_making_visits_schedules_the_accepted_referral() -> None:
    store = desk(package())
    store.done(MakeVisits(id="K1"))
    assert store.one(Referral, "R1").state is State.SCHEDULED


def test_a_visit_that_a_person_cancelled_is_not_made_again() -> None:
    store = desk(package())
    store.done(MakeVisits(id="K1", until=TUESDAY))
    first = day_of(store)[0]
    store.done(CancelVisit(id=first.id, why="family"))
    store.done(MakeVisits(id="K1", until=TUESDAY))
    assert [v.state for v in day_of(store)] == [VisitState.CANCELLED, VisitState.PLANNED]


def test_linked_lines_become_linked_visits() -> None:
    store = desk(package(*parse_lines("am 08:00 30m; noon 12:30 30m after=am gap=4h-6h; eve 18:00 30m days=mon")))
    store.done(MakeVisits(id="K1", until=TUESDAY))
    am, noon = day_of(store)
    assert (noon.after, noon.min_gap, noon.max_gap) == (am.id, 240, 360)


def test_times_keep_to_the_wall_when_the_clocks_change() -> None:
    lines = parse_lines("early 07:30 30m ±45; night 01:30 30m ±20")
    for day in (AUTUMN - timedelta(days=1), AUTUMN, AUTUMN + timedelta(days=1), SPRING, SPRING + timedelta(days=1)):
        early, night = list(wanted(package(*lines, starts=day), day, day))
        assert visit_of(package(), early, "V1", "", "").local_start == "07:30"
        assert night.window[0] <= night.start <= night.window[1]
    autumn, spring = (list(wanted(package(*lines, starts=day), day, day)) for day in (AUTUMN, SPRING))
    assert autumn[0].start == datetime(2026, 10, 25, 7, 30, tzinfo=UTC)
    assert spring[0].start == datetime(2027, 3, 28, 6, 30, tzinfo=UTC)
    assert autumn[1].start == datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "the first of the two"
    assert visit_of(package(), spring[1], "V1", "", "").local_start == "02:30", "the hour that is skipped"


def test_a_suspended_package_makes_no_visits_from_that_day() -> None:
    store = desk(package())
    store.done(SuspendPackage(id="K1", why="hospital", since=at("12:00")))
    store.done(MakeVisits(id="K1", until=SUNDAY))
    assert live(store) == {("morning", TUESDAY), ("bed", MONDAY)}
    assert store.one(Case, "C1").state is CaseState.SUSPENDED


def test_workers_who_were_told_are_in_the_difference_once_the_person_is_in_hospital() -> None:
    store = desk(package(), worker(), shift("WLEWIS"))
    store.done(MakeVisits(id="K1", until=TUESDAY))
    morning = day_of(store)[0]
    put(store, replace(morning, workers=("WLEWIS",)))
    store.done(Publish(day=TUESDAY))
    done = store.done(SuspendPackage(id="K1", why="hospital"))
    (row,) = differences(store.all(Visit), {}, {})
    assert (row.worker, row.change, row.visit) == ("WLEWIS", "removed", morning.id)
    assert "1 of them told" in done.note


def test_a_short_stay_in_hospital_that_nobody_was_told_of_changes_nothing() -> None:
    store = desk(package(), worker(), shift("WLEWIS"))
    store.done(MakeVisits(id="K1"))
    put(store, *(replace(v, workers=("WLEWIS",)) for v in store.all(Visit) if v.line == "morning"))
    store.done(Publish(day=TUESDAY))
    store.done(SuspendPackage(id="K1", why="hospital"))
    store.done(ResumePackage(id="K1"))
    assert not differences(day_of(store), {}, {})
    assert day_of(store)[0].state is VisitState.NOTIFIED


def test_a_worker_who_is_busy_by_now_does_not_get_the_visit_back() -> None:
    store = desk(package(), worker(), shift("WLEWIS"))
    store.done(MakeVisits(id="K1", until=TUESDAY))
    morning = day_of(store)[0]
    put(store, replace(morning, workers=("WLEWIS",)))
    store.done(SuspendPackage(id="K1", why="hospital"))
    put(store, visit("VOTHER", "08:15", person="PATEL", workers=("WLEWIS",), state=VisitState.ALLOCATED))
    store.done(ResumePackage(id="K1"))
    assert store.one(Visit, morning.id).workers == ()
    assert store.one(Visit, morning.id).state is VisitState.PLANNED


def test_a_worker_who_is_away_by_now_does_not_get_the_visit_back() -> None:
    store = desk(package(), worker(), shift("WLEWIS"))
    store.done(MakeVisits(id="K1", until=TUESDAY))
    morning = day_of(store)[0]
    put(store, replace(morning, workers=("WLEWIS",), pinned=True))
    store.done(SuspendPackage(id="K1", why="hospital"))
    store.done(ReportAbsent(id="WLEWIS", start=at("07:00")))
    store.done(ResumePackage(id="K1"))
    assert (store.one(Visit, morning.id).workers, store.one(Visit, morning.id).pinned) == ((), False)


def test_a_changed_package_changes_visits_to_come_and_keeps_workers_where_nothing_else_is_asked() -> None:
    store = desk(package(), worker(), shift("WLEWIS"))
    store.done(MakeVisits(id="K1", until=SUNDAY))
    put(store, *(replace(v, workers=("WLEWIS",)) for v in store.all(Visit)))
    lines = parse_lines("morning 08:00 30m ±45 tasks=wash\ntea 17:00 30m\nbed 20:30 30m ±45 2w skills=hoist")
    store.done(ChangePackage(id="K1", lines=lines, since=TUESDAY))
    morning, tea, bed = day_of(store)
    assert (morning.tasks, morning.workers) == ("wash", ("WLEWIS",))
    assert (tea.line, tea.workers) == ("tea", ())
    assert (bed.start, bed.workers) == (at("20:30"), ())
    assert [each.start for each in day_of(store, MONDAY)] == [at("20:00", MONDAY)], "before the day of the change"


def test_a_line_taken_out_and_put_back_has_its_visits_again() -> None:
    store = desk(package())
    store.done(MakeVisits(id="K1", until=SUNDAY))
    before, both = live(store), store.one(Package, "K1").lines
    store.done(ChangePackage(id="K1", lines=both[:1]))
    assert {line for line, _ in live(store)} == {"morning"}
    store.done(ChangePackage(id="K1", lines=both))
    assert before <= live(store)


def test_a_last_day_frees_the_visits_after_it() -> None:
    store = desk(package())
    store.done(MakeVisits(id="K1", until=SUNDAY))
    store.done(ChangePackage(id="K1", ends=TUESDAY))
    assert max(day for _, day in live(store)) == TUESDAY


def test_every_package_in_force_is_rolled_to_the_horizon_at_once() -> None:
    store = desk(package(), package(id="K2", state=PackageState.ENDED))
    store.done(RollVisits())
    assert {each.package for each in store.all(Visit)} == {"K1"}
    assert max(day for _, day in live(store)) == MONDAY + timedelta(days=14)


def test_suspending_is_undone_whole() -> None:
    store = desk(package())
    store.done(MakeVisits(id="K1"))
    before = live(store)
    done = store.done(SuspendPackage(id="K1", why="hospital"))
    store.done(Undo(seq=done.seq))
    assert live(store) == before
    assert store.one(Package, "K1").state is PackageState.ACTIVE


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (StartPackage(case="C1", lines=()), "at least one line"),
        (StartPackage(case="C1", lines=parse_lines("am 08:00 30m skills=juggling")), "not in the list skill"),
        (StartPackage(case="C1", lines=parse_lines("am 08:00 30m"), starts=SUNDAY, ends=MONDAY), "comes before the"),
        (MakeVisits(id="K1", until=date(2062, 11, 23)), "more than a year ahead"),
        (MakeVisits(id="K1", until=MONDAY - timedelta(days=1)), "has passed"),
        (ResumePackage(id="K1"), "only a suspended one"),
        (SuspendPackage(id="K1", why="whim"), "not in the list suspend"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(command: object, said: str) -> None:
    assert said in refused(desk(package()), command)  # type: ignore[arg-type]
