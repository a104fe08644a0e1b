"""The palette: every command of the desk, found by letters of its word or of what it does."""

from collections.abc import Callable, Sequence

from domain.access import Caller
from domain.reading import ANYBODY
from tui.presenters.help import HELP, Possible, everything, fitting
from tui.profiles import Keys
from tui.screens.base import View
from tui.screens.search import SoughtView


class PaletteView(SoughtView[Possible]):
    """Type above, choose below; `run` does it where the palette was called."""

    place = "palette"
    named = "Every command"
    rights = ANYBODY
    verb = "do"

    def __init__(
        self, before: View | None, caller: Caller, keys: Keys, run: Callable[[Possible, View | None], None]
    ) -> None:
        super().__init__(HELP)
        self._before, self._run = before, run
        place, parts = (before.place, before.parts()) if before is not None else ("", {})
        self._all = everything(place, caller, parts, keys)

    def found(self, text: str) -> Sequence[Possible]:
        """The commands that fit, the likeliest first."""
        return fitting(self._all, text)

    def chosen(self) -> None:
        """Do it, or say why it cannot be done."""
        row = self.list.current
        if row is None:
            return
        if row.obstacle:
            self.host.say(f"Not now: {row.obstacle}", bad=True)
            return
        self.app.pop_screen()
        self._run(row, self._before)
