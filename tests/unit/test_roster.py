"""The roster by hand and by plan: rules hold, the draft stays apart from what was told, publishing tells it all."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.desk.planning import Placement
from domain.desk.roster import ApplyPlan, Assign, Pin, Publish, Retime, Swap, Unassign, Unpin
from domain.desk.staffing import ReportAbsent
from domain.desk.undoing import Undo
from domain.desk.visits import CancelVisit
from domain.people import Person
from domain.roster import Workload, at_once, by_harm, clashes, differences, ends, familiarity, standing
from domain.staff import Skill, Worker
from domain.visit import BEGUN, TO_COME, Attendance, Visit, VisitState
from tests.memory import MemoryStore
from tests.unit.roster_cast import FAR, MONDAY, TUESDAY, at, day_of, desk, person, put, refused, shift, visit, worker

LEWIS, NG, ALI = "WLEWIS", "WNG", "WALI"


def board(*visits: Visit, **more: Any) -> MemoryStore:
    """Tuesday with three workers on duty from seven to three."""
    staff = [worker(LEWIS), worker(NG, given="Sam", gender="male"), worker(ALI, given="Rana", skills=())]
    duty = [shift(each.id) for each in staff]
    return desk(*staff, *duty, *(visits or (visit("V1", "09:00"), visit("V2", "11:00", person="PPATEL"))), patel())


def patel() -> Person:
    return person("PPATEL", family="Patel", given="Cyril", place=FAR)


def told(ref: str, start: str = "09:00", workers: Sequence[str] = (LEWIS,), **more: Any) -> Visit:
    known = {"workers": tuple(workers), "told_workers": tuple(workers), "told_start": at(start)}
    return standing(visit(ref, start, **{**known, **more}))


def place(of: Visit, *workers: str, start: str = "") -> Placement:
    return Placement(visit=of.id, workers=workers, start=at(start) if start else of.start)


def test_an_assigned_visit_is_a_draft_until_it_is_published() -> None:
    store = board()
    store.done(Assign(id="V1", worker=LEWIS))
    drafted = store.one(Visit, "V1")
    assert (drafted.workers, drafted.told_workers, drafted.state) == ((LEWIS,), (), VisitState.ALLOCATED)
    store.done(Publish(day=TUESDAY))
    assert (store.one(Visit, "V1").told_workers, store.one(Visit, "V1").state) == ((LEWIS,), VisitState.NOTIFIED)


@pytest.mark.parametrize(
    ("to", "change", "said"),
    [
        (ALI, {"skills": ("hoist",)}, "does not hold hoist"),
        (LEWIS, {"lead": True}, "needs a lead"),
        (LEWIS, {"start": "14:45", "minutes": 30}, "on duty until 15:00"),
    ],
)
def test_a_hard_rule_refuses_a_hand_move_in_words(to: str, change: dict[str, Any], said: str) -> None:
    store = board(visit("V1", **{"start": "09:00", **change}))
    assert said in refused(store, Assign(id="V1", worker=to))
    assert store.one(Visit, "V1").workers == ()


def test_a_lapsed_skill_is_never_assigned() -> None:
    store = board(visit("V1", skills=("hoist",)))
    put(store, worker(ALI, skills=(Skill(code="hoist", expires=MONDAY),)))
    assert "hoist" in refused(store, Assign(id="V1", worker=ALI))
    put(store, worker(ALI, skills=(Skill(code="hoist", expires=TUESDAY),)))
    store.done(Assign(id="V1", worker=ALI))


def test_a_worker_without_a_dbs_check_in_date_is_sent_to_nobody() -> None:
    store = board()
    put(store, worker(LEWIS, dbs_expires=MONDAY))
    assert "DBS" in refused(store, Assign(id="V1", worker=LEWIS))


@pytest.mark.parametrize("who", [{"gender_needed": "female"}, {"barred_workers": (NG,)}])
def test_what_the_care_plan_forbids_is_not_done(who: dict[str, Any]) -> None:
    store = board()
    put(store, person(**who))
    assert "Margaret Holt" in refused(store, Assign(id="V1", worker=NG))
    store.done(Assign(id="V1", worker=LEWIS))


def test_a_wish_is_brushed_with_a_word() -> None:
    store = board()
    put(store, person(preferred_workers=(NG,), language="pl"))
    note = store.done(Assign(id="V1", worker=LEWIS)).note
    assert "not one of the workers Margaret Holt asks for" in note and "Polish" in note


def test_nobody_is_sent_where_they_cannot_be_in_time() -> None:
    store = board(visit("V1", "09:00"), visit("V2", "09:35", person="PPATEL"), visit("V3", "09:10"))
    store.done(Assign(id="V1", worker=LEWIS))
    assert "to get there" in refused(store, Assign(id="V2", worker=LEWIS))
    assert "is with Margaret Holt" in refused(store, Assign(id="V3", worker=LEWIS))


def test_a_visit_for_one_changes_hands_and_a_full_double_up_asks_whose_place() -> None:
    store = board(visit("V1", workers_needed=2))
    store.done(Assign(id="V1", worker=LEWIS))
    assert store.one(Visit, "V1").state is VisitState.PLANNED, "half covered is not covered"
    store.done(Assign(id="V1", worker=NG))
    assert "whose place" in refused(store, Assign(id="V1", worker=ALI))
    store.done(Assign(id="V1", worker=ALI, instead=LEWIS))
    assert store.one(Visit, "V1").workers == (ALI, NG)


def test_taking_somebody_off_leaves_the_visit_uncovered() -> None:
    store = board(told("V1", workers=(LEWIS, NG), workers_needed=2))
    store.done(Unassign(id="V1", worker=NG))
    assert (store.one(Visit, "V1").workers, store.one(Visit, "V1").state) == ((LEWIS,), VisitState.PLANNED)
    store.done(Unassign(id="V1"))
    assert store.one(Visit, "V1").workers == ()
    assert "not down" in refused(store, Unassign(id="V1"))


def test_a_start_moves_within_its_window_or_with_the_persons_word() -> None:
    store = board(told("V1", give=30))
    store.done(Retime(id="V1", start=at("09:20")))
    moved = store.one(Visit, "V1")
    assert (moved.start, moved.local_start, moved.state) == (at("09:20"), "09:20", VisitState.ALLOCATED)
    assert "unless the person agrees" in refused(store, Retime(id="V1", start=at("10:00")))
    store.done(Retime(id="V1", start=at("10:00"), agreed=True))
    assert store.one(Visit, "V1").window_to == at("10:00")
    assert "another day" in refused(store, Retime(id="V1", start=at("10:00") + timedelta(days=1)))
    assert "has passed" in refused(board(visit("V1", day=MONDAY)), Retime(id="V1", start=at("08:30", MONDAY)))


def test_a_visit_moves_to_another_worker_and_time_in_one_step() -> None:
    store = board(told("V1", give=30))
    store.done(Assign(id="V1", worker=NG, start=at("09:20")))
    assert (store.one(Visit, "V1").workers, store.one(Visit, "V1").start) == ((NG,), at("09:20"))
    assert "unless the person agrees" in refused(store, Assign(id="V1", worker=LEWIS, start=at("10:00")))
    store.done(Assign(id="V1", worker=LEWIS, start=at("10:00"), agreed=True))
    assert store.one(Visit, "V1").window_to == at("10:00")


def test_two_visits_exchange_their_workers() -> None:
    store = board(visit("V1", workers=(LEWIS,)), visit("V2", "11:00", person="PPATEL", workers=(NG,)))
    store.done(Swap(id="V1", other="V2"))
    assert (store.one(Visit, "V1").workers, store.one(Visit, "V2").workers) == ((NG,), (LEWIS,))
    put(store, replace(patel(), barred_workers=(NG,)))
    assert "not to be sent" in refused(store, Swap(id="V1", other="V2"))


def test_an_exchange_may_cross_in_time() -> None:
    one, two = visit("V1", workers=(LEWIS,)), visit("V2", "09:10", workers=(NG,))
    store = board(one, two)
    store.done(Swap(id="V1", other="V2"))
    assert store.one(Visit, "V2").workers == (LEWIS,)


def test_a_pinned_visit_stays_until_it_is_unpinned() -> None:
    store = board(visit("V1", workers=(LEWIS,)), visit("V2", "11:00"))
    assert "nothing to pin" in refused(store, Pin(id="V2"))
    store.done(Pin(id="V1"))
    for move in (Unassign(id="V1"), Assign(id="V1", worker=NG), Retime(id="V1", start=at("09:10"))):
        assert "is pinned" in refused(store, move)
    store.done(Unpin(id="V1"))
    store.done(Assign(id="V1", worker=NG))


def test_a_hand_move_is_undone() -> None:
    store = board(told("V1"))
    done = store.done(Assign(id="V1", worker=NG))
    store.done(Undo(seq=done.seq))
    assert store.one(Visit, "V1").workers == (LEWIS,)
    assert store.one(Visit, "V1").state is VisitState.NOTIFIED


def test_publishing_refuses_to_book_somebody_twice() -> None:
    store = board(visit("V1", workers=(LEWIS,)), visit("V2", "09:20", person="PPATEL", workers=(LEWIS,)))
    sentence = refused(store, Publish(day=TUESDAY))
    assert "Priya Lewis is booked twice" in sentence and "HOLT, Margaret" in sentence and "PATEL, Cyril" in sentence
    assert not store.one(Visit, "V1").told_workers


def test_publishing_cannot_be_undone_and_has_to_have_something_to_say() -> None:
    store = board(visit("V1", workers=(LEWIS,)))
    assert store.done(Publish(day=TUESDAY)).undo is None
    assert "nothing to publish" in refused(store, Publish(day=TUESDAY))


def test_the_difference_names_what_each_worker_has_to_be_told() -> None:
    visits = [
        visit("V1", "09:00", workers=(LEWIS,)),
        replace(told("V2", "10:00"), workers=(NG,)),
        replace(told("V3", "11:00"), start=at("11:15")),
        replace(told("V4", "12:00"), state=VisitState.CANCELLED),
        told("V5", "13:00"),
        replace(told("V6", "14:00"), workers=(), state=VisitState.COMPLETED),
    ]
    people = {"PHOLT": person()}
    rows = differences(visits, {LEWIS: worker(LEWIS, phone="07700 900123")}, people)
    assert [(row.worker, row.visit, row.change, row.was) for row in rows] == [
        (LEWIS, "V1", "added", None),
        (LEWIS, "V2", "removed", at("10:00")),
        (LEWIS, "V3", "moved", at("11:00")),
        (LEWIS, "V4", "removed", at("12:00")),
        (NG, "V2", "added", None),
    ]
    assert (rows[0].worker_name, rows[0].phone, rows[0].person) == ("Priya Lewis", "07700 900123", "HOLT, Margaret")


def test_uncovered_visits_are_in_the_order_of_harm() -> None:
    people = {"PHOLT": person(), "PALONE": person("PALONE", lives_alone=True)}
    visits = [
        visit("VSOON", "08:00"),
        visit("VALONE", "18:00", person="PALONE"),
        visit("VDOUBLE", "19:00", workers_needed=2, workers=(LEWIS,)),
        visit("VLATER", "20:00", time_critical=True),
        visit("VFIRST", "21:00", kind="first"),
        visit("VDONE", "07:00", workers=(LEWIS,)),
        visit("VGONE", "07:00", state=VisitState.CANCELLED),
    ]
    assert by_harm(visits, people) == ("VLATER", "VFIRST", "VDOUBLE", "VALONE", "VSOON")


STATES = st.sampled_from(list(VisitState))
WHO = st.sampled_from([LEWIS, NG, ALI])


@st.composite
def rosters(draw: st.DrawFn) -> list[Visit]:
    """A day in any state, as it may have come about."""
    visits = []
    for number in range(draw(st.integers(1, 7))):
        needed = draw(st.integers(1, 2))
        planned, was_told = (tuple(draw(st.lists(WHO, max_size=needed, unique=True))) for _ in range(2))
        start = f"{draw(st.integers(8, 10)):02d}:{draw(st.sampled_from(['00', '20', '40']))}"
        state = draw(STATES)
        came = tuple(Attendance(worker=each, came=at(start), came_by="qr") for each in planned)
        one = visit(f"V{number}", start, workers=planned, told_workers=was_told, workers_needed=needed, state=state)
        told_start = at(start) if draw(st.booleans()) else at("07:00")
        visits.append(
            standing(
                replace(
                    one,
                    told_start=told_start if was_told else None,
                    pinned=bool(planned) and draw(st.booleans()),
                    minutes=draw(st.sampled_from([10, 30, 90])),
                    attended=came if state in BEGUN else (),
                )
            )
        )
    return visits


@st.composite
def plans(draw: st.DrawFn) -> tuple[list[Visit], tuple[Placement, ...]]:
    """A day and a plan for it, wise or not."""
    visits = draw(rosters())
    placements = []
    for each in visits:
        workers = tuple(draw(st.lists(WHO, max_size=2, unique=True)))
        minutes = draw(st.sampled_from([-60, -20, 0, 20, 60]))
        placements.append(
            Placement(visit=each.id, workers=workers, start=each.start + timedelta(minutes=minutes))
            if workers
            else Placement(visit=each.id)
        )
    return visits, tuple(draw(st.permutations(placements)))


@given(plans())
def test_a_plan_never_touches_what_was_told_pinned_or_begun(plan: tuple[list[Visit], tuple[Placement, ...]]) -> None:
    visits, placements = plan
    store = board(*visits)
    store.done(ApplyPlan(day=TUESDAY, assignments=placements))
    for before in visits:
        after = store.one(Visit, before.id)
        if before.state not in TO_COME or before.pinned:
            assert after == before
        promised = set(before.told_workers) & set(before.workers)
        assert promised <= set(after.workers)
        assert not promised or after.start == before.start
        assert (after.told_workers, after.told_start) == (before.told_workers, before.told_start), "never publishes"
        assert after.start == before.start or after.window_from <= after.start <= after.window_to


@given(plans())
def test_a_plan_books_nobody_twice_who_was_not_before(plan: tuple[list[Visit], tuple[Placement, ...]]) -> None:
    visits, placements = plan
    store = board(*visits)
    store.done(ApplyPlan(day=TUESDAY, assignments=placements))
    moved = {each.id for each in visits if store.one(Visit, each.id) != each}
    assert not [clash for clash in clashes(day_of(store)) if {clash.first.id, clash.second.id} & moved]


@given(rosters())
def test_publishing_leaves_no_draft_and_nothing_to_tell(visits: list[Visit]) -> None:
    store = board(*visits)
    to_be_told = {worker for each in visits if each.is_draft for worker in each.workers}
    booked_twice = any(clash.worker in to_be_told for clash in clashes(visits))
    outcome = store.do(Publish(day=TUESDAY))
    if booked_twice or not any(each.is_draft for each in visits):
        assert outcome.__class__.__name__ == "Refused"
        assert day_of(store) == sorted(visits, key=lambda each: (each.start, each.id))
        return
    after = day_of(store)
    assert not any(each.is_draft for each in after)
    assert not differences(after, {}, {})
    assert all(each.state is VisitState.NOTIFIED for each in after if each.state in TO_COME and each.is_covered)


@given(rosters())
def test_every_visit_that_begins_before_its_worker_is_free_is_a_clash(visits: list[Visit]) -> None:
    active = [each for each in visits if each.state in TO_COME or each.state is VisitState.IN_PROGRESS]
    too_soon = {
        (worker, two.id)
        for one in active
        for two in active
        if (one.start, one.id) < (two.start, two.id) and at_once(one, two)
        for worker in set(one.workers) & set(two.workers)
    }
    found = clashes(visits)
    assert {(clash.worker, clash.second.id) for clash in found} == too_soon
    assert all(clash.second.start < ends(clash.first) for clash in found)


def test_a_long_visit_clashes_with_all_that_begin_in_it() -> None:
    visits = [visit(ref, start, workers=(LEWIS,)) for ref, start in (("V1", "08:00"), ("V2", "08:10"), ("V3", "09:00"))]
    found = clashes([replace(visits[0], minutes=90), replace(visits[1], minutes=10), visits[2]])
    assert [(clash.first.id, clash.second.id) for clash in found] == [("V1", "V2"), ("V1", "V3")]


def test_a_plan_that_would_book_somebody_twice_leaves_one_of_the_two() -> None:
    store = board(visit("V1"), visit("V2", "09:20"), visit("V3", "11:00", workers=(LEWIS,)), visit("V4", "11:20"))
    one, two, _, four = day_of(store)
    plan = (place(one, LEWIS), place(two, LEWIS), place(four, LEWIS))
    done = store.done(ApplyPlan(day=TUESDAY, assignments=plan))
    assert done.note == "1 visit drafted; V2 would book WLEWIS twice, with V1; V4 would book WLEWIS twice, with V3"
    assert [each.workers for each in day_of(store)] == [(LEWIS,), (), (LEWIS,), ()]


def test_a_plan_says_by_name_what_it_left_alone() -> None:
    begun = visit("V3", state=VisitState.IN_PROGRESS, workers=(LEWIS,))
    store = board(visit("V1"), visit("V2", "11:00", workers=(LEWIS,), pinned=True), begun, told("V4", "13:00"))
    visits = day_of(store)
    done = store.done(ApplyPlan(day=TUESDAY, assignments=tuple(place(each, NG) for each in visits)))
    assert done.note.startswith("1 visit drafted")
    for said in ("V2 is pinned", "V3 is under way", "V4 has been told"):
        assert said in done.note


def test_a_visit_changed_by_hand_since_the_plan_was_made_keeps_the_hand() -> None:
    store = board()
    seen = store.done(Assign(id="V1", worker=LEWIS)).seq
    one, two = day_of(store)
    store.done(Unassign(id="V1"))
    done = store.done(ApplyPlan(day=TUESDAY, seq=seen, assignments=(place(one, NG), place(two, NG))))
    assert done.note == "1 visit drafted; V1 was changed by aokoye meanwhile"
    assert [each.workers for each in day_of(store)] == [(), (NG,)]


def test_a_plan_made_before_somebody_fell_ill_does_not_send_them() -> None:
    store = board()
    store.done(ReportAbsent(id=LEWIS, start=at("07:00")))
    note = store.done(ApplyPlan(day=TUESDAY, assignments=tuple(place(each, LEWIS) for each in day_of(store)))).note
    assert "who is away" in note and not any(each.workers for each in day_of(store))


def test_cancelling_a_told_visit_is_told_and_then_forgotten() -> None:
    store = board(told("V1"))
    store.done(CancelVisit(id="V1", why="away"))
    assert [row.change for row in differences(day_of(store), {}, {})] == ["removed"]
    store.done(Publish(day=TUESDAY))
    assert not differences(day_of(store), {}, {})
    assert store.one(Visit, "V1").state is VisitState.CANCELLED


def span(first: str, last: str) -> Any:
    return at(first), at(last)


def test_a_workers_day_is_split_into_contact_travel_and_downtime() -> None:
    day = Workload(
        worker=LEWIS,
        duty=(span("07:00", "15:00"),),
        away=(span("13:00", "15:00"),),
        visits=(span("07:00", "07:30"), span("07:45", "08:30"), span("11:00", "12:00")),
        legs=(10, 20),
        breaks=20,
    )
    assert (day.available, day.contact, day.travel) == (360, 135, 30)
    assert day.downtime == 360 - 135 - 30 - 20
    assert (day.usable, day.fragmented) == (110 + 60, 5)
    assert day.utilisation == 135 / 360


def test_a_worker_off_duty_has_no_utilisation() -> None:
    idle = Workload(worker=LEWIS, duty=())
    assert (idle.available, idle.downtime, idle.utilisation) == (0, 0, None)


@given(st.lists(st.tuples(st.integers(0, 420), st.integers(5, 60)), max_size=6), st.integers(0, 30))
def test_usable_and_fragmented_make_the_downtime(spans: list[tuple[int, int]], rest: int) -> None:
    begin = at("07:00")
    visits = []
    free_from = 0
    for start, length in sorted(spans):
        if start >= free_from and start + length <= 480:
            visits.append((begin + timedelta(minutes=start), begin + timedelta(minutes=start + length)))
            free_from = start + length
    none = (0,) * (len(visits) - 1)
    day = Workload(worker=LEWIS, duty=(span("07:00", "15:00"),), visits=tuple(visits), legs=none, breaks=rest)
    assert day.usable + day.fragmented == day.downtime == 480 - day.contact - min(rest, 480 - day.contact)


def test_familiarity_counts_visits_that_a_worker_came_to() -> None:
    came = (Attendance(worker=LEWIS, came=at("09:00"), came_by="qr"),)
    known = familiarity([visit("V1", attended=came), visit("V2", attended=came), visit("V3", person="PPATEL")])
    assert known["PHOLT"] == {LEWIS: 2} and not known["PPATEL"]


def test_the_staff_list_is_read_on_the_day_of_the_visit() -> None:
    store = board()
    put(store, worker(LEWIS, ends=MONDAY))
    assert "not on the staff" in refused(store, Assign(id="V1", worker=LEWIS))
    assert store.one(Worker, LEWIS).ends == MONDAY
