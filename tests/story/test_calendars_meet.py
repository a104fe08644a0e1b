"""The diary goes to other calendars, and other calendars come into the diary, by the command line."""

from pathlib import Path

from tests.story.desk import Line
from tests.story.steps import worker


def test_a_meeting_goes_out_and_another_comes_in_and_is_taken_back(anywhere: Line, tmp_path: Path) -> None:
    caredesk = anywhere
    worker(caredesk, "Priya")
    caredesk.do("meeting.add", title="Core group", start="24/11/2026 10:00", room="hub", attendees="Ada Okoye")
    text = caredesk.show("calendar")["text"]
    assert "SUMMARY:Core group" in text and "LOCATION:Hub meeting room" in text

    theirs = tmp_path / "theirs.ics"
    theirs.write_text(text.replace("@caredesk", "@outlook").replace("Core group", "Discharge call"))
    (rehearsed,) = caredesk.show("import", "--dry-run", str(theirs))["files"]
    assert rehearsed["outcome"] == "updated" and len(caredesk.show("show", "diary", "--date", "24/11/2026")) == 1
    (taken,) = caredesk.show("import", str(theirs))["files"]
    (again,) = caredesk.show("import", str(theirs))["files"]
    assert (taken["outcome"], again["outcome"]) == ("updated", "unchanged")
    caredesk.do("undo")
    assert "Discharge call" not in caredesk.show("calendar")["text"]


def test_the_diary_of_one_person_is_asked_for_by_name_and_a_name_that_nobody_has_is_told(anywhere: Line) -> None:
    caredesk = anywhere
    caredesk.do("meeting.add", title="Core group", start="24/11/2026 10:00", attendees="Ada Okoye")
    theirs, nobodys = (caredesk.say("calendar", "--who", name) for name in ("ada okoye", "Ada"))
    assert "SUMMARY:Core group" in theirs.out and not theirs.err
    assert "VEVENT" not in nobodys.out and "Nobody called Ada comes to anything" in nobodys.err
