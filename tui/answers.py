"""An answer of `caredesk roster repair --json`, read back as the command that carries one of its ways out."""

import json
from datetime import date, datetime

from domain.desk.planning import Placement
from domain.desk.rearranging import Rearrange


def command_of(text: str, number: int) -> Rearrange | None:
    """The command of way `number`, counted from 1; None where the text is no such answer."""
    try:
        way = json.loads(text)["repairs"][number - 1] if number > 0 else {}
        return Rearrange(
            day=date.fromisoformat(way["day"]),
            seq=int(way["seq"]),
            agreed=True,
            placements=tuple(
                Placement(
                    visit=str(each["visit"]), workers=tuple(map(str, each["workers"])), start=_start(each["start"])
                )
                for each in way["placements"]
            ),
        )
    except (ValueError, LookupError, TypeError):
        return None


def _start(text: str | None) -> datetime | None:
    start = datetime.fromisoformat(text) if text is not None else None
    if start is not None and start.tzinfo is None:
        raise ValueError("a start without its zone")
    return start
