"""Each hazard of the log has a control, and each control a test that exists."""

import ast
import re

import pytest

from tests.installed import ROOT

LOG = "domain/decisions/hazards.md"
ROW = re.compile(r"^\| (H\d+) \|(.*)\|$", re.MULTILINE)
ROWS = ROW.findall((ROOT / LOG).read_text(encoding="utf-8"))


def test_hazards_are_numbered_from_one() -> None:
    assert [number for number, _ in ROWS] == [f"H{place}" for place in range(1, len(ROWS) + 1)]


@pytest.mark.parametrize(("number", "row"), ROWS, ids=[number for number, _ in ROWS])
def test_the_tests_that_a_hazard_names_exist(number: str, row: str) -> None:
    *told, tests = (cell.strip() for cell in row.split("|"))
    assert len(told) == 3
    assert all(told), number
    named = re.findall(r"`([^`]+)::([^`]+)`", tests)
    assert named, f"{number} names no test"
    for file, test in named:
        parsed = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        functions = (node for node in parsed.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
        assert test in {function.name for function in functions}, f"{file} has no {test}"
