"""The part of the app that does things: actions asked for by key, line or help, and what became of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from domain.desk.bus import Command, Done, Entry, Outcome, Refused, Stale
from domain.desk.roster import Publish
from domain.desk.undoing import Redo, Steps, Undo
from domain.when import show_date
from tui.acting import Request, carry_out, fresh, request, runs_at_once, verdict
from tui.actions import Action
from tui.drafts import Draft
from tui.going import GoingApp
from tui.keymap import action_called
from tui.presenters.news import about, verb_of
from tui.screens.base import View
from tui.screens.shell import Shell
from tui.screens.single import SingleScreen
from tui.tasks import SLOW


class DoingApp(GoingApp):
    """Carries actions out, asks what they lack, and says what came of them. `last` is the action done last, with
    the answers that were typed."""

    last: tuple[Action, Mapping[str, str]] | None = None

    def act(self, action: Action, view: View | None, texts: Mapping[str, str] | None = None) -> None:
        """Do an action on what is under the cursor of a view, asking what is missing."""
        from tui.screens.forms import FormScreen

        parts = view.targets() if view is not None and action.fills else [{}]
        meant_here = texts is None or ("id" not in texts and "id" in action.answers(parts[0]))
        if meant_here and (obstacle := action.obstacle(self.desk.caller, parts[0])):
            self.say(obstacle[:1].upper() + obstacle[1:], bad=True)
            return
        if action.command is Publish and texts is not None and not parts[0].get("day"):
            texts = {"day": "today", **texts}
        wanted = request(action, parts, texts or {}, view.whose(action) if view is not None else "")
        if not runs_at_once(wanted, typed=texts is not None):
            if not wanted.about:
                wanted = replace(wanted, number=self.kept.unused(action.id))
            self.push_screen(FormScreen(wanted, self.kept, lambda request, told: self.told(request, told, view)))
        elif action.confirm and texts is None and isinstance(self.screen, Shell):
            self.screen.foot.open(":", f"{action.verb} ")
        else:
            self._run(wanted, view)

    def _run(self, wanted: Request, view: View | None) -> None:
        made = wanted.commands(wanted.texts, self.sight)
        if isinstance(made, dict):
            self.say("; ".join(made.values()), bad=True)
        elif isinstance(made[0], Publish):
            self._show_difference(made[0], wanted, view)
        else:
            self.give(wanted, made, view)

    def _show_difference(self, publish: Publish, wanted: Request, view: View | None) -> None:
        """However publishing was asked for, what it would tell whom is seen before anybody is told."""
        from tui.screens.board_lists import DifferenceView

        difference = DifferenceView(publish.day, lambda: self.give(wanted, [publish], view))
        self.push_screen(SingleScreen(difference))

    def give(self, wanted: Request, commands: Sequence[Command], view: View | None) -> None:
        """Carry commands out in a thread, and say what came of them."""
        desk = self.desk
        self.tasks.each(
            "command",
            lambda: carry_out(desk, commands),
            lambda outcomes: self._came_back(wanted, commands, outcomes, view),
            slow=lambda: self.say(SLOW),
        )

    def _came_back(
        self, wanted: Request, commands: Sequence[Command], outcomes: Sequence[Outcome], view: View | None
    ) -> None:
        from tui.screens.stale import ask_which, show_offers

        self.told(wanted, outcomes, view)
        if len(outcomes) > 1:
            return
        outcome, command = outcomes[0], commands[0]
        if isinstance(outcome, Refused) and outcome.offers:
            show_offers(self, outcome, wanted.identity, lambda chosen: self.give(wanted, [chosen], view))
        if isinstance(outcome, Stale):
            desk = self.desk

            def mine() -> None:
                self.tasks.each("fresh", lambda: fresh(desk, command), lambda again: self.give(wanted, [again], view))

            ask_which(self, outcome, type(command), wanted.identity, mine, lambda: self.say("Left as they saved it"))

    def told(self, wanted: Request, outcomes: Sequence[Outcome], view: View | None) -> None:
        """Say what came of an action, and put the cursor on what was made."""
        text, bad = verdict(wanted.action, outcomes, lambda subject: self._named(subject, wanted))
        self.say(text, bad=bad)
        self.recount_drafts()
        if view is not None and view.is_attached:
            view.done()
            view.reread()
        done = [outcome for outcome in outcomes if isinstance(outcome, Done)]
        if done:
            self.last = (wanted.action, {name: text for name, text in wanted.texts.items() if name != "id"})
        if len(done) == 1 and not wanted.about:
            self.seek(done[0].subject)

    def _named(self, subject: str, wanted: Request) -> str:
        kind, _, ref = subject.partition("/")
        if kind == "roster":
            return show_date(date.fromisoformat(ref)).rpartition(" ")[0]
        name = wanted.identity.partition("  ")[0]
        return f"{name} {ref}".strip()

    # undo

    def action_undo(self) -> None:
        """Take back the last own change, whichever session it was made in."""
        self._step(("Took back", "taken back"), Undo, lambda steps: steps.last)

    def action_redo(self) -> None:
        """Do again what was taken back last."""
        self._step(("Did again", "done again"), Redo, lambda steps: steps.undone)

    def _step(self, words: tuple[str, str], command: type[Command], pick: Callable[[Steps], Entry | None]) -> None:
        desk = self.desk

        def step() -> tuple[str, Outcome]:
            entry = pick(desk.read.own_steps(desk.caller.user.id))
            return f"{verb_of(entry.kind)} {about(entry, desk.read)}" if entry else "", desk.handle(command())

        def stepped(found: tuple[str, Outcome]) -> None:
            what, outcome = found
            if isinstance(outcome, Done):
                self.say(f"{words[0]}: {what}")
            else:
                self.say(f"Not {words[1]}: {what}. {outcome.sentence}" if what else outcome.sentence, bad=True)

        self.tasks.each("command", step, stepped, slow=lambda: self.say(SLOW))

    # drafts

    def recount_drafts(self) -> None:
        """The number of parked forms may have changed."""
        self.parked = len(self.kept.all())
        self.restate()

    def parked_forms(self) -> Sequence[Draft]:
        """The forms that wait half-typed, newest first."""
        return self.kept.all()

    def action_drafts(self) -> None:
        """Show every form that waits half-typed."""
        from tui.screens.drafts import DraftsView

        self.push_screen(SingleScreen(DraftsView(self.kept, self.go_on_with)))

    def go_on_with(self, draft: Draft) -> None:
        """Open a half-typed form again as it was."""
        from tui.screens.forms import FormScreen

        action = action_called(draft.action)
        if action is None:
            self.say("This form belongs to another version of caredesk", bad=True)
            return
        if draft.place not in ("", self.beneath):
            self.go_to(draft.place)
        wanted = Request(action, (draft.known, *draft.more), {}, draft.whose, draft.number)
        self.push_screen(FormScreen(wanted, self.kept, lambda request, told: self.told(request, told, None), draft))

    def action_unpark(self) -> None:
        """Go on with what was parked last, or with the only form that waits; of several, show which there are."""
        waiting = self.kept.all()
        draft = self.kept.parked() or (waiting[0] if len(waiting) == 1 else None)
        if draft is not None:
            self.go_on_with(draft)
        else:
            self.action_drafts()
