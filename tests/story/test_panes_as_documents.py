"""Each pane is one JSON document for programs and lines for people."""

import click
import pytest

from tests.story.desk import Line
from tests.story.steps import accepted, rung, worker
from tui.cli import COMMANDS, Commands, root
from tui.commands import showing
from tui.screens.places import LISTS, PANES, RECORDS


def test_the_queue_has_who_waits_and_their_clock(caredesk: Line) -> None:
    referral = accepted(caredesk, received_at="09:02")
    (row,) = caredesk.show("show", "queue")
    assert (row["ref"], row["person"], row["nhs_number"]) == (referral, "HOLT, Margaret", "9992046171")
    assert (row["urgency"], row["state"], row["source"], row["flags"]) == ("2h", "accepted", "gp", [])
    assert row["received_at"] == row["clock"]["start"] == "2026-11-23T09:02:00+00:00"
    assert (row["clock"]["kind"], row["clock"]["due"]) == ("2h", "2026-11-23T11:02:00+00:00")
    assert (row["clock"]["stop"], row["clock"]["status"]) == (None, "RUNNING")


@pytest.mark.parametrize(
    ("at", "level", "status"),
    [
        ("10:01", "", "RUNNING"),
        ("10:02", "amber", "RUNNING"),
        ("10:32", "red", "RUNNING"),
        ("11:03", "breach", "BREACHED"),
    ],
)
def test_the_clock_warns_after_sixty_ninety_and_a_hundred_and_twenty_minutes(
    caredesk: Line, at: str, level: str, status: str
) -> None:
    rung(caredesk, received_at="09:02")
    (row,) = caredesk.show("show", "queue", at=f"2026-11-23T{at}")
    assert (row["clock"]["level"], row["clock"]["status"]) == (level, status)


def test_the_board_has_workers_and_visits(caredesk: Line) -> None:
    referral, priya = accepted(caredesk), worker(caredesk, "Priya")
    visit = caredesk.do("visit.add", id=referral, start="10:00", minutes="40", window="30", skills="hoist")["ref"]
    caredesk.do("roster.assign", id=visit, worker=priya)
    board = caredesk.show("show", "board", "--date", "23/11/2026")
    assert board["date"] == "2026-11-23"
    (row,) = board["workers"]
    assert (row["id"], row["name"], row["skills"]) == (priya, "Priya Lewis", ["hoist"])
    assert row["shifts"] == [["2026-11-23T07:00:00+00:00", "2026-11-23T15:00:00+00:00"]]
    (shown,) = board["visits"]
    assert (shown["id"], shown["person"], shown["minutes"]) == (visit, "HOLT, Margaret", 40)
    assert (shown["start"], shown["workers"], shown["state"]) == ("2026-11-23T10:00:00+00:00", [priya], "allocated")
    assert shown["window"] == ["2026-11-23T09:30:00+00:00", "2026-11-23T10:30:00+00:00"]
    assert shown["needs"] == {"workers": 1, "skills": ["hoist"], "gender": "", "lead": False, "time_critical": False}


def test_the_diary_has_its_entries_and_what_collides(caredesk: Line) -> None:
    answers = {"title": "Core group", "start": "24/11/2026 10:00", "minutes": "60"}
    told = {item["name"] for item in caredesk.show("do", "meeting.add", "--list")[0]["arguments"]}
    ref = caredesk.do("meeting.add", **{name: value for name, value in answers.items() if name in told})["ref"]
    (row,) = caredesk.show("show", "diary")
    assert (row["ref"], row["title"], row["start"]) == (ref, "Core group", "2026-11-24T10:00:00+00:00")
    assert row["conflicts"] == []


def test_the_escalations_have_their_context_and_clock(caredesk: Line) -> None:
    referral = accepted(caredesk)
    ref = caredesk.do("escalation.raise", subject=f"referral/{referral}", text="Nobody answers the door")["ref"]
    (row,) = caredesk.show("show", "escalations")
    assert (row["ref"], row["subject"], row["state"]) == (ref, f"referral/{referral}", "open")
    assert "HOLT, Margaret" in row["context"] and row["due"] > row["raised_at"]
    caredesk.do("escalation.acknowledge", id=ref)
    caredesk.do("escalation.resolve", id=ref, outcome="Daughter had the key")
    assert caredesk.show("show", "escalations") == []
    assert caredesk.show("show", "escalations", "--all")[0]["outcome"] == "Daughter had the key"


ELSEWHERE = {"report": ("report",), "users": ("user", "list"), "sessions": ("user", "sessions"),
             "reviews": ("user", "reviews"), "readings": ("journal", "readings")}  # fmt: skip
"""Places of the desk that a command other than `show` prints."""


def test_every_place_of_the_desk_is_printed_as_lines_and_as_a_document(caredesk: Line) -> None:
    accepted(caredesk)
    worker(caredesk, "Priya")
    for place in (*PANES, *LISTS, "people"):
        command = ELSEWHERE.get(place, ("show", place))
        said = caredesk.say(*command, "--plain")
        assert said.code == 0 and said.out.strip(), said
        assert max(map(len, said.out.splitlines())) <= 120
        assert caredesk.say(*command, "--json").json is not None


def test_every_kind_of_record_that_has_a_page_is_printed_too() -> None:
    on_a_page = RECORDS.keys() - {"list", "people", "figure", "code", "setting"}
    assert on_a_page <= {*showing.RECORDS}


def test_every_command_can_be_told_to_draw_no_screen() -> None:
    context = click.Context(root)
    commands = [Commands.get_command(root, context, name) for name in COMMANDS]
    ends = [one for each in commands for one in (each.commands.values() if isinstance(each, click.Group) else [each])]
    assert len(ends) > len(COMMANDS)
    for command in ends:
        assert command is not None and any("--plain" in option.opts for option in command.params), command


def test_a_rule_and_a_search_are_asked_for_by_a_text(caredesk: Line) -> None:
    accepted(caredesk)
    (entry,) = caredesk.show("show", "rule", "amber-minutes")
    assert (entry["state"], entry["value_or_meaning"]) == ("in force", "60 minutes")
    assert "HOLT, Margaret" in caredesk.say("show", "search", "holt").out


def test_a_record_says_first_whose_it_is(caredesk: Line) -> None:
    referral = accepted(caredesk)
    said = caredesk.say("show", "referral", referral).out
    assert said.splitlines()[0] == "HOLT, Margaret  DoB 3 Apr 1942 (84)  NHS 999 204 6171"
