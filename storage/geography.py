"""Where postcodes are: the shipped centroids, exact where known, else the middle of the sector.

The data and its licence stand in `storage/seeds/postcodes`."""

import csv
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from domain.desk.bus import Command
from domain.people import Place

FOLDER = Path(__file__).parent / "seeds" / "postcodes"


def place_of(postcode: str) -> Place | None:
    """The place of a postcode written `OUT IN`; None where nothing near it is known."""
    wanted = " ".join(postcode.upper().split())
    found = _centroids().get(wanted)
    return found or (_sectors().get(wanted[:-2]) if len(wanted) > 4 else None)


def located(command: Command) -> Command:
    """The command with the place on the map that its typed postcode means, where it has room for one."""
    postcode = getattr(command, "postcode", "")
    if not postcode or getattr(command, "place", command) is not None:
        return command
    found: dict[str, Any] = {"place": place_of(postcode)}
    return replace(command, **found)


@cache
def _centroids() -> dict[str, Place]:
    places = {}
    for file in sorted(FOLDER.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                places[row["postcode"]] = Place(lat=float(row["latitude"]), lon=float(row["longitude"]))
    return places


@cache
def _sectors() -> dict[str, Place]:
    members: dict[str, list[Place]] = {}
    for postcode, place in _centroids().items():
        members.setdefault(postcode[:-2], []).append(place)
    return {
        sector: Place(lat=sum(p.lat for p in places) / len(places), lon=sum(p.lon for p in places) / len(places))
        for sector, places in members.items()
    }
