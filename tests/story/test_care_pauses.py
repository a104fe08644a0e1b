"""Care pauses for hospital and goes on at home: visits are freed, and come back as themselves."""

from tests.story.desk import Line
from tests.story.steps import accepted, in_care, visited, worker


def states(caredesk: Line, day: str) -> dict[str, str]:
    return {row["line"]: row["state"] for row in caredesk.show("show", "board", "--date", day)["visits"]}


def test_suspended_for_hospital_and_resumed(caredesk: Line) -> None:
    referral = accepted(caredesk)
    priya = worker(caredesk, "Priya")
    visited(caredesk, referral, priya)
    case, package = in_care(caredesk, referral)
    board = caredesk.show("show", "board", "--date", "25/11/2026")
    (lunch,) = [row["id"] for row in board["visits"] if row["line"] == "lunch"]
    caredesk.do("roster.assign", id=lunch, worker=priya)
    caredesk.do("roster.publish", day="25/11/2026")

    note = caredesk.do("package.suspend", id=package, why="hospital", since="25/11/2026 09:00")["note"]
    assert "1 of them told to workers" in note
    assert caredesk.show("show", "case", case)["case"]["state"] == "suspended"
    assert states(caredesk, "25/11/2026") == {"morning": "planned", "lunch": "cancelled"}
    (told,) = caredesk.show("roster", "changes", "--date", "25/11/2026")
    assert (told["change"], told["worker"]) == ("removed", priya)

    caredesk.do("package.resume", id=package, since="25/11/2026 11:00")
    assert caredesk.show("show", "case", case)["case"]["state"] == "open"
    assert states(caredesk, "25/11/2026") == {"morning": "planned", "lunch": "notified"}
    assert caredesk.show("roster", "changes", "--date", "25/11/2026") == []


def test_a_line_of_the_pattern_that_cannot_be_read_is_named(caredesk: Line) -> None:
    referral = accepted(caredesk)
    case = caredesk.do("case.open", referral=referral)["ref"]
    said = caredesk.say("do", "package.start", f"case={case}", "lines=morning 8 30m\nlunch noon 30m")
    assert said.code == 2
    assert "Line 2 (lunch): 'noon' is not a time" in said.err
