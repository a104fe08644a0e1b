"""Drives the real app by keys and looks at what it shows, as a person would."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from textual import events
from textual.keys import _character_to_key

from tests.screens.frames import frame
from tui.app import CaredeskApp
from tui.bootstrap import StoreDesk
from tui.drafts import Drafts
from tui.habits import HabitsFile

PATIENCE = 30.0
_PUNCTUATION = {"slash": "/", "colon": ":", "question_mark": "?", "equals_sign": "=", "exclamation_mark": "!"}


class Hands:
    """Somebody at the keyboard of an app."""

    def __init__(self, app: CaredeskApp) -> None:
        self.app = app

    async def press(self, *keys: str) -> None:
        """Press keys one after another, as fast as a line delivers them; then see what became of them."""
        for key in keys:
            self.app.post_message(_key(key))
        await self.app.all_typed()

    async def type(self, text: str) -> None:
        """Type a text."""
        await self.press(*("space" if char == " " else char for char in text))

    def text(self) -> str:
        """What the screen shows."""
        return frame(self.app)

    async def sees(self, *words: str) -> str:
        """Wait until the screen shows all of these; returns what it shows."""
        shown = ""
        for _ in range(int(PATIENCE / 0.02)):
            shown = self.text()
            if all(word in shown for word in words):
                return shown
            await asyncio.sleep(0.02)
        raise AssertionError(f"never saw {[word for word in words if word not in shown]} in:\n{shown}")

    async def until(self, reached: Callable[[], bool]) -> None:
        """Wait until something is so that the screen alone does not tell."""
        for _ in range(int(PATIENCE / 0.02)):
            if reached():
                return
            await asyncio.sleep(0.02)
        raise AssertionError(f"it never became so; the screen:\n{self.text()}")

    async def sees_no(self, *words: str) -> str:
        """Wait until the screen shows none of these."""
        shown = ""
        for _ in range(int(PATIENCE / 0.02)):
            shown = self.text()
            if not any(word in shown for word in words):
                return shown
            await asyncio.sleep(0.02)
        raise AssertionError(f"still saw {[word for word in words if word in shown]} in:\n{shown}")


def _key(name: str) -> events.Key:
    """A key as a terminal's driver tells of it; `space` and single characters carry their letter."""
    letter = " " if name == "space" else name if len(name) == 1 else _PUNCTUATION.get(name)
    return events.Key(name if len(name) > 1 or name.isalnum() else _character_to_key(name), letter)


@asynccontextmanager
async def at_the_desk(
    desk: StoreDesk,
    folder: Path,
    size: tuple[int, int] = (80, 24),
    pane: str = "queue",
    habits: HabitsFile | None = None,
) -> AsyncIterator[Hands]:
    """Somebody's running desk, drafts in a folder of their own."""
    app = CaredeskApp(desk, Drafts(folder / "drafts"), habits, pane=pane)
    async with app.run_test(size=size):
        hands = Hands(app)
        await hands.sees("1 Queue")
        yield hands
