"""How long it takes to get from one place to another: the straight line, stretched by a detour, at the pace of a mode.

The one source of travel minutes for the engine; a road service could stand behind the same functions."""

from collections.abc import Sequence
from math import asin, ceil, cos, radians, sin, sqrt

from domain.engine.problem import Mode, Pace, Place, Travel

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
    return travel.floor if a == b else _ride(travel, travel.pace(mode), kilometres(a, b))


def distances(places: Sequence[Place]) -> list[list[float]]:
    """Kilometres between all pairs of places, by index."""
    table = [[0.0] * len(places) for _ in places]
    for i, a in enumerate(places):
        for j in range(i):
            table[i][j] = table[j][i] = kilometres(a, places[j])
    return table


def matrix(travel: Travel, mode: Mode, apart: Sequence[Sequence[float]]) -> list[list[int]]:
    """Minutes between all pairs of different places, by index, from the kilometres they are apart."""
    pace = travel.pace(mode)
    table = [[travel.floor] * len(apart) for _ in apart]
    for i, row in enumerate(apart):
        for j in range(i):
            table[i][j] = table[j][i] = _ride(travel, pace, row[j])
    return table


def _ride(travel: Travel, pace: Pace, km: float) -> int:
    return max(travel.floor, ceil(pace.fixed + 60.0 * pace.detour * km / pace.kmh - _ROUNDING))
