"""What another pattern means for the visits of a package, before anybody saves it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from domain.package import Line, Package
from domain.pattern import line_changes

MONDAY = date(2026, 11, 23)
EARLY = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
FORTNIGHT = MONDAY + timedelta(days=13)


def line(name: str, at: str, minutes: int = 30, **more: object) -> Line:
    start = time.fromisoformat(at)
    return Line(name=name, at=start, earliest=start, latest=start, minutes=minutes, **more)  # type: ignore[arg-type]


MORNING, TEA, BED = line("morning", "07:30"), line("tea", "16:30"), line("bed", "21:00")
PACKAGE = Package(id="K1", person="P1", case="C1", lines=(MORNING, TEA), starts=date(2026, 11, 1))


def test_lines_come_go_and_change_and_the_rest_is_the_same() -> None:
    longer = replace(MORNING, minutes=45)
    found = {
        row.name: row for row in line_changes(PACKAGE, replace(PACKAGE, lines=(longer, BED)), MONDAY, FORTNIGHT, EARLY)
    }
    assert (found["morning"].come, found["morning"].go, found["morning"].change) == (0, 0, 14)
    assert (found["bed"].come, found["bed"].was, found["bed"].first) == (14, None, MONDAY)
    assert (found["tea"].go, found["tea"].now, found["tea"].first) == (14, None, MONDAY)
    assert all(row.same for row in line_changes(PACKAGE, PACKAGE, MONDAY, FORTNIGHT, EARLY))


def test_fewer_days_take_away_only_those_days() -> None:
    weekdays = replace(TEA, days=(0, 1, 2, 3, 4))
    after = replace(PACKAGE, lines=(MORNING, weekdays))
    (tea,) = [row for row in line_changes(PACKAGE, after, MONDAY, FORTNIGHT, EARLY) if not row.same]
    assert (tea.go, tea.change, tea.first) == (4, 10, MONDAY)


def test_an_earlier_last_day_takes_every_line_away_after_it() -> None:
    ended = replace(PACKAGE, ends=MONDAY + timedelta(days=6))
    assert [(row.name, row.go, row.first) for row in line_changes(PACKAGE, ended, MONDAY, FORTNIGHT, EARLY)] == [
        ("morning", 7, MONDAY + timedelta(days=7)), ("tea", 7, MONDAY + timedelta(days=7)),
    ]  # fmt: skip


def test_a_visit_that_is_past_its_window_stays_as_it_was() -> None:
    later = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    dropped = replace(PACKAGE, lines=(TEA,))
    (morning,) = [row for row in line_changes(PACKAGE, dropped, MONDAY, FORTNIGHT, later) if not row.same]
    assert (morning.go, morning.first) == (13, MONDAY + timedelta(days=1))
