"""Emergency access that nobody has reviewed yet: read what was done, then sign it off."""

from collections.abc import Sequence

from domain.access import Emergency
from domain.reading import READS
from tui.presenters.reviews import REVIEWS
from tui.screens.lists import DeskList


class ReviewsView(DeskList[Emergency]):
    """Oldest first; enter opens all that was done under it."""

    place = "reviews"
    named = "Emergency access to review"
    rights = READS["emergencies"]
    kinds = frozenset({"emergency"})

    def __init__(self) -> None:
        super().__init__(REVIEWS)

    def read(self) -> Sequence[Emergency]:
        """Those that wait."""
        return self.desk.read.emergencies()

    def chosen(self) -> None:
        """What was done under it."""
        self.host.open_history(self.subject(), self.identity())
