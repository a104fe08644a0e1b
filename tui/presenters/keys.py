"""The trial of a terminal's keys: which key to press now, which arrived, and what to press instead of the others."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tui.keymap import MOTIONS, keys_of, shown
from tui.present import Told, Tone
from tui.profiles import PROFILES, SAID, Keys

TRIED = (
    "f5", "f6", "f7", "f8", "f9", "f10", "f12", "f1", "f2", "f3", "pagedown", "pageup", "home", "end",
    "ctrl+f", "ctrl+o", "ctrl+p", "ctrl+t",
)  # fmt: skip
"""Keys that not every terminal sends as it should, those of the panes first."""
INSTEAD = {
    "pagedown": "ctrl+d", "pageup": "ctrl+u", "home": "g", "end": "G", "f12": "!", "ctrl+o": "enter on the last answer",
}  # fmt: skip
NEXT = "space"
"""Says that the key which is asked for does not arrive."""


@dataclass(frozen=True, slots=True)
class Trial:
    """How far it is: each key that was asked for, and whether it arrived."""

    results: tuple[tuple[str, bool], ...] = ()

    @property
    def asked(self) -> str:
        """The key to press now; '' when all were tried."""
        return TRIED[len(self.results)] if len(self.results) < len(TRIED) else ""

    def pressed(self, key: str) -> "Trial":
        """After a key: the one that is asked for arrived, or was given up; another key changes nothing."""
        if not self.asked or key not in (self.asked, NEXT):
            return self
        return replace(self, results=(*self.results, (self.asked, key == self.asked)))


def told(trial: Trial, keys: Keys, heard: str) -> Sequence[Told]:
    """What stands on the screen: the key to press, what arrived so far, and the profiles to choose from."""
    arrived = " ".join(shown(key) for key, fine in trial.results if fine) or "-"
    missing = [key for key, fine in trial.results if not fine]
    asked: Told = (f"Press {shown(trial.asked)} now", Tone.REVERSE) if trial.asked else ("All tried.", Tone.STRONG)
    other = f"  {shown(heard)} arrived instead" if heard and trial.asked else ""
    return (
        asked,
        f"{NEXT} if nothing happens; esc leaves, at any time.{other}",
        "",
        f"Arrived: {arrived}",
        *(f"Does not: {shown(key)}: press {instead(key, keys)} instead" for key in missing),
        "",
        *(
            (f"{name[0]}  {name:<8} {SAID[name]}{'  (yours)' if name == keys.profile else ''}", Tone.PLAIN)
            for name in PROFILES
        ),
    )


def instead(key: str, keys: Keys) -> str:
    """What else does what a key does."""
    for motion in MOTIONS:
        names = keys_of(motion, keys)
        if shown(key) in names:
            others = [name for name in names if name != shown(key)]
            return " or ".join([*others, f":{motion.verb}"])
    return INSTEAD.get(key, "the : line")
