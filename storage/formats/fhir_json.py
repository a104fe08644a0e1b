"""FHIR JSON to the neutral tree of `domain/exchange/tree.py`.

Strict about form, lenient about meaning: a name that stands twice keeps both values, numbers keep their
digits, and nothing is refused because a field is unknown. Knows nothing of what a message means."""

import html
import json
import re

from domain.exchange.tree import Node, Value
from domain.exchange.wording import line
from domain.message import Trouble
from storage.formats.limits import MAX_DEPTH, MAX_NODES, Unreadable, too_deep, too_many

MOST_TROUBLES = 20

_TAG = re.compile(r"<[^<>]*>")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class _Object(list[tuple[str, object]]):
    """A JSON object as its pairs, so that repeated names survive."""


def parse(text: str) -> tuple[Node, tuple[Trouble, ...]]:
    """The tree of a JSON text that holds one object, and what was odd about it. Raises Unreadable."""
    if text.count("{") + text.count("[") > MAX_NODES:
        raise too_many()
    try:
        found = json.loads(
            text, object_pairs_hook=_Object, parse_int=str, parse_float=str, parse_constant=str, strict=False
        )
    except json.JSONDecodeError as problem:
        where = f"line {problem.lineno}, column {problem.colno}"
        raise Unreadable(f"The file is not whole JSON ({where}: {problem.msg}); ask for another copy") from None
    except RecursionError:
        raise too_deep() from None
    if not isinstance(found, _Object):
        raise Unreadable("The file holds a list or a single value, not one message; split it into one file a message")
    reader = _Reader()
    tree = reader.node(found, 1)
    return tree, tuple(reader.troubles)


def visible_text(markup: str) -> str:
    """The words of an XHTML narrative without its markup."""
    return " ".join(html.unescape(_TAG.sub(" ", markup)).split())


class _Reader:
    """Turns pairs into nodes, counting as it goes."""

    def __init__(self) -> None:
        self.troubles: list[Trouble] = []
        self._count = 0

    def node(self, pairs: _Object, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise too_deep()
        values: dict[str, list[object]] = {}
        for name, value in pairs:
            if name in values:
                self._note(name, "stands twice in one object; the first is used")
            values.setdefault(name, []).extend(value if type(value) is list else [value])
        found: Node = {}
        for name, parts in values.items():
            if not name.startswith("_") or name[1:] not in values:
                beside = values.get(f"_{name}", [])
                self._put(found, _safe(name.removeprefix("_")), parts, beside, depth)
        return found

    def _note(self, name: str, what: str) -> None:
        trouble = Trouble(where=line(name), what=what)
        if trouble not in self.troubles and len(self.troubles) < MOST_TROUBLES:
            self.troubles.append(trouble)

    def _put(self, into: Node, name: str, parts: list[object], beside: list[object], depth: int) -> None:
        """Values and, beside them, the extensions of primitive ones; an extension without a value stands for
        it."""
        kept: list[Value] = []
        extras: list[Value] = []
        for index in range(max(len(parts), len(beside))):
            value = self._value(parts[index], name, depth) if index < len(parts) else None
            extra = self._value(beside[index], name, depth) if index < len(beside) else None
            if value is None:
                value, extra = extra, None
            if value is not None:
                kept.append(value)
                extras.append(extra)
        if kept:
            into[name] = kept
        if any(extra is not None for extra in extras):
            into[f"_{name}"] = _trimmed(extras)

    def _value(self, value: object, name: str, depth: int) -> Value:
        self._count += 1
        if self._count > MAX_NODES:
            raise too_many()
        if isinstance(value, _Object):
            return self.node(value, depth + 1) or None
        if isinstance(value, list):
            self._note(name, "holds a list within a list, which was left out")
            return None
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, str):
            return _safe(visible_text(value)) if name == "div" else _safe(value)
        return None


def _trimmed(extras: list[Value]) -> list[Value]:
    while extras and extras[-1] is None:
        extras.pop()
    return extras


def _safe(text: str) -> str:
    """Text that every database and encoding can hold."""
    return _UNSTORABLE.sub("\ufffd", text)
