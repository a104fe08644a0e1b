"""Where everything is: the panes of the desk, and the view that `enter` opens for each kind of record."""

from collections.abc import Callable, Mapping

from tui.screens.base import View
from tui.screens.queue import QueueView
from tui.screens.record import CaseRecord, PersonRecord

PANES: tuple[Callable[[], View], ...] = (QueueView,)
"""The places of the keys 1 to 4."""

PANE_NAMES = ("queue", "board", "diary", "escalations")

RECORDS: Mapping[str, Callable[[str], View]] = {"person": PersonRecord, "case": CaseRecord}
"""kind of record → what makes its view from the reference."""


def view_of(subject: str) -> View | None:
    """The view of a record, or None when its kind has none."""
    kind, _, ref = subject.partition("/")
    return RECORDS[kind](ref) if kind in RECORDS and ref else None
