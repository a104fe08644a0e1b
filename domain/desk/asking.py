"""How a command says what it needs: each field carries the question that a form or a command line asks.

From these come the forms, the command-line grammar and the help; no screen knows the fields of any command."""

from dataclasses import MISSING, dataclass, field, fields
from typing import Any

from domain.desk.bus import Command


@dataclass(frozen=True, slots=True)
class Ask:
    """One question. `kind` is text, long, code, codes, choice, date, birth, moment, time, minutes, number, yesno,
    lines, or the name of a record (person, referral, case, package, visit, worker, meeting, action, escalation,
    message, promise). `of` is the code list for code and codes, or `a|b|c` for choice, whose words a code list may
    have (`words`). What is `fresh` is asked anew each time, whatever the record has from last time. `hidden` fields
    are for programs."""

    label: str
    kind: str = "text"
    of: str = ""
    help: str = ""
    hidden: bool = False
    words: str = ""
    fresh: bool = False


def ask(
    label: str,
    kind: str = "text",
    *,
    of: str = "",
    help: str = "",
    default: Any = MISSING,
    hidden: bool = False,
    words: str = "",
    fresh: bool = False,
) -> Any:
    """A dataclass field that asks a question; without a default an answer is required."""
    question = Ask(label, kind, of, help, hidden, words, fresh)
    if default is MISSING:
        return field(metadata={"ask": question})
    return field(default=default, metadata={"ask": question})


def questions(command: type[Command]) -> dict[str, Ask]:
    """field name → question, in the order of asking."""
    return {item.name: item.metadata["ask"] for item in fields(command) if "ask" in item.metadata}


def required(command: type[Command]) -> frozenset[str]:
    """The fields without a default."""
    return frozenset(
        item.name for item in fields(command) if item.default is MISSING and item.default_factory is MISSING
    )
