"""The diary in words: a clash is said, not coloured; a meeting page shows its cases as they stand today."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from domain.case import CaseState
from domain.meeting import Action, Item, Meeting, MeetingState
from domain.views import DiaryRow
from tests.unit.presenter_cast import HOLT, HOSTILE, NOW, SIGHT, TODAY, cells, holts_case, said
from tui.present import plain
from tui.presenters.diary import DAY, DIARY, detail, line, span_word
from tui.presenters.meeting import MEETING, MeetingRead, meeting_facts, meeting_rows


def row(*clashes: str, **more: Any) -> DiaryRow:
    known: dict[str, Any] = {
        "id": "D1", "title": "Core group", "kind": "core-group", "room": "hub", "start": NOW,
        "end": NOW + timedelta(minutes=90), "attendees": ("Ada Okoye", "W1"), **more,
    }  # fmt: skip
    return DiaryRow(meeting=Meeting(**known), person="", conflicts=clashes)


def page(**more: Any) -> MeetingRead:
    known: dict[str, Any] = {"row": row(), "cases": {}, "actions": (), "owed": (), **more}
    return MeetingRead(**known)


def action(ref: str, due: date, **more: Any) -> Action:
    return Action(id=ref, text="ring the ward", owner="W1", due=due, **more)


# the list


def test_a_clash_is_a_word_in_the_list_and_a_sentence_below_it() -> None:
    clashing = row("Ada Okoye is also in 'Clinic' 10:00-11:00")
    assert cells(DIARY, line(clashing, SIGHT))["State"] == "CLASH"
    assert "CLASH: Ada Okoye is also in 'Clinic' 10:00-11:00" in said(detail(clashing, SIGHT))


def test_staff_are_named_and_whoever_sent_apologies_is_not_expected() -> None:
    told = said(detail(row(apologies=("W1",)), SIGHT))
    assert "With Ada Okoye  Apologies: Priya Lewis" in told
    assert cells(DIARY, line(row(), SIGHT))["Who"] == "Ada Okoye, Priya Lewis"


def test_an_entry_that_was_called_off_says_why() -> None:
    off = row(state=MeetingState.CANCELLED, cancelled_why="not-quorate")
    assert cells(DIARY, line(off, SIGHT))["State"] == "cancelled"
    assert "cancelled: Too few can come" in said(detail(off, SIGHT))[-1]


def test_one_day_needs_no_column_for_the_day() -> None:
    assert cells(DAY, DAY.line(row(), SIGHT))["Time"] == "09:14-10:44"
    assert cells(DIARY, line(row(), SIGHT))["Day"] == "Mon 23 Nov"


def test_days_are_named_with_their_year_once() -> None:
    assert span_word(TODAY, TODAY) == "Mon 23 Nov 2026"
    assert span_word(TODAY, date(2026, 11, 29)) == "Mon 23 Nov to Sun 29 Nov 2026"


def test_a_hostile_title_reaches_plain_text_without_its_controls() -> None:
    shown = plain(DIARY, [row(title=HOSTILE)], SIGHT, 140)
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "[bold]Holt[/]" in shown


# the page


def test_the_agenda_keeps_its_order_and_shows_cases_as_they_stand_today() -> None:
    agenda = (Item(case="C2", person="P1"), Item(case="C1", person="P1", decision="Two more weeks"))
    cases = {
        "C1": (holts_case("C1"), HOLT),
        "C2": (holts_case("C2", TODAY - timedelta(days=3), next_step="order a commode"), HOLT),
    }
    rows = meeting_rows(page(row=row(agenda=agenda), cases=cases), SIGHT)
    assert [(one.at, one.state, one.text) for one in rows] == [
        ("late 20 Nov", "to decide", "HOLT, Margaret: next: order a commode"),
        ("review 23 Nov", "decided", "HOLT, Margaret: Two more weeks"),
    ]


def test_a_case_that_has_ended_stays_on_the_agenda_and_says_so() -> None:
    ended = holts_case(state=CaseState.ENDED)
    rows = meeting_rows(page(row=row(agenda=(Item(case="C1"),)), cases={"C1": (ended, HOLT)}), SIGHT)
    assert "Case C1, ended" in said(MEETING.detail(rows[0], SIGHT))[2]


def test_a_case_and_an_action_for_it_show_whose_they_are() -> None:
    read = page(
        row=row(agenda=(Item(case="C1"),)), cases={"C1": (holts_case(), HOLT)}, owed=(action("A1", TODAY, case="C1"),)
    )
    for one in meeting_rows(read, SIGHT):
        assert said(MEETING.detail(one, SIGHT))[0] == "HOLT, Margaret  DoB 3 Apr 1942 (84)  NHS 999 204 6538"


def test_actions_are_to_do_late_or_done_and_only_open_ones_can_be_finished() -> None:
    yesterday = TODAY - timedelta(days=1)
    done = action("A3", yesterday, done_at=NOW, result="they know")
    rows = meeting_rows(page(actions=(action("A1", TODAY), action("A2", yesterday), done)), SIGHT)
    assert [one.state for one in rows] == ["to do", "late", "done"]
    assert ["action" in one.parts for one in rows] == [True, True, False]
    assert "Result: they know" in said(MEETING.detail(rows[2], SIGHT))


def test_minutes_stand_line_by_line_below() -> None:
    rows = meeting_rows(page(row=row(minutes="Talked about the ward\n!Priya fri ring the ward")), SIGHT)
    assert [one.text for one in rows] == ["Talked about the ward", "!Priya fri ring the ward"]
    assert {MEETING.subject(one) for one in rows} == {"meeting/D1"}


def test_the_facts_say_how_far_a_meeting_has_got() -> None:
    read = page(row=row("the room is taken", agenda=(Item(case="C1", decision="yes"), Item(case="C2"))))
    told = said(meeting_facts(read, SIGHT))
    assert "CLASH: the room is taken" in told
    assert told[-1] == "Booked: 1 of 2 cases decided, no minutes yet"
    held = page(row=replace(row(), meeting=replace(row().meeting, state=MeetingState.HELD, minutes="one\ntwo")))
    assert said(meeting_facts(held, SIGHT))[-1] == "Held: minutes of 2 lines"
