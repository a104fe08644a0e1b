"""A message as a neutral tree, and tolerant ways to look into it.

A node is a dict of lists: every name leads to the list of its values, each value being a node, a text or None
(a place held open by an extension). All numbers and truth values are texts as they were written, so that the
XML and the JSON form of one message are the same tree. Looking for what is not there, or is of another shape,
gives an empty answer. Knows nothing of files, encodings or what a message means."""

import hashlib
import json
import re
from collections.abc import Collection, Iterator
from typing import TypeAlias

Value: TypeAlias = "dict[str, list[Value]] | str | None"
Node: TypeAlias = dict[str, list[Value]]

ENVELOPE = frozenset({"id", "meta", "timestamp", "identifier", "link", "signature", "total"})

_RESOURCE_NAME = re.compile(r"[A-Z][A-Za-z]{1,60}[a-z]")


def nodes(node: Node, *path: str) -> Iterator[Node]:
    """Every node at the end of the path, in order."""
    for value in _walk(node, path):
        if isinstance(value, dict):
            yield value


def texts(node: Node, *path: str) -> Iterator[str]:
    """Every text at the end of the path, in order, without surrounding space; empty ones are left out."""
    for value in _walk(node, path):
        if isinstance(value, str) and value.strip():
            yield value.strip()


def node(parent: Node, *path: str) -> Node:
    """The first node at the end of the path, or an empty one."""
    return next(nodes(parent, *path), {})


def text(parent: Node, *path: str) -> str:
    """The first text at the end of the path, or ''."""
    return next(texts(parent, *path), "")


def kind(of: Node) -> str:
    """The resource type: `Patient`, `Bundle`; '' for a node that is no resource."""
    return text(of, "resourceType")


def is_resource_name(name: str) -> bool:
    """Whether a word has the form of a resource type."""
    return _RESOURCE_NAME.fullmatch(name) is not None


def has(parent: Node, name: str) -> bool:
    """Whether anything at all stands under the name, readable or not."""
    return bool(parent.get(name))


def extension(parent: Node, ending: str) -> Node:
    """The first extension whose address ends so (case apart), or an empty node."""
    for found in nodes(parent, "extension"):
        if text(found, "url").casefold().endswith(ending.casefold()):
            return found
    return {}


def digest(tree: Node) -> str:
    """A fingerprint of the content, the envelope apart, as 64 hexadecimal digits.

    Left out are ids and times of the bundle, every `meta`, and of the message header everything but its
    event; the order of entries and the white space within texts do not count. A message sent again with the
    same content has the same fingerprint, in XML and in JSON."""
    if kind(tree) != "Bundle":
        content = _plain(tree)
    else:
        entries = sorted(json.dumps(_entry(entry), ensure_ascii=True, sort_keys=True) for entry in nodes(tree, "entry"))
        content = {**_plain(tree, ENVELOPE | {"entry"}), "entry": entries}
    return hashlib.sha256(json.dumps(content, ensure_ascii=True, sort_keys=True).encode()).hexdigest()


def _entry(entry: Node) -> dict[str, object]:
    resource = node(entry, "resource")
    if kind(resource) == "MessageHeader":
        event = text(resource, "eventCoding", "code") or text(resource, "eventUri")
        return {"event": event}
    return _plain(entry)


def _plain(of: Node, without: Collection[str] = ()) -> dict[str, object]:
    return {
        name: [_plain_value(value) for value in values]
        for name, values in of.items()
        if name != "meta" and name not in without
    }


def _plain_value(value: Value) -> object:
    if isinstance(value, str):
        return " ".join(value.split())
    return None if value is None else _plain(value)


def _walk(start: Node, path: tuple[str, ...]) -> Iterator[Value]:
    if not path:
        yield start
        return
    for value in start.get(path[0], ()):
        if len(path) == 1:
            yield value
        elif isinstance(value, dict):
            yield from _walk(value, path[1:])
