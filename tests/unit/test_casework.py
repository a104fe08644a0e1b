"""Cases: opened, worked towards goals, reviewed, and ended with an outcome that closes everything."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.case import Case, CaseState, Goal
from domain.desk.casework import (
    EndCase,
    OpenCase,
    ReviewCase,
    SetGoals,
    SetNextStep,
    parse_goals,
    print_goals,
)
from domain.package import Package, PackageState
from domain.referral import State
from domain.visit import Visit, VisitState
from tests.memory import MemoryStore
from tests.unit.referral_cast import (
    NINE,
    accepted,
    complete,
    desk,
    minutes_on,
    planned_visit,
    referral,
    refused,
    seen,
)

TODAY = date(2026, 11, 23)


def opened(store: MemoryStore) -> tuple[str, str]:
    """The references of an accepted referral and its new case."""
    ref = accepted(store)
    return ref, store.done(OpenCase(referral=ref, goals=("walk to the shop | 2",))).ref


def test_a_case_opens_for_an_accepted_referral_with_goals_and_a_first_review() -> None:
    store = desk()
    ref, ref_case = opened(store)
    case = store.one(Case, ref_case)
    assert (case.person, case.referral, case.owner) == (referral(store, ref).person, ref, "bpatel")
    assert case.goals == (Goal(text="walk to the shop", baseline=2),)
    assert case.review_due == TODAY + timedelta(days=14)
    assert (referral(store, ref).case, referral(store, ref).state) == (ref_case, State.ACCEPTED)


def test_the_person_is_in_care_once_the_case_is_open_and_somebody_came_in_either_order() -> None:
    store = desk()
    first, _ = opened(store)
    seen(store, first, NINE)
    second = accepted(store)
    seen(store, second, NINE)
    store.done(OpenCase(referral=second))
    assert referral(store, first).state is referral(store, second).state is State.IN_CARE


def test_no_case_before_acceptance_and_no_second_one() -> None:
    store = desk()
    assert "accept it before" in refused(store.do(OpenCase(referral=complete(store))))
    ref, case = opened(store)
    assert f"has case {case} already" in refused(store.do(OpenCase(referral=ref)))
    assert "in the past" in refused(store.do(OpenCase(referral=accepted(store), review_due=date(2026, 11, 22))))


def test_another_open_case_of_the_person_is_named() -> None:
    store = desk()
    _, case = opened(store)
    done = store.done(OpenCase(referral=accepted(store)))
    assert done.note == f"The person is in care already under case {case}"


def test_a_next_step_has_an_owner_and_a_day() -> None:
    store = desk()
    _, ref = opened(store)
    store.done(SetNextStep(id=ref, step="OT visit for rails", due=date(2026, 11, 27), owner="cwu"))
    case = store.one(Case, ref)
    assert (case.next_step, case.next_step_due, case.owner) == ("OT visit for rails", date(2026, 11, 27), "cwu")


def test_a_review_keeps_what_was_decided_and_sets_the_next_one() -> None:
    store = desk()
    _, ref = opened(store)
    minutes_on(store, 14 * 24 * 60)
    store.done(ReviewCase(id=ref, decision="reduce", note="walks alone", goals=("walk to the shop | 2 | 4",)))
    case = store.one(Case, ref)
    assert [(review.decision, review.by) for review in case.reviews] == [("reduce", "bpatel")]
    assert case.review_due == date(2026, 12, 21)
    assert case.goals[0].score == 4
    assert case.state is CaseState.OPEN


def test_ending_closes_the_referral_ends_the_package_and_frees_visits_to_come() -> None:
    store = desk()
    ref, ref_case = opened(store)
    seen(store, ref, NINE)
    store.records["package/K1"] = Package(id="K1", person="P", case=ref_case, starts=TODAY, revision=1)
    last_week = TODAY - timedelta(days=7)
    store.records["package/K2"] = Package(
        id="K2", person="P", case=ref_case, starts=last_week, ends=last_week, revision=1
    )
    over = planned_visit(store, ref, NINE - timedelta(hours=2))
    next_one = planned_visit(store, ref, NINE + timedelta(days=1))
    done = store.done(EndCase(id=ref_case, outcome="independent", goals=("walk to the shop | 2 | 5",)))
    case = store.one(Case, ref_case)
    assert (case.state, case.outcome, case.ended_at, case.goals[0].score) == (
        CaseState.ENDED, "independent", NINE, 5,
    )  # fmt: skip
    closed = referral(store, ref)
    assert (closed.state, closed.outcome, closed.closed_at) == (State.DISCHARGED, "independent", NINE)
    package = store.one(Package, "K1")
    assert (package.state, package.ends) == (PackageState.ENDED, TODAY)
    assert store.one(Package, "K2").ends == last_week
    assert store.one(Visit, next_one.id).cancelled_why == "service-ended"
    assert store.one(Visit, over.id).state is VisitState.PLANNED
    assert done.note == "1 visit freed"


@pytest.mark.parametrize(("outcome", "state"), [("died", State.DIED), ("hospital", State.ADMITTED)])
def test_a_death_or_an_admission_ends_a_case_even_before_the_first_visit(outcome: str, state: State) -> None:
    store = desk()
    ref, case = opened(store)
    store.done(EndCase(id=case, outcome=outcome))
    assert referral(store, ref).state is state


def test_a_case_that_nobody_visited_is_withdrawn_not_ended() -> None:
    store = desk()
    ref, case = opened(store)
    sentence = refused(store.do(EndCase(id=case, outcome="independent")))
    assert sentence == f"Nobody has visited for referral {ref} yet: withdraw it, or record the visit first"


def test_nothing_is_done_to_a_case_that_has_ended() -> None:
    store = desk()
    ref, case = opened(store)
    seen(store, ref, NINE)
    store.done(EndCase(id=case, outcome="reduced"))
    for do in (
        EndCase(id=case, outcome="same"), SetGoals(id=case, goals=("x",)), SetNextStep(id=case, step="x"),
        ReviewCase(id=case, decision="continue"),
    ):  # fmt: skip
        assert refused(store.do(do)) == f"Case {case} ended on Mon 23 Nov 2026 09:00"


def test_a_goal_that_cannot_be_read_is_named() -> None:
    store = desk()
    _, case = opened(store)
    assert "'| 2' is no goal" in refused(store.do(SetGoals(id=case, goals=("wash", "| 2"))))
    assert "'wash | 9' is no goal" in refused(store.do(SetGoals(id=case, goals=("wash | 9",))))


WORDS = st.text(alphabet=st.characters(categories=("L", "Nd")), min_size=1, max_size=12)
GOALS = st.builds(Goal, text=WORDS, baseline=st.integers(0, 5), score=st.integers(0, 5))


@given(st.lists(GOALS, max_size=4))
def test_goals_read_back_as_they_were_printed(goals: list[Goal]) -> None:
    assert parse_goals(print_goals(goals)) == tuple(goals)
