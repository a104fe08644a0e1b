"""A referral lives by commands alone: from the ring, before the name is known, to the row behind the figure."""

from tests.story.desk import Line
from tests.story.steps import HOLT, PATTERN, accepted, rung, worker


def test_from_the_ring_to_the_figure(anywhere: Line) -> None:
    caredesk = anywhere
    referral = rung(caredesk, received_at="09:02")
    (waiting,) = caredesk.show("show", "queue")
    assert (waiting["person"], waiting["state"]) == ("unknown", "received")
    caredesk.do("referral.identify", id=referral, **HOLT)
    caredesk.do(
        "referral.triage",
        id=referral,
        exclusions="none",
        consent="given",
        lone_worker="no",
        scene_safety="dog",
        at="2026-11-23T09:20",
    )
    caredesk.do("referral.accept", id=referral)
    priya, sam = worker(caredesk, "Priya"), worker(caredesk, "Sam", gender="male")

    visit = caredesk.do("visit.add", id=referral, start="10:00")["ref"]
    caredesk.do("roster.assign", id=visit, worker=priya)
    (told,) = caredesk.show("roster", "changes", "--date", "today")
    assert (told["worker"], told["change"], told["visit"]) == (priya, "added", visit)
    caredesk.do("roster.publish", day="today")
    caredesk.do("referral.set-off", id=referral, at="2026-11-23T09:50")
    caredesk.do("visit.check-in", id=visit, source="nfc_tag", at="2026-11-23T10:04")
    (seen,) = caredesk.show("show", "queue")
    assert (seen["state"], seen["clock"]["status"], seen["clock"]["minutes"]) == ("seen", "MET", 63)
    out = caredesk.do("visit.check-out", id=visit, source="manual", exception="E02", at="2026-11-23T10:50")
    assert out["note"] == "On time, Logged by hand"
    caredesk.do("visit.verify", id=visit)
    assert caredesk.show("show", "visit", visit)["state"] == "verified"
    caredesk.do("referral.feedback", id=referral, text="Seen at ten, care begins tomorrow")
    assert caredesk.show("show", "promises") == []

    case = caredesk.do("case.open", referral=referral, goals="walk to the shop | 2", review_due="7/12/2026")["ref"]
    assert caredesk.show("show", "queue") == []
    package = caredesk.do("package.start", case=case, lines=PATTERN, starts="tomorrow", until="25/11/2026")
    assert package["note"].endswith("4 visits made up to Wed 25 Nov 2026")
    plan = caredesk.show("roster", "solve", "--date", "24/11/2026", "--seconds", "0.5")
    assert (plan["visits"], plan["assigned"], plan["verified"]) == (2, 2, True)
    board = caredesk.show("show", "board", "--date", "24/11/2026")
    assert {row["line"]: (set(row["workers"]) <= {priya, sam}, row["draft"]) for row in board["visits"]} == {
        "morning": (True, True),
        "lunch": (True, True),
    }
    assert caredesk.do("roster.publish", day="24/11/2026")["note"] == "3 changes for 2 workers"

    caredesk.do("case.review", id=case, decision="end", goals="walk to the shop | 2 | 4")
    ended = caredesk.do("case.end", id=case, outcome="independent")
    assert ended["note"] == "4 visits freed"
    figure = caredesk.show("report", "ucr-2h", "--rows")
    assert (figure["value"], figure["parts"]["met"], figure["version"]) == (100.0, 1, "1")
    (row,) = figure["rows"]
    assert (row["ref"], row["minutes"], row["status"], row["state"]) == (referral, 63, "MET", "discharged")
    assert caredesk.show("reports", "sum")["days"] == 1
    assert caredesk.show("report", "ucr-2h")["fingerprint"] == figure["fingerprint"]
    assert caredesk.show("reports", "rebuild")["otherwise"] == 0
    assert caredesk.show("journal", "verify")["ok"] is True


def test_a_two_day_referral_is_counted_by_its_nights(caredesk: Line) -> None:
    referral = accepted(caredesk, urgency="2d", source="therapist", received_at="09:10")
    sam = worker(caredesk, "Sam")
    visit = caredesk.do("visit.add", id=referral, start="25/11/2026 14:00")["ref"]
    running = caredesk.show("report", "two-day", "--rows")
    assert (running["value"], running["parts"]["running"]) == (None, 1)
    caredesk.do("visit.check-in", id=visit, worker=sam, source="qr", at="2026-11-25T14:05")
    met = caredesk.show("report", "two-day", "--rows")
    assert (met["value"], met["parts"]["met"]) == (100.0, 1)
    assert [row["ref"] for row in met["rows"]] == [referral]
    assert referral in caredesk.say("report", "two-day", "--rows", "--format", "csv").out
