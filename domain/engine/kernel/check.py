"""A second reading of rounds: every hard rule and the cost, worked out from the model alone.

It shares nothing with the search but the model, so a fault there cannot hide here."""

from collections import Counter
from itertools import pairwise

from domain.engine.kernel.model import Cost, Model, Rounds


def broken_rules(model: Model, rounds: Rounds) -> list[str]:
    """A sentence for every hard rule that the rounds break: each activity once, by somebody able, neither before its
    window nor before its worker can be there, and the two of a unit by different workers within their gap."""
    activities = list(model.activities())
    count = Counter(i for route in rounds.routes for i in route)
    broken = [f"activity {i} is done {count[i]} times" for i in range(len(activities)) if count[i] != 1]
    for k, route in enumerate(rounds.routes):
        if sum(activities[i].load for i in route) > model.capacity:
            broken.append(f"worker {k} brings more than the capacity")
        free, place = 0, model.homes[k]
        for i in route:
            activity = activities[i]
            if k not in activity.able:
                broken.append(f"worker {k} may not do activity {i}")
            if rounds.starts[i] < max(activity.opens, free + model.travel[place][activity.place]):
                broken.append(f"activity {i} starts before worker {k} can")
            if model.punctual and rounds.starts[i] > activity.due:
                broken.append(f"activity {i} starts after its window")
            free, place = rounds.starts[i] + activity.length, activity.place
    return broken + _broken_gaps(model, rounds)


def _broken_gaps(model: Model, rounds: Rounds) -> list[str]:
    by = {i: k for k, route in enumerate(rounds.routes) for i in route}
    broken, number = [], 0
    for unit in model.units:
        if unit.second is not None:
            gap = rounds.starts[number + 1] - rounds.starts[number]
            if not unit.least <= gap <= unit.most:
                broken.append(
                    f"activity {number + 1} starts {gap} after the one before, not {unit.least} to {unit.most}"
                )
            if by.get(number) == by.get(number + 1):
                broken.append(f"activities {number} and {number + 1} are done by one worker")
        number += len(unit.activities)
    return broken


def cost(model: Model, rounds: Rounds) -> Cost:
    """What the rounds cost, term by term."""
    activities = list(model.activities())
    late = [max(0, start - each.due) for start, each in zip(rounds.starts, activities, strict=True)]
    travel = 0
    for home, route in zip(model.homes, rounds.routes, strict=True):
        stops = [home, *(activities[i].place for i in route), home]
        travel += sum(model.travel[one][then] for one, then in pairwise(stops))
    return Cost(travel=travel, late=sum(late), worst=max(late, default=0))
