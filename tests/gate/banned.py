"""Names that may be used in one home only: the clock, chance, fresh ids, arrow and print.

A run must give the same result from the same clock and the same seed, so what makes one run differ from the
next stands behind a seam that a test can replace. Names are followed through imports and aliases.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

PACKAGES = ("domain", "storage", "tui")
CLOCK = ("domain/when.py",)
CHANCE = ("domain/ids.py",)
SEEDED = ("domain/engine/", "domain/demo/", "domain/demo.py", *CHANCE)

HOMES: dict[str, tuple[str, ...]] = {
    "arrow": CLOCK,
    "datetime.date.today": CLOCK,
    "datetime.datetime.now": CLOCK,
    "datetime.datetime.today": CLOCK,
    "datetime.datetime.utcnow": CLOCK,
    "time.asctime": CLOCK,
    "time.ctime": CLOCK,
    "time.gmtime": CLOCK,
    "time.localtime": CLOCK,
    "time.strftime": CLOCK,
    "time.time": CLOCK,
    "time.time_ns": CLOCK,
    "os.getrandom": CHANCE,
    "os.urandom": CHANCE,
    "random": CHANCE,
    "random.Random": SEEDED,
    "random.Random()": CHANCE,
    "secrets": CHANCE,
    "uuid": CHANCE,
    "print": ("tui/commands/",),
}


class _Uses(ast.NodeVisitor):
    """Collects (line, full dotted name) of every imported name and `print` that a module reads."""

    def __init__(self, tree: ast.Module) -> None:
        self.found: set[tuple[int, str]] = set()
        self._meaning = {"print": "print"}
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    top = alias.name.partition(".")[0]
                    self._meaning[alias.asname or top] = alias.name if alias.asname else top
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                for alias in node.names:
                    self._meaning[alias.asname or alias.name] = f"{node.module}.{alias.name}"
        self.visit(tree)

    def _dotted(self, node: ast.expr) -> str | None:
        if isinstance(node, ast.Name):
            return self._meaning.get(node.id)
        if isinstance(node, ast.Attribute) and (owner := self._dotted(node.value)):
            return f"{owner}.{node.attr}"
        return None

    def visit_Name(self, node: ast.Name) -> None:
        if name := self._dotted(node):
            self.found.add((node.lineno, name))

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if name := self._dotted(node):
            self.found.add((node.lineno, name))
        else:
            self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        bare = f"{self._dotted(node.func)}()"
        if bare in HOMES and not (node.args or node.keywords):
            self.found.add((node.lineno, bare))
        self.generic_visit(node)


def _homes(used: str) -> tuple[str, ...]:
    """Where `used` may stand: the rule for the name itself, else for the nearest module that holds it."""
    parts = used.split(".")
    outward = (".".join(parts[:size]) for size in range(len(parts), 0, -1))
    return next((HOMES[name] for name in outward if name in HOMES), ())


def findings(root: Path) -> Iterator[str]:
    """One line for each use under `root` of a name outside its home."""
    for path in sorted(path for package in PACKAGES for path in (root / package).rglob("*.py")):
        name = path.relative_to(root).as_posix()
        tree = ast.parse(path.read_text(encoding="utf-8"), filename=name)
        for line, used in sorted(_Uses(tree).found):
            if (homes := _homes(used)) and not name.startswith(homes):
                yield f"{name}:{line}: {used} belongs in {' or '.join(homes)}"


if __name__ == "__main__":
    found = list(findings(Path.cwd()))
    print("\n".join(found) or f"{len(HOMES)} names, each used in its home only")
    sys.exit(bool(found))
