"""A worker cannot come: their visits fall to the uncovered lane, and somebody else can be found."""

from tests.story.desk import Line
from tests.story.steps import accepted, worker


def test_their_visits_are_uncovered_until_somebody_else_has_them(caredesk: Line) -> None:
    referral = accepted(caredesk)
    priya, sam = worker(caredesk, "Priya"), worker(caredesk, "Sam")
    visit = caredesk.do("visit.add", id=referral, start="10:00")["ref"]
    caredesk.do("roster.assign", id=visit, worker=priya)
    caredesk.do("roster.publish", day="today")

    note = caredesk.do("worker.report-absent", id=priya, reason="sick")["note"]
    assert note == "1 visit needs somebody else"
    board = caredesk.show("show", "board")
    assert board["uncovered"] == [visit]
    (away,) = [row for row in board["workers"] if row["id"] == priya]
    assert away["absent"]
    reasons = {row["worker"]: row["rule"] for row in caredesk.show("roster", "why", visit)["reasons"]}
    assert reasons == {priya: "absent", sam: ""}

    assert "Priya" in caredesk.refused("roster.assign", id=visit, worker=priya)
    caredesk.do("roster.assign", id=visit, worker=sam)
    assert caredesk.show("show", "board")["uncovered"] == []
    told = {row["worker"]: row["change"] for row in caredesk.show("roster", "changes", "--date", "today")}
    assert told == {priya: "removed", sam: "added"}
