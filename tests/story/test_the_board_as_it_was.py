"""Who knew what when: the board of a past moment, for a complaint or a review."""

from tests.story.desk import Line
from tests.story.steps import accepted, worker


def test_the_board_shows_what_was_planned_then_and_not_what_was_changed_since(anywhere: Line) -> None:
    referral, sam = accepted(anywhere), worker(anywhere, "Sam")
    visit = anywhere.do("visit.add", id=referral, start="10:00", minutes="30", at="2026-11-23T09:20")["ref"]
    anywhere.do("roster.assign", id=visit, worker=sam, at="2026-11-23T09:40")
    (now,) = anywhere.show("show", "board", at="2026-11-23T09:45")["visits"]
    assert now["workers"] == [sam]
    past = anywhere.show("show", "board", "--at", "09:30")
    assert [(row["id"], row["workers"]) for row in past["visits"]] == [(visit, [])]
    assert anywhere.show("show", "board", "--at", "09:15")["visits"] == []
    assert anywhere.say("show", "board", "--at", "09:30").out.startswith("As the desk knew it on Mon 23 Nov 2026 09:30")


def test_only_a_board_and_only_the_past_can_be_asked_for(caredesk: Line) -> None:
    for words, sentence in (
        (("queue", "--at", "09:00"), "Only the board is shown as it was"),
        (("board", "--at", "31/12 09:00"), "is yet to come"),
        (("board", "--at", "teatime"), "teatime"),
    ):
        said = caredesk.say("show", *words)
        assert said.code == 2
        assert sentence in said.err
