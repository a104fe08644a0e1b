"""Escalations: somebody on call is told how things stand, and answers in time or the next rung is called."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from domain.access import Caller, Role, User
from domain.desk.bus import Refused
from domain.desk.context import DESCRIBERS
from domain.desk.escalating import Acknowledge, Climb, Raise, Resolve, SetOnCall
from domain.desk.subjects import NAMED
from domain.escalation import Escalation, EscalationState, OnCall
from domain.oncall import answers_for, is_silent, on_call_at
from domain.people import Person
from domain.referral import Flag, Referral, State, Urgency
from domain.staff import Worker
from domain.visit import Visit
from tests.memory import MemoryStore

NOW = datetime(2026, 11, 23, 9, 14, tzinfo=UTC)
DAY = timedelta(hours=12)


@pytest.fixture
def store() -> MemoryStore:
    made = MemoryStore(NOW)
    for role, name, phone in (
        ("shift-lead", "Priya Lewis", "07700 900101"),
        ("service-manager", "Tom Shah", "07700 900103"),
    ):
        made.done(SetOnCall(role=role, name=name, phone=phone, start=NOW - timedelta(hours=1), end=NOW + DAY))
    made.records["person/P1"] = Person(
        id="P1", family="Holt", given="Margaret", key_safe="4711", risks=("dogs",), lives_alone=True
    )
    return made


def raised(store: MemoryStore, **more: Any) -> Escalation:
    return store.one(Escalation, store.done(Raise(text="Nobody has come", **more)).ref)


def refused(store: MemoryStore, command: object) -> str:
    outcome = store.do(command)  # type: ignore[arg-type]
    assert isinstance(outcome, Refused), outcome
    return outcome.sentence


# Raising


def test_who_is_on_call_on_the_lowest_rung_is_told_and_has_to_answer_in_time(store: MemoryStore) -> None:
    done = store.done(Raise(text="Nobody has come", kind="no-show"))
    escalation = store.one(Escalation, done.ref)
    assert (escalation.to, escalation.due) == ("Priya Lewis", NOW + timedelta(minutes=15))
    assert done.note == "Ring Priya Lewis, Shift lead, on 07700 900101; an answer is due by 09:29"
    assert escalation.raised_by == "aokoye"


@pytest.mark.parametrize("typed", ["service-manager", "tom shah"])
def test_a_rung_or_a_name_may_be_typed_instead(store: MemoryStore, typed: str) -> None:
    assert raised(store, to=typed).steps[0].role == "service-manager"


def test_somebody_who_is_not_on_call_can_be_told_and_the_desk_says_so(store: MemoryStore) -> None:
    done = store.done(Raise(text="Hoist is broken", kind="equipment", to="Equipment store"))
    assert store.one(Escalation, done.ref).to == "Equipment store"
    assert "not on call" in done.note


def test_without_anybody_on_call_the_desk_says_so_and_the_clock_runs_all_the_same() -> None:
    store = MemoryStore(NOW)
    done = store.done(Raise(text="Nobody has come"))
    assert "Nobody is on call as Shift lead" in done.note
    assert store.one(Escalation, done.ref).due == NOW + timedelta(minutes=15)


def test_a_referral_is_described_as_it_stands_at_that_moment(store: MemoryStore) -> None:
    store.records["referral/R1"] = Referral(
        id="R1", person="P1", state=State.ACCEPTED, urgency=Urgency.TWO_HOUR, need="UCR1",
        referrer="Dr Jones", referrer_phone="0161 496 0000", keyed_at=NOW,
        received_at=NOW - timedelta(minutes=95), clock_start=NOW - timedelta(minutes=95),
        flags=(Flag(kind="safeguarding", text="bruises"),),
    )  # fmt: skip
    escalation = raised(store, subject="referral/R1", kind="breach")
    assert escalation.person == "P1"
    for words in (
        "Mon 23 Nov 2026 09:14", "HOLT, Margaret (P1)", "referral R1 accepted", "Within two hours", "Falls",
        "Dr Jones 0161 496 0000", "clock has run 1:35", "due Mon 23 Nov 2026 09:39", "safeguarding: bruises",
        "nobody owns it",
    ):  # fmt: skip
        assert words in escalation.context


def test_a_visit_is_described_with_who_is_missing(store: MemoryStore) -> None:
    store.records["worker/W1"] = Worker(id="W1", family="Shah", given="Amir")
    store.records["visit/V1"] = Visit(
        id="V1", person="P1", line="morning", day=date(2026, 11, 23), start=NOW, minutes=30, window_from=NOW,
        window_to=NOW + timedelta(minutes=15), workers_needed=2, workers=("W1",), skills=("hoist",),
        time_critical=True,
    )  # fmt: skip
    context = raised(store, subject="visit/V1", kind="uncovered").context
    for words in (
        "HOLT, Margaret",
        "morning Mon 23 Nov 2026 09:14",
        "1 of 2 workers: Amir Shah",
        "time-critical",
    ):
        assert words in context


def test_whatever_can_be_named_can_be_described() -> None:
    assert set(DESCRIBERS) == set(NAMED.values())


def test_nobody_is_told_how_to_get_into_a_home(store: MemoryStore) -> None:
    context = raised(store, subject="person/P1", kind="safeguarding").context
    assert "lives alone; Dogs" in context
    assert "4711" not in context


@pytest.mark.parametrize("subject", ["referral/R404", "moon/M1", "nonsense"])
def test_only_what_is_there_can_be_escalated(store: MemoryStore, subject: str) -> None:
    assert refused(store, Raise(text="Help", subject=subject))
    assert store.all(Escalation) == []


def test_who_may_only_read_cannot_raise(store: MemoryStore) -> None:
    reader = Caller(User(id="ben", roles=(Role.READ_ONLY,)), "s2")
    outcome = store.do(Raise(text="Help"), caller=reader)
    assert isinstance(outcome, Refused)
    assert outcome.why == "right"


# Answering


def test_an_answer_stops_the_clock_and_names_who_took_it_on(store: MemoryStore) -> None:
    ref = raised(store).id
    store.clock.at = NOW + timedelta(minutes=20)
    assert is_silent(store.one(Escalation, ref), store.clock.at)
    store.done(Acknowledge(id=ref, by="Priya Lewis"))
    escalation = store.one(Escalation, ref)
    assert (escalation.state, escalation.acknowledged_by) == (EscalationState.ACKNOWLEDGED, "Priya Lewis")
    assert not is_silent(escalation, store.clock.at)
    assert "Priya Lewis took this on" in refused(store, Acknowledge(id=ref))


def test_whoever_presses_the_key_has_answered_unless_they_say_otherwise(store: MemoryStore) -> None:
    ref = raised(store).id
    store.done(Acknowledge(id=ref))
    assert store.one(Escalation, ref).acknowledged_by == "Ada Okoye"


def test_silence_climbs_to_the_next_rung_with_somebody_on_call(store: MemoryStore) -> None:
    ref = raised(store).id
    store.clock.at = NOW + timedelta(minutes=15)
    store.done(Climb(id=ref))
    escalation = store.one(Escalation, ref)
    assert [step.to for step in escalation.steps] == ["Priya Lewis", "Tom Shah"]
    assert (escalation.to, escalation.due) == ("Tom Shah", NOW + timedelta(minutes=30))


def test_the_same_silent_person_is_not_called_again_on_a_higher_rung(store: MemoryStore) -> None:
    store.done(SetOnCall(role="team-lead", name="Priya Lewis", phone="07700 900101", start=NOW, end=NOW + DAY))
    ref = raised(store).id
    store.done(Climb(id=ref))
    assert store.one(Escalation, ref).to == "Tom Shah"


def test_the_top_of_the_ladder_says_that_nobody_is_above_it(store: MemoryStore) -> None:
    ref = raised(store, to="service-manager").id
    assert "Nobody higher than Tom Shah" in refused(store, Climb(id=ref))


def test_an_answered_escalation_does_not_climb(store: MemoryStore) -> None:
    ref = raised(store).id
    store.done(Acknowledge(id=ref))
    assert "took this on" in refused(store, Climb(id=ref))


def test_an_escalation_is_resolved_once_and_with_an_outcome(store: MemoryStore) -> None:
    ref = raised(store).id
    assert "what came of it" in refused(store, Resolve(id=ref, outcome=""))
    store.done(Resolve(id=ref, outcome="Amir went"))
    assert store.one(Escalation, ref).resolved_at == NOW
    for command in (Resolve(id=ref, outcome="again"), Acknowledge(id=ref), Climb(id=ref)):
        assert "Amir went" in refused(store, command)


# Who is on call


def test_a_new_duty_takes_its_time_from_whoever_had_the_rung(store: MemoryStore) -> None:
    store.done(
        SetOnCall(role="shift-lead", name="Amir Shah", phone="07700 900109", start=NOW, end=NOW + timedelta(hours=2))
    )
    rota = store.all(OnCall)
    there = [on_call_at(rota, NOW + timedelta(minutes=minutes))["shift-lead"].name for minutes in (-30, 0, 119, 120)]
    assert there == ["Priya Lewis", "Amir Shah", "Amir Shah", "Priya Lewis"]


def test_a_duty_that_is_wholly_taken_over_is_gone(store: MemoryStore) -> None:
    store.done(SetOnCall(role="shift-lead", name="Amir Shah", phone="1", start=NOW - DAY, end=NOW + 2 * DAY))
    assert [duty.name for duty in store.all(OnCall) if duty.role == "shift-lead"] == ["Amir Shah"]


def test_an_escalation_is_answered_for_by_whoever_has_the_rung_by_then(store: MemoryStore) -> None:
    escalation = raised(store)
    evening = NOW + DAY
    store.done(SetOnCall(role="shift-lead", name="Amir Shah", phone="1", start=evening, end=evening + DAY))
    duty = answers_for(escalation, store.all(OnCall), evening)
    assert duty is not None
    assert duty.name == "Amir Shah"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"role": "captain"}, "not in the list ladder"),
        ({"name": " "}, "who is on call"),
        ({"end": NOW - DAY}, "must end after"),
    ],
)
def test_a_duty_that_makes_no_sense_is_refused(store: MemoryStore, wrong: dict[str, object], sentence: str) -> None:
    asked: dict[str, object] = {
        "role": "team-lead", "name": "Amir Shah", "phone": "1", "start": NOW, "end": NOW + DAY, **wrong,
    }  # fmt: skip
    assert sentence in refused(store, SetOnCall(**asked))  # type: ignore[arg-type]
