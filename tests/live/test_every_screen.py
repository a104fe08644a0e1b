"""Every screen that there is, on a store in which every word is hostile: all of it is text, none of it acts.

The places are those of the registry, so that a new screen is looked at by being there."""

import shutil
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.segment import Segment

from domain.kpi.figures import FIGURES
from tests.live.test_hostile_text import SHOWN, spoil
from tests.screens.driving import Hands, at_the_desk
from tests.store_file import store_file
from tests.story.desk import Program
from tui.bootstrap import StoreDesk, open_desk
from tui.commands.showing import PANES as PRINTED_PANES
from tui.commands.showing import RECORDS as PRINTED_KINDS
from tui.present import clean
from tui.screens.desk import DeskScreen
from tui.screens.places import LISTS, PANES, RECORDS
from tui.screens.shell import Shell
from tui.terminal import Terminal
from tui.widgets.board_grid import BoardGrid
from tui.widgets.record_list import RecordList

POOREST = Terminal("mono", ascii=True, old=True)
ENOUGH = 40
"""Letters of a heading by which it is known."""
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
PRINTED = tuple(f"{kind}/" for kind in PRINTED_KINDS)
OF_A_PERSON = ("person", "case", "visit")
WITHOUT_A_PAGE = {"list", "figure", "people", "promise", "action"}
BY_KEYS = (
    ("f1",), ("h",), ("ctrl+f", *"evil"), ("d",), ("escape", "colon", *"drafts", "enter"),
    ("f9",), ("ctrl+p",), ("w",), ("n",), ("c",),
    ("colon", *"assign"), ("slash", *"a"), ("9", "d"), ("2", "at"), ("2", "L"), ("3", "M"), ("7", "P"), ("2", "w"),
    ("2", "p"), ("2", "r"), ("3", "j", "w"), ("colon", *"keys", "enter"),
)  # fmt: skip
"""Keys from the queue to what has no address: help, history, search, forms, drafts, views, palette, the line itself."""
OF_FREE_TEXT = {"pane", "today", "cover", "cases", "promises", "staff", "person", "case", "visit", "meeting", "worker"}
"""Lists and kinds of records on whose first screen some of the spoilt words must stand."""
TABLES = {"case": "care_case"}
"""Where records of a kind are kept, if not in the table of its name."""


@pytest.fixture
def spoilt(demonstration: Path, tmp_path: Path) -> Iterator[StoreDesk]:
    """A desk on a demonstration in which every free text is hostile."""
    place = Path(shutil.copy(demonstration, tmp_path / "desk.db"))
    spoil(place)
    desk = open_desk(str(place))
    yield desk
    desk.close()


async def test_every_place_shows_hostile_words_as_text_whose_record_it_is_and_where_the_keys_are(
    spoilt: StoreDesk, tmp_path: Path
) -> None:
    assert spoilt.database.path is not None
    async with at_the_desk(spoilt, tmp_path) as hands:
        spoken = set()
        for address in addresses(spoilt.database.path):
            shown = await looked_at(hands, address)
            if SHOWN in shown:
                spoken |= {*address.split("/")}
            if address.startswith(OF_A_PERSON):
                assert "DoB" in shown and "NHS 999" in shown, shown
        assert spoken >= OF_FREE_TEXT, OF_FREE_TEXT - spoken
        await looked_at_by_keys(hands)


def test_everything_printed_and_exported_is_lines_of_text(spoilt: StoreDesk, tmp_path: Path, run: Program) -> None:
    assert spoilt.database.path is not None
    place = spoilt.database.path
    commands = [("show", pane) for pane in PRINTED_PANES]
    commands += [("show", *address.split("/")) for address in addresses(place) if address.startswith(PRINTED)]
    commands += [("report", name, "--rows", "--format", form) for name in FIGURES for form in ("text", "json", "csv")]
    commands += [("show", "search", "evil"), ("user", "list"), ("user", "sessions"), ("roster", "verify"), ("doctor",)]
    for words in commands:
        said = run(*words, "--db", str(place))
        assert said.code == 0, (words, said)
        letters = set(said.out + said.err) - {"\n"}
        assert not {unicodedata.category(letter) for letter in letters} & INVISIBLE, words
    assert run("pack", str(tmp_path / "pack"), "--db", str(place)).code == 0
    for sheet in (tmp_path / "pack").rglob("*.txt"):
        letters = set(sheet.read_text(encoding="utf-8")) - {"\n"}
        assert not {unicodedata.category(letter) for letter in letters} & INVISIBLE, sheet


def addresses(place: Path) -> Iterator[str]:
    """Everything that can be gone to: panes, lists, and a record of each kind."""
    yield from (f"pane/{at}" for at in range(1, len(PANES) + 1))
    yield from (f"list/{name}" for name in LISTS)
    yield from (f"figure/{name}/2026-11-01/2026-11-30" for name in FIGURES)
    yield "people/2026-11-23"
    with store_file(place) as store:
        for kind in RECORDS.keys() - WITHOUT_A_PAGE:
            found = store.execute(f"SELECT id FROM {TABLES.get(kind, kind)} ORDER BY id LIMIT 1").fetchone()
            if found:
                yield f"{kind}/{found[0]}"


async def test_the_terminals_own_cursor_stands_on_the_focused_row_or_field_side_by_side_and_locked_too(
    spoilt: StoreDesk, tmp_path: Path
) -> None:
    async with at_the_desk(spoilt, tmp_path, size=(120, 40)) as hands:
        for pane in "1234":
            await hands.press(pane, "down", "down")
            await hands.until(lambda: is_on_what_has_the_keys(hands))
        await hands.press("ctrl+n")
        await hands.sees("caredesk is locked")
        await hands.until(lambda: is_on_what_has_the_keys(hands))


def is_on_what_has_the_keys(hands: Hands) -> bool:
    """Whether the cursor stands on the marked row of the list that has the keys, or in the field that has them."""
    focused, (x, y) = hands.app.focused, hands.app.cursor_stands
    if focused is None or not focused.region.contains(x, y):
        return False
    row = hands.text().splitlines()[y] if y < len(hands.text().splitlines()) else ""
    marked = row[focused.region.x :][:2].strip(" *-")
    has_rows = (isinstance(focused, RecordList) and focused.rows) or (isinstance(focused, BoardGrid) and focused.lanes)
    return marked == ">" if has_rows else True


async def looked_at(hands: Hands, address: str) -> str:
    """Goes there, and looks at it as the poorest terminal shows it."""
    hands.app.go_to(address)
    await hands.until(lambda: is_there(hands, address))
    await hands.until(lambda: is_on_what_has_the_keys(hands))
    return harmless(hands)


def is_there(hands: Hands, address: str) -> bool:
    """Whether the place has been read, and the bar says what it is."""
    screen = hands.app.screen
    if not isinstance(screen, Shell) or screen.view is None or hands.app.address != address:
        return False
    said = isinstance(screen, DeskScreen) or clean(screen.view.heading())[:ENOUGH] in screen.bar.text
    return said and screen.view.opened.is_set()


async def looked_at_by_keys(hands: Hands) -> None:
    """What has no address: help, history, search, drafts, views, keys, the palette, forms, and the line itself."""
    for keys in BY_KEYS:
        hands.app.go_to_pane(1)
        await hands.press(*keys)
        await hands.until(lambda: is_on_what_has_the_keys(hands))
        harmless(hands)


def harmless(hands: Hands) -> str:
    """Nothing on the screen is anything but text; returns all but its first line, without colour and in ASCII."""
    rows = hands.app.screen._compositor.render_strips()
    for segment in (segment for strip in rows for segment in strip):
        assert not {unicodedata.category(char) for char in segment.text} & INVISIBLE, segment
        assert not acts(segment), segment
    shown = "\n".join("".join(segment.text for segment in strip) for strip in rows)
    plain = POOREST.text(shown)
    assert plain.isascii() and len(plain.splitlines()) == len(rows)
    return plain.partition("\n")[2]


def acts(segment: Segment) -> bool:
    """Whether markup in the text was understood: a colour that no palette has, a link, or something to click."""
    style = segment.style
    return style is not None and bool(
        style.link or "@click" in style.meta or (style.color and style.color.number == 201)
    )
