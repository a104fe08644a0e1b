"""What a form would do, shown before it is done: enter does it, escape goes back to the form as it was typed."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from domain.desk.bus import Command
from domain.desk.packages import ChangePackage
from domain.package import Package
from domain.pattern import LineChange
from tui.presenters.pattern import PATTERN, PatternRead, heading, preview, told_of
from tui.screens.base import ListView
from tui.widgets.lines import Detail


class PatternPreview(ListView[LineChange]):
    """The difference between a package's pattern and the one that was typed."""

    place = "preview"
    named = "Before it is saved"
    kinds = frozenset({"package", "visit"})
    detail_lines = 4

    def __init__(self, wished: ChangePackage, save: Callable[[], None], whose: str) -> None:
        super().__init__(PATTERN)
        self._wished, self._save, self._whose = wished, save, whose
        self._read: PatternRead | None = None
        self._whom = Detail(2)

    def compose(self) -> Iterable[Any]:
        """Whom it touches stands above the lines."""
        title, *rest = super().compose()
        yield from (title, self._whom, *rest)

    def read(self) -> PatternRead | None:
        """The package as it stands, with its visits."""
        desk, ref = self.desk, self._wished.id
        package = desk.read.record(Package, ref)
        if package is None:
            return None
        return preview(package, self._wished, desk.read.visits_of(ref), desk.clock.now(), desk.read.policy())

    def show(self, value: PatternRead | None) -> None:
        """Line by line."""
        self._read = value
        if value is not None:
            self._whom.show([told_of(value, self.host.sight)])
            super().show(value.lines)

    def heading(self) -> str:
        """What it comes to."""
        return heading(self._read) if self._read is not None else self.named

    def of_whom(self) -> str:
        """Whose package it is."""
        return self._whose

    def hints(self) -> str:
        """The two ways on."""
        return "enter save it  esc back to the form"

    def chosen(self) -> None:
        """Save, once it has been seen."""
        if self._read is not None:
            self.app.pop_screen()
            self._save()


def preview_of(commands: Sequence[Command], save: Callable[[], None], whose: str) -> PatternPreview | None:
    """What to show before these are carried out, if anything; `whose` record they touch."""
    only = commands[0] if len(commands) == 1 else None
    return PatternPreview(only, save, whose) if isinstance(only, ChangePackage) else None
