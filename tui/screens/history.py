"""What was done to a record: every entry of the journal that touched it."""

from collections.abc import Sequence

from domain.desk.bus import Entry
from domain.reading import needed
from tui.presenters.history import HISTORY
from tui.screens.base import ListView

PURPOSE = "history at the desk"


class HistoryView(ListView[Entry]):
    """The journal of one record, newest first."""

    place = "history"
    named = "History"
    detail_lines = 8

    def __init__(self, record: str, identity: str) -> None:
        super().__init__(HISTORY)
        self._record, self._identity = record, identity
        self.rights = needed("history", record)
        self._noted = False

    def read(self) -> Sequence[Entry]:
        """Newest first. Whoever sees it has read of the record."""
        entries = self.desk.read.history(self._record)
        if not self._noted:
            self._noted = True
            self.desk.opened(self._record, PURPOSE)
        return entries

    def heard(self, entries: Sequence[Entry]) -> None:
        """Only entries about this record add to it."""
        if not entries or any(self._record in (entry.subject, *entry.before, *entry.after) for entry in entries):
            self.load()

    def heading(self) -> str:
        """Of what."""
        return f"{self.named} {self._record.partition('/')[2]}"

    def of_whom(self) -> str:
        """Whose history."""
        return self._identity

    def identity(self) -> str:
        """Whose record this is."""
        return self._identity
