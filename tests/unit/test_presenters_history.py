"""The history of a record reads in the desk's words: fields, codes, names and London times, nested values too."""

from datetime import UTC, datetime
from typing import Any

import pytest

from domain.desk.bus import Entry
from tests.unit.presenter_cast import HOSTILE, SIGHT, cells, said
from tui.presenters.fields import value_words
from tui.presenters.history import HISTORY, detail

JULY = datetime(2026, 7, 1, 8, 14, tzinfo=UTC)


def entry(before: dict[str, Any] | None, after: dict[str, Any] | None, subject: str = "referral/R7K3") -> Entry:
    """Somebody changed a record in July, when London is an hour ahead."""
    return Entry(
        seq=7, at=JULY, recorded_at=JULY, actor="aokoye", role="co-ordinator", session="s", command_id="C",
        kind="referral.triage", subject="referral/R7K3", before={subject: before}, after={subject: after}, reason="",
    )  # fmt: skip


def test_a_change_is_told_in_words_and_london_time() -> None:
    told = said(detail(entry(
        {"state": "received", "triaged_at": None, "need": "", "revision": 1},
        {"state": "awaiting-info", "triaged_at": "2026-07-01T08:14:00+00:00", "need": "UCR1", "revision": 2},
    ), SIGHT))  # fmt: skip
    assert told == [
        "No. 7 triage: recorded Wed 1 Jul 2026 09:14 by Ada Okoye as co-ordinator",
        "state: new -> on hold",
        "triaged: - -> Wed 1 Jul 2026 09:14",
        "need: - -> Falls, no apparent serious injury",
    ]


def test_what_is_new_is_told_in_one_line_and_another_record_is_named() -> None:
    kept = {"id": "K1", "service": "s", "what": "ring back", "due": "2026-07-01T08:30:00+00:00", "kept_note": ""}
    assert said(detail(entry(None, kept, "promise/K1"), SIGHT))[1:] == [
        "promise K1: new, what ring back, due Wed 1 Jul 2026 09:30"
    ]


def test_the_line_names_the_fields_that_differ_and_no_others() -> None:
    row = entry(
        {"told_workers": [], "minutes": 30, "revision": 1}, {"told_workers": ["W1"], "minutes": 30, "revision": 2}
    )
    assert cells(HISTORY, HISTORY.line(row, SIGHT))["Changed"] == "workers told"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("told_workers", ["W1", "W2"], "Priya Lewis, Tom Shah"),
        ("lives_alone", True, "yes"),
        ("born", "1942-04-03", "Fri 3 Apr 1942"),
        (
            "goals",
            [{"text": "walk to the shop", "baseline": 2, "score": 3}],
            "text walk to the shop, baseline 2, score 3",
        ),
        (
            "attended",
            [{"worker": "W1", "came": "2026-07-01T08:14:00+00:00", "came_by": "app_gps", "left": None}],
            "worker Priya Lewis, came Wed 1 Jul 2026 09:14, known by the app's position",
        ),
        ("adjustments", ["hearing"], SIGHT.policy.label("adjustment", "hearing")),
    ],
)
def test_values_are_said_as_people_say_them(name: str, value: Any, words: str) -> None:
    assert value_words(name, value, SIGHT) == words


def test_hostile_text_stays_text() -> None:
    assert value_words("narrative", HOSTILE, SIGHT) == HOSTILE
