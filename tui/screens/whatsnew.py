"""What is new, version by version."""

from collections.abc import Sequence

from domain.reading import ANYBODY
from tui.presenters.whatsnew import NEWS, News, news
from tui.screens.lists import DeskList


class NewsView(DeskList[News]):
    """What each version brought, the newest first."""

    place = "news"
    named = "What's new"
    rights = ANYBODY

    def __init__(self) -> None:
        super().__init__(NEWS)

    def read(self) -> Sequence[News]:
        """Out of the program's own files."""
        return news()
