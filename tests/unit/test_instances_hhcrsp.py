"""Published instances of home health care are read as they are meant and answered in their own form."""

import json
from pathlib import Path
from typing import Any

import pytest

from domain.engine.kernel.annealing import solve
from domain.engine.kernel.check import broken_rules
from domain.engine.kernel.compiling import TWIN
from domain.engine.kernel.model import Model, Rounds
from domain.engine.published import FAMILIES as NAMES
from domain.engine.published import Anchor, BadInstance, Instance, Row, bands
from storage.instances import FAMILIES
from storage.instances.files import FamilyFiles
from tests.unit import hhcrsp_rules

FOLDER = Path(__file__).parents[1] / "data" / "hhcrsp"
TEN = FOLDER / "instances" / "InstanzCPLEX_HCSRP_10_1.json"
TWENTY_FIVE = FOLDER / "instances" / "HHCRSP_25_5_21_1.6_R_RC.json"
FILES = FamilyFiles(FAMILIES["hhcrsp"])


def parsed(path: Path) -> Any:
    """The JSON of a file."""
    return json.loads(path.read_text(encoding="utf-8"))


def published_rounds() -> Rounds:
    """The published solution of the ten patients, in the model's numbers."""
    instance, solution = parsed(TEN), parsed(FOLDER / "solutions" / TEN.name)
    numbers = {what: number for number, what in enumerate(hhcrsp_rules.lengths(instance))}
    routes = {
        route["caregiver_id"]: tuple(numbers[stop["patient"], stop["service"]] for stop in route["locations"])
        for route in solution["routes"]
    }
    given = hhcrsp_rules.stops(solution)
    return Rounds(
        routes=tuple(routes.get(carer["id"], ()) for carer in instance["caregivers"]),
        starts=tuple(round(1000 * given[what][1]) for what in numbers),
    )


def test_a_published_solution_keeps_the_model_s_rules_and_costs_what_was_published() -> None:
    instance = FILES.read(TEN)
    assert isinstance(instance.model, Model)
    assert broken_rules(instance.model, published_rounds()) == []
    assert instance.objective(published_rounds())["objective"] == pytest.approx(218.1987, abs=1e-4)


def test_rounds_are_written_as_the_published_solution_is() -> None:
    written = FILES.read(TEN).solution(published_rounds())
    assert json.loads(json.dumps(written)) == parsed(FOLDER / "solutions" / TEN.name)


@pytest.mark.parametrize("path", [TEN, TWENTY_FIVE], ids=lambda path: path.stem)
def test_what_the_engine_answers_keeps_the_published_rules(path: Path, tmp_path: Path) -> None:
    instance = FILES.read(path)
    assert isinstance(instance.model, Model)
    rounds = solve(instance.model, TWIN, seconds=0, mode="steps", steps=8)
    FILES.write(tmp_path / "solution.json", instance.solution(rounds))
    solution = parsed(tmp_path / "solution.json")
    assert hhcrsp_rules.broken(parsed(path), solution) == []
    assert instance.objective(rounds)["objective"] == pytest.approx(
        hhcrsp_rules.objective(parsed(path), solution), abs=1e-3
    )


def test_the_published_rules_find_a_breach() -> None:
    solution = parsed(FOLDER / "solutions" / TEN.name)
    solution["routes"][0]["locations"][0]["start"] = 1.0
    assert hhcrsp_rules.broken(parsed(TEN), solution) != []


def reading(**changes: Any) -> Instance:
    """The ten patients with parts of the file changed."""
    return FILES.family.read("changed", json.dumps({**parsed(TEN), **changes}))


def test_a_file_that_is_no_instance_is_refused_in_a_sentence() -> None:
    patients = parsed(TEN)["patients"]
    nobody = [{**patients[0], "required_caregivers": [{"service": "s99", "duration": 5}]}, *patients[1:]]
    for changes, words in (
        ({"patients": []}, "there are no patients"),
        ({"distances": [[0]]}, "distances has to have 11 rows of 11"),
        ({"patients": nobody}, "there is nobody for"),
        (
            {"patients": [{**patients[0], "time_window": ["early", 9]}]},
            "'early' is not a number @ instance.patients[0]",
        ),
        ({"caregivers": None}, "instance.caregivers"),
    ):
        with pytest.raises(BadInstance, match="changed: ") as refused:
            reading(**changes)
        assert words in str(refused.value)
    with pytest.raises(BadInstance, match="this is not JSON"):
        FILES.family.read("torn", "{")


def test_the_best_published_values_stand_beside_the_instances() -> None:
    assert [path.stem for path in FILES.paths(FOLDER)] == [TWENTY_FIVE.stem, TEN.stem]
    assert FILES.best_known(FOLDER) == {TWENTY_FIVE.stem: 197.6667, TEN.stem: 218.1987}
    assert FILES.best_known(FOLDER / "instances") == {}


def test_gaps_are_averaged_by_size_and_stand_beside_what_was_published() -> None:
    rows = [
        Row(instance="a", size=25, objective=101.0, best=100.0),
        Row(instance="b", size=25, objective=99.0, best=100.0),
        Row(instance="c", size=10, objective=7.0, best=None),
    ]
    [only] = bands(rows, [Anchor(size=25, gap=1.22, seconds=105)])
    assert (only.size, only.instances, round(only.gap, 6)) == (25, 2, 0.0)
    assert only.anchor is not None and only.anchor.gap == 1.22


def test_every_family_that_the_command_offers_has_a_reader() -> None:
    assert set(NAMES) == set(FAMILIES)
