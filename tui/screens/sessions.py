"""Who sits at a desk now, for whoever keeps the users."""

from collections.abc import Sequence

from domain.access import Sitting
from domain.reading import READS
from tui.presenters.sessions import SESSIONS
from tui.screens.lists import DeskList


class SessionsView(DeskList[Sitting]):
    """Every session that has not ended, the longest first."""

    place = "sessions"
    named = "Sessions"
    rights = READS["sittings"]
    detail_lines = 2
    kinds = frozenset({"sitting", "user"})

    def __init__(self) -> None:
        super().__init__(SESSIONS)

    def read(self) -> Sequence[Sitting]:
        """Those that nobody has ended."""
        return self.desk.read.sittings()

    def opens(self) -> str:
        """Nothing lies behind a row."""
        return ""
