"""What the gate runs: each step is one command, grouped in stages that follow one another."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"
PYTEST = ("-m", "pytest", "-q", "--no-header")
SPREAD = ("-n", "2")
CROWD = ("-n", "3")  # what drives terminals and servers mostly waits
OWN_STEPS = ("unit", "gate", "docs", "packaging", "perf")


@dataclass(frozen=True, slots=True)
class Step:
    """One check: it passes when `python ARGS` ends with 0; `env` is added to the gate's own environment."""

    name: str
    says: str
    args: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)

    @property
    def command(self) -> list[str]:
        """The words of the command, run by this same Python."""
        return [sys.executable, *self.args]

    @property
    def runs_tests(self) -> bool:
        """Whether its last line counts tests."""
        return self.args[: len(PYTEST)] == PYTEST


READING = (
    Step("format", "ruff format, nothing left to change", ("-m", "ruff", "format", "--check", ".")),
    Step("lint", "ruff's rules", ("-m", "ruff", "check", ".")),
    Step("types", "mypy, strict", ("-m", "mypy")),
    Step("imports", "who may import whom", ("-c", LINT_IMPORTS)),
    Step("needs", "dependencies declared and used", ("-m", "deptry", "domain", "storage", "tui")),
    Step("ceilings", "size of modules and functions", ("-m", "tests.gate.ceilings")),
    Step("banned", "clock, chance and print at home only", ("-m", "tests.gate.banned")),
    Step("postgresql", "a PostgreSQL to test with", ("-m", "tests.postgres")),
)
UNIT = (Step("unit", "rules, engine and figures", (*PYTEST, *SPREAD, "tests/unit", "tests/gate")),)
ABROAD = (
    Step(
        "abroad",
        "the same, but for the engine, in another time zone and without a locale",
        (*PYTEST, *SPREAD, "tests/unit", "--ignore-glob=*/test_engine_*", "--ignore-glob=*/test_instances_*"),
        {"TZ": "Pacific/Auckland", "LC_ALL": "C"},
    ),
)
STORES = (
    Step(
        "stores",
        "screens and contracts, on SQLite and PostgreSQL",
        (*PYTEST, *CROWD, "tests", *(f"--ignore=tests/{folder}" for folder in OWN_STEPS)),
    ),
)
WHOLE = (
    Step("docs", "every command and link of the READMEs", (*PYTEST, "tests/docs")),
    Step("wheel", "the package, installed beside its namesakes", (*PYTEST, "tests/packaging")),
)

STAGES: tuple[tuple[Step, ...], ...] = (READING, UNIT, ABROAD, STORES, WHOLE)
"""Cheapest first; the steps of one stage need nothing of each other and run two at a time."""
