"""Where reality has left the pattern of a package: by the middle of many visits, never by one bad day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta

from domain.drift import Drift, drifts
from domain.package import Line, Package
from domain.visit import Attendance, Visit, VisitState
from domain.when import from_local
from tui.presenters.record import drift_text

TODAY = date(2026, 11, 23)
MORNING = Line(name="morning", at=time(8), earliest=time(7, 30), latest=time(8, 30), minutes=30)
PACKAGE = Package(id="KHOLT", person="PHOLT", case="CHOLT", lines=(MORNING,), starts=date(2026, 9, 1))


def made(days_ago: int, came: time, stayed: int, *, line: str = "morning", left: bool = True) -> Visit:
    """A visit of so many days ago that began at a wall time."""
    day = TODAY - timedelta(days=days_ago)
    start, came_at = from_local(day, time(8)), from_local(day, came)
    ended = came_at + timedelta(minutes=stayed) if left else None
    return Visit(
        id=f"V{days_ago}", person="PHOLT", package="KHOLT", line=line, day=day, start=start, minutes=30,
        window_from=start, window_to=start, state=VisitState.COMPLETED, workers=("WLEWIS",),
        attended=(Attendance(worker="WLEWIS", came=came_at, came_by="app_gps", left=ended, left_by="app_gps"),),
    )  # fmt: skip


def of(visits: Sequence[Visit]) -> list[Drift]:
    return drifts(PACKAGE, visits, TODAY)


def test_a_line_that_is_made_late_and_takes_longer_is_told_with_its_visits() -> None:
    found = of([made(ago, time(8, 42), 41) for ago in range(1, 8)])
    assert found == [Drift(MORNING, 7, 42, 41)]
    assert drift_text(found) == "Really, for four weeks: morning 08:42 for 41 min (7 visits)"


def test_the_pattern_that_is_kept_is_not_told() -> None:
    [kept] = of([made(ago, time(8, 33), 33) for ago in range(1, 8)])
    assert not kept.matters
    assert drift_text([kept]) == ""


def test_one_bad_day_says_nothing() -> None:
    visits = [made(ago, time(8, 5), 30) for ago in range(1, 7)] + [made(7, time(12), 90)]
    assert of(visits) == [Drift(MORNING, 7, 5, 30)]


def test_few_visits_old_ones_other_lines_and_those_that_have_not_ended_say_nothing() -> None:
    few = [made(ago, time(9), 30) for ago in range(1, 5)]
    old = [made(ago, time(9), 30) for ago in range(29, 40)]
    others = [made(ago, time(9), 30, line="tea") for ago in range(5, 15)]
    running = [made(ago, time(9), 30, left=False) for ago in range(5, 15)]
    assert of(few + old + others + running) == []


def test_workers_who_come_early_are_early() -> None:
    found = of([made(ago, time(7, 20), 30) for ago in range(1, 8)])
    assert drift_text(found) == "Really, for four weeks: morning 07:20 for 30 min (7 visits)"


def test_a_start_past_midnight_is_a_late_one_of_the_day_before() -> None:
    night = replace(MORNING, at=time(23, 50), earliest=time(23, 20), latest=time(23, 59))
    visits = [made(ago, time(0, 10), 30) for ago in range(1, 8)]
    [found] = drifts(replace(PACKAGE, lines=(night,)), visits, TODAY)
    assert (found.came, found.matters) == (time(0, 10), True)
