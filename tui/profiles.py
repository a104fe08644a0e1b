"""Whose keys: the profiles that somebody may choose, as differences from the keys that the registry gives.

Knows bindings by their ids, those of actions and motions; what a key does is said where its action stands."""

from collections.abc import Mapping
from dataclasses import dataclass

_DIGITS_COUNT = {
    "desk.queue": "f5",
    "desk.board": "f6",
    "desk.diary": "f7",
    "desk.escalations": "f8",
    "desk.inbox": "f13",
    "desk.promises": "f14",
    "desk.cases": "f17",
    "desk.staff": "f18",
    "desk.report": "f19",
    "desk.policy": "f20",
}
"""Where digits count, panes and lists have function keys; F13 to F20 are shift with F1 to F8 on a PC."""

PROFILES: Mapping[str, Mapping[str, str]] = {
    "default": {},
    "vim": {
        **_DIGITS_COUNT,
        "desk.find": "f3",
        "list.page-down": "pagedown,ctrl+d,ctrl+f",
        "list.page-up": "pageup,ctrl+u,ctrl+b",
    },
    "fkeys": {
        **_DIGITS_COUNT,
        "desk.help": "f1,question_mark",
        "desk.command": "f2,colon",
        "desk.find": "f3,ctrl+f",
        "desk.filter": "f4,slash",
        "desk.today": "T",
        "desk.back": "f10,escape",
        "escalation.raise": "f12,exclamation_mark",
    },
}
"""profile → id of a binding → its keys there."""

SAID = {
    "default": "digits go to panes and lists; # begins a count: #3j",
    "vim": "digits count: 3j; ctrl+f and ctrl+b turn pages; F5 to F8 are panes",
    "fkeys": "digits count: 3j; function keys come first",
}
"""profile → how it differs, in words."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one person; an unknown profile is the default one."""

    profile: str = "default"

    @property
    def changed(self) -> Mapping[str, str]:
        """id of a binding → its keys, where the registry's do not hold."""
        return PROFILES.get(self.profile, {})

    @property
    def digits_count(self) -> bool:
        """Whether a digit begins a count by itself."""
        return "desk.queue" in self.changed

    def of(self, id: str, keys: str) -> list[str]:
        """The keys of a binding, the one to show first, where the registry gives it `keys`."""
        return [key for key in self.changed.get(id, keys).split(",") if key]
