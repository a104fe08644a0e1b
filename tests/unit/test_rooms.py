"""Rooms by the half hour, and ways out of a clash: what fewest have to hear of comes first."""

from dataclasses import replace

from domain.diary_ways import Diary, ways_out
from domain.meeting import MeetingState
from tests.memory import shipped_policy
from tests.unit.presenter_cast import SIGHT, TODAY
from tests.unit.test_diary import at, meeting
from tui.presenters.rooms import half_hours, rooms, ruled, standing, strip
from tui.presenters.ways import change

POLICY = shipped_policy(TODAY)


def test_a_strip_marks_each_half_hour_free_taken_or_taken_twice() -> None:
    booked = [
        meeting("A", at("09:00", TODAY), 45, room="hub"), meeting("B", at("09:30", TODAY), 60, room="hub"),
        meeting("C", at("11:00", TODAY), room="hub", state=MeetingState.CANCELLED),
        meeting("D", at("09:00", TODAY), room="online"),
    ]  # fmt: skip
    hub, small, *_ = found = rooms(booked, TODAY, POLICY)
    assert "online" not in [row.room for row in found], "as many as like can meet there at once"
    assert strip(hub, POLICY).startswith("..#X#...") and set(strip(small, POLICY)) == {"."}
    assert ruled(half_hours(TODAY, POLICY)).columns[1].title.startswith("08  10  12")


def test_a_room_says_until_when_it_is_taken_or_free() -> None:
    def now(start: str) -> str:
        return standing(rooms([meeting("A", at(start, TODAY), 30, room="hub")], TODAY, POLICY)[0], SIGHT)

    assert now("09:00") == "taken to 09:30"
    assert now("10:00") == "free to 10:00"
    assert now("08:00") == "free"


def test_the_way_out_that_fewest_hear_of_comes_first() -> None:
    core = meeting("Core", "10:00", room="hub", attendees=("Ada Okoye", "Tom Shah"))
    one_to_one = meeting("Talk", "10:30", 30, room="hub", attendees=("Ada Okoye",))
    ways = ways_out(core, Diary([core, one_to_one], POLICY, {}))
    assert [change(way, SIGHT) for way in ways if not way.without] == ["Talk to 11:00", "Core to 09:30"]
    assert [way.tells for way in ways] == [1, 2]


def test_another_room_helps_where_only_the_room_is_wanted_twice() -> None:
    core = meeting("Core", "10:00", room="hub", attendees=("Ada Okoye",))
    other = meeting("Other", "10:00", room="hub", attendees=("Tom Shah", "Nora Quinn"))
    third = replace(other, id="Third", title="Third", room="small")
    found = [change(way, SIGHT) for way in ways_out(core, Diary([core, other, third], POLICY, {}))]
    assert "Core to Clinic room 1" in found and "Core to Small meeting room" not in found
