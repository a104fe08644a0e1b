"""Today in words: one list of everything that falls due, in its order, and how the day stands above it."""

from dataclasses import replace
from datetime import timedelta

from domain.views import Board, BoardWorker
from tests.unit.presenter_cast import NOW, SIGHT, TODAY, said
from tui.drafts import Draft
from tui.presenters import today
from tui.presenters.promises import Owed
from tui.presenters.today import TodayRead

EMPTY = TodayRead(
    queue=(), board=Board(day=TODAY, seq=0, workers=(), visits=(), uncovered=()), escalations=(), on_call=(), owed=(),
    diary=(), parked=(), inbox=0,
)  # fmt: skip


def debt(ref: str, minutes: int) -> Owed:
    return Owed(
        subject=f"promise/{ref}", kind="callback", due=NOW + timedelta(minutes=minutes), whom="Dr Patel", phone="",
        what="call back", about="referral/R1", called="referral R1", person=None, since="", parts={},
    )  # fmt: skip


def worker(name: str, start: int, end: int, away: bool = False) -> BoardWorker:
    span = (NOW + timedelta(hours=start), NOW + timedelta(hours=end))
    return BoardWorker(
        ref=name, name=name, full_name=f"Priya {name}", phone="", role="support", mode="car", gender="", skills=(),
        lapsed=(), shifts=(span,), absent=((*span, "sick"),) if away else (),
    )  # fmt: skip


def test_what_is_owed_since_an_earlier_day_stands_after_what_can_be_in_time() -> None:
    owing = (debt("old", -24 * 60), debt("late", -5), debt("soon", 20), debt("tonight", 600))
    found = today.matters(replace(EMPTY, owed=owing), SIGHT)
    assert [one.subject for one in found] == ["promise/late", "promise/soon", "promise/tonight", "promise/old"]
    assert [one.left for one in found] == ["-0:05 !!!", "0:20 !", "10:00", "-1d 00h !!!"]


def test_what_is_due_tomorrow_is_not_of_today() -> None:
    assert today.matters(replace(EMPTY, owed=(debt("tomorrow", 24 * 60),)), SIGHT) == []


def test_a_half_typed_form_stands_first() -> None:
    draft = Draft("referral.triage", "R1", "triage HOLT, Margaret", "HOLT, Margaret  DoB 3 Apr 1942", {"need": "falls"})
    first, second = today.matters(replace(EMPTY, owed=(debt("late", -5),), parked=(draft,)), SIGHT)
    assert (first.kind, first.person, first.about) == ("parked", "HOLT, Margaret", "triage HOLT, Margaret: falls")
    assert today.TODAY.subject(first) == "" and second.kind == "promise"


def test_the_staff_of_the_day_are_here_to_come_or_away() -> None:
    workers = (worker("Lewis", -2, 4), worker("Ng", 3, 8), worker("Obi", -1, 5, away=True), worker("Night", -9, -1))
    told = said(today.facts(replace(EMPTY, board=replace(EMPTY.board, workers=workers)), SIGHT))
    assert told[0] == "Staff: 1 on duty, 1 to come, 1 away: Obi"
