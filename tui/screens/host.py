"""What places ask of the app and of the screen that they are on, so that they need to know neither."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from domain.views import Desk
from tui.actions import Action
from tui.drafts import Draft
from tui.habits import HabitsFile
from tui.present import Sight
from tui.profiles import Keys

if TYPE_CHECKING:
    from tui.screens.base import View


class Host(Protocol):
    """What places ask of the app."""

    desk: Desk
    sight: Sight
    keys: Keys
    habits: HabitsFile
    greeting: str

    @property
    def slow_line(self) -> bool:
        """Whether what is sent takes long to be seen."""
        ...

    @property
    def rest_seconds(self) -> float:
        """How long no key has come once the keys rest; 0 where nothing need wait for that."""
        ...

    @property
    def key_repeats(self) -> bool:
        """Whether the key that is being dealt with comes again at once."""
        ...

    @property
    def beneath(self) -> str:
        """The uppermost place that can be gone back to."""
        ...

    def say(self, text: str, *, bad: bool = False) -> None:
        """Put a message on the last line."""
        ...

    def failed(self, error: Exception) -> None:
        """Tell calmly that a read or a command broke off."""
        ...

    def act(self, action: Action, view: "View | None", texts: Mapping[str, str] | None = None) -> None:
        """Do an action on what is under the cursor of a view, asking what is missing."""
        ...

    def open_subject(self, subject: str) -> None:
        """Show a record, such as `person/P8K2`."""
        ...

    def open_reference(self, ref: str) -> None:
        """Show the record of a reference, such as `R7K3`, whatever its kind."""
        ...

    def show_in_pane(self, subject: str) -> None:
        """Show a record where it is worked on: in the pane of its kind, with the cursor on it."""
        ...

    def open_history(self, subject: str, identity: str) -> None:
        """Show what was done to a record."""
        ...

    def go_to_pane(self, number: int) -> None:
        """Show one of the desk's panes, counted from 1."""
        ...

    def parked_forms(self) -> Sequence[Draft]:
        """The forms that wait half-typed, newest first."""
        ...

    def go_on_with(self, draft: Draft) -> None:
        """Open a half-typed form again as it was."""
        ...

    def recount_drafts(self) -> None:
        """The number of parked forms may have changed."""
        ...

    def leaving_view(self) -> None:
        """Remember the present view for going back to it."""
        ...

    def status_line(self) -> tuple[str, bool]:
        """The first line, and whether it sounds an alarm."""
        ...


class Frame(Protocol):
    """What places ask of the screen that they are on."""

    def retitled(self, view: "View") -> None:
        """The title of a place has changed: the bar and the hints follow, and are painted with what changed it."""
        ...
