"""What an open desk knows of the tables is what their classes declare, and it loads neither SQLModel nor pydantic."""

import subprocess
import sys

from tests.contract.core_tables import FILE, written


def test_the_tables_of_an_open_desk_are_those_that_are_declared() -> None:
    assert FILE.read_text(encoding="utf-8") == written(), "run python -m tests.contract.core_tables"


def test_an_open_desk_loads_no_second_mapper_and_no_validation() -> None:
    code = "import sys, tui.app, tui.bootstrap; print(sorted({'sqlmodel', 'pydantic', 'alembic'} & sys.modules.keys()))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout == "[]\n"
