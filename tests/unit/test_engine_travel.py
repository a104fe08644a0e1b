"""Travel minutes: the straight line, the detour, the pace, always rounded up."""

from hypothesis import given
from hypothesis import strategies as st

from domain.engine.problem import Pace, Place, Travel
from domain.engine.travel import distances, kilometres, matrix, minutes
from tests.unit.engine_cast import ACROSS_TOWN, NEARBY, TOWN

TRAVEL = Travel(car=Pace(kmh=30, detour=1.0, fixed=2), foot=Pace(kmh=5, detour=1.2, fixed=0))
places = st.builds(Place, st.floats(50.0, 55.0), st.floats(-4.0, 1.0))


def test_a_degree_of_latitude_is_sixty_nautical_miles():
    assert abs(kilometres(Place(53.0, -2.0), Place(54.0, -2.0)) - 111.195) < 0.01


def test_a_part_of_a_minute_counts_as_one():
    km = kilometres(TOWN, ACROSS_TOWN)
    assert minutes(TRAVEL, "car", TOWN, ACROSS_TOWN) == int(2 + 2 * km) + 1
    assert minutes(TRAVEL, "foot", TOWN, ACROSS_TOWN) == int(12 * 1.2 * km) + 1


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
