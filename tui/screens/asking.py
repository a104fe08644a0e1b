"""A screen that asks a few questions and changes nothing: the days that figures count, a moment in the past."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from domain.desk.asking import questions
from domain.desk.bus import Command
from tui.grammar import build
from tui.present import Tone
from tui.screens.shell import Shell
from tui.widgets.form import Form


class AskScreen(Shell):
    """Asks what `asked` has for fields. `objections` says by field why an answer will not do; `chosen` gets one that
    does, once the screen is gone."""

    def __init__(
        self,
        asked: type[Command],
        texts: Mapping[str, str],
        said: str,
        objections: Callable[[Any], Mapping[str, str]],
        chosen: Callable[[Any], None],
    ) -> None:
        super().__init__()
        self._asked, self._texts, self._said = asked, texts, said
        self._objections, self._chosen = objections, chosen
        self.form = Form(asked, list(questions(asked)), {}, lambda: self.host.sight)

    def body(self) -> Iterable[Any]:
        """The form."""
        yield self.form

    def begin(self) -> None:
        """Begin with the first question; an answer that stands there is replaced by typing."""
        self.foot.help_key = "F1"
        self.form.begin()
        self.form.fill(self._texts)
        self.opened.set()
        self.rehint()

    def rebar(self) -> None:
        """What is asked."""
        self.bar.say((f" {self._said} ", Tone.REVERSE))

    def rehint(self) -> None:
        """The keys of a form."""
        self.foot.hint("enter next  esc back")

    def on_form_edited(self, event: Form.Edited) -> None:
        """There is nothing to keep."""
        event.stop()

    def on_form_finished(self, event: Form.Finished) -> None:
        """Take the answers, unless they make no sense."""
        event.stop()
        sight = self.host.sight
        made = build(self._asked, self.form.texts, sight.now, sight.policy)
        problems = made if isinstance(made, dict) else self._objections(made)
        if problems:
            self.form.wrong(problems)
            return
        self.app.pop_screen()
        self._chosen(made)
