"""Where people live: real postcodes, invented doors.

A town is cut into patches of neighbouring postcodes, one for each team, so that a service forty times as large is
forty teams with short ways, not one team with long ones."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from math import cos, radians
from random import Random

from domain.people import Place


@dataclass(frozen=True, slots=True)
class Postcode:
    """A postcode and the middle of where it lies."""

    code: str
    place: Place


@dataclass(frozen=True, slots=True)
class Home:
    """An address."""

    address: str
    postcode: str
    place: Place


_NEIGHBOURS = 14

_FIRST = (
    "Alder", "Bank", "Bobbin", "Bridge", "Carding", "Chapel", "Church", "Croft", "Dye House", "Elm", "Foundry", "Garth",
    "Hawthorn", "Heath", "Higher", "Holly", "Larch", "Lime", "Loom", "Lower", "Meadow", "Mill", "Moor", "Orchard",
    "Paradise", "Quarry", "Rowan", "School", "Shuttle", "Spring", "Station", "Tenter", "Union", "Vicarage", "Weaver",
    "Well", "Willow", "Yew Tree",
)  # fmt: skip
_SECOND = (
    "Avenue", "Bank", "Brow", "Close", "Court", "Crescent", "Drive", "Gardens", "Grove", "Lane", "Road", "Row",
    "Street", "Terrace", "Way",
)  # fmt: skip
_FLATS = ("Flat {}, {} House", "Flat {}, {} Court", "{} {} Lodge")


def draw_home(chance: Random, postcodes: Sequence[Postcode]) -> Home:
    """A door in one of the postcodes."""
    where = chance.choice(postcodes)
    street = f"{chance.randrange(1, 140)} {chance.choice(_FIRST)} {chance.choice(_SECOND)}"
    if chance.random() < 0.18:
        flat = chance.choice(_FLATS).format(chance.randrange(1, 30), chance.choice(_FIRST))
        street = f"{flat}, {street}"
    return Home(street, where.code, where.place)


def neighbourhoods(chance: Random, postcodes: Sequence[Postcode], count: int) -> tuple[Postcode, ...]:
    """The postcodes of a patch that people are drawn from: the nearest round each of `count` centres.

    People who need care do live in clumps: in sheltered housing, on estates, along the older streets."""
    centres = chance.sample(postcodes, min(count, len(postcodes)))
    near = {each.code: each for centre in centres for each in nsmallest(_NEIGHBOURS, postcodes, key=_from(centre))}
    return tuple(near.values())


def _from(centre: Postcode) -> Callable[[Postcode], tuple[float, str]]:
    here, narrow = centre.place, cos(radians(centre.place.lat))

    def square(other: Postcode) -> tuple[float, str]:
        north, east = other.place.lat - here.lat, (other.place.lon - here.lon) * narrow
        return north * north + east * east, other.code

    return square


def patches(postcodes: Sequence[Postcode], count: int) -> tuple[tuple[Postcode, ...], ...]:
    """The town cut into `count` patches of about as many postcodes each, across its longer side again and again."""
    if count <= 1:
        return (tuple(postcodes),)
    half = count // 2
    ordered = _along_the_longer_side(postcodes)
    cut = len(ordered) * half // count
    return patches(ordered[:cut], half) + patches(ordered[cut:], count - half)


def _along_the_longer_side(postcodes: Sequence[Postcode]) -> list[Postcode]:
    lats, lons = [each.place.lat for each in postcodes], [each.place.lon for each in postcodes]
    tall = max(lats) - min(lats)
    wide = (max(lons) - min(lons)) * cos(radians(lats[0]))
    if tall >= wide:
        return sorted(postcodes, key=lambda each: (each.place.lat, each.code))
    return sorted(postcodes, key=lambda each: (each.place.lon, each.code))
