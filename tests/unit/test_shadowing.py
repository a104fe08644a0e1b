"""Somebody goes along to learn: beside a visit, where it goes, and nobody waits for them."""

import pytest

from domain.desk.mending import calls, situation_of
from domain.desk.planning import placements_from, problem_for
from domain.desk.roster import ApplyPlan, Assign, Publish, Retime
from domain.desk.shadowing import SendAlong
from domain.desk.visits import CancelVisit
from domain.engine.plan import Assignment
from domain.engine.repair import repairs
from domain.engine.run import solve
from domain.roster import by_harm
from domain.visit import Visit, VisitState
from tests.memory import MemoryStore
from tests.unit.roster_cast import NEAR, TUESDAY, at, desk, person, refused, shift, visit, worker
from tests.unit.test_planning import LEWIS, NG, day

ADE = "WADE"


def learning(*more) -> MemoryStore:
    """Priya Lewis has Margaret Holt at nine, Sam Ng is on duty too, and Ade is new and without a skill."""
    staff = [worker(LEWIS), worker(NG, given="Sam"), worker(ADE, skills=(), given="Ben")]
    shifts = [shift(each.id) for each in staff]
    return desk(*staff, *shifts, person("PPATEL", place=NEAR), visit("V1", workers=(LEWIS,), skills=("hoist",)), *more)


def sent(store: MemoryStore, ref: str = "V1") -> str:
    return store.done(SendAlong(id=ref, worker=ADE)).subject.removeprefix("visit/")


def test_a_learner_goes_along_without_the_skill_and_is_told() -> None:
    store = learning()
    shadow = store.one(Visit, sent(store))
    assert (shadow.workers, shadow.start, shadow.learner) == ((ADE,), at("09:00"), ADE)
    assert "goes along to" in refused(store, SendAlong(id="V1", worker=ADE))
    store.done(Publish(day=TUESDAY))
    assert store.one(Visit, shadow.id).told_workers == (ADE,)


def test_whoever_learns_keeps_the_rules_of_time() -> None:
    store = learning(visit("V2", "09:15", person="PPATEL", workers=(ADE,)))
    assert "is with" in refused(store, SendAlong(id="V1", worker=ADE))
    assert "Nobody is down for" in refused(learning(visit("V3", "12:00")), SendAlong(id="V3", worker=ADE))


@pytest.mark.parametrize(("busy", "workers"), [(False, (ADE,)), (True, ())])
def test_a_learner_follows_to_another_time_or_stays_away(busy: bool, workers: tuple[str, ...]) -> None:
    store = learning(*[visit("V2", "09:40", person="PPATEL", workers=(ADE,))] * busy)
    ref = sent(store)
    done = store.done(Retime(id="V1", start=at("09:30")))
    assert (store.one(Visit, ref).start, store.one(Visit, ref).workers) == (at("09:30"), workers)
    assert ("no longer goes along" in done.note) is busy


def test_nobody_waits_for_a_learner() -> None:
    store = learning()
    ref = sent(store)
    store.done(Retime(id="V1", start=at("09:10")))
    assert by_harm(store.all(Visit), {}) == ()
    assert repairs(situation_of(day(store)), steps=5) == ()
    store.done(CancelVisit(id="V1", why="hospital"))
    assert store.one(Visit, ref).state is VisitState.CANCELLED


def test_who_learns_cannot_be_learnt_from_and_another_may_take_the_visit() -> None:
    store = learning()
    ref = sent(store)
    store.done(Assign(id="V1", worker=NG))
    assert store.one(Visit, ref).workers == (ADE,)
    assert "is not the one who goes along" in refused(store, Assign(id=ref, worker=NG))


def test_a_plan_takes_learners_along() -> None:
    store = learning(visit("V2", "09:00", person="PPATEL", workers=(NG,)))
    ref = sent(store)
    plan = solve(problem_for(day(store)), 20, mode="steps")
    assert {ref, "V1", "V2"} == {each.visit for each in plan.assignments}
    store.done(ApplyPlan(day=TUESDAY, assignments=placements_from(plan, TUESDAY)))
    main, shadow = store.one(Visit, "V1"), store.one(Visit, ref)
    assert (shadow.start, shadow.workers) == (main.start, (ADE,)) and ADE not in main.workers


def test_a_learner_is_rung_as_one() -> None:
    store = learning()
    ref = sent(store)
    store.done(Publish(day=TUESDAY))
    read = day(store)
    moved = [Assignment(visit=ref, workers=(ADE,), start=9 * 60 + 20)]
    said = {call.subject: call.says for call in calls(situation_of(read), read, moved)}
    assert said[f"worker/{ADE}"] == ("Margaret Holt is at 09:20 now, not 09:00",)
    assert said["person/PHOLT"] == ("Ben Ade will come along at 09:20 to learn",)
