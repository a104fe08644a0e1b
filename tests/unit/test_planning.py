"""A day's records become the engine's problem, and its plan a draft: what is promised or begun is held fast."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.desk.bus import Order
from domain.desk.gathering import Around, gather
from domain.desk.planning import (
    CLEARANCE,
    Board,
    minute_at,
    moment_at,
    placements_from,
    problem_for,
    weights_of,
    workloads,
)
from domain.desk.roads import travel_of
from domain.desk.roster import ApplyPlan, Assign, Publish
from domain.desk.staffing import AddShift, AmendWorker, SetRounds
from domain.engine import problem as engine
from domain.engine.plan import Assignment, Plan
from domain.engine.run import solve
from domain.engine.verify import verify
from domain.record import Record
from domain.roster import standing
from domain.staff import Absence, Skill
from domain.views import RosterDay
from domain.visit import BEGUN, Attendance, Visit, VisitState
from domain.when import day_bounds, from_local, london, parse_time
from domain.working_time import WeeklyRest
from tests.memory import MemoryStore, MemoryWork, shipped_policy
from tests.unit.roster_cast import (
    FAR,
    HOME,
    MONDAY,
    NEAR,
    TUESDAY,
    at,
    day_of,
    desk,
    person,
    put,
    refused,
    shift,
    visit,
    worker,
)

LEWIS, NG = "WLEWIS", "WNG"
AUTUMN, SPRING = date(2026, 10, 25), date(2027, 3, 28)
POLICY = shipped_policy(TUESDAY)


def duo(*records: Record) -> MemoryStore:
    """Two workers on duty on Tuesday from seven to three, and two people at home."""
    staff = (worker(LEWIS), worker(NG, given="Sam", place=HOME), shift(LEWIS), shift(NG))
    return desk(*staff, person("PPATEL", family="Patel", given="Cyril", place=FAR), *records)


def day(store: MemoryStore, around: Around | None = None, on: date = TUESDAY) -> RosterDay:
    work = MemoryWork(store, Order(Publish(day=on), store.caller, "read"))
    return gather(work.find, store.policy, on, store.clock.now(), around)


def task(store: MemoryStore, ref: str = "V1") -> engine.Visit:
    return next(each for each in problem_for(day(store)).visits if each.id == ref)


def hand(store: MemoryStore, ref: str = LEWIS, on: date = TUESDAY) -> engine.Worker:
    return next(each for each in problem_for(day(store, on=on)).workers if each.id == ref)


def told(ref: str, start: str = "09:00", *workers: str, **more: Any) -> Visit:
    names = workers or (LEWIS,)
    return standing(visit(ref, start, workers=names, told_workers=names, told_start=at(start), **more))


def seen(ref: str, came: str, left: str = "", *workers: str, **more: Any) -> Visit:
    stamps = tuple(
        Attendance(worker=each, came=at(came), came_by="qr", left=at(left) if left else None, left_by="qr")
        for each in workers or (LEWIS,)
    )
    state = VisitState.COMPLETED if left else VisitState.IN_PROGRESS
    return visit(ref, came, **{"attended": stamps, "workers": workers or (LEWIS,), "state": state, **more})


@given(st.sampled_from([TUESDAY, AUTUMN, SPRING]), st.integers(0, 1439))
def test_minutes_run_on_and_come_back(on: date, minute: int) -> None:
    moment = day_bounds(on)[0] + timedelta(minutes=minute)
    assert moment_at(minute_at(moment, on), on) == moment
    assert minute_at(moment + timedelta(hours=1), on) - minute_at(moment, on) == 60


@given(st.sampled_from([TUESDAY, AUTUMN, SPRING]), st.integers(3 * 60, 1439))
def test_minutes_show_wall_time_on_every_day(on: date, minute: int) -> None:
    moment = from_local(on, parse_time(f"{minute // 60:02d}:{minute % 60:02d}"))
    assert minute_at(moment, on) == minute


def test_the_policy_sets_prices_and_pace() -> None:
    assert weights_of(POLICY) == engine.Weights()
    assert replace(travel_of(POLICY, TUESDAY), busy=()) == engine.Travel()
    dearer = replace(POLICY.settings["weight-travel"], value="11")
    changed = type(POLICY)(POLICY.codes, {**POLICY.settings, "weight-travel": dearer})
    assert weights_of(changed).travel == 11


def test_a_visit_carries_the_needs_of_the_person() -> None:
    wishes = {"gender_needed": "female", "language": "ur", "preferred_workers": (NG,), "barred_workers": (LEWIS,)}
    store = duo(visit("V1", skills=("hoist",), lead=True, workers_needed=2, time_critical=True), person(**wishes))
    wanted = task(store)
    assert wanted.skills == {"hoist", CLEARANCE} and wanted.needs_lead and wanted.workers_needed == 2
    assert (wanted.gender, wanted.language) == ("female", "ur")
    assert (wanted.preferred, wanted.barred, wanted.priority) == ({NG}, {LEWIS}, 1)
    assert (wanted.preferred_start, wanted.earliest, wanted.latest) == (540, 495, 585)
    assert (wanted.person, wanted.place) == ("Margaret Holt", engine.Place(HOME.lat, HOME.lon))


def test_english_is_no_wish_and_ordinary_visits_come_second() -> None:
    store = duo(visit("V1"), person(language="en"))
    assert (task(store).language, task(store).priority) == ("", 2)


def test_lately_seen_faces_are_familiar() -> None:
    store = duo(visit("V1"), *(seen(f"VOLD{n}", "09:00", "09:30", day=MONDAY - timedelta(days=n)) for n in (1, 2)))
    put(store, seen("VANCIENT", "09:00", "09:30", NG, day=MONDAY - timedelta(days=60)))
    assert task(store).familiar == ((LEWIS, 2),)


def test_what_has_lapsed_does_not_count_on_the_day() -> None:
    store = duo(visit("V1"))
    put(store, worker(LEWIS, skills=(Skill(code="hoist", expires=MONDAY), Skill(code="peg")), dbs_expires=MONDAY))
    assert hand(store).skills == {"peg"}
    put(store, worker(LEWIS, skills=(), dbs_expires=TUESDAY))
    assert hand(store).skills == {CLEARANCE}


def test_nobody_without_a_dbs_check_in_date_is_ever_planned_and_it_is_said_why() -> None:
    store = duo(visit("V1"))
    put(store, worker(LEWIS, dbs_expires=MONDAY), worker(NG, dbs_expires=MONDAY))
    plan = solve(problem_for(day(store)), budget=5, mode="steps")
    assert not plan.assignments
    assert {reason.rule for reason in plan.unassigned[0].reasons} == {"skill"}
    assert all("DBS check" in reason.text for reason in plan.unassigned[0].reasons)


def test_eleven_hours_rest_reach_over_from_the_days_beside() -> None:
    store = duo()
    put(store, shift(LEWIS, "14:00", "22:00", MONDAY), shift(LEWIS, "06:00", "14:00", TUESDAY + timedelta(days=1)))
    assert (hand(store).earliest_start, hand(store).latest_end) == (9 * 60, 19 * 60)
    assert hand(store, NG).earliest_start < 0 and hand(store, NG).latest_end > engine.DAY


def test_six_days_after_a_run_of_duties_began_a_whole_days_rest_is_due() -> None:
    run = [TUESDAY - timedelta(days=number) for number in range(1, 7)]
    duty = [shift(LEWIS, "06:00", "14:00", on) for on in run]
    lewis = hand(desk(worker(LEWIS), shift(LEWIS), *duty, visit()))
    assert lewis.weekly_rest and lewis.latest_end == 6 * 60
    assert not hand(desk(worker(LEWIS), shift(LEWIS), *duty[:-1], visit())).weekly_rest


def test_coming_in_on_a_day_off_leaves_the_duties_after_it_their_rest() -> None:
    days = [TUESDAY + timedelta(days=number) for number in (-3, -2, -1, 1, 2, 3, 4)]
    lewis = hand(desk(worker(LEWIS), *[shift(LEWIS, "07:00", "15:00", on) for on in days], visit()))
    assert lewis.weekly_rest and lewis.latest_end == 7 * 60


def test_two_rests_of_a_day_in_a_fortnight_may_lie_anywhere_in_it() -> None:
    rule = WeeklyRest(24, 14, 2)
    fortnight = [shift(LEWIS, "06:00", "14:00", TUESDAY - timedelta(days=number)) for number in range(13)]
    assert rule.due(fortnight[:12], TUESDAY) is None, "twelve days and then two of rest"
    assert rule.due(fortnight, TUESDAY) == at("06:00")
    one_off = [each for each in fortnight if each.day != TUESDAY - timedelta(days=5)]
    assert rule.due(one_off, TUESDAY) is None, "the other rest is due a day later"
    longer = [*one_off, shift(LEWIS, "06:00", "14:00", TUESDAY - timedelta(days=13))]
    assert rule.due(longer, TUESDAY) == at("06:00")
    assert WeeklyRest(48, 14).due(one_off, TUESDAY) == at("06:00"), "one day off is no rest of 48 hours"


def test_rounds_begin_at_the_base_until_they_have_begun() -> None:
    store = duo(visit("V1"), visit("V2", "12:00"))
    store.done(SetRounds(id=LEWIS, sets_out="base", returns="base", postcode="BL9 0DN", place=FAR))
    base = engine.Place(FAR.lat, FAR.lon)
    assert (hand(store).sets_out, hand(store).returns) == (base, base)
    store.done(SetRounds(id=LEWIS, sets_out="base", returns="home"))
    assert (hand(store).sets_out, hand(store).returns) == (base, None)
    put(store, seen("V1", "09:00", "09:30"))
    store.clock.at = at("09:40")
    assert hand(store).sets_out is None
    assert "type its postcode" in refused(store, SetRounds(id=NG, sets_out="base", returns="base"))


def test_whoever_is_off_on_bank_holidays_is_off_unless_it_was_agreed() -> None:
    christmas = date(2026, 12, 25)
    store = duo(shift(LEWIS, day=christmas), shift(NG, day=christmas))
    assert hand(store, on=christmas).shifts
    store.done(AmendWorker(id=LEWIS, bank_holidays=False))
    assert not hand(store, on=christmas).shifts and hand(store, NG, on=christmas).shifts
    put(store, replace(shift(LEWIS, "15:30", "16:30", christmas), kind="overtime"))
    assert hand(store, on=christmas).shifts == (engine.Shift(930, 990),)
    added = store.done(AddShift(id=LEWIS, day=christmas, start=time(18), end=time(20)))
    assert added.note == "Priya Lewis does not work on bank holidays: no shift on Fri 25 Dec 2026"


def test_the_days_care_is_shared_out_by_paid_duty() -> None:
    store = duo(visit("V1", minutes=60), visit("V2", "12:00", minutes=60, workers_needed=2))
    put(store, shift(NG, "07:00", "11:00"))
    del store.records[f"shift/S{NG}2407:00"]
    put(store, shift(NG, "08:00", "12:00"))
    assert (hand(store).fair, hand(store, NG).fair) == (120, 60)


def test_nobody_is_planned_alone_into_a_home_that_is_unsafe_at_night() -> None:
    risky = replace(person(), risks=("dogs", "violence"))
    store = duo(visit("V1"))
    put(store, risky)
    assert task(store).alone == engine.Shift(7 * 60, 20 * 60)
    put(store, replace(risky, risks=("dogs",)))
    assert task(store).alone is None


@pytest.mark.parametrize(("by", "same"), [("", None), ("same", True), ("other", False)])
def test_a_visit_may_have_to_be_by_the_worker_of_the_one_before(by: str, same: bool | None) -> None:
    store = duo(visit("V1"), visit("V2", "12:00", after="V1", after_by=by, optional=True))
    problem = problem_for(day(store))
    assert problem.links[0].same_worker is same
    assert [each.optional for each in problem.visits] == [False, True]


def test_the_weeks_contract_bounds_the_day() -> None:
    friday = TUESDAY + timedelta(days=3)
    store = duo(*(shift(LEWIS, "07:00", "15:00", TUESDAY + timedelta(days=n)) for n in (1, 2, 3)))
    put(store, worker(LEWIS, contract_minutes=1500, overtime_minutes=60))
    assert (hand(store).contracted_minutes, hand(store).max_minutes) == (1440, 1440)
    paid = 3 * (480 - 20)
    assert (hand(store, on=friday).contracted_minutes, hand(store, on=friday).max_minutes) == (1500 - paid, 1560 - paid)


def test_absence_is_cut_to_the_day_and_until_further_notice_lasts_it_out() -> None:
    away = Absence(id="A1", worker=LEWIS, start=at("12:00", MONDAY))
    store = duo(away, Absence(id="A2", worker=NG, start=at("10:00"), end=at("11:00")))
    assert hand(store).absent == (engine.Shift(0, 1440),)
    assert hand(store, NG).absent == (engine.Shift(600, 660),)


def test_a_home_that_is_not_on_the_map_is_in_the_middle_of_the_others() -> None:
    store = duo(visit("V1"), visit("V2", person="PPATEL"))
    put(store, person(place=None))
    placed = [place for place in (HOME, NEAR, FAR) if place]
    assert min(p.lat for p in placed) < task(store).place.lat < max(p.lat for p in placed)


def test_linked_visits_are_tied_and_a_gap_without_end_lasts_the_day() -> None:
    store = duo(visit("V1"), visit("V2", "13:00", after="V1", min_gap=180), visit("V3", after="VELSEWHERE"))
    (link,) = problem_for(day(store)).links
    assert link == engine.Link(before="V1", after="V2", min_gap=180, max_gap=engine.DAY)


def test_what_people_have_been_told_is_held_and_a_draft_is_free() -> None:
    store = duo(told("V1"), visit("V2", "10:00", workers=(LEWIS,)), visit("V3", "11:00", workers=(NG,), pinned=True))
    assert (task(store).pinned_workers, task(store).pinned_start) == ((LEWIS,), 540)
    assert (task(store, "V2").pinned_workers, task(store, "V2").pinned_start) == ((), None)
    assert (task(store, "V3").pinned_workers, task(store, "V3").pinned_start) == ((NG,), 660)


def test_a_double_up_that_lost_one_keeps_the_other_and_its_time() -> None:
    both = told("V1", "09:00", LEWIS, NG, workers_needed=2)
    left = task(duo(replace(both, workers=(NG,))))
    assert (left.pinned_workers, left.pinned_start, left.workers_needed) == ((NG,), 540, 2)


def test_cancelled_visits_are_no_part_of_the_problem() -> None:
    assert not problem_for(day(duo(replace(told("V1"), state=VisitState.CANCELLED)))).visits


def test_from_now_on_only_what_can_still_be_is_planned() -> None:
    store = duo(visit("V1", "08:00", give=15), visit("V2", "09:00"), told("V3", "08:15", NG))
    store.clock.at = at("09:10")
    visits = {each.id: each for each in problem_for(day(store)).visits}
    assert set(visits) == {"V2", "V3"}, "V1 can no longer begin in its window"
    assert visits["V2"].earliest == 9 * 60 + 11
    assert visits["V3"].pinned_start == 8 * 60 + 15, "late, but still Sam's"


def test_only_the_last_visit_begun_says_where_a_worker_is() -> None:
    store = duo(seen("V1", "07:10", "07:40"), seen("V2", "08:05", "08:40", person="PPATEL"), visit("V3", "09:30"))
    put(store, worker(LEWIS, contract_minutes=600))
    store.clock.at = at("09:00")
    visits = {each.id: each for each in problem_for(day(store)).visits}
    assert set(visits) == {"V2", "V3"}
    assert (visits["V2"].pinned_workers, visits["V2"].pinned_start, visits["V2"].minutes) == ((LEWIS,), 485, 35)
    assert hand(store).max_minutes == 600 - 30


def test_a_visit_that_overruns_keeps_its_worker_until_now() -> None:
    store = duo(seen("V1", "08:00"), visit("V2", "09:30"))
    store.clock.at = at("09:10")
    assert task(store).minutes == 70


def test_a_gap_counts_from_when_the_first_visit_really_ended() -> None:
    first = seen("V1", "07:30", "08:20")
    store = duo(first, seen("V9", "08:30", "08:40"), visit("V2", "11:30", after="V1", min_gap=180, give=60))
    store.clock.at = at("09:00")
    assert task(store, "V2").earliest == minute_at(at("11:20"), TUESDAY)


@pytest.mark.parametrize(
    "odd",
    [
        shift(LEWIS, "08:30"),
        shift(LEWIS, "14:00", "23:00", MONDAY),
        Absence(id="A1", worker=LEWIS, start=at("08:15"), end=at("12:00")),
    ],
    ids=["before the shift", "before the rest was over", "and fell ill meanwhile"],
)
def test_what_has_begun_stays_in_the_plan_however_odd(odd: Record) -> None:
    store = duo(seen("V1", "08:00", "08:40"), visit("V2", "13:00"))
    del store.records[f"shift/S{LEWIS}2407:00"]
    put(store, shift(LEWIS, "08:30"), odd)
    store.clock.at = at("09:00")
    problem = problem_for(day(store))
    plan = solve(problem, budget=5, mode="steps")
    assert "V1" in {each.visit for each in plan.assignments}
    assert verify(problem, plan) == []


STARTS = st.integers(0, 23).map(lambda n: f"{7 + n // 3:02d}:{n % 3 * 20:02d}")


@st.composite
def days(draw: st.DrawFn) -> tuple[MemoryStore, str]:
    """A Tuesday in any state of progress: what has begun, what was told, what is still a draft."""
    store = duo()
    now = draw(st.sampled_from(["06:00", "09:10", "11:30"]))
    store.clock.at = at(now)
    taken: dict[str, datetime] = {}
    for number in range(draw(st.integers(1, 8))):
        start, who = draw(STARTS), draw(st.sampled_from([LEWIS, NG]))
        whose = draw(st.sampled_from(["PHOLT", "PPATEL"]))
        ref = f"V{number}"
        begun = at(start) < at(now) and taken.get(who, at("00:01")) < at(start)
        if begun and draw(st.booleans()):
            left = f"{london(at(start) + timedelta(minutes=20)):%H:%M}"
            taken[who] = at(start)
            put(store, seen(ref, start, left if at(left) <= at(now) else "", who, person=whose))
        elif draw(st.booleans()):
            put(store, told(ref, start, who, person=whose))
        else:
            put(store, visit(ref, start, person=whose, workers_needed=draw(st.integers(1, 2))))
    return store, now


@settings(max_examples=60)
@given(days())
def test_a_plan_for_a_day_in_progress_keeps_the_rules_and_every_promise(drawn: tuple[MemoryStore, str]) -> None:
    store, now = drawn
    before = {each.id: each for each in day_of(store)}
    problem = problem_for(day(store))
    plan = solve(problem, budget=20, mode="steps")
    assert verify(problem, plan) == []
    store.done(ApplyPlan(day=TUESDAY, seq=0, assignments=placements_from(plan, TUESDAY)))
    for after in day_of(store):
        was = before[after.id]
        if was.state in BEGUN or was.told_workers:
            assert (after.workers, after.start, after.state) == (was.workers, was.start, was.state)
        if after.workers != was.workers:
            assert after.start > at(now) and after.is_covered


def test_a_plan_becomes_the_draft_that_it_says() -> None:
    store = duo(
        visit("V1"), visit("V2", "11:00", person="PPATEL", workers=(NG,)), visit("V3", "12:00", skills=("peg",))
    )
    put(store, replace(store.one(Visit, "V3"), workers=(LEWIS,)))
    plan = solve(problem_for(day(store)), budget=20, mode="steps")
    placements = {each.visit: each for each in placements_from(plan, TUESDAY)}
    store.done(ApplyPlan(day=TUESDAY, assignments=tuple(placements.values())))
    for ref in ("V1", "V2"):
        assert store.one(Visit, ref).workers == placements[ref].workers != ()
        assert store.one(Visit, ref).start == placements[ref].start
    assert (placements["V3"].workers, placements["V3"].start, store.one(Visit, "V3").workers) == ((), None, ())


def test_the_board_judges_a_move_before_it_is_made() -> None:
    store = duo(visit("V1", workers=(LEWIS,)), visit("V2", "09:20"), told("V3", "12:00", NG))
    board = Board.of(day(store))
    check = board.check("V2", [LEWIS], at("09:20"))
    assert [breach.rule for breach in check.breaches][:1] == ["overlap"]
    assert not board.check("V2", [NG], at("09:20")).breaches
    assert not board.check("V3", [LEWIS], at("12:10")).breaches, "told can be moved by hand, as a draft"
    assert board.check("V3", [LEWIS], at("12:10")).delta.calls == 3


def test_the_board_says_how_each_day_is_used() -> None:
    store = duo(visit("V1", "09:00", workers=(LEWIS,)), visit("V2", "11:00", person="PPATEL", workers=(LEWIS,)))
    put(store, Absence(id="A1", worker=NG, start=at("11:00")))
    lewis, ng = workloads(day(store))
    assert (lewis.available, lewis.contact, lewis.breaks) == (480, 60, 20)
    assert lewis.travel > 10 and lewis.downtime == 480 - 60 - 20 - lewis.travel
    assert (ng.available, ng.contact) == (240, 0)


def test_half_a_double_up_may_be_filled_first() -> None:
    store = duo(visit("V1", workers_needed=2))
    assert not Board.of(day(store)).check("V1", [LEWIS], at("09:00")).breaches
    assert not Board.of(day(store)).check("V1", [LEWIS, NG], at("09:00")).breaches


def test_a_move_made_on_the_board_counts_for_the_next() -> None:
    store = duo(visit("V1"), visit("V2", "09:10"))
    board = Board.of(day(store))
    plan = Plan(assignments=(Assignment(visit="V1", workers=(LEWIS,), start=540),))
    (placed,) = placements_from(plan, TUESDAY)
    assert not board.check("V2", [LEWIS], at("09:10")).breaches
    assert board.moved(placed).check("V2", [LEWIS], at("09:10")).breaches


@settings(max_examples=60)
@given(days(), st.sampled_from([LEWIS, NG]), st.data())
def test_looking_only_around_a_move_finds_the_same_as_the_whole_day(
    drawn: tuple[MemoryStore, str], who: str, data: st.DataObject
) -> None:
    store, _ = drawn
    to_come = [each for each in day_of(store) if each.state not in BEGUN]
    if not to_come:
        return
    moved = data.draw(st.sampled_from(to_come))
    near = day(store, Around(visits=frozenset({moved.id}), workers=frozenset({who})))
    whole = Board.of(day(store)).check(moved.id, [who], moved.start)
    assert Board.of(near).check(moved.id, [who], moved.start) == whole
    assert len(near.visits) <= len(day(store).visits)


@pytest.mark.parametrize("moved", ["V1", "V2"])
def test_looking_around_a_move_sees_the_visits_it_is_tied_to(moved: str) -> None:
    gap = {"after": "V1", "min_gap": 180, "give": 300}
    store = duo(visit("V1", "09:00", workers=("WALI",), give=300), visit("V2", "13:00", workers=(NG,), **gap))
    put(store, worker("WALI"), shift("WALI"))
    start = at("11:00")
    near = day(store, Around(visits=frozenset({moved}), workers=frozenset({LEWIS})))
    check = Board.of(near).check(moved, [LEWIS], start)
    assert "link" in {breach.rule for breach in check.breaches}


@pytest.mark.parametrize("on", [AUTUMN, SPRING])
def test_a_refusal_names_wall_time_when_the_clocks_change(on: date) -> None:
    store = desk(worker(LEWIS), shift(LEWIS, "07:00", "15:00", on), visit("V1", "14:45", day=on))
    store.clock.at = at("09:14", on - timedelta(days=1))
    assert "on duty until 15:00, and the visit would end at 15:15" in refused(store, Assign(id="V1", worker=LEWIS))
