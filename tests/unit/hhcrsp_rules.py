"""The rules of the family hhcrsp as published, on the parsed files alone: nothing here knows the engine."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

TOLERANCE = 1e-3

Stops = Mapping[tuple[str, str], tuple[str, float]]


def broken(instance: Mapping[str, Any], solution: Mapping[str, Any]) -> list[str]:
    """A line for every hard rule that the solution breaks."""
    row = {patient["id"]: number for number, patient in enumerate(instance["patients"], 1)}
    skills = {carer["id"]: set(carer["abilities"]) for carer in instance["caregivers"]}
    minutes = lengths(instance)
    found = []
    for route in solution["routes"]:
        here, free = 0, 0.0
        for stop in route["locations"]:
            what = (stop["patient"], stop["service"])
            there = row[stop["patient"]]
            if stop["service"] not in skills[route["caregiver_id"]]:
                found.append(f"{route['caregiver_id']} lacks {stop['service']}")
            if stop["start"] < free + instance["distances"][here][there] - TOLERANCE:
                found.append(f"{route['caregiver_id']} cannot be at {stop['patient']} so early")
            here, free = there, stop["start"] + minutes[what]
    return found + _broken_patients(instance, solution)


def _broken_patients(instance: Mapping[str, Any], solution: Mapping[str, Any]) -> list[str]:
    found = []
    given = stops(solution)
    if len(given) != sum(len(route["locations"]) for route in solution["routes"]):
        found.append("a service is given twice")
    if given.keys() != lengths(instance).keys():
        found.append("not just the services that are wanted")
    for patient in instance["patients"]:
        at = [given[patient["id"], need["service"]] for need in patient["required_caregivers"]]
        if any(start < patient["time_window"][0] - TOLERANCE for _, start in at):
            found.append(f"{patient['id']} is seen before the window")
        if len(at) == 2:
            together = patient["synchronization"]
            least, most = (0, 0) if together["type"] == "simultaneous" else together["distance"]
            if not least - TOLERANCE <= at[1][1] - at[0][1] <= most + TOLERANCE:
                found.append(f"{patient['id']} has the wrong gap")
            if at[0][0] == at[1][0]:
                found.append(f"{patient['id']} has one caregiver for both")
    return found


def objective(instance: Mapping[str, Any], solution: Mapping[str, Any]) -> float:
    """A third of travel, total tardiness and worst tardiness."""
    row = {patient["id"]: number for number, patient in enumerate(instance["patients"], 1)}
    closes = {patient["id"]: patient["time_window"][1] for patient in instance["patients"]}
    late = [max(0.0, start - closes[patient]) for (patient, _), (_, start) in stops(solution).items()]
    travel = 0.0
    for route in solution["routes"]:
        rows: Sequence[int] = [0, *(row[stop["patient"]] for stop in route["locations"]), 0]
        travel += sum(instance["distances"][one][then] for one, then in pairwise(rows))
    return (travel + sum(late) + max(late)) / 3


def lengths(instance: Mapping[str, Any]) -> dict[tuple[str, str], float]:
    """The minutes of every service wanted."""
    usual = {service["id"]: service.get("default_duration") for service in instance["services"]}
    return {
        (patient["id"], need["service"]): need.get("duration", usual[need["service"]])
        for patient in instance["patients"]
        for need in patient["required_caregivers"]
    }


def stops(solution: Mapping[str, Any]) -> Stops:
    """Who gives each service, and when."""
    return {
        (stop["patient"], stop["service"]): (route["caregiver_id"], stop["start"])
        for route in solution["routes"]
        for stop in route["locations"]
    }
