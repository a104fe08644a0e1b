"""Each pane is one JSON document for programs and lines for people."""

import pytest

from tests.story.desk import Line
from tests.story.steps import accepted, rung, worker


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


def test_every_pane_prints_lines_as_well(caredesk: Line) -> None:
    accepted(caredesk)
    worker(caredesk, "Priya")
    for pane in ("queue", "board", "diary", "escalations", "inbox", "cases", "promises", "workers"):
        said = caredesk.say("show", pane)
        assert said.code == 0 and said.out.strip(), said
        assert max(map(len, said.out.splitlines())) <= 120
    assert "HOLT, Margaret" in caredesk.say("show", "search", "holt").out


def test_options_stand_caredesk(caredesk: Line) -> None:
    assert caredesk.run("--db", caredesk.url, "show", "queue", "--json").json == []
    assert caredesk.run("show", "--json", "--db", caredesk.url, "queue").json == []
