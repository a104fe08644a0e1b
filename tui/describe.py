"""Actions in words, made from the registry and the questions of their commands: for help pages and `do --list`."""

from collections.abc import Iterator
from typing import Any

from domain.desk.asking import questions, required
from domain.desk.bus import HANDLERS
from domain.policy import Policy
from tui.actions import Action
from tui.grammar import choices, defaults, many, text_of

SEEN = "seen"
_SEEN_LABEL = "The revision that you saw; refused as stale when somebody has changed it since"


def action_help(action: Action, policy: Policy) -> Iterator[str]:
    """An action's help as lines: its name, key and purpose, then its questions with the codes that answer them."""
    where = f" ({action.key} in {', '.join(action.where)})" if action.key else ""
    ending = "" if action.undoable else " Cannot be undone."
    yield f"{action.id}{where}: {action.help}{ending}"
    for asked in _arguments(action, policy):
        mark = "" if asked["required"] else "?"
        kind = asked["kind"] + (", several with commas" if asked["many"] else "")
        yield f"    {asked['name']}{mark}  {asked['label']} [{kind}] {asked['help']}".rstrip()
        if asked["choices"]:
            yield f"        {'; '.join(_choice(code, label) for code, label in asked['choices'].items())}"


def action_summary(action: Action, policy: Policy) -> dict[str, Any]:
    """An action as one JSON object."""
    return {
        "id": action.id,
        "verb": action.verb,
        "key": action.key,
        "where": list(action.where),
        "help": action.help,
        "right": HANDLERS[action.command].right,
        "undoable": action.undoable,
        "arguments": list(_arguments(action, policy)),
    }


def _arguments(action: Action, policy: Policy) -> Iterator[dict[str, Any]]:
    needed, default = required(action.command), defaults(action.command)
    for name, question in questions(action.command).items():
        if question.hidden:
            continue
        yield {
            "name": name, "label": question.label, "kind": question.kind, "of": question.of,
            "required": name in needed, "many": question.kind != "lines" and many(action.command, name),
            "default": text_of(default.get(name)), "help": question.help, "choices": choices(question, policy),
        }  # fmt: skip
    if HANDLERS[action.command].target is not None:
        yield {
            "name": SEEN, "label": _SEEN_LABEL, "kind": "number", "of": "", "required": False, "many": False,
            "default": "", "help": "", "choices": {},
        }  # fmt: skip


def _choice(code: str, label: str) -> str:
    return code if code == label else f"{code} {label}"
