"""Only what changed is sent, and afterwards the terminal shows exactly what it should."""

import pyte
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.differences import BLANK, Cell, Screenful
from tui.terminal import PLAIN, Attributes

WIDTH, HEIGHT = 24, 9
BOLD: Attributes = ("", "", frozenset({1}))
REVERSE: Attributes = ("", "", frozenset({7}))
YELLOW: Attributes = ("33", "", frozenset())
LOOKS = (PLAIN, BOLD, REVERSE, YELLOW, ("33", "44", frozenset({1, 7})))


class Seen:
    """A terminal as pyte knows it."""

    def __init__(self) -> None:
        self.screen = pyte.Screen(WIDTH, HEIGHT)
        self.stream = pyte.Stream(self.screen)
        self.screen.reset_mode(pyte.modes.DECAWM)
        self.stream.feed("\x1b[31mleft over from somebody else\n" * 4)

    def rows(self) -> list[list[Cell]]:
        return [[self._cell(y, x) for x in range(WIDTH)] for y in range(HEIGHT)]

    def _cell(self, y: int, x: int) -> Cell:
        char = self.screen.buffer[y][x]
        flags = {1: char.bold, 7: char.reverse}
        colour = {"default": "", "brown": "33", "blue": "44", "red": "31"}
        look = (colour[char.fg], colour[char.bg], frozenset(number for number, on in flags.items() if on))
        return (char.data, look)


def line(text: str, look: Attributes = PLAIN) -> list[Cell]:
    return [(char, look) for char in text.ljust(WIDTH)]


def draw(screenful: Screenful, lines: list[list[Cell]], *, more: bool = False) -> str:
    for y, cells in enumerate(lines):
        screenful.put(y, 0, cells)
    return screenful.differences(more=more)


LOOK = st.sampled_from(LOOKS)
LETTER = st.sampled_from("ab  ->*é")
PIECE = st.tuples(
    st.integers(0, HEIGHT - 1),
    st.integers(0, WIDTH - 1),
    st.lists(st.tuples(LETTER, LOOK), min_size=1, max_size=WIDTH + 4),
)


def test_lines_scroll_by_themselves_only_as_long_as_more_of_it_is_expected() -> None:
    screenful = Screenful(WIDTH, HEIGHT)
    rows = [f"R{at:03d} somebody waits" for at in range(30)]
    for top, more in ((0, True), (1, True), (2, True)):
        sent = draw(screenful, [line("title"), *map(line, rows[top : top + HEIGHT - 2]), line("foot")], more=more)
    assert "r" not in sent.replace("somebody", "")  # neither set nor freed again
    assert screenful.scrolls_apart
    freed = draw(screenful, [line("another title")])
    assert "\x1b[r" in freed
    assert not screenful.scrolls_apart


@settings(max_examples=150)
@given(frames=st.lists(st.lists(PIECE, max_size=12), min_size=1, max_size=6))
def test_the_terminal_shows_what_it_should_after_every_frame(frames: list[list[tuple[int, int, list[Cell]]]]) -> None:
    screenful, seen = Screenful(WIDTH, HEIGHT), Seen()
    meant = [[BLANK] * WIDTH for _ in range(HEIGHT)]
    for frame in frames:
        for y, x, cells in frame:
            screenful.put(y, x, cells)
            meant[y][x : x + len(cells)] = cells
            del meant[y][WIDTH:]
        seen.stream.feed(screenful.differences())
        assert seen.rows() == meant


ROW = st.text("abcdefg ", min_size=4, max_size=WIDTH)


STEP = st.tuples(st.integers(-5, 5), st.booleans())


@settings(max_examples=200)
@given(rows=st.lists(ROW, min_size=30, max_size=30), steps=st.lists(STEP, max_size=12))
def test_a_list_that_scrolls_ends_up_right(rows: list[str], steps: list[tuple[int, bool]]) -> None:
    screenful, seen, top = Screenful(WIDTH, HEIGHT), Seen(), 8
    for step, more in [(0, False), *steps]:
        top = max(0, min(top + step, len(rows) - HEIGHT + 2))
        seen_rows = enumerate(rows[top : top + HEIGHT - 2])
        body = [line(f" {'>' if at == 3 else ' '} {row}"[:WIDTH]) for at, row in seen_rows]
        shown = [line("title", REVERSE), *body, line(f"foot {top}")]
        seen.stream.feed(draw(screenful, shown, more=more))
        assert seen.rows() == [row[:WIDTH] for row in shown]


def test_a_cursor_that_moves_down_one_row_costs_a_few_bytes() -> None:
    screenful = Screenful(WIDTH, HEIGHT)
    rows = [f"R{at:03d} somebody waits" for at in range(HEIGHT)]
    draw(screenful, [line(("> " if at == 2 else "  ") + row) for at, row in enumerate(rows)])
    sent = draw(screenful, [line(("> " if at == 3 else "  ") + row) for at, row in enumerate(rows)])
    assert len(sent) <= 30
    assert "somebody" not in sent


def test_a_screen_that_says_the_same_sends_nothing() -> None:
    screenful = Screenful(WIDTH, HEIGHT)
    lines = [line(f"row {at}") for at in range(HEIGHT)]
    draw(screenful, lines)
    assert draw(screenful, lines) == ""


def test_a_wide_character_does_not_shift_what_follows() -> None:
    screenful, seen = Screenful(WIDTH, HEIGHT), Seen()
    wide: list[Cell] = [("漢", PLAIN), ("", PLAIN), *line("after it")[: WIDTH - 2]]
    seen.stream.feed(draw(screenful, [wide]))
    assert seen.screen.display[0].startswith("漢after it")
    narrow = line("x after it")
    seen.stream.feed(draw(screenful, [narrow]))
    assert seen.screen.display[0].rstrip() == "x after it"


def test_redrawing_sends_everything_again() -> None:
    screenful, seen = Screenful(WIDTH, HEIGHT), Seen()
    lines = [line(f"row {at}", LOOKS[at % len(LOOKS)]) for at in range(HEIGHT)]
    seen.stream.feed(draw(screenful, lines))
    seen.stream.feed("\x1b[H\x1b[31mwall message from the administrator")
    screenful.forget()
    seen.stream.feed(screenful.differences())
    assert seen.rows() == lines
