"""When a change could not be saved as it was meant: both versions side by side, or ways out of a refusal."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, cast

from textual.app import App
from textual.binding import Binding, BindingType

from domain.desk.asking import Ask, questions
from domain.desk.bus import Command, Offer, Refused, Stale
from domain.desk.checks import Amendment
from domain.reading import ANYBODY
from tui.grammar import read_back, typed_as
from tui.present import Sight, Told, Tone
from tui.presenters.choosing import BOTH, OFFERS, Both
from tui.presenters.fields import field_words, value_words
from tui.screens.base import ListView
from tui.screens.host import Host
from tui.screens.single import SingleScreen

AS_SAVED = "(as they saved it)"
"""Your part in a field that you did not touch: keeping yours leaves it theirs."""


class BothView(ListView[Both]):
    """Field by field what they saved and what you typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "mine", show=False),
        Binding("t", "theirs", show=False),
    ]
    place = "stale"
    rights = ANYBODY

    def __init__(
        self, who: str, rows: Sequence[Both], whose: str, mine: Callable[[], None], theirs: Callable[[], None]
    ) -> None:
        super().__init__(BOTH)
        self._who, self._rows, self._whose, self._mine, self._theirs = who, rows, whose, mine, theirs

    def read(self) -> Sequence[Both]:
        """The fields in question."""
        return self._rows

    def heading(self) -> str:
        """Who was first."""
        return f"{self._who} changed it first"

    def of_whom(self) -> str:
        """Whose record both are of."""
        return self._whose

    def hints(self) -> str:
        """The two ways on."""
        return "m keep mine  t take theirs  esc back to the form"

    def action_mine(self) -> None:
        """Save it all the same, over theirs."""
        self.app.pop_screen()
        self._mine()

    def action_theirs(self) -> None:
        """Leave theirs, and give up the form."""
        self.app.pop_screen()
        self._theirs()


class OffersView(ListView[Offer]):
    """What could be done instead."""

    place = "offers"
    rights = ANYBODY

    def __init__(self, refused: Refused, whose: str, take: Callable[[Command], None]) -> None:
        super().__init__(OFFERS)
        self._refused, self._whose, self._take = refused, whose, take

    def read(self) -> Sequence[Offer]:
        """The offers of the refusal."""
        return self._refused.offers

    def heading(self) -> str:
        """The sentence below says why."""
        return "Not done"

    def of_whom(self) -> str:
        """Whose record it would be done to."""
        return self._whose

    def below(self, row: Offer) -> Sequence[Told]:
        """Why it was refused, whatever the cursor is on."""
        return [(self._refused.sentence, Tone.WARN)]

    def hints(self) -> str:
        """The two ways on."""
        return "enter do it  esc back"

    def chosen(self) -> None:
        """Do what is offered."""
        offer = self.list.current
        if offer is not None and offer.command is not None:
            self.app.pop_screen()
            self._take(offer.command)


def ask_which(
    app: App[Any],
    stale: Stale,
    command: type[Command],
    whose: str,
    mine: Callable[[], None],
    theirs: Callable[[], None],
) -> None:
    """Show both versions of somebody's record and ask which one stands."""
    sight, asked = cast("Host", app).sight, questions(command)

    def both(name: str, saved: Any, typed: Any) -> Both:
        if name not in asked:
            return Both(field_words(name), value_words(name, saved, sight), value_words(name, typed, sight))
        left = issubclass(command, Amendment) and typed in ("", None, ())
        yours = AS_SAVED if left else _in_full(asked[name], typed, sight)
        return Both(asked[name].label, _in_full(asked[name], saved, sight), yours)

    rows = [both(name, saved, typed) for name, (saved, typed) in stale.values.items()]
    app.push_screen(SingleScreen(BothView(sight.who(stale.by), rows, whose, mine, theirs)))


def _in_full(question: Ask, value: Any, sight: Sight) -> str:
    """An answer as it would be typed, with what that means."""
    text, meant = typed_as(question, value), read_back(question, value, sight.policy, sight.who) if value else ""
    return text if meant in ("", text) else f"{text}  {meant}"


def show_offers(app: App[Any], refused: Refused, whose: str, take: Callable[[Command], None]) -> None:
    """Show what could be done instead of what was refused."""
    app.push_screen(SingleScreen(OffersView(refused, whose, take)))
