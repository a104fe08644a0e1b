"""What is loaded when: the domain brings no SQL, screen or solver, and help answers before any of them."""

import json
import sys

from tests.installed import ROOT, run

HEAVY = {"numpy", "ortools", "pandas", "sqlalchemy", "sqlmodel", "textual"}
SCREENS_AND_STORES = {"alembic", "click", "psycopg", "pysqlite3", "rich", "sqlite3"}

EVERY_DOMAIN_MODULE = """
import importlib, json, pkgutil, sys, domain
names = [found.name for found in pkgutil.walk_packages(domain.__path__, "domain.")]
for name in names:
    importlib.import_module(name)
print(json.dumps([len(names), *sorted({name.partition(".")[0] for name in sys.modules})]))
"""
HELP = """
import contextlib, io, json, sys
from tui.cli import main
sys.argv = ["caredesk", "--help"]
with contextlib.redirect_stdout(io.StringIO()) as shown, contextlib.suppress(SystemExit):
    main()
print(json.dumps([len(shown.getvalue()), *sorted({name.partition(".")[0] for name in sys.modules})]))
"""


def loaded_by(program: str) -> tuple[int, set[str]]:
    """The number that the program counted, and the top-level packages in its memory when it ended."""
    counted, *names = json.loads(run([sys.executable, "-c", program], cwd=ROOT))
    return counted, set(names)


def test_the_domain_loads_no_sql_no_screen_and_no_solver() -> None:
    modules, loaded = loaded_by(EVERY_DOMAIN_MODULE)
    assert modules > 20
    assert loaded & (HEAVY | SCREENS_AND_STORES | {"storage", "tui"}) == set()


def test_help_loads_no_orm_no_screen_and_no_solver() -> None:
    length, loaded = loaded_by(HELP)
    assert length > 500
    assert loaded & (HEAVY | {"alembic", "llvmlite", "psycopg", "storage"}) == set()
