"""What people type, and what it means: the one translation between text and the fields of a command.

Forms, the `:` line and `caredesk do` share it, so that a date means the same wherever it is typed. Knows the
questions of a command, the policy's lists and the clock; nothing of screens."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, fields
from datetime import date, datetime, time
from enum import StrEnum
from functools import singledispatch
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from domain.desk.asking import Ask, questions, required
from domain.desk.bus import Command
from domain.policy import Policy
from domain.when import (
    TimeProblem,
    local_date,
    parse_birth,
    parse_date,
    parse_moment,
    parse_time,
    show_date,
    show_moment,
)
from domain.words import said
from tui.grammar_lines import lines_text, read_lines

RECORDS = frozenset({
    "person", "referral", "case", "package", "visit", "worker", "meeting", "action", "escalation", "message",
    "promise", "user", "shift", "absence", "emergency",
})  # fmt: skip
_MINUTES = re.compile(r"(?:(\d{1,3})\s*h)?\s*(?:(\d{1,5})\s*m?(?:in(?:utes)?)?)?")
MOST_CHARACTERS = {"long": 20_000, "lines": 200_000}
"""Longest answers by kind of question; others are one line, of at most MOST_IN_A_LINE."""
MOST_IN_A_LINE = 500
NONE = "none"
"""Typed where several answers may be given: that there are none, and not merely that nobody asked."""


class Unclear(ValueError):
    """A typed value that cannot be understood; the message says what to type instead."""


def types_of(command: type[Command]) -> dict[str, Any]:
    """field name → its type, without None."""
    return {name: _without_none(kind) for name, kind in get_type_hints(command).items()}


def _without_none(kind: Any) -> Any:
    if get_origin(kind) in (Union, UnionType):
        left = [part for part in get_args(kind) if part is not NoneType]
        return left[0] if len(left) == 1 else kind
    return kind


def choices(question: Ask, policy: Policy) -> dict[str, str]:
    """code → label of a question that is answered from a list; empty for others."""
    if question.kind in ("code", "codes"):
        return policy.choices(question.of)
    if question.kind == "choice":
        labels = policy.choices(question.words) if question.words else {}
        return {code: labels.get(code, said(code)) for code in question.of.split("|")}
    if question.kind == "yesno":
        return {"yes": "yes", "no": "no"}
    return {}


def defaults(command: type[Command]) -> dict[str, Any]:
    """field name → what it means to leave it empty, where that is something."""
    return {item.name: item.default for item in fields(command) if item.default not in (MISSING, None, "", (), False)}


def many(command: type[Command], name: str) -> bool:
    """Whether a field takes several values, typed with commas between them."""
    return get_origin(types_of(command).get(name)) is tuple


def tells_none_apart(command: type[Command], name: str) -> bool:
    """Whether a question of several answers is one that nobody asked until it is answered, be it with none."""
    return many(command, name) and NoneType in get_args(get_type_hints(command)[name])


def value(command: type[Command], name: str, text: str, now: datetime, policy: Policy) -> Any:
    """The value of a field as typed. Raises Unclear."""
    question, kind = questions(command)[name], types_of(command)[name]
    if len(text) > (most := MOST_CHARACTERS.get(question.kind, MOST_IN_A_LINE)):
        raise Unclear(f"too long: {len(text)} characters, where {most} have room")
    if question.kind == "lines":
        return _lines(text, kind, now)
    if get_origin(kind) is tuple:
        parts = [part.strip() for part in text.split(",") if part.strip()]
        inner = get_args(kind)[0]
        if len(parts) == 1 and NONE not in choices(question, policy) and _says_none(command, name, parts[0].lower()):
            return ()
        return tuple(_one(question, inner, part, now, policy) for part in parts)
    return _one(question, kind, text.strip(), now, policy)


def _says_none(command: type[Command], name: str, said: str) -> bool:
    return said == NONE or (tells_none_apart(command, name) and NONE.startswith(said))


def _one(question: Ask, kind: Any, text: str, now: datetime, policy: Policy) -> Any:
    try:
        read = _READERS.get(question.kind)
        found = read(question, text, now, policy) if read else text
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            return kind(found)
        if kind is int and isinstance(found, float):
            raise Unclear(f"'{text}' is not a whole number")
    except TimeProblem as problem:
        raise Unclear(str(problem)) from None
    return found


def _code(question: Ask, text: str, now: datetime, policy: Policy) -> str:
    known = choices(question, policy)
    sought = text.lower()
    if text in known:
        return text
    for fits in (str.__eq__, str.startswith):
        hits = [code for code, label in known.items() if fits(code.lower(), sought) or fits(label.lower(), sought)]
        if len(hits) == 1:
            return hits[0]
        if hits:
            raise Unclear(f"'{text}' could be {_or(hits[:6])}")
    if not known:
        raise Unclear(f"the list '{question.of}' is empty in this service's policy")
    raise Unclear(f"'{text}' is not in the list: {_or(list(known)[:8])}{' ...' if len(known) > 8 else ''}")


def _or(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _yesno(question: Ask, text: str, now: datetime, policy: Policy) -> bool:
    word = text.lower()
    if (word and any(full.startswith(word) for full in ("yes", "true"))) or word == "1":
        return True
    if (word and any(full.startswith(word) for full in ("no", "false"))) or word == "0":
        return False
    raise Unclear(f"'{text}' is neither yes nor no")


def _minutes(question: Ask, text: str, now: datetime, policy: Policy) -> int:
    clock = re.fullmatch(r"(\d{1,3}):(\d{2})", text)
    found = clock or _MINUTES.fullmatch(text.lower())
    if not text or not found:
        raise Unclear(f"'{text}' is no length of time; type minutes, such as 45, or 1h30")
    return int(found[1] or 0) * 60 + int(found[2] or 0)


def _number(question: Ask, text: str, now: datetime, policy: Policy) -> float:
    if not re.fullmatch(r"-?\d{1,9}(\.\d{1,9})?", text):
        raise Unclear(f"'{text}' is not a number that means anything here")
    return float(text) if "." in text else int(text)


def _reference(question: Ask, text: str, now: datetime, policy: Policy) -> str:
    ref = text.rpartition("/")[2]
    if " " in ref:
        raise Unclear(f"'{text}' is a name; choose the {question.kind} from the list, or type its reference")
    return ref if question.kind == "user" else ref.upper()


_READERS: dict[str, Callable[[Ask, str, datetime, Policy], Any]] = {
    "code": _code,
    "codes": _code,
    "choice": _code,
    "yesno": _yesno,
    "minutes": _minutes,
    "number": _number,
    "date": lambda question, text, now, policy: parse_date(text, local_date(now)),
    "birth": lambda question, text, now, policy: parse_birth(text, local_date(now)),
    "moment": lambda question, text, now, policy: parse_moment(text, now),
    "time": lambda question, text, now, policy: parse_time(text),
    **dict.fromkeys(RECORDS, _reference),
}


def _lines(text: str, kind: Any, now: datetime) -> tuple[Any, ...]:
    try:
        return read_lines(get_args(kind)[0], text, now)
    except ValueError as problem:
        raise Unclear(str(problem)) from None


def build(
    command: type[Command], texts: Mapping[str, str], now: datetime, policy: Policy, **known: Any
) -> Command | dict[str, str]:
    """The command that the typed texts mean, or field → sentence for each that is unclear or missing.

    `known` are values that need no typing, such as `seen`."""
    asked, needed = questions(command), required(command)
    values: dict[str, Any] = dict(known)
    unclear: dict[str, str] = {}
    for name in texts.keys() - asked.keys():
        unclear[name] = f"there is no answer called '{name}' here; the answers are {', '.join(asked)}"
    for name, question in asked.items():
        text = texts.get(name, "").strip()
        if not text:
            if name in needed and name not in known:
                unclear[name] = f"{question.label}: an answer is needed"
            continue
        try:
            values[name] = value(command, name, text, now, policy)
        except Unclear as problem:
            unclear[name] = f"{question.label}: {problem}"
    return unclear or command(**values)


def all_unclear(sentences: Iterable[str]) -> str:
    """What is unclear, in one line: `Ring back on, How soon: an answer is needed`."""
    asked: dict[str, list[str]] = {}
    for sentence in dict.fromkeys(sentences):
        label, _, problem = sentence.partition(": ")
        asked.setdefault(problem, []).append(label)
    return "; ".join(f"{', '.join(labels)}{': ' if problem else ''}{problem}" for problem, labels in asked.items())


@singledispatch
def text_of(value: Any) -> str:
    """A value as somebody would type it: the inverse of `value`."""
    return "" if value is None else str(value)


@text_of.register
def _(value: bool) -> str:
    return "yes" if value else "no"


@text_of.register
def _(value: datetime) -> str:
    shown = show_moment(value)
    half = {"a": " first", "b": " second"}.get(shown[-1], "")
    return shown.removesuffix(shown[-1] if half else "").partition(" ")[2] + half


@text_of.register
def _(value: date) -> str:
    return f"{value:%d/%m/%Y}"


@text_of.register
def _(value: time) -> str:
    return f"{value:%H:%M}"


@text_of.register
def _(value: tuple) -> str:  # type: ignore[type-arg]
    if all(isinstance(part, str) for part in value):
        return ", ".join(value)
    return lines_text(value)


def typed_as(question: Ask, value: Any) -> str:
    """A value as somebody would answer this question with it."""
    if question.kind == "lines" and isinstance(value, tuple):
        return lines_text(value)
    return text_of(value)


def read_back(question: Ask, value: Any, policy: Policy, names: Callable[[str], str] = str) -> str:
    """What was understood, in full: `Mon 23 Nov 2026 09:30`, a code's label, a name."""
    if isinstance(value, tuple) and question.kind == "lines":
        return "; ".join(lines_text(value).splitlines())
    if isinstance(value, tuple):
        return ", ".join(read_back(question, part, policy, names) for part in value) or NONE
    if isinstance(value, datetime):
        return show_moment(value)
    if isinstance(value, date):
        return show_date(value)
    by_kind: dict[str, Callable[[], str]] = {
        "code": lambda: policy.label(question.of, value),
        "codes": lambda: policy.label(question.of, value),
        "choice": lambda: choices(question, policy).get(value, text_of(value)),
        "minutes": lambda: f"{value} minutes",
        **dict.fromkeys(RECORDS, lambda: names(value)),
    }
    return by_kind.get(question.kind, lambda: text_of(value))()
