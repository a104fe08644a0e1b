"""What a terminal below 80x20 shows until it is larger; everything behind it stays as it is."""

from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.screen import Screen

from tui.widgets.lines import Detail

LEAST_WIDTH, LEAST_HEIGHT = 80, 20


def is_too_small(size: Size) -> bool:
    """Whether the desk has no room."""
    return size.width < LEAST_WIDTH or size.height < LEAST_HEIGHT


class TooSmall(Screen[None]):
    """One calm sentence; only leaving is possible."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("q", "app.leave", show=False)]

    def __init__(self) -> None:
        super().__init__()
        self._told = Detail(3)

    def compose(self) -> ComposeResult:
        """The sentence."""
        yield self._told

    def on_resize(self, event: events.Resize) -> None:
        """The sentence names the size."""
        self._told.show(sentence(event.size))


def sentence(size: Size) -> list[Any]:
    """What is needed and what there is."""
    needed = f"caredesk needs {LEAST_WIDTH}x{LEAST_HEIGHT}; this terminal is {size.width}x{size.height}."
    return [needed, "Make it larger to go on; nothing is lost."]
