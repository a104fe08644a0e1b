"""The desk's lists beside its panes: each is reached by a key from anywhere, and escape leads back."""

from typing import TypeVar

from tui.screens.base import ListView

T = TypeVar("T")


class DeskList(ListView[T]):
    """One of the desk's lists, known by the name of its place."""

    @property
    def address(self) -> str:
        """Where it is, for going back to it."""
        return f"list/{self.place}"
