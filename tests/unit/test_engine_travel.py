"""Travel minutes: the straight line, the detour, the pace, always rounded up."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from domain.engine.problem import Busy, Pace, Place, Travel
from domain.engine.travel import distances, kilometres, latest_departures, matrix, minutes
from tests.unit.engine_cast import ACROSS_TOWN, NEARBY, TOWN, hm

TRAVEL = Travel(car=Pace(kmh=30, detour=1.0, fixed=2), foot=Pace(kmh=5, detour=1.2, fixed=0))
places = st.builds(Place, st.floats(50.0, 55.0), st.floats(-4.0, 1.0))


def test_a_degree_of_latitude_is_sixty_nautical_miles():
    assert abs(kilometres(Place(53.0, -2.0), Place(54.0, -2.0)) - 111.195) < 0.01


def test_a_part_of_a_minute_counts_as_one():
    km = kilometres(TOWN, ACROSS_TOWN)
    assert minutes(TRAVEL, "car", TOWN, ACROSS_TOWN) == int(2 + 2 * km) + 1
    assert minutes(TRAVEL, "foot", TOWN, ACROSS_TOWN) == int(12 * 1.2 * km) + 1


def test_a_way_begun_in_a_busy_hour_takes_longer():
    busy = replace(TRAVEL, busy=(Busy(mode="car", start=hm("08:00"), end=hm("09:00"), times=1.5),))
    usual, slow = (minutes(busy, "car", TOWN, ACROSS_TOWN, hm(at)) for at in ("09:00", "08:59"))
    assert usual == minutes(TRAVEL, "car", TOWN, ACROSS_TOWN) < slow == minutes(busy, "car", TOWN, ACROSS_TOWN)
    assert minutes(busy, "foot", TOWN, ACROSS_TOWN, hm("08:30")) == minutes(TRAVEL, "foot", TOWN, ACROSS_TOWN)


@given(st.integers(hm("06:00"), hm("11:00")), st.floats(1.0, 3.0))
def test_the_latest_departure_is_one_of_those_named(due, times):
    busy = replace(TRAVEL, busy=(Busy(mode="car", start=hm("08:00"), end=hm("09:00"), times=times),))
    in_time = [at for at in range(due - 120, due) if at + minutes(busy, "car", TOWN, ACROSS_TOWN, at) <= due]
    assert max(in_time) in latest_departures(busy, "car", TOWN, ACROSS_TOWN, due)


def test_next_door_takes_the_floor():
    assert minutes(TRAVEL, "car", TOWN, TOWN) == 1
    assert minutes(Travel(floor=4), "foot", TOWN, Place(53.59301, -2.298)) == 4


def test_the_table_holds_the_same_minutes_both_ways():
    table = matrix(TRAVEL, "bike", distances([TOWN, NEARBY, ACROSS_TOWN]))
    assert table[0][2] == table[2][0] == minutes(TRAVEL, "bike", TOWN, ACROSS_TOWN)
    assert table[1][1] == 1


@given(places, places, places)
def test_the_direct_way_is_never_the_longer(a, b, c):
    direct = minutes(TRAVEL, "car", a, c)
    assert direct <= minutes(TRAVEL, "car", a, b) + minutes(TRAVEL, "car", b, c)
