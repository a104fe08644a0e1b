"""Figures in words: the number never stands without its period, its version and what it was reckoned from."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.views import Figure
from tests.unit.presenter_cast import NOW, SIGHT, TODAY, said
from tui.present import plain
from tui.presenters.report import Period, figure_facts, figure_lines, rows_listing

ROWS: tuple[dict[str, Any], ...] = (
    {"ref": "R1", "month": "2026-11", "received": NOW, "start": NOW, "stop": NOW + timedelta(minutes=66), "minutes": 66,
     "status": "MET", "excluded": "", "state": "seen"},
    {"ref": "R2", "month": "2026-11", "received": NOW, "start": NOW, "stop": None, "minutes": None,
     "status": "EXCLUDED", "excluded": "downgraded before contact", "state": "accepted"},
)  # fmt: skip
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def figure(**more: Any) -> Figure:
    known: dict[str, Any] = {
        "name": "ucr-2h", "title": "Within two hours", "definition": "met / (met + not met)", "version": "3",
        "first": date(2026, 11, 1), "last": TODAY, "value": 81.25, "unit": "%",
        "parts": {"met": 26, "not_met": 6, "test": 0},
        "values": {"national": 81.25, "desk": 78.8}, "counted": len(ROWS), "rows": ROWS, "as_at": NOW, "seq": 4711,
        "fingerprint": "ab" * 32, "notes": ("Open breaches: 1.",), **more,
    }  # fmt: skip
    return Figure(**known)


def test_the_number_stands_with_all_that_makes_it_believable() -> None:
    told = " ".join(said(figure_facts(figure(), SIGHT)))
    for word in (
        "Within two hours: 81.25 %", "Sun 1 Nov 2026 to Mon 23 Nov 2026", "national 81.25 %; desk 78.8 %",
        "met 26, not met 6", "Open breaches: 1.", "As at Mon 23 Nov 2026 09:14", "journal entry 4711",
        "fingerprint abababababababab", "Definition ucr-2h version 3: met / (met + not met)",
    ):  # fmt: skip
        assert word in told
    assert "test 0" not in told


def test_a_figure_of_nothing_is_no_zero() -> None:
    empty = figure(value=None, values={"national": None}, parts={}, rows=())
    assert figure_lines(empty, rows=False)[0] == "Within two hours: no value: nothing to divide by"
    assert "No referral counts." in said(figure_facts(empty, SIGHT))


def test_several_months_are_told_apart() -> None:
    months = ({"month": "2026-10", "national": 70.0}, {"month": "2026-11", "national": None})
    assert "By month: 2026-10 national 70.0; 2026-11 national -" in said(figure_facts(figure(by_month=months), SIGHT))


def test_rows_keep_their_reference_and_status_where_room_is_short() -> None:
    listing = rows_listing(ROWS)
    head, first, second = plain(listing, ROWS, SIGHT, 30).splitlines()
    assert head.split() == ["Ref", "Minutes", "Status"]
    assert (first.split(), second.split()) == (["R1", "66", "MET"], ["R2", "EXCLUDED"])
    wide = plain(listing, ROWS, SIGHT, 120)
    assert "23 Nov 10:20" in wide
    assert "downgraded before contact" in wide


def test_a_row_opens_its_referral() -> None:
    assert rows_listing(ROWS).subject(ROWS[0]) == "referral/R1"


@given(DAYS)
def test_this_month_begins_on_its_first_day_and_ends_today(today: date) -> None:
    month = Period.this_month(today)
    assert (month.first.day, month.last) == (1, today)
    assert month.later(today) == month


@given(DAYS, DAYS)
def test_the_month_before_is_whole_and_the_one_after_it_comes_back(first: date, today: date) -> None:
    before = Period(first, max(first, today)).earlier()
    assert before.first.day == 1
    assert (before.last + timedelta(days=1)).day == 1
    assert before.last < first
    assert before.last + timedelta(days=1) == first.replace(day=1)
    if first <= today:
        assert before.later(today).first == first.replace(day=1)
        assert before.later(today).last <= today
