"""Triage and decisions: the checklist, the ways out of each state, what the referrer is owed."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.case import Case, CaseState
from domain.desk.bus import Command, Done, Refusal, Refused
from domain.desk.casework import EndCase, OpenCase
from domain.desk.intake import AmendReferral, Claim, Identify, Release
from domain.desk.people import AmendPerson, LinkPerson
from domain.desk.triage import (
    Accept,
    CloseReferral,
    Decline,
    Downgrade,
    GiveFeedback,
    Hold,
    MarkDuplicate,
    Redirect,
    SetOff,
    Triage,
    Upgrade,
    Withdraw,
)
from domain.escalation import Contact, Promise
from domain.package import Package, PackageState
from domain.referral import CLOSED, Flag, Referral, State, Urgency, may_become
from domain.visit import Visit, VisitState
from tests.memory import MemoryStore
from tests.unit.referral_cast import (
    CLINICIAN,
    NINE,
    accepted,
    complete,
    desk,
    identified,
    minutes_on,
    person_of,
    planned_visit,
    referral,
    refused,
    rung,
    seen,
)

LATER = NINE + timedelta(hours=1)
DOCTOR: dict[str, Any] = {"clinician": "Dr Shah", "clinician_at": NINE}


def owed(store: MemoryStore, ref: str, kind: str) -> list[Promise]:
    return [
        promise
        for promise in store.all(Promise)
        if promise.subject == f"referral/{ref}" and promise.kind == kind and promise.kept_at is None
    ]


def test_triage_keeps_the_answers_with_the_version_of_the_checklist() -> None:
    store = desk(criteria_version="7")
    ref = identified(store)
    store.done(
        Triage(
            id=ref, need="UCR6", exclusions=("head-injury",), consent="best-interest", lone_worker="yes",
            safeguarding="neglect", scene_safety="dog loose", adjustments=("hearing",),
        )
    )  # fmt: skip
    done = referral(store, ref)
    assert (done.state, done.criteria_version, done.triaged_at) == (State.SCREENING, "7", NINE)
    assert (done.need, done.exclusions, done.consent) == ("UCR6", ("head-injury",), "best-interest")
    assert done.flags == (
        Flag(kind="safeguarding", code="neglect"), Flag(kind="adjustment", code="hearing"),
        Flag(kind="scene-safety", text="dog loose"),
    )  # fmt: skip
    assert person_of(store, ref).adjustments == ("hearing",)


def test_triage_again_keeps_what_is_left_blank_and_repeats_no_flag() -> None:
    store = desk()
    ref = identified(store)
    store.done(Triage(id=ref, consent="given", lone_worker="no", safeguarding="neglect"))
    store.done(Triage(id=ref, safeguarding="neglect"))
    again = referral(store, ref)
    assert (again.consent, again.lone_worker, len(again.flags)) == ("given", "no", 1)


def test_red_flags_that_nobody_asked_about_hold_acceptance_up_and_none_is_an_answer() -> None:
    store = desk()
    ref = identified(store)
    store.done(Triage(id=ref, consent="given", lone_worker="no"))
    assert "the red flags and exclusions (triage asks for it)" in refused(store.do(Accept(id=ref)))
    store.done(Triage(id=ref, exclusions=()))
    store.done(Accept(id=ref))


def test_a_red_flag_stays_when_triage_goes_on_without_naming_it() -> None:
    store = desk()
    ref = complete(store)
    store.done(Triage(id=ref, exclusions=("fracture",)))
    store.done(Triage(id=ref, consent="implied"))
    assert referral(store, ref).exclusions == ("fracture",)


def test_triage_may_raise_the_urgency_and_then_the_clock_starts_but_never_lowers_two_hours() -> None:
    store = desk()
    ref = identified(store, urgency=Urgency.ROUTINE)
    minutes_on(store, 20)
    store.done(Triage(id=ref, urgency="2h"))
    assert referral(store, ref).clock_start == store.clock.at
    assert "downgrade it" in refused(store.do(Triage(id=ref, urgency="routine")))


def test_acceptance_lists_everything_that_is_missing_at_once() -> None:
    store = desk()
    sentence = refused(store.do(Accept(id=rung(store))))
    wanted = ("who it is", "where the person is", "how to get in", "ring the person", "red flags", "lone-worker")
    assert [part for part in wanted if part not in sentence] == []
    assert "the need" not in sentence


@pytest.mark.parametrize(
    ("field", "lacks"),
    [("phone", "ring the person"), ("access", "how to get in"), ("nhs_number", ""), ("address", "")],
)
def test_acceptance_lacks_only_what_is_not_known_another_way(field: str, lacks: str) -> None:
    store = desk()
    ref = complete(store)
    store.done(AmendPerson(id=referral(store, ref).person, **{field: "-"}))
    outcome = store.do(Accept(id=ref))
    if lacks:
        assert refused(outcome).startswith(f"Referral {ref} still lacks ")
        assert lacks in refused(outcome)
        assert ";" not in refused(outcome)
    else:
        assert isinstance(outcome, Done)


def test_a_name_alone_is_no_identity() -> None:
    store = desk()
    ref = complete(store)
    person = person_of(store, ref)
    store.records[f"person/{person.id}"] = replace(person, born=None, nhs_number="")
    assert "who it is" in refused(store.do(Accept(id=ref)))


@pytest.mark.parametrize("consent", ["", "unknown", "refused"])
def test_consent_that_is_not_settled_holds_acceptance_up(consent: str) -> None:
    store = desk()
    ref = identified(store)
    store.done(Triage(id=ref, exclusions=(), lone_worker="no", consent=consent))
    assert refused(store.do(Accept(id=ref))).endswith("consent, or a best-interest decision (triage asks for it)")


def test_a_ticked_exclusion_needs_a_clinician_to_accept() -> None:
    store = desk()
    ref = complete(store)
    done = store.done(Triage(id=ref, exclusions=("fracture",)))
    assert "a clinician decides" in done.note
    assert "clinical decision" in refused(store.do(Accept(id=ref)))
    store.done(Accept(id=ref, **DOCTOR))
    taken = referral(store, ref)
    assert (taken.state, taken.clinician, taken.clinician_at) == (State.ACCEPTED, "Dr Shah", NINE)
    assert (taken.decided_by, taken.decided_at) == ("bpatel", NINE)


@pytest.mark.parametrize("decider", [{}, {"clinician": "Dr Shah"}, {"clinician_at": NINE}])
def test_declining_needs_the_clinical_right_or_a_named_clinician_with_the_time(
    decider: dict[str, Any],
) -> None:
    store = desk()
    ref = complete(store)
    bare = Decline(id=ref, reason="02", where_instead="GP", **decider)
    assert "name the clinician who took it and when" in refused(store.do(bare))
    assert isinstance(store.do(bare, caller=CLINICIAN), Done)
    assert referral(store, ref).clinician in ("Clare Wu", "Dr Shah")


@pytest.mark.parametrize("typed", ["x", "Shah", "??? ?", "Dr ??", "a b", "07700 900123", "Dr 5"])
def test_what_is_no_full_name_is_not_taken_for_a_clinician(typed: str) -> None:
    store = desk()
    declined = Decline(id=complete(store), reason="02", where_instead="GP", clinician=typed, clinician_at=NINE)
    assert "is not a clinician's full name" in refused(store.do(declined))
    assert "is not a clinician's full name" in refused(store.do(declined, caller=CLINICIAN))


def test_a_clinicians_decision_lies_between_the_receipt_and_now() -> None:
    store = desk()
    ref = complete(store)
    for at, says in ((LATER, "in the future"), (NINE - timedelta(hours=1), "before Mon 23 Nov 2026 09:00")):
        typed = Decline(id=ref, reason="02", where_instead="GP", clinician="Dr Shah", clinician_at=at)
        assert says in refused(store.do(typed))


def test_declining_says_why_and_where_instead_and_owes_the_referrer_the_news() -> None:
    store = desk()
    ref = complete(store)
    assert "list decline" in refused(store.do(Decline(id=ref, reason="busy", where_instead="GP", **DOCTOR)))
    assert "get help instead" in refused(store.do(Decline(id=ref, reason="02", where_instead=" ", **DOCTOR)))
    store.done(Decline(id=ref, reason="needs-met", where_instead="district nurses", **DOCTOR))
    ended = referral(store, ref)
    assert (ended.state, ended.decision_reason, ended.where_instead, ended.closed_at) == (
        State.DECLINED, "needs-met", "district nurses", NINE,
    )  # fmt: skip
    (promise,) = owed(store, ref, "feedback")
    assert promise.due == NINE + timedelta(minutes=60)
    assert "district nurses" in promise.what


def test_redirecting_needs_somebody_there_who_took_it_over() -> None:
    store = desk()
    ref = rung(store)
    bare = Redirect(id=ref, reason="mental-health", where="crisis team", accepted_by="")
    assert "Say who at crisis team" in refused(store.do(bare))
    store.done(replace(bare, accepted_by="nurse Adams"))
    ended = referral(store, ref)
    assert (ended.state, ended.where_instead, ended.accepted_by) == (
        State.REDIRECTED, "crisis team", "nurse Adams",
    )  # fmt: skip
    assert len(owed(store, ref, "feedback")) == 1


def test_holding_promises_a_chase_in_fifteen_minutes_which_an_answer_settles() -> None:
    store = desk()
    ref = identified(store)
    store.done(Hold(id=ref, reason="address", what="which floor"))
    (chase,) = owed(store, ref, "chase")
    assert (chase.due, chase.what) == (NINE + timedelta(minutes=15), "chase: which floor")
    assert referral(store, ref).state is State.AWAITING_INFO
    minutes_on(store, 10)
    store.done(Triage(id=ref, exclusions=(), consent="given", lone_worker="no"))
    assert referral(store, ref).state is State.SCREENING
    assert owed(store, ref, "chase") == []
    assert store.one(Promise, chase.id).kept_at == NINE + timedelta(minutes=10)


def test_withdrawing_frees_the_visits_to_come_and_ends_case_and_package() -> None:
    store = desk()
    ref = accepted(store)
    case = store.done(OpenCase(referral=ref)).ref
    store.records["package/K1"] = Package(id="K1", person="P", case=case, starts=NINE.date(), revision=1)
    over = planned_visit(store, ref, NINE - timedelta(hours=1), workers=("W1",))
    first = planned_visit(store, ref, LATER, workers=("W1",), told_workers=("W1",))
    later = planned_visit(store, ref, LATER, case=case)
    store.records[f"visit/{later.id}"] = replace(later, referral="", package="K1")
    done = store.done(Withdraw(id=ref, reason="family"))
    assert [store.one(Visit, visit.id).state for visit in (over, first, later)] == [
        VisitState.PLANNED, VisitState.CANCELLED, VisitState.CANCELLED,
    ]  # fmt: skip
    assert store.one(Visit, first.id).cancelled_why == "withdrawn"
    assert store.one(Visit, first.id).is_draft
    assert store.one(Package, "K1").state is PackageState.ENDED
    ended = store.one(Case, case)
    assert (ended.state, ended.end_note) == (CaseState.ENDED, "referral withdrawn: Family will provide")
    assert (referral(store, ref).state, referral(store, ref).clock_stop) == (State.WITHDRAWN, None)
    assert done.note == "2 visits freed"


def test_withdrawing_leaves_the_call_back_owed_and_owes_the_news() -> None:
    store = desk()
    ref = rung(store)
    store.done(Hold(id=ref, reason="contact"))
    store.done(Withdraw(id=ref, reason="not-needed"))
    assert [len(owed(store, ref, kind)) for kind in ("callback", "feedback", "chase")] == [1, 1, 0]


def test_feedback_settles_what_was_owed_unless_nobody_answered() -> None:
    store = desk()
    ref = accepted(store)
    minutes_on(store, 12)
    store.done(GiveFeedback(id=ref, text="accepted, nurse by eleven", outcome="no-answer"))
    assert len(owed(store, ref, "feedback")) == 1
    store.done(GiveFeedback(id=ref, text="accepted, nurse by eleven"))
    assert owed(store, ref, "feedback") == owed(store, ref, "callback") == []
    contacts = store.all(Contact)
    assert [(contact.direction, contact.whom) for contact in contacts] == [("out", "Jean Holt, niece")] * 2


def test_a_death_before_the_visit_ends_the_referral_and_frees_its_visits() -> None:
    store = desk()
    ref = accepted(store)
    visit = planned_visit(store, ref, LATER)
    store.done(CloseReferral(id=ref, how="died"))
    ended = referral(store, ref)
    assert (ended.state, ended.outcome, ended.closed_at) == (State.DIED, "died", NINE)
    assert store.one(Visit, visit.id).cancelled_why == "died"


def test_a_duplicate_leaves_one_clock_the_earlier_one() -> None:
    store = desk()
    early = identified(store)
    minutes_on(store, 30)
    late = accepted(store)
    store.done(MarkDuplicate(id=early, of=late))
    assert referral(store, early).duplicate_of == late
    assert referral(store, early).state is State.DUPLICATE
    assert referral(store, late).clock_start == NINE


def test_a_referral_repeats_only_what_was_asked_for_the_same_person() -> None:
    store = desk()
    holt, naqvi = identified(store), rung(store)
    store.done(Identify(id=naqvi, family="Naqvi", given="Samir"))
    assert "if they are one human being" in refused(store.do(MarkDuplicate(id=naqvi, of=holt)))
    store.done(LinkPerson(id=referral(store, naqvi).person, other=referral(store, holt).person))
    store.done(MarkDuplicate(id=naqvi, of=holt))


def test_a_two_hour_request_is_not_lost_in_a_slower_one_nor_in_one_that_ended() -> None:
    store = desk()
    urgent, slow = rung(store), rung(store, urgency=Urgency.ROUTINE)
    assert f"upgrade {slow} first" in refused(store.do(MarkDuplicate(id=urgent, of=slow)))
    assert "cannot repeat itself" in refused(store.do(MarkDuplicate(id=urgent, of=urgent)))
    store.done(Withdraw(id=slow, reason="not-needed"))
    assert "is a new request" in refused(store.do(MarkDuplicate(id=urgent, of=slow)))


def test_urgency_changes_in_one_direction_each_and_only_before_anybody_came() -> None:
    store = desk()
    ref = complete(store, urgency=Urgency.SAME_DAY)
    assert "is not sooner" in refused(store.do(Upgrade(id=ref, reason="worse", urgency="2d")))
    assert "is not later" in refused(store.do(Downgrade(id=ref, urgency="same-day", reason="better", **DOCTOR)))
    store.done(Accept(id=ref))
    store.records[f"referral/{ref}"] = replace(referral(store, ref), state=State.SEEN, clock_stop=NINE)
    assert "take a new need as a new referral" in refused(store.do(Upgrade(id=ref, reason="worse")))


def test_a_worker_on_the_way_is_shown_and_only_for_an_accepted_referral() -> None:
    store = desk()
    undecided, taken = rung(store), accepted(store)
    assert "cannot become on the way" in refused(store.do(SetOff(id=undecided)))
    store.done(SetOff(id=taken))
    assert referral(store, taken).state is State.EN_ROUTE


def test_a_referral_that_ended_is_worked_on_no_more() -> None:
    store = desk()
    ref = rung(store)
    store.done(Withdraw(id=ref, reason="not-needed"))
    sentence = f"Referral {ref} ended as withdrawn on Mon 23 Nov 2026 09:00: take the call as a new referral"
    for do in (Triage(id=ref), Hold(id=ref, reason="need"), Claim(id=ref), Upgrade(id=ref, reason="worse")):
        assert refused(store.do(do)) == sentence


def test_nothing_that_ended_has_a_way_back() -> None:
    assert [(now, then) for now in CLOSED for then in State if may_become(now, then)] == []


def commands(ref: str, other: str, case: str) -> list[Command]:
    return [
        Triage(id=ref, need="UCR2", urgency="2h"), Accept(id=ref, **DOCTOR),
        Decline(id=ref, reason="02", where_instead="GP", **DOCTOR), Hold(id=ref, reason="need"),
        Redirect(id=ref, reason="gp", where="GP", accepted_by="Dr Lee"), Withdraw(id=ref, reason="moved"),
        CloseReferral(id=ref, how="died"), CloseReferral(id=ref, how="admitted"), SetOff(id=ref),
        Upgrade(id=ref, reason="worse"), Downgrade(id=ref, urgency="routine", reason="better", **DOCTOR),
        MarkDuplicate(id=ref, of=other), MarkDuplicate(id=other, of=ref), GiveFeedback(id=ref, text="told"),
        Claim(id=ref), Release(id=ref), AmendReferral(id=ref, received_at=NINE), OpenCase(referral=ref),
        EndCase(id=case, outcome="independent"), EndCase(id=case, outcome="hospital"),
    ]  # fmt: skip


@settings(max_examples=60)
@given(steps=st.lists(st.tuples(st.integers(0, 20), st.integers(0, 90)), max_size=14))
def test_no_sequence_of_commands_reopens_a_referral_or_stops_a_clock_before_its_start(
    steps: list[tuple[int, int]],
) -> None:
    store = desk()
    ref, other = complete(store), complete(store)
    ended: dict[str, State] = {}
    for choice, minutes in steps:
        now = minutes_on(store, minutes)
        case = referral(store, ref).case or "none"
        give = [*commands(ref, other, case), None][choice]
        if give:
            assert isinstance(store.do(give), Done | Refused)
        else:
            with suppress(Refusal):
                seen(store, ref, now - timedelta(minutes=minutes // 2))
        for each in store.all(Referral):
            assert each.clock_stop is None or each.clock_stop >= each.clock_start
            assert each.state is ended.get(each.id, each.state)
            assert (each.closed_at is not None) == (each.state in CLOSED)
            if each.state in CLOSED:
                ended[each.id] = each.state
