"""Coded concepts and names: CodeableConcepts, people's and organisations' names, telephone numbers as clean
words.

A concept written as plain text where a code should stand is taken as its text. Knows nothing of which
concepts matter."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from domain.exchange.tree import Node, nodes, text, texts
from domain.exchange.wording import line

MOST_NUMBERS = 10

_SYSTEMS = {"": "phone", "sms": "phone"}
_SCHEME = re.compile(r"(?:tel|sms|mailto):", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Coding:
    """A code of a system with its words."""

    system: str
    code: str
    display: str

    @property
    def list(self) -> str:
        """The last part of the system's address: `pathways-sd-codes`."""
        return self.system.rstrip("/").rpartition("/")[2].casefold()


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept: its codings and its free text."""

    codings: tuple[Coding, ...]
    text: str = ""

    @property
    def display(self) -> str:
        """The words of its codes, '' when there are none."""
        return "; ".join(distinct(coding.display for coding in self.codings))

    @property
    def words(self) -> str:
        """The best words for it: of its codes, else its text, else the bare code."""
        return self.display or self.text or next((coding.code for coding in self.codings), "")

    @property
    def all_words(self) -> str:
        """The words of its codes and, where it says something else, its text."""
        said = self.display or "" if self.text else self.words
        return "; ".join(distinct((said, self.text)))

    @property
    def code(self) -> str:
        """Its first code, '' when it has none."""
        return next((coding.code for coding in self.codings if coding.code), "")


def concepts(parent: Node, *path: str) -> Iterator[Concept]:
    """The concepts at the end of the path; a bare Coding or a text there counts as one."""
    for found in nodes(parent, *path):
        codings = tuple(_coding(coding) for coding in nodes(found, "coding"))
        if not codings and text(found, "code"):
            codings = (_coding(found),)
        yield Concept(codings, line(text(found, "text")))
    for written in texts(parent, *path):
        yield Concept((), line(written))


def words(parent: Node, *path: str) -> str:
    """The words of the first concept at the end of the path that has any."""
    return next((concept.words for concept in concepts(parent, *path) if concept.words), "")


def full_name(of: Node) -> str:
    """`Marcy BLAKE`: a practitioner's or contact's first name on record, as written."""
    for name in nodes(of, "name"):
        parts = (*texts(name, "prefix"), *texts(name, "given"), *texts(name, "family"))
        written = line(" ".join(parts)) or line(text(name, "text"))
        if written:
            return written
    return line(text(of, "name"))


def numbers(of: Node, system: str = "phone") -> tuple[str, ...]:
    """Telephone numbers (or another system's addresses), the preferred first; unlabelled ones and those for texts
    count as telephone."""
    ranked = []
    for position, point in enumerate(nodes(of, "telecom")):
        labelled = _SYSTEMS.get(text(point, "system").casefold(), text(point, "system").casefold())
        if labelled == system and text(point, "value") and text(point, "use") != "old":
            rank = text(point, "rank")
            ranked.append((int(rank) if rank.isascii() and rank.isdigit() and len(rank) < 4 else 99, position, point))
    found = (text(point, "value") for _, _, point in sorted(ranked, key=lambda entry: entry[:2]))
    return distinct(line(_SCHEME.sub("", value)) for value in islice(found, MOST_NUMBERS))


def organisation(of: Node) -> str:
    """`Patient's Surgery (G82080)`: an organisation's name with its ODS code."""
    code = ods_code(of)
    name = line(text(of, "name"))
    return f"{name} ({code})" if name and code else name or code


def ods_code(of: Node) -> str:
    """An organisation's ODS code, or ''."""
    for identifier in nodes(of, "identifier"):
        if "ods-organization-code" in text(identifier, "system").casefold():
            return line(text(identifier, "value"))
    return ""


def distinct(said: Iterable[str]) -> tuple[str, ...]:
    """Each saying once, in order, empty ones left out; letter case does not make a difference."""
    kept: dict[str, str] = {}
    for words in said:
        if words:
            kept.setdefault(words.casefold(), words)
    return tuple(kept.values())


def _coding(of: Node) -> Coding:
    return Coding(text(of, "system"), line(text(of, "code")), line(text(of, "display")))
