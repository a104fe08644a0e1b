"""Actions in words, made from the registry and the questions of their commands: for help pages and `do --list`."""

from collections.abc import Iterator
from typing import Any

from domain.desk.asking import questions, required
from tui.actions import Action


def action_help(action: Action) -> Iterator[str]:
    """An action's help as lines: its name, key and purpose, then its questions."""
    where = f" ({action.key} in {', '.join(action.where)})" if action.key else ""
    ending = "" if action.undoable else " Cannot be undone."
    yield f"{action.id}{where}: {action.help}{ending}"
    needed = required(action.command)
    for name, question in questions(action.command).items():
        if not question.hidden:
            extra = f" [{question.kind}{' ' + question.of if question.of else ''}]"
            yield f"    {name}{'' if name in needed else '?'}  {question.label}{extra} {question.help}".rstrip()


def action_summary(action: Action) -> dict[str, Any]:
    """An action as one JSON object."""
    needed = required(action.command)
    return {
        "id": action.id,
        "verb": action.verb,
        "key": action.key,
        "where": list(action.where),
        "help": action.help,
        "undoable": action.undoable,
        "arguments": [
            {
                "name": name,
                "label": question.label,
                "kind": question.kind,
                "of": question.of,
                "required": name in needed,
            }
            for name, question in questions(action.command).items()
            if not question.hidden
        ],
    }
