"""Trying the keys of a terminal, one after another, and choosing whose keys they are to be."""

from collections.abc import Callable

from textual import events
from textual.app import ComposeResult

from domain.reading import ANYBODY
from tui.presenters.keys import Trial, told
from tui.profiles import PROFILES, Keys
from tui.screens.base import View
from tui.widgets.lines import Detail

LINES = 18


class _Page(Detail, can_focus=True):
    """Takes every key before anything else does."""

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        view = self.query_ancestor(KeysView)
        view.pressed(event.key)


class KeysView(View):
    """Asks for one key after another. `choose` is told of the profile that somebody wants."""

    place = "keys"
    named = "Keys"
    rights = ANYBODY

    def __init__(self, keys: Keys, choose: Callable[[str], None]) -> None:
        super().__init__()
        self._keys, self._choose = keys, choose
        self._trial = Trial()
        self._page = _Page(LINES)

    def compose(self) -> ComposeResult:
        """One page of text."""
        yield self.title_line
        yield self._page

    def read(self) -> Trial:
        """Nothing of it is in the store."""
        return self._trial

    def show(self, value: Trial) -> None:
        """The page as far as the trial is."""
        self._page.show(told(value, self._keys, ""))

    def pressed(self, key: str) -> None:
        """A key arrived: the one asked for, one that gives up, a profile's, or one that means something else."""
        if key == "escape":
            self.app.pop_screen()
            return
        profile = next((name for name in PROFILES if name[0] == key), "")
        if profile:
            self.app.pop_screen()
            self._choose(profile)
            return
        trial = self._trial.pressed(key)
        heard, self._trial = "" if trial is not self._trial else key, trial
        self._page.show(told(trial, self._keys, heard))

    def hints(self) -> str:
        """The keys that matter."""
        return "space does not arrive  d v f choose a profile  esc leave"
