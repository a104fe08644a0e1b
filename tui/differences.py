"""The cells a terminal shows, the cells it should show, and the shortest text that makes the one the other.

Pure: cells in, escape sequences out. Sequences are those of a VT220, which every later terminal knows."""

from collections.abc import Sequence

from tui.terminal import PLAIN, Attributes, change

Cell = tuple[str, Attributes]
"""A character with its combining marks, and how it looks; '' is the second half of a wide one."""

BLANK: Cell = (" ", PLAIN)
_WORTH_ERASING = 5
_WORTH_ERASING_WITHIN = 6
_WORTH_SCROLLING = 4
_WAYS = tuple(way for lines in range(1, 13) for way in (lines, -lines))
"""By how many lines the terminal is let move others, up or (negative) down: as many as keys move on a slow line while
a picture is under way."""


class Screenful:
    """What a terminal of `width` by `height` shows (`front`, None where unknown) and should show (`back`).

    `erases` says whether the terminal can blank cells within a line, as all can since the VT220, and `columns` whether
    it goes to a column by its number, as those that came later do. The line below is reached by a line feed, which the
    driver leaves as it is."""

    def __init__(self, width: int, height: int, *, erases: bool = True, columns: bool = True) -> None:
        self.size = (width, height)
        self._erases, self._columns = erases, columns
        self._back: list[list[Cell]] = [[BLANK] * width for _ in range(height)]
        self._touched: set[int] = set()
        self._margins: tuple[int, int] | None = None
        self.forget()

    def forget(self) -> None:
        """Nothing is known of what the terminal shows."""
        width, height = self.size
        self._front: list[list[Cell | None]] = [[None] * width for _ in range(height)]
        self._touched = set(range(height))
        self._pen: Attributes | None = None
        self._at: tuple[int, int] | None = None
        self._begun = False

    def put(self, y: int, x: int, cells: Sequence[Cell]) -> None:
        """Cells that should be shown from a place on; what reaches beyond the edge is cut."""
        width, height = self.size
        if not 0 <= y < height or x >= width:
            return
        row = self._back[y]
        row[x : x + len(cells)] = cells
        del row[width:]
        self._touched.add(y)

    def shown(self) -> list[list[Cell]]:
        """The cells that the terminal shows once it is up to date."""
        return [list(row) for row in self._back]

    @property
    def scrolls_apart(self) -> bool:
        """Whether some lines of the terminal are still set to scroll by themselves."""
        return self._margins is not None

    def differences(self, park: tuple[int, int] = (0, 0), *, more: bool = False) -> str:
        """The text that brings the terminal up to date; the cursor then rests at `park` (column, line).

        Where lines scroll by themselves they are left set to do so if `more` of the same is to be expected, which then
        costs less; any other text sets them free again."""
        out: list[str] = []
        if not self._begun:
            self._begun = True
            out.append("\x1b[?25h\x1b[2 q")
        rows = sorted(y for y in self._touched if self._front[y] != self._back[y])
        self._touched.clear()
        rows = self._scroll(rows, out, more=more)
        for y in rows:
            self._row(y, out)
        return self._parked(park, out)

    def set_free(self, park: tuple[int, int] = (0, 0)) -> str:
        """The text after which all lines scroll together again, if some did not."""
        out: list[str] = []
        self._set_margins(None, out)
        return self._parked(park, out)

    def _parked(self, park: tuple[int, int], out: list[str]) -> str:
        if out and self._at != park:
            width, height = self.size
            self._move(min(park[1], height - 1), min(park[0], width - 1), out)
        return "".join(out)

    # one line

    def _row(self, y: int, out: list[str]) -> None:
        old, new = self._front[y], self._back[y]
        end = self._blank_from(y)
        limit = end if end is not None else len(new)
        x = 0
        while x < limit:
            if old[x] == new[x]:
                x += 1
                continue
            if new[x][0] == "" and x:
                x -= 1
            if blank := self._blanks(y, x, limit):
                self._move(y, x, out)
                self._use(PLAIN, out)
                out.append(f"\x1b[{blank}X")
                x += blank
                continue
            self._move(y, x, out, new[x][1])
            x = self._run(y, x, limit, out)
        if end is not None:
            self._move(y, end, out)
            self._use(PLAIN, out)
            out.append("\x1b[K")
        self._front[y] = list(new)

    def _run(self, y: int, x: int, limit: int, out: list[str]) -> int:
        """Write changed cells one after another; returns where the run ended."""
        old, new = self._front[y], self._back[y]
        while x < limit and old[x] != new[x]:
            if self._blanks(y, x, limit):
                return x
            text, attributes = new[x]
            self._use(attributes, out)
            size = 2 if x + 1 < len(new) and new[x + 1][0] == "" else 1
            out.append(text)
            x += size
            sure = size == 1 and text < "\u0300"
            self._at = (x, y) if sure and x < len(new) else None
            if self._at is None and x < limit and old[x] != new[x]:
                self._move(y, x, out)
        return x

    def _blanks(self, y: int, x: int, limit: int) -> int:
        """How many plain blanks from here on are better erased than written; 0 for none."""
        old, new = self._front[y], self._back[y]
        if not self._erases or new[x] != BLANK:
            return 0
        end = x
        while end < limit and new[end] == BLANK:
            end += 1
        changed = sum(1 for at in range(x, end) if old[at] != BLANK)
        return end - x if changed >= _WORTH_ERASING_WITHIN else 0

    def _blank_from(self, y: int) -> int | None:
        """Where plain blanks begin that reach to the end of the line and are cheaper to erase than to write."""
        old, new = self._front[y], self._back[y]
        end = len(new)
        while end and new[end - 1] == BLANK:
            end -= 1
        changed = sum(1 for x in range(end, len(new)) if old[x] != BLANK)
        return end if changed > _WORTH_ERASING else None

    def _use(self, attributes: Attributes, out: list[str]) -> None:
        if attributes != self._pen:
            out.append(change(self._pen, attributes))
            self._pen = attributes

    def _move(self, y: int, x: int, out: list[str], look: Attributes | None = None) -> None:
        """Bring the cursor there by the shortest sequence that is sure; it may take on the look of what comes there."""
        if self._at == (x, y):
            return
        way, pen = self._way(y, x), self._pen
        if look is not None and look != pen:
            self._pen = look
            if len(other := self._way(y, x)) < len(way):
                way = change(pen, look) + other
            else:
                self._pen = pen
        out.append(way)
        self._at = (x, y)

    def _way(self, y: int, x: int) -> str:
        """The shortest of the ways there, by what the cursor can write over on its way."""
        ways = [f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H" if y else "\x1b[H"]
        if self._at is not None and self._may_step(self._at[1], y):
            at_x, at_y = self._at
            down = _lines(y - at_y)
            ways += [down + way for way in self._along(y, at_x, x)]
            ways += ["\r" + down + way for way in self._along(y, 0, x)]
        return min(ways, key=len)

    def _may_step(self, from_y: int, to_y: int) -> bool:
        """Whether no margin lies between two lines: there the cursor stops, and lines scroll."""
        if self._margins is None:
            return True
        top, bottom = self._margins
        return not (from_y <= bottom < to_y or to_y < top <= from_y)

    def _along(self, y: int, from_x: int, to_x: int) -> list[str]:
        """The ways from one cell of a line to another."""
        if to_x == from_x:
            return [""]
        column = [f"\x1b[{to_x + 1}G"] if self._columns else []
        if to_x < from_x:
            return ["\b" * (from_x - to_x), _steps(from_x - to_x, "D"), *column]
        return [_steps(to_x - from_x, "C"), *self._same_again(y, from_x, to_x), *column]

    def _same_again(self, y: int, from_x: int, to_x: int) -> list[str]:
        """The cells between, when writing them once more is the shortest way over them."""
        between = self._back[y][from_x:to_x]
        same = all(attributes == self._pen and "" < text < "\u0300" for text, attributes in between)
        return ["".join(text for text, _ in between)] if same and len(between) <= 4 else []

    # whole lines that moved

    def _scroll(self, rows: list[int], out: list[str], *, more: bool) -> list[int]:
        """Let the terminal move lines that only moved up or down; returns the lines still to be looked at."""
        shift, first, last = self._moved(rows)
        if not shift:
            if rows:
                self._set_margins(None, out)
            return rows
        top, bottom = (first, last + shift) if shift > 0 else (first + shift, last)
        self._use(PLAIN, out)
        self._set_margins((top, bottom), out)
        edge = bottom if shift > 0 else top
        if self._at is None or self._at[1] != edge:
            out.append(f"\x1b[{edge + 1}H")
            self._at = (0, edge)
        out.append("\n" * shift if shift > 0 else "\x1bM" * -shift)
        if not more:
            self._set_margins(None, out)
        blank: list[list[Cell | None]] = [[BLANK] * self.size[0] for _ in range(abs(shift))]
        moved = self._front[top : bottom + 1]
        self._front[top : bottom + 1] = moved[shift:] + blank if shift > 0 else blank + moved[:shift]
        return sorted({*rows, *range(top, bottom + 1)})

    def _moved(self, rows: list[int]) -> tuple[int, int, int]:
        """(shift, first, last) of the lines that only moved up by `shift`; a shift of 0 where it is not worth it."""
        if len(rows) < _WORTH_SCROLLING:
            return 0, 0, 0
        old, new = [_texts(row) for row in self._front], [_texts(row) for row in self._back]
        shift, first, last = max(
            (_moved_together(rows, old, new, way) for way in _WAYS), key=lambda run: run[2] - run[1]
        )
        return (shift, first, last) if last - first >= _WORTH_SCROLLING else (0, 0, 0)

    def _set_margins(self, margins: tuple[int, int] | None, out: list[str]) -> None:
        """Let only these lines scroll, or all; the cursor is then where nobody relies on it."""
        if margins != self._margins:
            out.append(f"\x1b[{margins[0] + 1};{margins[1] + 1}r" if margins else "\x1b[r")
            self._margins, self._at = margins, None


def _moved_together(
    rows: Sequence[int], old: Sequence[list[str]], new: Sequence[list[str]], shift: int
) -> tuple[int, int, int]:
    """(shift, first, last) of the longest run of lines to be looked at that only moved up by `shift` lines."""
    best, run = (shift, 0, 0), 0
    for before, y in zip([-1, *rows], rows, strict=False):
        same = 0 <= y + shift < len(old) and new[y] == old[y + shift]
        run = (run + 1 if y == before + 1 else 1) if same else 0
        if run > best[2] - best[1] + 1:
            best = (shift, y - run + 1, y)
    return best


def _lines(count: int) -> str:
    """Down by so many lines, or up when negative; no line scrolls, for all of them are on the screen."""
    if count < 0:
        return min("\x1bM" * -count, _steps(-count, "A"), key=len)
    return min("\n" * count, _steps(count, "B"), key=len) if count else ""


def _steps(count: int, way: str) -> str:
    return f"\x1b[{count if count > 1 else ''}{way}"


def _texts(row: Sequence[Cell | None]) -> list[str]:
    """The row without its markers: the first columns of a list change when its cursor moves."""
    return [cell[0] if cell else "" for cell in row[3:]]
