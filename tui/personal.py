"""The part of the app that is somebody's own: their keys, the views they saved, and what they did last.

All of it comes from their habits and goes back there; nothing of it is a record of the desk."""

from textual import events

from tui.actions import Action
from tui.doing import DoingApp
from tui.habits import HabitsFile, Saved
from tui.profiles import PROFILES, SAID, Keys
from tui.screens.desk import DeskScreen
from tui.screens.shell import Shell
from tui.screens.single import SingleScreen

GREETING = "Press F5 now: do this terminal's keys arrive? Any other key goes on"
ARRIVES = "F5 arrives; :keys tries the others, and lets you choose a profile of keys"


class PersonalApp(DoingApp):
    """Obeys somebody's own keys. `greeting` is what is said below at their first sitting, until they press a key."""

    habits: HabitsFile
    greeting = ""

    def settle_in(self) -> None:
        """Take the keys of the person's profile, and greet whoever is here for the first time."""
        self.keys = Keys(self.habits.now.keys)
        self.set_keymap(dict(self.keys.changed))
        if not self.habits.now.tried:
            self.greeting = GREETING

    async def on_event(self, event: events.Event) -> None:
        """The first key ends the greeting, whichever it is."""
        if self.greeting and isinstance(event, events.Key):
            self.greeting = ""
            self.habits.change(tried=True)
            self._rehint()
            if event.key == "f5":
                self.say(ARRIVES)
        await super().on_event(event)

    def _rehint(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, Shell):
                screen.rehint()

    def action_try_keys(self, profile: str = "") -> None:
        """Choose a profile by its name, or try the keys of the terminal first."""
        from tui.screens.keys import KeysView

        if profile in PROFILES:
            self.choose_keys(profile)
        elif profile:
            self.say(f"There is no profile of keys '{profile}': {', '.join(PROFILES)}", bad=True)
        else:
            self.push_screen(SingleScreen(KeysView(self.keys, self.choose_keys)))

    def choose_keys(self, profile: str) -> None:
        """Keys are those of another profile from now on."""
        self.habits.change(keys=profile, tried=True)
        self.settle_in()
        self._rehint()
        self.say(f"Keys: {profile}. {SAID[profile][:1].upper()}{SAID[profile][1:]}")

    def action_palette(self) -> None:
        """Every command of the desk, found by its word or by what it does."""
        from tui.screens.palette import PaletteView

        view = self.screen.view if isinstance(self.screen, Shell) else None
        self.push_screen(SingleScreen(PaletteView(view, self.desk.caller, self.keys, self.run_possible)))

    # saved views

    def action_views(self) -> None:
        """The lists and filters that were saved."""
        from tui.screens.views import ViewsView

        self.push_screen(SingleScreen(ViewsView(self.habits, self.show_view)))

    def action_show_view(self, number: str = "") -> None:
        """The saved view of a number, or all of them."""
        self.show_view(number) if number else self.action_views()

    def action_keep_view(self, number: str = "") -> None:
        """Save the present list."""
        if number.isdigit() and len(number) == 1:
            self.keep_view(number)
        else:
            self.say("A view is saved under one digit: :keep 1", bad=True)

    def show_view(self, number: str) -> None:
        """Go to the list that was saved under a number, and filter it as it was."""
        saved = self.habits.now.views.get(number)
        if saved is None:
            self.say(f'Nothing is saved under {number}: " and the digit saves the list that you see', bad=True)
            return
        kind, _, ref = saved.address.partition("/")
        if kind == "pane":
            self.go_to_pane(int(ref))
        else:
            self.action_open(saved.address)
        self.call_later(self._filter, saved)

    def _filter(self, saved: Saved) -> None:
        if isinstance(self.screen, Shell) and self.screen.view is not None and self.address == saved.address:
            self.screen.view.only(saved.wanted)

    def keep_view(self, number: str) -> None:
        """Save the present list with its filter under a number."""
        view = self.screen.view if isinstance(self.screen, Shell) else None
        if view is None or not (isinstance(self.screen, DeskScreen) or self.address.startswith("list/")):
            self.say("Only panes and lists can be saved as views", bad=True)
            return
        self.habits.change(views={**self.habits.now.views, number: Saved(self.address, view.filtered)})
        self.say(
            f"Saved under {number}: {view.named}{' /' + view.filtered if view.filtered else ''}; '{number} shows it"
        )

    # again

    def action_repeat(self) -> None:
        """Do the last thing again, with the answers that were typed, to what is under the cursor now."""
        if self.last is None:
            self.say("Nothing has been done yet that could be repeated", bad=True)
            return
        action, texts = self.last
        view = self.screen.view if isinstance(self.screen, Shell) else None
        if not self._may_repeat(action):
            self.say(f"{action.verb.capitalize()} cannot be repeated unseen", bad=True)
        else:
            self.act(action, view, texts)

    def _may_repeat(self, action: Action) -> bool:
        """What `u` takes back, on what is under a cursor."""
        return action.undoable and "id" in dict(action.fills)
