"""What a message contains: its resources, what refers to what, and notes on what could not be read.

References are followed by full address, by type and id, by `#id` into contained resources, by a bare id and
by identifier: senders write them in every way. Knows nothing of what the resources mean."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from domain.exchange.tree import Node, has, kind, node, nodes, text, texts
from domain.exchange.wording import day, line, moment
from domain.message import Trouble
from domain.when import day_bounds

MOST_TROUBLES = 100


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource with its type and its full address in the bundle ('' outside one)."""

    kind: str
    url: str
    node: Node


class Contents:
    """The resources of a message, found by type or by reference, and the notes made while reading them."""

    def __init__(self, tree: Node) -> None:
        self.tree = tree
        self.troubles: list[Trouble] = []
        self.resources = tuple(_with_contained(_resources(tree)))
        self._urls = {id(resource.node): resource.url for resource in self.resources}
        self._by_name: dict[str, dict[str, Resource]] = {}
        for resource in self.resources:
            for name in _names(resource):
                first = self._by_name.setdefault(name, {}).setdefault(resource.kind, resource)
                if first is not resource and name == resource.url:
                    self.note("Bundle.entry.fullUrl", f"{line(name)} names two of {resource.kind}; the first is used")

    def note(self, where: str, what: str) -> None:
        """Note what could not be read or looks wrong; the same note is kept once, and no more than
        MOST_TROUBLES."""
        trouble = Trouble(where=where, what=what)
        if trouble not in self.troubles and len(self.troubles) < MOST_TROUBLES:
            self.troubles.append(trouble)

    def of(self, *kinds: str) -> Iterator[Node]:
        """Every resource of these types, in the message's order."""
        return (resource.node for resource in self.resources if resource.kind in kinds)

    def first(self, wanted: str) -> Node:
        """The first resource of a type, or an empty node."""
        return next(self.of(wanted), {})

    def url_of(self, resource: Node) -> str:
        """What the message calls a resource: its full address, else `Type/id`, else an identifier, else
        ''."""
        if self._urls.get(id(resource)):
            return self._urls[id(resource)]
        if text(resource, "id"):
            return _same(f"{kind(resource)}/{text(resource, 'id')}")
        return next(identifiers(resource), "")

    def follow(self, parent: Node, *path: str, where: str = "", to: tuple[str, ...] = ()) -> Iterator[Resource]:
        """The resources that the references at the end of the path lead to, of the types asked for if any.

        A reference that leads nowhere is noted when `where` is given."""
        bare: list[Node] = [{"reference": [word]} for word in texts(parent, *path)]
        for reference in (*nodes(parent, *path), *bare):
            found = _own(parent, reference, to) or self._find(reference, to)
            if found:
                yield found
            elif where and text(reference, "reference") and not self._find(reference, ()):
                self.note(where, f"refers to {line(text(reference, 'reference'))}, which is not in the message")

    def moment(self, parent: Node, *path: str, where: str, of_day: Literal["", "start", "end"] = "") -> datetime | None:
        """The moment at the end of the path; what cannot be read is noted. With `of_day` a date alone is the
        first or the last second of that day in London."""
        written = text(parent, *path)
        if not written:
            if has(node(parent, *path[:-1]) if path[:-1] else parent, path[-1]):
                self.note(where, "is no date and time")
            return None
        whole = day(written) if of_day and len(written) == len("2026-11-23") else None
        if whole is not None:
            begin, end = day_bounds(whole)
            return begin if of_day == "start" else end - timedelta(seconds=1)
        read = moment(written)
        if read is None:
            self.note(where, f"'{line(written)}' is no date and time")
            return None
        if not read.zoned:
            self.note(where, f"'{line(written)}' has no time zone; taken as UK time")
        return read.at

    def _find(self, reference: Node, to: tuple[str, ...]) -> Resource | None:
        written = text(reference, "reference")
        names = [_same(written), _tail(written)] if written else []
        names += [_identifier(found) for found in nodes(reference, "identifier")]
        for name in names:
            held = self._by_name.get(name, {}) if name else {}
            found = next((held[wanted] for wanted in to or held if wanted in held), None)
            if found:
                return found
        return None


def _own(parent: Node, reference: Node, to: tuple[str, ...]) -> Resource | None:
    """The resource within the parent that a `#id` means: other resources may use the same id within them."""
    written = text(reference, "reference")
    for inner in nodes(parent, "contained") if written.startswith("#") else ():
        if text(inner, "id") == written[1:] and (kind(inner) in to or not to):
            return Resource(kind(inner), "", inner)
    return None


def identifiers(resource: Node) -> Iterator[str]:
    """A resource's identifiers as `system|value`."""
    for found in nodes(resource, "identifier"):
        if text(found, "value"):
            yield _identifier(found)


def _resources(tree: Node) -> Iterator[Resource]:
    if kind(tree) != "Bundle":
        yield Resource(kind(tree), "", tree)
        return
    for entry in nodes(tree, "entry"):
        found = node(entry, "resource") or (entry if kind(entry) else {})
        if found:
            yield Resource(kind(found), _same(text(entry, "fullUrl")), found)


def _with_contained(resources: Iterator[Resource]) -> Iterator[Resource]:
    for resource in resources:
        yield resource
        for inner in nodes(resource.node, "contained"):
            if kind(inner):
                yield Resource(kind(inner), "", inner)


def _names(resource: Resource) -> Iterator[str]:
    """The names by which references may call a resource, the surest first."""
    own = text(resource.node, "id")
    if resource.url:
        yield resource.url
        yield _tail(resource.url)
    if own:
        yield _same(f"{resource.kind}/{own}")
        yield _tail(own)
    yield from identifiers(resource.node)


def _same(reference: str) -> str:
    """One spelling for one reference: no version, no letter case in UUIDs and types."""
    return reference.strip().partition("/_history/")[0].casefold()


def _tail(reference: str) -> str:
    """The id at the end of any reference: after the last slash, colon or hash."""
    bare = _same(reference)
    for mark in "#/:":
        bare = bare.rpartition(mark)[2]
    return f"~{bare}" if bare else ""


def _identifier(of: Node) -> str:
    system = text(of, "system").casefold().removeprefix("https://").removeprefix("http://")
    return f"{system}|{text(of, 'value')}"
