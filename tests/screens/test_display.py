"""The difference display against Textual's own picture: after every key both hold the same cells."""

import asyncio
import inspect
import random
from pathlib import Path
from typing import Any

import pyte
import pytest
from textual._compositor import ChopsUpdate, Compositor, LayoutUpdate
from textual.app import App
from textual.strip import Strip

from tests.screens.cast import Stage
from tests.screens.driving import Hands
from tui.app import CaredeskApp
from tui.differences import Cell, Screenful
from tui.display import FrugalDisplay, cells, pieces
from tui.drafts import Drafts
from tui.keyboard import at_rest
from tui.terminal import Terminal

TERMINAL = Terminal("256")
KEYS = ("j", "k", "G", "g", "pagedown", "question_mark", "escape", "d", "escape", "enter", "escape", "2", "3", "4", "1",
        "tab", "z", "slash", "h", "o", "escape", "escape", "colon", "d", "e", "escape", "space", "asterisk", "n", "f1",
        "escape", "escape", "ctrl+f", "a", "escape")  # fmt: skip


class Watched(CaredeskApp):
    """An app whose every update also goes to a screenful and, as text, to an emulated terminal."""

    def __init__(self, *args: Any, size: tuple[int, int], **named: Any) -> None:
        super().__init__(*args, **named)
        self.screenful = Screenful(*size)
        self.seen = pyte.Screen(*size)
        self.stream = pyte.Stream(self.seen)
        self.seen.reset_mode(pyte.modes.DECAWM)

    def _display(self, screen: Any, renderable: Any) -> None:
        if isinstance(renderable, ChopsUpdate | LayoutUpdate):
            for y, x, strip in pieces(renderable):
                self.screenful.put(y, x, cells(strip, TERMINAL))
            self.stream.feed(self.screenful.differences(park=self.cursor_position))
        super()._display(screen, renderable)

    def pictured(self) -> list[list[Cell]]:
        """Textual's own picture of the whole screen."""
        compositor = self.screen._compositor
        chops = Compositor._render_chops(compositor, compositor.size.region, lambda y: True)
        return [cells(Strip.join(chop.values()), TERMINAL) for chop in chops]


@pytest.mark.parametrize(("size", "seed"), [((80, 24), 1), ((80, 24), 2), ((132, 43), 3)])
async def test_the_picture_is_that_of_textual_after_every_key(
    stage: Stage, tmp_path: Path, size: tuple[int, int], seed: int
) -> None:
    app = Watched(stage.ada, Drafts(tmp_path / "drafts"), size=size)
    chance = random.Random(seed)
    async with app.run_test(size=size):
        hands = Hands(app)
        await hands.sees("NAQVI")
        for key in chance.choices(KEYS, k=40):
            await hands.press(key)
            for _ in range(50):
                if app.screenful.shown() == app.pictured():
                    break
                await asyncio.sleep(0.02)
            assert app.screenful.shown() == app.pictured(), f"after {key}"
            drawn = ["".join(text or "" for text, _ in row) for row in app.pictured()]
            assert [row.rstrip() for row in app.seen.display] == [row.rstrip() for row in drawn], f"after {key}"


def test_the_hooks_are_where_textual_has_them() -> None:
    assert callable(App._display)
    assert FrugalDisplay._display is not App._display
    assert [*inspect.signature(Compositor._render_chops).parameters] == ["self", "crop", "is_rendered_line"]
    assert callable(App._check_bindings)


async def test_a_screen_at_rest_is_known_to_be() -> None:
    app: App[None] = App()
    async with app.run_test() as pilot:
        await pilot.pause()
        assert at_rest(app.screen)
        app.screen.call_later(lambda: None)
        assert not at_rest(app.screen)
