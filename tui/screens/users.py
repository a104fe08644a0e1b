"""The users of the desk, for whoever may see them; whoever keeps them may give somebody another password."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.access import Right, User
from domain.desk.asking import ask
from domain.desk.bus import Command, Done, Outcome
from domain.reading import COLLEAGUES
from tui.presenters.users import USERS
from tui.screens.asking import AskScreen
from tui.screens.lists import DeskList


@dataclass(frozen=True, slots=True, kw_only=True)
class Sure(Command):
    """The question of the form; nothing is changed by it."""

    sure: bool = ask("Give them a new one", "yesno")


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

    def action_reset(self) -> None:
        """Ask, then give the user under the cursor a new password."""
        user = self.list.current
        if user is None or not self.desk.caller.may(Right.USERS):
            self.host.say(f"A new password needs the right '{Right.USERS}'", bad=True)
            return
        said = f"The password of {user.name or user.id} would no longer do"
        self.app.push_screen(AskScreen(Sure, {}, said, lambda sure: {}, lambda sure: self._reset(user, sure)))

    def _reset(self, user: User, answer: Sure) -> None:
        if answer.sure:
            desk = self.desk
            self.tasks.each("reset", lambda: desk.new_password(user.id), lambda found: self._told(user, *found))

    def _told(self, user: User, outcome: Outcome, password: str) -> None:
        if isinstance(outcome, Done):
            self.host.say(
                f"{user.name or user.id} signs in with {password} from now on: say it to them, it is not kept"
            )
        else:
            self.host.say(outcome.sentence, bad=True)
