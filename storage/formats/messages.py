"""The hardened door for messages: bytes in, one FHIR resource as a neutral tree out, or a clear refusal.

What a file is, is told by its first character, never by its name. The XML and the JSON form of one message
give the same tree. Knows nothing of what a message means; that is `domain/exchange`."""

from dataclasses import dataclass
from typing import Literal

from domain.exchange.tree import Node, is_resource_name, kind
from domain.message import Trouble
from storage.formats import fhir_json, fhir_xml
from storage.formats.files import decode
from storage.formats.limits import MAX_BYTES, Unreadable, too_large

Form = Literal["xml", "json"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A message as it was read: the text as it came, the tree, and what was odd about the file."""

    form: Form
    text: str
    tree: Node
    troubles: tuple[Trouble, ...] = ()


def read(data: bytes) -> Document:
    """Read a message from its bytes. Raises Unreadable with one sentence, and nothing else."""
    if len(data) > MAX_BYTES:
        raise too_large()
    return read_text(*decode(data))


def read_text(text: str, guessed: tuple[Trouble, ...] = ()) -> Document:
    """Read a message from its text, such as a stored one, whatever encoding it says it was in. Raises Unreadable."""
    form = _form(text)
    tree, odd = (fhir_xml if form == "xml" else fhir_json).parse(text.strip())
    if not is_resource_name(kind(tree)):
        raise Unreadable("The file is JSON but not FHIR (it names no resourceType); ask the sender for FHIR")
    return Document(form=form, text=text, tree=tree, troubles=guessed + odd)


def _form(text: str) -> Form:
    start = text.lstrip()[:1]
    if not start:
        raise Unreadable("The file is empty; ask the sender to send it again")
    if start == "<":
        return "xml"
    if start in "{[":
        return "json"
    raise Unreadable("The file is neither XML nor JSON; messages come in one of the two")
