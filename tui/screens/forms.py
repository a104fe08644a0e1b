"""The form of an action: what is typed is kept as it is typed, and never discarded by leaving.

A refusal stays on the form with its sentence; when somebody else was first, both values are shown."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType

from domain.desk.asking import questions
from domain.desk.bus import HANDLERS, Command, Outcome, Refused, Stale
from domain.desk.checks import Amendment
from domain.ids import RandomIds, command_id
from domain.people import Person
from domain.telling import may_be_told
from tui.acting import Request, Stored, carry_out, fresh, stored
from tui.drafts import Draft, Drafts
from tui.finding import candidates
from tui.grammar import all_unclear, text_of
from tui.present import Tone, clean, wrap
from tui.presenters.words import GAP, identity_in
from tui.reading import person_of
from tui.screens.previews import preview_of
from tui.screens.shell import Shell
from tui.screens.single import SingleScreen
from tui.screens.stale import ask_which, show_offers
from tui.tasks import SLOW, Answered, Tasks
from tui.widgets.fields import LongEntry
from tui.widgets.form import Form
from tui.widgets.lines import Detail

HINTS = "enter next  ctrl+o save  esc keep for later  F2 command line"
IN_A_BLOCK = "tab next  ctrl+o save  esc keep for later  F2 command line"
CALL_BEGAN = "received_at"
"""The answer that says when a call began: when its form was opened, unless somebody says otherwise."""
PROBLEM_LINES, TELLING_LINES = 3, 2
MINUTE = timedelta(minutes=1)

Finished = Callable[[Request, Sequence[Outcome]], None]


class FormScreen(Shell):
    """Asks what an action still needs. `finished` is told of the outcomes once everything is done."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+o", "save", show=False),
        Binding("ctrl+t", "park", show=False),
    ]
    DEFAULT_CSS = """
    FormScreen Detail#problem, FormScreen Detail#telling { display: none; }
    FormScreen.warned Detail#problem, FormScreen.telling Detail#telling { display: block; }
    """

    def __init__(self, wanted: Request, drafts: Drafts, finished: Finished, kept: Draft | None = None) -> None:
        super().__init__()
        self.wanted, self.drafts, self.finished = wanted, drafts, finished
        self.tasks = Tasks(self, self._failed)
        self.problem = Detail(PROBLEM_LINES, id="problem")
        self.telling = Detail(TELLING_LINES, id="telling")
        self.is_call = {"whom"} <= questions(wanted.action.command).keys()
        self._about: Person | None = None
        self.seen = 0
        self._began: datetime | None = None
        self._saving = self._edited = False
        self.foot.help_key = "F1"
        self.kept = kept or drafts.find(wanted.action.id, wanted.about, wanted.number)
        self._seed = (self.kept.seed if self.kept else "") or command_id(RandomIds())
        self.amends = issubclass(wanted.action.command, Amendment)
        self.texts = {**(self.kept.texts if self.kept else {}), **wanted.texts}
        self.form = Form(wanted.action.command, self._names(), self.texts, lambda: self.host.sight)

    def _names(self) -> list[str]:
        asked = questions(self.wanted.action.command)
        return [name for name in asked if name in {*self.wanted.asks(), *self.wanted.texts}]

    def body(self) -> Iterable[Any]:
        """What may be told to whoever calls, what went wrong, if it did; the form."""
        yield self.telling
        yield self.problem
        yield self.form

    def begin(self) -> None:
        """What the record says today fills the fields that are empty."""
        self.form.begin(*(self.kept.field, self.kept.at) if self.kept else ())
        self.opened.set()
        if self.wanted.action.confirm:
            self._warn(f"{self.wanted.action.verb.capitalize()}: {self.wanted.action.confirm}")
        if self.kept:
            self.foot.say("This form was kept half-typed and is as you left it")
        if self.is_call:
            self._began = self.host.desk.clock.now()
            if not self.kept:
                self.form.fill({CALL_BEGAN: text_of(self._began)})
            self._learn(self._subject())
        if len(self.wanted.targets) == 1:
            desk, wanted = self.host.desk, self.wanted
            self.tasks.latest("record", lambda: stored(desk, wanted), self._begin)

    def _begin(self, found: Stored) -> None:
        self.seen = self.kept.seen if self.kept else found.revision
        self.form.know(found.names, found.present)
        kept = None if self.amends or not self.kept else self.kept.texts
        self.form.fill({name: text for name, text in found.texts.items() if kept is None or kept.get(name) == text})
        self.rebar()

    def _failed(self, error: Exception) -> None:
        self._saving = False
        self.opened.set()
        self.form.release()
        self.host.failed(error)

    def rebar(self) -> None:
        """What is being done, to whose record, how much of it is not saved yet, and how long a call has lasted."""
        count = len(self.wanted.targets)
        about = f"{count} marked rows" if count > 1 else self.wanted.identity
        done = f" {self.wanted.action.verb.capitalize()} "
        unsaved = f"unsaved {len(self.form.typed)}  " if self.form.typed else ""
        lasted = f"{(self.host.desk.clock.now() - self._began) // MINUTE} min" if self._began else ""
        right = f"{unsaved}{lasted}".rstrip()
        room = self.size.width - cell_len(done + right) - len(GAP) - 1
        self.bar.say((done, Tone.REVERSE), f" {identity_in(about or self.wanted.about, room)}", right=right)

    # who is on the telephone

    def _subject(self) -> str:
        """What the call is about: what is said so, else the record that the action is done to."""
        known, target = (self.wanted.targets or ({},))[0], HANDLERS[self.wanted.action.command].target
        own = f"{target.__name__.lower()}/{known['id']}" if target is not None and known.get("id") else ""
        return str(known.get("subject") or own)

    def _learn(self, subject: str) -> None:
        """Who the call is about, and so what may be told."""
        read = self.host.desk.read
        if subject:
            self.tasks.latest("person", lambda: person_of(read, subject), self._learned)

    def _learned(self, person: Person | None) -> None:
        self._about = person
        self._tell()

    def _tell(self) -> None:
        if self._about is not None:
            texts = self.form.texts
            said = may_be_told(self._about.may_tell, texts.get("whom", ""), texts.get("phone", ""))
            self.telling.show([(f"{self._about.name}: {said}", Tone.STRONG)])
        self.set_class(self._about is not None, "telling")

    def rehint(self) -> None:
        """The keys of a form."""
        self.foot.hint(IN_A_BLOCK if isinstance(self.focused, LongEntry) else HINTS)

    def on_descendant_focus(self) -> None:
        """In a block of text enter begins a new line; whoever comes back finds the same field."""
        self.rehint()
        if self._edited:
            self._keep()
        if self.is_call:
            self._tell()
            if person := self.form.texts.get("person", ""):
                self._learn(f"person/{person}")

    def on_answered(self, message: Answered) -> None:
        """A thread has ended."""
        self.tasks.answered(message)

    # keeping

    def _draft(self) -> Draft:
        """All that it takes to go on here. An amendment keeps what was typed: the rest is the record's."""
        field, at = self.form.cursor
        texts = self.form.typed if self.amends else self.form.texts
        parked = self.kept is not None and self.kept.parked
        draft = self.wanted.draft(texts)
        at_work = replace(draft, field=field, at=at, place=self.host.beneath, seen=self.seen)
        return replace(at_work, parked=parked, seed=self._seed)

    def on_form_edited(self, event: Form.Edited) -> None:
        """What is typed is on disk at once."""
        event.stop()
        self._edited = True
        self._keep()
        self.rebar()

    def _keep(self) -> None:
        self.drafts.keep(self._draft())
        self.drafts.write()

    def keep_typed(self) -> None:
        """The form as well."""
        super().keep_typed()
        if self._edited or self.form.typed.items() - self.texts.items():
            self._keep()

    def action_back(self) -> None:
        """Leave; what was typed waits in a draft."""
        if self._edited or self.kept:
            self._keep()
            back = ":drafts shows it" if self.drafts.parked() else "ctrl+t brings it back"
            self.host.say(f"Kept half-typed: {self.wanted.action.verb}; {back}")
        self.app.pop_screen()
        self.host.recount_drafts()

    def action_park(self) -> None:
        """Put the work aside for something that cannot wait: a form of the same kind then begins empty."""
        self.drafts.park(self._draft())
        self.app.pop_screen()
        self.host.say(f"Parked: {self.wanted.action.verb}; ctrl+t goes on with it")
        self.host.recount_drafts()

    # searching

    def on_form_searching(self, event: Form.Searching) -> None:
        """Records that what is typed could mean."""
        event.stop()
        read, now = self.host.desk.read, self.host.sight.now
        field, kind, text = event.field, event.kind, event.text
        self.tasks.latest(
            "search", lambda: candidates(read, kind, text, now), lambda found: self.form.offer(field, text, found)
        )

    # saving

    def on_form_finished(self, event: Form.Finished) -> None:
        """Enter on the last field."""
        event.stop()
        self.action_save()

    def action_save(self) -> None:
        """Carry it out, unless something is unclear or is to be seen first."""
        if self._saving:
            return
        texts = self.form.typed if self.amends else self.form.texts
        made = self.wanted.commands(texts, self.host.sight, self.seen)
        if isinstance(made, dict):
            self.form.wrong(made)
            self.refuse(all_unclear(made.values()))
            return
        identity, now = self.wanted.identity, self.host.sight.now
        preview = preview_of(made, lambda: self._give(made), identity, now)
        if preview is not None:
            self.app.push_screen(SingleScreen(preview))
        else:
            self._give(made)

    def _give(self, commands: Sequence[Command]) -> None:
        self._saving = True
        self.opened.clear()  # what is typed ahead is for whatever comes after the form
        self._keep()
        desk, draft = self.host.desk, self._draft()
        self.tasks.each(
            "save", lambda: carry_out(desk, commands, draft), lambda outcomes: self._told(commands, outcomes),
            slow=lambda: self._warn(SLOW),
        )  # fmt: skip

    def _told(self, commands: Sequence[Command], outcomes: Sequence[Outcome]) -> None:
        self._saving = False
        self.opened.set()
        for command, outcome in zip(commands, outcomes, strict=True):
            if len(commands) == 1 and isinstance(outcome, Refused):
                self.refuse(outcome.sentence)
                if outcome.offers:
                    show_offers(self.app, outcome, self.wanted.identity, lambda chosen: self._give([chosen]))
                return
            if len(commands) == 1 and isinstance(outcome, Stale):
                self._ask_which(command, outcome)
                return
        self.drafts.drop(self._draft())
        self.app.pop_screen()
        self.finished(replace(self.wanted, texts=self.form.typed), outcomes)

    def _ask_which(self, command: Command, stale: Stale) -> None:
        self.refuse(f"{self.host.sight.who(stale.by)} changed it first; nothing of yours was saved yet")
        desk = self.host.desk

        def mine() -> None:
            self.tasks.each("fresh", lambda: fresh(desk, command), lambda again: self._give([again]))

        def theirs() -> None:
            self.drafts.drop(self._draft())
            self.app.pop_screen()
            self.host.say("Left as they saved it")

        ask_which(self.app, stale, self.wanted.action.command, self.wanted.identity, mine, theirs)

    def refuse(self, sentence: str) -> None:
        """Say above the fields why it was not done."""
        self._warn(sentence)
        self.host.say("Not done", bad=True)

    def _warn(self, sentence: str) -> None:
        self.problem.styles.height = min(PROBLEM_LINES, len(wrap(clean(sentence), max(20, self.size.width - 2))))
        self.problem.show([(sentence, Tone.WARN)])
        self.add_class("warned")
