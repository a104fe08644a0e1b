"""The help of a place, made from the registry: enter does what the line says."""

from collections.abc import Callable, Sequence

from domain.reading import ANYBODY
from tui.presenters.help import HELP, Possible
from tui.screens.base import ListView


class HelpView(ListView[Possible]):
    """What is possible where somebody pressed `?`."""

    place = "help"
    named = "Help"
    rights = ANYBODY
    detail_lines = 2

    def __init__(self, place: str, rows: Sequence[Possible], run: Callable[[Possible], None]) -> None:
        super().__init__(HELP)
        self._place, self._rows, self._run = place, rows, run

    def read(self) -> Sequence[Possible]:
        """The lines for that place."""
        return self._rows

    def heading(self) -> str:
        """Where the help is for."""
        return f"Help: {self._place or 'the desk'}"

    def hints(self) -> str:
        """The keys that matter."""
        return "enter do it  / filter  esc back"

    def chosen(self) -> None:
        """Do it where it was asked."""
        row = self.list.current
        if row is None or row.obstacle or (row.action is None and row.motion is None):
            return
        self.app.pop_screen()
        self._run(row)
