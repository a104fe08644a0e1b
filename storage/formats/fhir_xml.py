"""FHIR XML to the neutral tree of `domain/exchange/tree.py`.

The parser builds the tree as it reads, so that depth and size are bounded from the first element on. Document
types, entities and everything that would reach outside the file are refused; comments, processing
instructions and namespaces are passed over. Knows nothing of what a message means."""

from dataclasses import dataclass, field

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, XMLParser

from domain.exchange.tree import Node, Value, is_resource_name
from domain.message import Trouble
from storage.formats.limits import MAX_DEPTH, MAX_NODES, Unreadable, too_deep, too_many

_FHIR = "http://hl7.org/fhir"
_RESOURCE = ""


def parse(text: str) -> tuple[Node, tuple[Trouble, ...]]:
    """The tree of an XML text whose first element is a FHIR resource, and what was odd about it. Raises
    Unreadable."""
    builder = _Builder()
    parser = XMLParser(target=builder, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    try:
        parser.feed(text)
        parser.close()
    except DefusedXmlException:
        raise Unreadable(
            "The file declares a document type or entities, which no message needs, so it was not read"
        ) from None
    except ParseError as problem:
        line, column = problem.position
        why = str(problem).partition(":")[0]
        raise Unreadable(
            f"The file is not whole XML (line {line}, column {column + 1}: {why}); ask for another copy"
        ) from None
    return builder.tree(), tuple(builder.troubles)


@dataclass(slots=True)
class _Element:
    """An element that is still open."""

    name: str
    attributes: dict[str, str]
    children: dict[str, list[tuple[Value, Value]]] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)

    @property
    def is_resource(self) -> bool:
        return self.name[:1].isupper()


class _Builder:
    """What the parser calls for every piece. Values are kept with their extensions beside them."""

    def __init__(self) -> None:
        self.troubles: list[Trouble] = []
        self._open: list[_Element] = []
        self._narrative = 0
        self._count = 0
        self._tree: Node = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if not self._narrative:
            self._count += 1 + len(attributes)
        if self._count > MAX_NODES:
            raise too_many()
        if len(self._open) + self._narrative >= MAX_DEPTH:
            raise too_deep()
        space, _, name = tag.rpartition("}")
        if not self._open:
            _check_root(space.removeprefix("{"), name)
        if self._narrative or name == "div":
            self._narrative += 1
            if self._narrative > 1:
                self._open[-1].words.append(" ")
                return
        self._open.append(_Element(name, {key: value for key, value in attributes.items() if "}" not in key}))

    def data(self, words: str) -> None:
        self._open[-1].words.append(words)

    def end(self, tag: str) -> None:
        if self._narrative > 1:
            self._open[-1].words.append(" ")
            self._narrative -= 1
            return
        element = self._open.pop()
        if self._narrative:
            self._narrative = 0
            value: Value = " ".join("".join(element.words).split())
            self._open[-1].children.setdefault("div", []).append((value, None))
        elif self._open:
            self._close_into(self._open[-1], element)
        else:
            self._tree = _resource(element)

    def close(self) -> None:
        """Part of the parser's protocol; the tree is asked for separately."""

    def tree(self) -> Node:
        return self._tree

    def _close_into(self, parent: _Element, element: _Element) -> None:
        if element.is_resource:
            parent.children.setdefault(_RESOURCE, []).append((_resource(element), None))
            return
        kept = [pair for pair in _values(element) if pair[0] is not None]
        if kept:
            parent.children.setdefault(element.name, []).extend(kept)


def _check_root(space: str, name: str) -> None:
    if space not in (_FHIR, "") or not is_resource_name(name):
        raise Unreadable(f"The file is XML but not FHIR (its first element is {name[:40]}); ask the sender for FHIR")


def _resource(element: _Element) -> Node:
    if _RESOURCE in element.children:
        element.children.setdefault("contained", []).extend(element.children.pop(_RESOURCE))
    return {**_node(element), "resourceType": [element.name]}


def _values(element: _Element) -> list[tuple[Value, Value]]:
    """What an element stands for: the resources within it, a text with what extends it, or a node."""
    resources = element.children.pop(_RESOURCE, [])
    if resources and not element.children:
        return resources
    if resources:
        element.children.setdefault("resource", []).extend(resources)
    written = element.attributes.pop("value", None)
    if written is None and not element.children:
        written = "".join(element.words).strip() or None
    node = _node(element)
    if written is None:
        return [(node or None, None)]
    return [(written, node or None)]


def _node(element: _Element) -> Node:
    node: Node = {name: [value] for name, value in element.attributes.items()}
    for name, pairs in element.children.items():
        node.setdefault(name, []).extend(value for value, _ in pairs)
        extras = [extra for _, extra in pairs]
        while extras and extras[-1] is None:
            extras.pop()
        if extras:
            node[f"_{name}"] = extras
    return node
