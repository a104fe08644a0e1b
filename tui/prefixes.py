"""Keys that wait for the next one: counts before a key, and the digits of saved views.

A count before a motion repeats it; before an action, the action takes so many rows from the cursor on."""

from collections.abc import Sequence

from textual import events

from tui.keyboard import OrderedKeys
from tui.keymap import PREFIXES, actions_of, keys_of, shown
from tui.profiles import Keys
from tui.screens.base import View
from tui.screens.shell import Shell

MOST = 999
MOST_PRESSES = 60
"""As often as a key that cannot be told a number is pressed for one count."""
_STEPS = {"j": 1, "down": 1, "k": -1, "up": -1}
_PRESSED_AGAIN = frozenset({
    "j", "k", "up", "down", "left", "right", "pageup", "pagedown", "ctrl+d", "ctrl+u", "ctrl+f", "ctrl+b", "space", "u",
    "tab", "[", "]", "n", "N",
})  # fmt: skip


class Prefixes(OrderedKeys):
    """Takes prefixes off what is typed outside of entries. `keys` says whether digits count by themselves."""

    keys: Keys
    _prefix = ""
    _digits = ""
    _said_so = False

    def show_view(self, number: str) -> None:
        """Show a saved view."""
        raise NotImplementedError

    def keep_view(self, number: str) -> None:
        """Save the present list under a number."""
        raise NotImplementedError

    def say(self, text: str, *, bad: bool = False) -> None:
        """Put a message on the last line."""
        raise NotImplementedError

    def means_nothing(self, key: str) -> None:
        """Nobody need wonder whether a key was heard."""
        self.say(f"{shown(key)} does nothing here; ? lists what does")
        self._said_so = True

    def meant(self, event: events.Key | events.Paste) -> Sequence[events.Key | events.Paste]:
        """Hold prefixes and their digits back; what follows a count is pressed as often as it says."""
        if self._said_so:
            self._said_so = False
            self.say("")
        if isinstance(event, events.Paste) or self._is_typed_into:
            self._prefix = self._digits = ""
            return (event,)
        digit = event.key if event.key.isdigit() else ""
        if self._prefix in PREFIXES and self._prefix != "number_sign":
            return self._numbered(event, digit)
        if event.key in PREFIXES and not self._prefix and self._view is not None:
            self._wait(event.key, "")
            return ()
        if digit and (self._prefix or (self.keys.digits_count and digit != "0" and self._view is not None)):
            self._wait("number_sign", (self._digits + digit)[-len(str(MOST)) :])
            return ()
        count, self._prefix, self._digits = int(self._digits or 1), "", ""
        if count == 1:
            return (event,)
        self.say("")
        return self._so_often(event, count)

    @property
    def _is_typed_into(self) -> bool:
        """Whether the focused widget takes what is typed as text."""
        return self.focused is not None and self.focused.check_consume_key("1", "1")

    @property
    def _view(self) -> View | None:
        return self.screen.view if isinstance(self.screen, Shell) else None

    def _wait(self, prefix: str, digits: str) -> None:
        self._prefix, self._digits = prefix, digits
        waits = {"apostrophe": "which saved view?", "quotation_mark": "save this list under which digit?"}
        self.say(f"{PREFIXES[prefix]}{digits}  {waits.get(prefix, 'a key to do so often; esc for none')}")

    def _numbered(self, event: events.Key, digit: str) -> Sequence[events.Key]:
        asked, self._prefix = self._prefix, ""
        self.say("")
        if digit:
            (self.show_view if asked == "apostrophe" else self.keep_view)(digit)
            return ()
        return () if event.key == "escape" else (event,)

    def _so_often(self, event: events.Key, count: int) -> Sequence[events.Key]:
        view = self._view
        if event.key == "escape" or view is None:
            return ()
        key = shown(event.key)
        if key in _STEPS and view.step(_STEPS[key] * count):
            return ()
        acting = [action for action in actions_of(view.place) if key in keys_of(action, self.keys)]
        if key == "." or any(action.fills for action in acting):
            view.take_rows(count)
        elif key in _PRESSED_AGAIN and not acting:
            return [events.Key(event.key, event.character) for _ in range(min(count, MOST_PRESSES))]
        return (event,)
