"""How long it takes to get from one place to another: the straight line, stretched by a detour, at the pace of a mode.

The one source of travel minutes for the engine; a road service could stand behind the same two functions."""

from collections.abc import Sequence
from math import asin, ceil, cos, radians, sin, sqrt

from domain.engine.problem import Mode, Place, Travel

EARTH_KM = 6371.0088
_ROUNDING = 1e-9


def kilometres(a: Place, b: Place) -> float:
    """Great-circle distance (haversine)."""
    lat_a, lat_b = radians(a.lat), radians(b.lat)
    dlat, dlon = lat_b - lat_a, radians(b.lon - a.lon)
    h = sin(dlat / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin(dlon / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(h)))


def minutes(travel: Travel, mode: Mode, a: Place, b: Place) -> int:
    """Whole minutes from `a` to `b`, rounded up; within one place only the floor."""
    if a == b:
        return travel.floor
    pace = travel.pace(mode)
    ride = pace.fixed + 60.0 * pace.detour * kilometres(a, b) / pace.kmh
    return max(travel.floor, ceil(ride - _ROUNDING))


def matrix(travel: Travel, mode: Mode, places: Sequence[Place]) -> list[list[int]]:
    """Minutes between all pairs of places, by index; the same both ways."""
    table = [[travel.floor] * len(places) for _ in places]
    for i, a in enumerate(places):
        for j in range(i):
            table[i][j] = table[j][i] = minutes(travel, mode, a, places[j])
    return table
