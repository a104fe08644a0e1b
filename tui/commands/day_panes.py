"""What the desk's lists of a day and of the program say, as documents for programs and lines for people.

A list needs nothing of its own for this: its columns give the document their names, and its rows their cells."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from tui.commands.panes import ROOM, Pane, Shown, board_document, sight_of
from tui.present import Listing, Sight, Told, plain

if TYPE_CHECKING:
    from tui.bootstrap import StoreDesk

T = TypeVar("T")


def listed(listing: Listing[T], rows: Sequence[T], sight: Sight, *above: Told) -> Shown:
    """Any list: one object for each row, a field for each column and what the row is about; lines with what stands
    above them."""
    names = [column.title.strip().lower().replace(" ", "_") for column in listing.columns]
    document = [
        {"subject": listing.subject(row), **dict(zip(names, listing.line(row, sight).cells, strict=True))}
        for row in rows
    ]
    said = [line if isinstance(line, str) else line[0] for line in above]
    return document, [*said, *([""] if said else []), *plain(listing, rows, sight, ROOM).split("\n")]


def cover(here: "StoreDesk", on: date, everything: bool) -> Shown:
    """The visits of a day that nobody goes to, and who could."""
    from tui.presenters.cover import COVER, facts, heading
    from tui.reading import cover_of

    found, sight = cover_of(here, on), sight_of(here)
    return listed(COVER, found.gaps, sight, heading(on, found), *facts(found, sight))


def week(here: "StoreDesk", on: date, everything: bool) -> Shown:
    """The duties and visits of everybody, from Monday on."""
    from tui.presenters.week import listing_of, rows, week_of

    days, now = week_of(on), here.clock.now()
    return listed(listing_of(days), rows([here.read.board(day, now) for day in days]), sight_of(here))


def people(here: "StoreDesk", on: date, everything: bool) -> Shown:
    """A day of the roster by person; the document is that of the board."""
    from tui.presenters.board import grid_for, row_words, ruler
    from tui.presenters.board_people import TAIL, people_lanes, summary

    now = here.clock.now()
    board = here.read.board(on, now)
    grid = grid_for(board, ROOM)
    rows = [row_words(lane, grid).rstrip() for lane in people_lanes(board, grid, now)]
    return board_document(board), [summary(board), f"{ruler(grid, now)} {TAIL}", *rows]


def rooms(here: "StoreDesk", on: date, everything: bool) -> Shown:
    """Which room is free when."""
    from tui.presenters.rooms import ROOMS, half_hours, ruled
    from tui.presenters.rooms import rooms as of_a_day

    sight = sight_of(here)
    rows = of_a_day([row.meeting for row in here.read.diary(on, on)], on, sight.policy)
    document, _ = listed(ROOMS, rows, sight)
    return document, plain(ruled(half_hours(on, sight.policy)), rows, sight, ROOM).split("\n")


def news(here: "StoreDesk", on: date, everything: bool) -> Shown:
    """What each version brought."""
    from tui.presenters.whatsnew import NEWS
    from tui.presenters.whatsnew import news as told

    return listed(NEWS, told(), sight_of(here))


def rule(here: "StoreDesk", name: str) -> Shown | None:
    """One rule through time, by its name: `amber-minutes`, `decline out-of-area`."""
    from tui.presenters.policy import STORY, called, chapters

    book, sight = here.read.rulebook(), sight_of(here)
    found = next((entry for entry in book.entries if called(entry) == name), None)
    return None if found is None else listed(STORY, chapters(book.story(found), sight), sight)


DAY_PANES: Mapping[str, Pane] = {"cover": cover, "week": week, "people": people, "rooms": rooms, "news": news}
