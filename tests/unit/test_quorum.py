"""Who must be there to decide, and the way out of a clash that breaks least."""

from dataclasses import replace
from datetime import timedelta

from domain.access import Role, User
from domain.diary_ways import Diary, ways_out
from domain.meeting import Meeting
from domain.quorum import lacking, roles_of
from domain.views import DiaryRow
from domain.visit import Visit
from tests.memory import shipped_policy
from tests.unit.presenter_cast import SIGHT, TODAY
from tests.unit.test_diary import at, meeting
from tui.presenters.diary import detail, standing
from tui.presenters.ways import change

POLICY = shipped_policy(TODAY)
ADA = User(id="aokoye", name="Ada Okoye", roles=(Role.CO_ORDINATOR,))
CLARE = User(id="cwu", name="Clare Wu", roles=(Role.CLINICIAN, Role.SENIOR))
ROLES = roles_of([ADA, CLARE])


def core(*who: str, **more: object) -> Meeting:
    return replace(meeting("Core", "10:00", kind="core-group", attendees=who), **more)  # type: ignore[arg-type]


def changes(one: Meeting, *others: Meeting, **more: object) -> list[str]:
    diary = Diary([one, *others], POLICY, ROLES, **more)  # type: ignore[arg-type]
    return [change(way, SIGHT) for way in ways_out(one, diary)]


def test_a_core_group_needs_a_co_ordinator_and_a_clinician() -> None:
    assert lacking(core("ada  okoye", "Clare Wu"), ROLES, POLICY) == ()
    assert lacking(core("Ada Okoye", "Clare Wu", apologies=("Clare Wu",)), ROLES, POLICY) == ("clinician",)
    assert lacking(replace(core(), kind="supervision"), ROLES, POLICY) == (), "not every meeting decides"


def test_somebody_who_may_no_longer_use_the_desk_holds_no_role() -> None:
    gone = roles_of([ADA, replace(CLARE, active=False)])
    assert lacking(core("Ada Okoye", "Clare Wu"), gone, POLICY) == ("clinician",)


def test_the_diary_says_whom_a_meeting_cannot_do_without() -> None:
    row = DiaryRow(meeting=core("Ada Okoye"), person="", conflicts=(), lacks=("clinician",))
    assert standing(row) == "NO QUORUM"
    assert "NO QUORUM: no clinician among those who come" in [line[0] for line in detail(row, SIGHT)]
    assert standing(replace(row, conflicts=("Ada Okoye is also in 'Clinic'",))) == "CLASH"


def test_what_nobody_has_to_miss_comes_before_what_somebody_has_to() -> None:
    one = core("Ada Okoye", "Clare Wu", "Tom Shah")
    found = changes(one, meeting("Talk", "10:30", 30, attendees=("Tom Shah",)))
    assert found == ["Talk to 11:00", "Core to 09:30", "Core without Tom Shah"]


def test_nobody_is_left_out_without_whom_a_meeting_cannot_decide() -> None:
    one = core("Ada Okoye", "Clare Wu", "Tom Shah")
    talk = meeting("Talk", "10:30", 30, attendees=("Clare Wu", "Nora Quinn"))
    found = changes(one, talk)
    assert "Talk without Clare Wu" in found and "Core without Clare Wu" not in found


def test_where_no_time_suits_all_it_is_the_one_that_fewest_must_miss() -> None:
    one = core("Ada Okoye", "Clare Wu", "Tom Shah")
    all_day = meeting("Course", "08:00", 12 * 60, attendees=("Tom Shah",))
    at_ten = meeting("Clinic", "10:00", 60, attendees=("Clare Wu",))
    assert "Core to 09:00 without Tom Shah" in changes(one, all_day, at_ten)


def test_no_way_out_leads_into_the_past_or_to_where_somebody_is_visited_at_home() -> None:
    one = replace(core("Ada Okoye"), person="P1", room="hub")
    other = meeting("Talk", "10:00", 60, attendees=("Ada Okoye", "Nora Quinn", "Tom Shah"))
    assert "Core to 09:00" in changes(one, other)
    assert not [said for said in changes(one, other, now=at("09:15")) if "to 09:00" in said]
    visit = Visit(
        id="V1", package="", case="", person="P1", line="morning", day=TODAY + timedelta(days=1), local_start="09:00",
        start=at("09:00"), minutes=30, window_from=at("09:00"), window_to=at("09:00"),
    )  # fmt: skip
    assert "Core to 11:00" in changes(one, other, visits=[visit])
