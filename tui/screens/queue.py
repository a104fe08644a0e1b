"""The queue pane: referrals that wait for this desk. A change touches only the rows it is about."""

from collections.abc import Sequence

from domain.desk.bus import Entry
from domain.referral import QUEUED
from domain.views import QueueRow
from tui.presenters.queue import QUEUE
from tui.screens.base import ListView
from tui.screens.single import SingleScreen


class QueueView(ListView[QueueRow]):
    """Pane 1."""

    place = "queue"
    named = "Queue"
    detail_lines = 4
    detail_beside = 6
    kinds = frozenset({"referral", "person", "promise"})

    def __init__(self) -> None:
        super().__init__(QUEUE, id="queue")

    def read(self) -> Sequence[QueueRow]:
        """Everybody who waits, most urgent first."""
        return self.desk.read.queue(self.desk.clock.now())

    def key_of(self, subject: str) -> str:
        """Rows are known by their reference."""
        return subject.partition("/")[2]

    def action_whatif(self) -> None:
        """What accepting the referral under the cursor would mean."""
        from tui.screens.whatif import WhatIfView

        row = self.list.current
        if row is None:
            self.host.say("There is no referral under the cursor", bad=True)
        else:
            self.app.push_screen(SingleScreen(WhatIfView(row)))

    def heard(self, entries: Sequence[Entry]) -> None:
        """Rows that stay are read alone; one that comes or goes is worth reading the queue."""
        refs = {
            name.partition("/")[2]
            for entry in entries
            for name in (entry.subject, *entry.before, *entry.after)
            if name.startswith("referral/")
        }
        known = {row.ref for row in self.list.rows}
        if not refs or not refs <= known or len(refs) > 5 or not self.in_sight:
            super().heard(entries)
            return
        now = self.desk.clock.now()
        self.tasks.each("rows", lambda: [self.desk.read.queue_row(ref, now) for ref in refs], self._patch)

    def _patch(self, found: Sequence[QueueRow | None]) -> None:
        rows = {row.ref: row for row in found if row is not None}
        if len(rows) < len(found) or any(row.state not in QUEUED for row in rows.values()):
            self.load()
            return
        self.show([rows.get(row.ref, row) for row in self.list.everything])
