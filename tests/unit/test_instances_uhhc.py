"""Rich home care instances are read as they are meant, and answered in their own form."""

import json
from pathlib import Path
from typing import Any

import pytest

from domain.engine.kernel.annealing import solve
from domain.engine.kernel.compiling import TWIN
from domain.engine.kernel.model import Model
from domain.engine.published import BadInstance
from storage.instances.files import FamilyFiles
from storage.instances.uhhc import UHHC

FOLDER = Path(__file__).parents[1] / "data" / "uhhc"
TEN = FOLDER / "instances" / "i-116.json"


def test_a_solution_serves_the_able_within_shifts_and_costs_what_it_says() -> None:
    instance, document = FamilyFiles(UHHC).read(TEN), json.loads(TEN.read_text("utf-8"))
    assert isinstance(instance.model, Model)
    rounds = solve(instance.model, TWIN, seconds=0, mode="steps", steps=20)
    solution, terms = json.loads(json.dumps(instance.solution(rounds))), instance.objective(rounds)
    carers = {carer["id"]: carer for carer in document["caregivers"]}
    patients = {patient["id"]: patient for patient in document["patients"]}
    travelled, lunched, served = 0, set(), set()
    for route in solution["routes"]:
        carer, here, free = carers[route["caregiver_id"]], 0, carers[route["caregiver_id"]]["working_shift"]["start"]
        for stop in route["locations"]:
            there = here if stop["patient"] == "d0" else patients[stop["patient"]]["distance_matrix_index"]
            assert stop["start"] >= free + document["distances"][here][there]
            travelled += document["distances"][here][there]
            here, free = there, stop["end"]
            if stop["service"] == "lunch_break":
                assert 180 <= stop["start"] <= stop["end"] - 30 <= 330
                lunched.add(carer["id"])
            else:
                assert stop["service"] in carer["abilities"]
                served.add((stop["patient"], stop["service"]))
        travelled += document["distances"][here][0]
    wanted = {(p["id"], each["service"]) for p in document["patients"] for each in p["required_services"]}
    out = {patient for patient, _ in wanted - served}
    assert all(patients[patient]["optional"] for patient in out)
    assert travelled * document["metadata"]["cost_components"]["travel_time"] == terms["travel_time"]
    assert 200 * len(out) == terms["optional_patients"]
    assert 60 * sum(c["lunch_break"] and c["id"] not in lunched for c in carers.values()) == terms["missed_lunch_break"]


def test_the_published_mean_stands_beside_the_best() -> None:
    assert FamilyFiles(UHHC).best_known(FOLDER) == {"i-116": 17393.0}
    assert FamilyFiles(UHHC).mean_known(FOLDER) == {"i-116": 18303.5}


def changed(**fields: Any) -> str:
    return json.dumps(json.loads(TEN.read_text("utf-8")) | fields)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "this is not JSON"),
        (changed(caregivers=[]), "there have to be patients and caregivers"),
        (changed(terminal_points=[]), "caregiver c1 starts or ends at no terminal point"),
        (changed(distances=[[0]]), "a distance_matrix_index is outside"),
        (
            changed(patients=[{"id": "p", "required_services": [], "distance_matrix_index": 1, "time_windows": []}]),
            "p has",
        ),
    ],
)
def test_a_file_that_is_no_instance_is_refused_in_a_sentence(text: str, words: str) -> None:
    with pytest.raises(BadInstance, match="torn: ") as refused:
        UHHC.read("torn", text)
    assert words in str(refused.value)
