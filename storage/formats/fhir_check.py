"""What the FHIR R4B schema says about a message: a list of problems to show, never a reason to refuse it.

The schema library is loaded on the first call only. Senders break the schema in small ways every day; the
reader in `domain/exchange` takes what it can all the same."""

import json
from collections.abc import Iterator
from html import escape
from itertools import islice
from typing import Any, get_args

from domain.exchange.tree import Node, Value, kind, node, nodes
from domain.exchange.wording import line
from domain.message import Trouble
from storage.formats.messages import Document

MOST_PROBLEMS = 50
MOST_PARTS = 20_000
MOST_DIGITS = 1_000


def check(document: Document) -> tuple[Trouble, ...]:
    """Every breach of the schema, resource by resource, at most MOST_PROBLEMS. Never raises, and never dwells on a
    message of more than MOST_PARTS."""
    if sum(1 for _ in islice(_parts(document.tree), MOST_PARTS + 1)) > MOST_PARTS:
        return (
            Trouble(where="message", what=f"has more than {MOST_PARTS:,} parts, so it was not checked against FHIR"),
        )
    try:
        found = [trouble for resource in _resources(document) for trouble in _breaches(*resource)]
    except Exception as failure:  # whatever the library stumbles over, the message has been read already
        return (Trouble(where="message", what=f"could not be checked against FHIR: {type(failure).__name__}"),)
    if len(found) > MOST_PROBLEMS:
        rest = len(found) - MOST_PROBLEMS + 1
        found[MOST_PROBLEMS - 1 :] = [Trouble(where="message", what=f"breaks the FHIR schema in {rest} more places")]
    return tuple(found)


def _resources(document: Document) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each resource by itself, with its type; the bundle comes without its entries."""
    if document.form == "json":
        held = json.loads(document.text, parse_int=_number)
        entries = held.pop("entry", []) if held.get("resourceType") == "Bundle" else []
        inner = (entry.get("resource") for entry in entries if isinstance(entry, dict))
        for resource in (held, *inner):
            if isinstance(resource, dict):
                yield str(resource.get("resourceType", "")), resource
        return
    tree = document.tree
    shell = {name: values for name, values in tree.items() if name != "entry" or kind(tree) != "Bundle"}
    for resource_node in (shell, *(node(entry, "resource") for entry in nodes(tree, "entry"))):
        if resource_node:
            yield kind(resource_node), _shaped(resource_node, _model(kind(resource_node)))


def _parts(of: Node) -> Iterator[Value]:
    """Every value of the tree."""
    for values in of.values():
        for value in values:
            yield value
            if isinstance(value, dict):
                yield from _parts(value)


def _number(written: str) -> int | str:
    return int(written) if len(written) < MOST_DIGITS else written


def _breaches(name: str, resource: dict[str, Any]) -> Iterator[Trouble]:
    model = _model(name)
    if model is None:
        yield Trouble(where=line(name) or "entry", what="is no resource of FHIR R4")
        return
    try:
        model.model_validate(resource)
    except ValueError as failure:
        listed: Any = failure  # the library's own exception, which lists every breach
        for error in listed.errors(include_url=False, include_context=False, include_input=False):
            what = line(error["msg"].removeprefix("Value error, "))
            yield Trouble(where=line(_place(name, error["loc"])), what=what)


def _model(name: str) -> Any:
    """The schema of a resource type, or None when FHIR has no such type."""
    from fhir.resources.R4B import get_fhir_model_class

    try:
        return get_fhir_model_class(name)
    except (KeyError, ValueError):
        return None


def _place(name: str, path: tuple[int | str, ...]) -> str:
    return name + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)


def _shaped(of: Node, model: Any) -> dict[str, Any]:
    """A node as FHIR JSON: the schema tells which names hold lists. Unknown names stay, for the schema to
    find."""
    fields = {field.alias or name: field.annotation for name, field in model.model_fields.items()} if model else {}
    shaped: dict[str, Any] = {}
    for name, values in of.items():
        is_list, inner = _annotated(fields.get(name))
        parts = [_shaped_value(name, value, inner) for value in values]
        shaped[name] = parts if is_list or len(parts) != 1 else parts[0]
    return shaped


def _shaped_value(name: str, value: Value, model: Any) -> Any:
    if isinstance(value, dict):
        return _shaped(value, _model(kind(value)) if kind(value) else model)
    if name == "div" and value is not None:
        return f'<div xmlns="http://www.w3.org/1999/xhtml">{escape(value)}</div>'
    return value


def _annotated(annotation: Any) -> tuple[bool, Any]:
    """Whether a field holds a list, and the schema of what it holds (None for plain values)."""
    is_list = False
    while annotation is not None and get_args(annotation):
        parts = [part for part in get_args(annotation) if part is not type(None)]
        is_list = is_list or getattr(annotation, "__origin__", None) is list
        annotation = parts[0]
    finder = getattr(annotation, "get_model_klass", None)
    return is_list, finder() if finder else None
