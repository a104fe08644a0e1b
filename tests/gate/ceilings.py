"""Ceilings on size: how long a module and a function may be. It reads source text and imports none of it."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

MODULE_LINES = 500
FUNCTION_LINES = 40
PACKAGES = ("domain", "storage", "tui")


def findings(root: Path) -> Iterator[str]:
    """One line for each module or function under `root` that is over its ceiling."""
    for package in (*PACKAGES, "tests"):
        for path in sorted((root / package).rglob("*.py")):
            yield from _too_long(path, path.relative_to(root), functions=package in PACKAGES)


def _too_long(path: Path, name: Path, *, functions: bool) -> Iterator[str]:
    source = path.read_text(encoding="utf-8")
    if (lines := len(source.splitlines())) > MODULE_LINES:
        yield f"{name}: {lines} lines, at most {MODULE_LINES}; split it by idea"
    if not functions:
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES:
                yield f"{name}:{node.lineno}: {node.name} has {length} lines, at most {FUNCTION_LINES}"


if __name__ == "__main__":
    found = list(findings(Path.cwd()))
    print("\n".join(found) or f"modules within {MODULE_LINES} lines, functions within {FUNCTION_LINES}")
    sys.exit(bool(found))
