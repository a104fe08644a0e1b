"""What accepting a referral would mean, visit by visit over the first week; nothing is changed here."""

from typing import TYPE_CHECKING

from domain.views import QueueRow
from tui.presenters.mending import TRIAL, trial_words
from tui.presenters.words import identity
from tui.screens.base import ListView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.desk.whatif import TrialVisit, WhatIf


class WhatIfView(ListView["TrialVisit"]):
    """The visits of the first week, where each would go, and who would have to make room."""

    place = "whatif"
    named = "What if"
    kinds = frozenset({"visit", "shift", "absence", "worker", "referral"})
    detail_lines = 3

    def __init__(self, row: QueueRow) -> None:
        super().__init__(TRIAL)
        self._row = row
        self._found: WhatIf | None = None

    def read(self) -> "WhatIf | None":
        """Try it on a copy of the days."""
        from tui.mending import trial

        return trial(self.desk, self._row.ref)

    def show(self, value: "WhatIf | None") -> None:
        """Visit by visit."""
        self._found = value
        rows: Sequence[TrialVisit] = value.visits if value is not None else ()
        super().show(rows)

    def heading(self) -> str:
        """What it comes to."""
        if self._found is None:
            return f"{self.named} it were accepted: being tried on a copy of the days"
        return f"{self.named} accepted: {trial_words(self._found)}"

    def identity(self) -> str:
        """Whose referral it is."""
        row = self._row
        return identity(row.person, row.born, row.nhs_number, self.host.sight.now)

    of_whom = identity

    def hints(self) -> str:
        """There is only a way back: accepting is done in the queue."""
        return "esc back; a in the queue accepts"

    def chosen(self) -> None:
        """A trial has nothing behind it."""
