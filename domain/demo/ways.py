"""How long it takes from one postcode to another, worked out once for each pair."""

from collections.abc import Iterable
from typing import cast

from domain.demo.homes import Postcode
from domain.engine.problem import Mode, Place, Travel
from domain.engine.travel import minutes


class Ways:
    """Travel minutes by mode between postcodes of a town, by the engine's own reckoning for the busiest hour."""

    def __init__(self, postcodes: Iterable[Postcode], travel: Travel) -> None:
        self._places = {each.code: Place(each.place.lat, each.place.lon) for each in postcodes}
        self._travel = travel
        self._known: dict[tuple[str, str, str], int] = {}

    def minutes(self, mode: str, a: str, b: str) -> int:
        """Whole minutes from postcode `a` to postcode `b`."""
        key = (mode, a, b)
        found = self._known.get(key)
        if found is None:
            found = minutes(self._travel, cast(Mode, mode), self._places[a], self._places[b])
            self._known[key] = self._known[mode, b, a] = found
        return found
