"""The users of the desk, for whoever may see them."""

from collections.abc import Sequence

from domain.access import User
from domain.reading import COLLEAGUES
from tui.presenters.users import USERS
from tui.screens.lists import DeskList


class UsersView(DeskList[User]):
    """Everybody who may enter, or could."""

    place = "users"
    named = "Users"
    rights = COLLEAGUES
    detail_lines = 2
    kinds = frozenset({"user"})

    def __init__(self) -> None:
        super().__init__(USERS)

    def read(self) -> Sequence[User]:
        """Those who may enter first, by name."""
        return sorted(self.desk.read.users(), key=lambda user: (not user.active, user.name, user.id))

    def opens(self) -> str:
        """Nothing lies behind a row."""
        return ""
