"""The one registry of actions: from it come keys, footer, help pages, `:` commands and `caredesk do`.

An action names the command that it gives and where it stands; its questions are the command's own fields.
`tui/action_table.py` is the list of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.access import Caller
from domain.desk.asking import required
from domain.desk.bus import HANDLERS, Command
from domain.words import said


@dataclass(frozen=True, slots=True)
class Action:
    """`id` is stable; `key` is its key in the places of `where` (queue, board, diary, escalations, person,
    case, visit, inbox, meeting, or `any`); `verb` is the word of the footer and of the `:` line; `fills` maps
    the command's fields to parts of the row under the cursor (`ref`, `person`, `revision`, `worker`, ...).

    A `direct` action runs at its key when no required answer is missing; any other shows its form first.
    `states` are those of the row in which it can succeed (empty: any), and `only` says them in words: it is for
    'a referral that is still open'."""

    id: str
    verb: str
    command: type[Command]
    help: str
    key: str = ""
    where: tuple[str, ...] = ()
    fills: tuple[tuple[str, str], ...] = ()
    confirm: str = ""
    direct: bool = False
    states: frozenset[str] = frozenset()
    only: str = ""

    @property
    def undoable(self) -> bool:
        """Whether `u` can take it back."""
        return HANDLERS[self.command].undoable

    def answers(self, parts: Mapping[str, Any]) -> dict[str, Any]:
        """What the row under the cursor already answers: field → value."""
        return {field: parts[part] for field, part in self.fills if parts.get(part) not in (None, "", ())}

    def is_hinted(self, caller: Caller, parts: Mapping[str, Any]) -> bool:
        """Whether its key matters on a row with these parts: it can be done, to what the row stands for."""
        about = self.fills[0][0] if self.fills else ""
        return not self.obstacle(caller, parts) and (
            about not in required(self.command) or about in self.answers(parts)
        )

    def obstacle(self, caller: Caller, parts: Mapping[str, Any]) -> str:
        """Why it cannot be done now on a row with these parts, to read out; '' when nothing is known against it."""
        right = HANDLERS[self.command].right
        if not caller.may(right):
            return f"{self.verb} needs the right '{right}'"
        state = str(parts.get("state", ""))
        if self.states and state and state not in self.states:
            return f"it is {said(state)}: {self.verb} is for {self.only}"
        if self.fills and "any" not in self.where and "id" in dict(self.fills) and "id" not in self.answers(parts):
            return f"{self.verb} needs {_a(dict(self.fills)['id'])} under the cursor"
        return ""


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeio" else f"a {noun}"  # a user
