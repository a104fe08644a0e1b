"""Undo: everything as it was, unless somebody has built on it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.access import Caller, Role, User
from domain.case import Case
from domain.desk.bus import Done, Refused
from domain.desk.casework import OpenCase
from domain.desk.contacts import LogContact
from domain.desk.intake import AmendReferral, Claim, Identify, Ring
from domain.desk.packages import StartPackage
from domain.desk.people import AmendPerson, ReadRecord
from domain.desk.triage import Accept, Decline, Hold, Triage, Withdraw
from domain.desk.undoing import Redo, Undo
from domain.package import Package
from domain.package_text import parse_lines
from domain.record import Record
from domain.referral import State, Urgency
from domain.when import local_date
from tests.memory import MemoryStore
from tests.unit.referral_cast import (
    CLINICIAN,
    HOLT,
    NINE,
    accepted,
    complete,
    desk,
    identified,
    minutes_on,
    planned_visit,
    referral,
    refused,
    rung,
)


def contents(store: MemoryStore) -> dict[str, Record]:
    """Every record as it stands, but for how often it was saved."""
    return {subject: replace(record, revision=0) for subject, record in store.records.items()}


def test_undoing_puts_back_every_record_that_the_command_touched() -> None:
    store = desk()
    ref = accepted(store)
    store.done(OpenCase(referral=ref))
    planned_visit(store, ref, NINE + timedelta(hours=1), workers=("W1",))
    before = contents(store)
    done = store.done(Withdraw(id=ref, reason="family"))
    assert contents(store) != before
    undone = store.done(Undo(seq=done.seq))
    assert contents(store) == before
    assert undone.subject == f"referral/{ref}"
    assert undone.note == "Undone: referral.withdraw of Mon 23 Nov 2026 09:00"


def test_undoing_an_addition_takes_it_away_and_redo_brings_it_back() -> None:
    store = desk()
    done = store.done(Ring(whom="Jean", phone="1", need="UCR1", urgency=Urgency.ROUTINE))
    there = contents(store)
    undone = store.done(Undo(seq=done.seq))
    assert contents(store) == {}
    store.done(Undo(seq=undone.seq))
    assert contents(store) == there


def test_several_steps_are_undone_in_turn_and_redone_in_turn() -> None:
    store = desk()
    ref = rung(store)
    moments = [contents(store)]
    steps = []
    for do in (Claim(id=ref), Hold(id=ref, reason="need"), AmendReferral(id=ref, organisation="Peel")):
        steps.append(store.done(do).seq)
        moments.append(contents(store))
    undone = []
    for seq, before in zip(reversed(steps), reversed(moments[:-1]), strict=True):
        undone.append(store.done(Undo(seq=seq)).seq)
        assert contents(store) == before
    for seq, after in zip(reversed(undone), moments[1:], strict=True):
        store.done(Undo(seq=seq))
        assert contents(store) == after


def test_without_a_number_each_step_takes_back_the_one_before_and_redo_comes_forward_again() -> None:
    store = desk()
    ref = rung(store)
    moments = [contents(store)]
    for do in (Claim(id=ref), Hold(id=ref, reason="need"), AmendReferral(id=ref, organisation="Peel")):
        store.done(do)
        moments.append(contents(store))
    for before in reversed(moments[:-1]):
        store.done(Undo())
        assert contents(store) == before
    for after in moments[1:]:
        store.done(Redo())
        assert contents(store) == after
    assert "nothing back lately" in refused(store.do(Redo()))
    store.done(Undo())
    assert contents(store) == moments[-2]


def test_after_a_new_change_there_is_nothing_to_do_again() -> None:
    store = desk()
    ref = rung(store)
    store.done(Claim(id=ref))
    store.done(Undo())
    store.done(Hold(id=ref, reason="need"))
    assert "nothing back lately" in refused(store.do(Redo()))
    store.done(Undo())
    assert referral(store, ref).state is not State.AWAITING_INFO


def test_what_a_dropped_line_left_can_be_taken_back_from_a_new_session() -> None:
    store = desk()
    ref = rung(store)
    store.done(Claim(id=ref))
    store.done(Undo())
    again = Caller(store.caller.user, "another session")
    assert isinstance(store.do(Redo(), caller=again), Done)
    assert referral(store, ref).owner == store.caller.user.id
    assert isinstance(store.do(Undo(), caller=again), Done)
    assert referral(store, ref).owner == ""


def test_steps_are_ones_own_and_of_this_shift() -> None:
    store = desk()
    ref = rung(store)
    minutes_on(store, 1)
    mine = rung(store)
    store.do(Hold(id=ref, reason="need"), caller=CLINICIAN)
    assert store.done(Undo()).subject == f"referral/{mine}"
    store.done(Redo())
    store.clock.at += timedelta(hours=13)
    assert "nothing lately" in refused(store.do(Undo()))


def test_a_step_that_somebody_built_on_is_refused_by_name() -> None:
    store = desk()
    ref = rung(store)
    store.records["user/cwu"] = replace(CLINICIAN.user, revision=1)
    store.done(Claim(id=ref))
    store.do(Hold(id=ref, reason="need"), caller=CLINICIAN)
    assert refused(store.do(Undo())).startswith("Clare Wu has built on it")


def test_undo_refuses_when_somebody_built_on_it_and_says_who_when_and_what() -> None:
    store = desk()
    ref = rung(store)
    store.records["user/cwu"] = replace(CLINICIAN.user, revision=1)
    mine = store.done(Claim(id=ref)).seq
    minutes_on(store, 14)
    store.do(Hold(id=ref, reason="need"), caller=CLINICIAN)
    sentence = refused(store.do(Undo(seq=mine)))
    assert sentence == (
        f"Clare Wu has built on it at Mon 23 Nov 2026 09:14: referral.hold of referral/{ref}. Undo that first"
    )


def test_who_built_on_it_is_whoever_did_it_and_not_an_undo_that_put_it_back() -> None:
    store = desk()
    ref = identified(store)
    mine = store.done(Claim(id=ref)).seq
    store.done(Triage(id=ref, exclusions=(), consent="given", lone_worker="no"))
    accept = store.done(Accept(id=ref)).seq
    store.done(Undo(seq=accept))
    assert f"referral.triage of referral/{ref}" in refused(store.do(Undo(seq=mine)))


def test_reading_the_record_or_changing_another_one_is_not_building_on_it() -> None:
    store = desk()
    ref, other = rung(store), rung(store)
    mine = store.done(Claim(id=ref)).seq
    store.done(ReadRecord(subject=f"referral/{ref}", purpose="call"))
    store.done(LogContact(whom="Jean", text="worse", subject=f"referral/{ref}"))
    store.done(Claim(id=other))
    store.done(Undo(seq=mine))
    assert referral(store, ref).owner == ""


def no_visits_yet(case: str) -> StartPackage:
    today = local_date(NINE)
    return StartPackage(
        case=case, lines=parse_lines("morning 08:00 30m"), starts=today + timedelta(days=1), until=today
    )


def test_what_something_else_is_about_by_now_is_not_taken_away() -> None:
    store = desk()
    ref = accepted(store)
    case = store.done(OpenCase(referral=ref))
    package = store.done(no_visits_yet(case.ref))
    assert f"package.start of package/{package.ref}" in refused(store.do(Undo(seq=case.seq)))
    store.done(Undo(seq=package.seq))
    store.done(Undo(seq=case.seq))
    assert store.all(Case) == []


def test_what_comes_back_needs_what_it_was_about() -> None:
    store = desk()
    ref = accepted(store)
    case = store.done(OpenCase(referral=ref))
    package = store.done(no_visits_yet(case.ref))
    taken_back = store.done(Undo(seq=package.seq))
    gone = store.done(Undo(seq=case.seq))
    assert f"belongs to case/{case.ref}, which is not there" in refused(store.do(Undo(seq=taken_back.seq)))
    store.done(Undo(seq=gone.seq))
    store.done(Undo(seq=taken_back.seq))
    assert [each.id for each in store.all(Package)] == [package.ref]


def test_nothing_is_undone_twice() -> None:
    store = desk()
    ref = rung(store)
    mine = store.done(Claim(id=ref)).seq
    store.done(Undo(seq=mine))
    assert "has built on it" in refused(store.do(Undo(seq=mine)))


def test_undo_needs_the_right_of_what_it_undoes_and_redo_is_for_whoever_undid() -> None:
    store = desk()
    ref = rung(store)
    mine = store.done(Claim(id=ref)).seq
    reader = Caller(User(id="guest", roles=(Role.READ_ONLY,)), "s9")
    outcome = store.do(Undo(seq=mine), caller=reader)
    assert isinstance(outcome, Refused)
    assert outcome.why == "right"
    undone = store.done(Undo(seq=mine)).seq
    assert "Only bpatel can redo" in refused(store.do(Undo(seq=undone), caller=reader))


def test_an_entry_that_does_not_exist_cannot_be_undone() -> None:
    assert "no entry 99" in refused(desk().do(Undo(seq=99)))


def given_commands(ref: str, person: str) -> list[Any]:
    return [
        Triage(id=ref, consent="given", lone_worker="no", adjustments=("hearing",), safeguarding="neglect"),
        Accept(id=ref), Hold(id=ref, reason="need"), Claim(id=ref), Withdraw(id=ref, reason="moved"),
        Decline(id=ref, reason="02", where_instead="GP", clinician="Dr Shah", clinician_at=NINE),
        OpenCase(referral=ref), AmendPerson(id=person, phone="-", postcode="BL9 7XA"), Identify(id=ref, **HOLT),
        AmendReferral(id=ref, received_at=NINE - timedelta(minutes=3)), LogContact(whom="Jean", text="worse"),
    ]  # fmt: skip


@settings(max_examples=60)
@given(st.lists(st.integers(0, 10), max_size=8))
def test_undoing_everything_in_turn_restores_every_record_exactly(choices: list[int]) -> None:
    store = desk()
    ref = identified(store)
    moments, steps = [contents(store)], []
    for choice in choices:
        outcome = store.do(given_commands(ref, referral(store, ref).person)[choice])
        if isinstance(outcome, Done):
            steps.append(outcome.seq)
            moments.append(contents(store))
    for seq, before in zip(reversed(steps), reversed(moments[:-1]), strict=True):
        store.done(Undo(seq=seq))
        assert contents(store) == before


def test_an_undone_decline_is_open_again() -> None:
    store = desk()
    ref = complete(store)
    done = store.do(Decline(id=ref, reason="02", where_instead="GP"), caller=CLINICIAN)
    assert isinstance(done, Done)
    store.done(Undo(seq=done.seq))
    assert referral(store, ref).state is State.SCREENING
