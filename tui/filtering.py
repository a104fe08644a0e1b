"""The filter of a list: `holt !ward`, `own:ao`, `age:>80`, `clock:<1h`; every word has to fit.

It looks at what the list shows of a row, and at nothing else."""

import re
from operator import gt, lt
from typing import TypeVar

from tui.present import Listing, Sight, clean

T = TypeVar("T")

_AMOUNT = re.compile(r"(-?)(?:(\d+)d)? ?(?:(\d+):(\d\d)|(?:(\d+)h)?(?:(\d+)m?)?)(?![\w:])")
_MINUTES_A_DAY, _MINUTES_AN_HOUR = 24 * 60, 60
_COMPARED = {">": gt, "<": lt}


def fits_filter(listing: Listing[T], row: T, sight: Sight, wanted: str) -> bool:
    """Whether a row has every word of a filter. `column:word` looks in the column whose title begins so,
    `column:>30m` compares numbers and lengths of time, `!word` must be absent."""
    line = listing.line(row, sight)
    titles = [column.title.lower() for column in listing.columns]
    named = dict(zip(titles, (clean(text).lower() for text in line.cells), strict=True))
    details = [told if isinstance(told, str) else told[0] for told in listing.detail(row, sight)]
    everything = " ".join([*named.values(), *(clean(text).lower() for text in details)])
    return all(
        _fits(word.lstrip("!"), named, everything) is not word.startswith("!") for word in wanted.lower().split()
    )


def _fits(word: str, named: dict[str, str], everything: str) -> bool:
    begun, colon, value = word.partition(":")
    title = next((title for title in named if begun and title.startswith(begun)), "") if colon else ""
    if not title:
        return word in everything
    compared = _COMPARED.get(value[:1])
    if compared is None:
        return value in named[title]
    held, sought = amount(named[title]), amount(value[1:])
    return held is not None and sought is not None and bool(compared(held, sought))


def amount(text: str) -> int | None:
    """A number as it stands, or a length of time in minutes: `0:51`, `-0:27 !!!`, `1d 14h`, `30m`; None for neither."""
    found = _AMOUNT.match(text.strip())
    if found is None or not any(found.groups()[1:]):
        return None
    days, clock_hours, clock_minutes, hours, left = (int(part or 0) for part in found.groups()[1:])
    minutes = days * _MINUTES_A_DAY + (clock_hours + hours) * _MINUTES_AN_HOUR + clock_minutes + left
    return -minutes if found[1] else minutes
