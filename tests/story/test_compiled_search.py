"""The engine on published problems from the command line, by machine code that does what its Python twin does."""

import json
from pathlib import Path
from random import Random

import pytest

from domain.engine.kernel.annealing import solve
from domain.engine.kernel.compiling import TWIN, compiled
from domain.engine.kernel.lines import LineWork, states
from domain.engine.kernel.model import Model
from domain.engine.problem import Problem
from domain.engine.run import solve as plan_day
from storage.instances import FAMILIES
from storage.instances.files import FamilyFiles
from tests.story.desk import shell
from tests.unit import hhcrsp_rules
from tests.unit.engine_days import demo_day, small_day
from tests.unit.test_engine_lines import drawn
from tui.settings import kernel_folder

FOLDER = Path(__file__).parents[1] / "data" / "hhcrsp"
WITH_SHIFTS = FOLDER.parent / "uhhc" / "instances" / "i-116.json"
INSTANCE = FOLDER / "instances" / "HHCRSP_25_5_21_1.6_R_RC.json"


@pytest.mark.parametrize(("family", "path"), [("hhcrsp", INSTANCE), ("uhhc", WITH_SHIFTS)])
def test_machine_code_gives_the_rounds_of_its_python_twin_step_by_step(family: str, path: Path) -> None:
    model = FamilyFiles(FAMILIES[family]).read(path).model
    assert isinstance(model, Model)
    machine = compiled(kernel_folder())
    by_machine, by_hand = (
        solve(model, kernel, seconds=0, mode="steps", steps=40, seed=11, threads=2) for kernel in (machine, TWIN)
    )
    assert repr(by_machine) == repr(by_hand)


@pytest.mark.parametrize("day", [demo_day(3, visits=80, workers=14, on_shift=11), small_day(4), small_day(5)])
def test_machine_code_plans_the_desks_own_day_as_its_python_twin_does(day: Problem) -> None:
    machine = compiled(kernel_folder())
    by_machine = plan_day(day, 45, seed=3, mode="steps", swift=lambda wait: machine)
    by_hand = plan_day(day, 45, seed=3, mode="steps", swift=lambda wait: TWIN)
    assert by_machine.fingerprint == by_hand.fingerprint
    assert by_machine.assignments == by_hand.assignments


def test_machine_code_finds_the_line_of_shifts_that_its_python_twin_finds() -> None:
    machine = compiled(kernel_folder())
    for seed in range(20):
        rng = Random(seed)
        _, table = drawn(rng)
        size = states(table)
        price = [rng.randint(-20, 20) for _ in range(table.days * table.shifts)]
        by_machine, by_hand = (
            kernel.pack(
                LineWork(
                    price=list(price), line=[0] * table.days, cost=[0] * (2 * size), came=[0] * (table.days * size)
                )
            )
            for kernel in (machine, TWIN)
        )
        assert machine.line(machine.pack(table), by_machine) == TWIN.line(table, by_hand)
        assert list(by_machine.line) == by_hand.line


def test_a_rota_is_filled_and_proved_from_the_command_line(tmp_path: Path) -> None:
    fortnight = FOLDER.parent / "shift" / "instances" / "Instance1.txt"
    out = tmp_path / "solution.json"
    said = shell("engine", "solve", str(fortnight), "--family", "shift", "--seconds", "60", "--out", str(out), "--json")
    assert said.code == 0, said
    assert (said.json["objective"], said.json["proved"]) == (607, True)


def test_a_published_problem_is_solved_and_written_in_its_own_form(tmp_path: Path) -> None:
    out = tmp_path / "solution.json"
    said = shell(
        "engine", "solve", str(INSTANCE), "--family", "hhcrsp", "--seconds", "0.5", "--out", str(out), "--json"
    )
    assert said.code == 0, said
    instance, solution = (json.loads(path.read_text("utf-8")) for path in (INSTANCE, out))
    assert hhcrsp_rules.broken(instance, solution) == []
    assert abs(said.json["objective"] - hhcrsp_rules.objective(instance, solution)) < 1e-3


def test_a_folder_is_measured_beside_the_best_published_values() -> None:
    said = shell("bench", "engine", str(FOLDER), "--family", "hhcrsp", "--seconds", "0.3", "--json")
    assert said.code == 0, said
    assert [row["best"] for row in said.json["rows"]] == [197.6667, 218.1987]
    assert [size["size"] for size in said.json["sizes"]] == [10, 25]


def test_a_file_that_is_no_instance_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "torn.json").write_text("{", encoding="utf-8")
    out = tmp_path / "solution.json"
    said = shell("engine", "solve", str(tmp_path / "torn.json"), "--family", "hhcrsp", "--out", str(out))
    assert (said.code, out.exists()) == (1, False)
    assert said.err.startswith("torn: this is not JSON")


def test_machine_code_is_kept_only_where_nobody_else_can_write() -> None:
    folder = kernel_folder()
    assert folder is not None and folder.stat().st_mode & 0o077 == 0
    folder.chmod(0o770)
    try:
        assert kernel_folder() is None
    finally:
        folder.chmod(0o700)


def test_a_day_that_went_wrong_is_put_right_from_the_solution_in_force(tmp_path: Path) -> None:
    day = FOLDER.parent / "ukhome" / "instances" / "uk-050-a.json"
    solve_day = ("engine", "solve", str(day), "--family", "ukhome", "--seconds", "0.5", "--json", "--out")
    before, after = tmp_path / "before.json", tmp_path / "after.json"
    assert shell(*solve_day, str(before)).code == 0
    said = shell(*solve_day, str(after), "--event", "absence-1", "--baseline", str(before))
    assert said.code == 0, said
    assert {"objective", "moved", "retimed"} <= said.json.keys()
    assert after.exists()
    alone = shell(*solve_day, str(after), "--event", "absence-1")
    assert alone.err.startswith("an event wants --baseline")
