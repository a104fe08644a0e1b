"""What a Markdown file asks of its reader: commands to type and places to look."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.installed import ROOT

FILES = ("README.md", "domain/README.md", "storage/README.md", "tests/README.md", "tui/README.md")
FOR_A_SERVER = "example for a server"
COMMENT = re.compile(r"<!--\s*(.*?)\s*-->\s*", re.DOTALL)
NOT_IN_AN_ANCHOR = re.compile(r"[^\w\- ]")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of shell commands; `mark` is the text of the HTML comment right before it, if any."""

    file: str
    line: int
    mark: str
    commands: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"

    @property
    def tests_something(self) -> bool:
        """Whether it runs the tests, which a test must not."""
        return re.search(r"-m (tests\.gate|pytest)\b", self.commands) is not None


def tokens(file: str) -> list[Token]:
    """The file's Markdown, parsed; empty when there is no such file."""
    path = ROOT / file
    return MarkdownIt().parse(path.read_text(encoding="utf-8")) if path.exists() else []


def blocks() -> list[Block]:
    """Every shell block of the READMEs, in the order in which they are read."""
    return [block for file in FILES for block in _blocks(file)]


def _blocks(file: str) -> Iterator[Block]:
    mark = ""
    for token in tokens(file):
        if token.type == "fence" and token.info.split()[:1] == ["sh"]:
            assert token.map is not None
            yield Block(file, token.map[0] + 1, mark, token.content)
        comment = COMMENT.fullmatch(token.content) if token.type == "html_block" else None
        mark = comment.group(1) if comment else ""


def links(file: str) -> Iterator[str]:
    """Where the file's links and pictures point, as written."""
    for token in tokens(file):
        for child in token.children or ():
            target = child.attrs.get("href") or child.attrs.get("src")
            if isinstance(target, str):
                yield target


def anchors(file: str) -> set[str]:
    """The anchors of the file's headings, by the usual rule: lower case, no punctuation, hyphens."""
    parsed = tokens(file)
    titles = (parsed[at + 1].content for at, token in enumerate(parsed) if token.type == "heading_open")
    return {NOT_IN_AN_ANCHOR.sub("", title.lower()).replace(" ", "-") for title in titles}
