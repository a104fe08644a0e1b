"""Each hard rule stands in the way of a hand move, in a sentence that can be read out."""

from dataclasses import replace

import pytest

from domain.engine.plan import Assignment
from domain.engine.problem import Link, Shift
from domain.engine.rules import RULES, check_move, delta
from tests.unit.engine_cast import day, hm, mr_khan, mrs_holt, priya, ruth, sam, shift


def broken(problem, planned, visit, workers, start):
    """Rule and sentence of each breach."""
    return [(each.rule, each.text) for each in check_move(problem, planned, visit, workers, hm(start))]


def test_a_free_worker_with_the_skill_may_go():
    assert broken(day([priya()], [mrs_holt()]), (), "holt", ("priya",), "09:00") == []


@pytest.mark.parametrize(
    ("visit", "worker", "rule", "sentence"),
    [
        (mrs_holt(skills=frozenset({"hoist"})), priya(), "skill", "Priya Shah does not hold hoist on this day"),
        (
            mrs_holt(needs_lead=True),
            priya(),
            "lead",
            "Mrs Holt's visit needs a lead, and Priya Shah is a support worker",
        ),
        (
            mrs_holt(gender="male"),
            priya(),
            "gender",
            "Mrs Holt's care needs a man, which Priya Shah is not recorded as",
        ),
        (mrs_holt(barred=frozenset({"priya"})), priya(), "barred", "Priya Shah is not to be sent to Mrs Holt"),
        (
            mrs_holt(pinned_workers=("sam",)),
            priya(),
            "promised",
            "Mrs Holt has been told to expect somebody other than Priya Shah",
        ),
        (mrs_holt(), priya(shifts=()), "shift", "Priya Shah is not on duty this day"),
        (
            mrs_holt(),
            priya(shifts=(shift("07:00", "09:20"),)),
            "shift",
            "Priya Shah is on duty until 09:20, and the visit would end at 09:30",
        ),
        (mrs_holt(), priya(shifts=(shift("10:00", "15:00"),)), "shift", "Priya Shah is not on duty before 10:00"),
        (mrs_holt(), priya(shifts=(shift("07:00", "08:00"),)), "shift", "Priya Shah is not on duty after 08:00"),
        (mrs_holt(), priya(absent=(shift("09:15", "11:00"),)), "absent", "Priya Shah is away from 09:15 to 11:00"),
        (
            mrs_holt(),
            priya(earliest_start=hm("09:30")),
            "rest",
            "Priya Shah needs rest after the duty before and may start at 09:30",
        ),
        (
            mrs_holt(),
            priya(latest_end=hm("09:15")),
            "rest",
            "Priya Shah needs rest before the next duty and must end by 09:15",
        ),
        (
            mrs_holt(),
            priya(latest_end=hm("09:15"), weekly_rest=True),
            "rest",
            "Priya Shah is due the rest of the week and must end by 09:15",
        ),
        (
            mrs_holt(),
            priya(latest_end=hm("07:00"), weekly_rest=True),
            "rest",
            "Priya Shah is due the rest of the week and needs this day off",
        ),
        (
            mrs_holt(alone=shift("10:00", "18:00")),
            priya(),
            "alone",
            "nobody is to be with Mrs Holt alone before 10:00 or after 18:00",
        ),
        (mrs_holt("11:00"), priya(), "window", "Mrs Holt's visit must start between 10:00 and 12:00"),
        (mrs_holt(pinned_start=hm("09:30")), priya(), "window", "Mrs Holt has been told 09:30"),
        (
            mrs_holt(),
            priya(max_minutes=20),
            "hours",
            "Priya Shah would work 30 minutes, and may work 20 minutes this day",
        ),
        (mrs_holt(workers_needed=2), priya(), "partner", "Mrs Holt's visit needs two workers together"),
    ],
)
def test_a_rule_stands_in_the_way(visit, worker, rule, sentence):
    found = broken(day([worker, sam()], [visit]), (), "holt", (worker.id,), "09:00")
    assert (rule, sentence) in found


def test_two_together_may_go_at_any_hour():
    problem = day([priya(), sam()], [mrs_holt(workers_needed=2, alone=shift("10:00", "18:00"))])
    assert broken(problem, (), "holt", ("priya", "sam"), "09:00") == []


def test_shifts_that_touch_are_one():
    worker = priya(shifts=(shift("07:00", "09:15"), shift("09:15", "12:00")))
    assert broken(day([worker], [mrs_holt()]), (), "holt", ("priya",), "09:00") == []


def test_a_worker_is_in_one_place_at_a_time():
    problem = day([priya()], [mrs_holt(), mr_khan()])
    planned = [Assignment(visit="khan", workers=("priya",), start=hm("09:10"))]
    found = broken(problem, planned, "holt", ("priya",), "09:00")
    assert ("overlap", "Priya Shah is with Mr Khan from 09:10 to 09:55") in found


def test_a_worker_needs_time_to_get_there():
    problem = day([priya()], [mrs_holt(), mr_khan()])
    planned = [Assignment(visit="khan", workers=("priya",), start=hm("08:10"))]
    assert broken(problem, planned, "holt", ("priya",), "09:05") == [
        ("travel", "Priya Shah is with Mr Khan until 08:55 and needs 18 minutes to get there")
    ]


def test_a_worker_needs_time_to_get_on_to_the_next():
    problem = day([priya()], [mrs_holt(), mr_khan()])
    planned = [Assignment(visit="khan", workers=("priya",), start=hm("09:40"))]
    assert broken(problem, planned, "holt", ("priya",), "09:00") == [
        (
            "travel",
            "Priya Shah is due with Mr Khan at 09:40 and needs 18 minutes to get there after this visit ends at 09:30",
        )
    ]


def test_linked_visits_keep_their_gap():
    first, second = mrs_holt("08:00"), mrs_holt("11:00", id="lunch")
    problem = day([priya()], [first, second], Link(before="holt", after="lunch", min_gap=180, max_gap=240))
    planned = [Assignment(visit="holt", workers=("priya",), start=hm("08:00"))]
    assert broken(problem, planned, "lunch", ("priya",), "11:00") == [
        ("link", "Mrs Holt's visit must leave at least 3 hours after the visit that ends at 08:30")
    ]
    assert broken(problem, planned, "lunch", ("priya",), "11:30") == []


@pytest.mark.parametrize(("same", "kept"), [(True, "priya"), (False, "sam")])
def test_a_link_may_say_who_comes_again(same, kept):
    visits = [mrs_holt("08:00"), mrs_holt("11:00", id="lunch")]
    problem = day([priya(), sam()], visits, Link(before="holt", after="lunch", same_worker=same))
    planned = [Assignment(visit="holt", workers=("priya",), start=hm("08:00"))]
    allowed = [each for each in ("priya", "sam") if not broken(problem, planned, "lunch", (each,), "11:00")]
    assert allowed == [kept]


def test_one_worker_does_not_make_a_pair():
    problem = day([priya(), sam()], [mrs_holt(workers_needed=2)])
    assert broken(problem, (), "holt", ("priya", "sam"), "09:00") == []
    assert "partner" in {rule for rule, _ in broken(problem, (), "holt", ("priya", "priya"), "09:00")}
    assert "partner" in {rule for rule, _ in broken(problem, (), "holt", (), "09:00")}


def test_a_promised_partner_must_be_one_of_the_two():
    problem = day([priya(), sam(), ruth()], [mrs_holt(workers_needed=2, pinned_workers=("ruth",))])
    assert {rule for rule, _ in broken(problem, (), "holt", ("priya", "sam"), "09:00")} == {"partner"}
    assert broken(problem, (), "holt", ("priya", "ruth"), "09:00") == []


def long_morning(gap: int):
    """Seven hours without a pause but one gap before the last visit."""
    visits = [mrs_holt(id=f"v{i}", minutes=59, preferred_start=420 + 60 * i, earliest=0, latest=1000) for i in range(7)]
    last = replace(visits[6], preferred_start=visits[6].preferred_start + gap)
    planned = [Assignment(visit=v.id, workers=("priya",), start=v.preferred_start) for v in visits[:6]]
    return day([priya()], [*visits[:6], last]), planned, last


def test_a_long_day_needs_a_break_between_two_visits():
    problem, planned, last = long_morning(gap=19)
    start = f"{last.preferred_start // 60}:{last.preferred_start % 60}"
    assert [rule for rule, _ in broken(problem, planned, last.id, ("priya",), start)] == ["break"]
    problem, planned, last = long_morning(gap=20)
    start = f"{last.preferred_start // 60}:{last.preferred_start % 60}"
    assert broken(problem, planned, last.id, ("priya",), start) == []


def test_moving_a_visit_away_may_not_take_the_break_with_it():
    problem, planned, last = long_morning(gap=20)
    worker = replace(priya(), break_after=330)
    problem = replace(problem, workers=(worker, ruth()))
    planned = [*planned, Assignment(visit=last.id, workers=("priya",), start=last.preferred_start)]
    found = check_move(problem, planned, last.id, ("ruth",), last.preferred_start)
    assert [(each.rule, each.worker) for each in found] == [("break", "priya")]


def test_every_rule_has_its_own_code_and_says_what_it_is_about():
    codes = [rule.code for rule in RULES]
    assert len(set(codes)) == len(codes)
    assert all(rule.about for rule in RULES)


def test_an_unknown_worker_is_an_error_not_a_breach():
    with pytest.raises(KeyError):
        check_move(day([priya()], [mrs_holt()]), (), "holt", ("nobody",), hm("09:00"))


def test_the_delta_of_a_move_counts_travel_faces_and_calls():
    visits = [mrs_holt("09:00", familiar=(("priya", 4), ("sam", 1))), mr_khan("10:00")]
    problem = day([priya(), ruth()], visits)
    planned = [
        Assignment(visit="holt", workers=("priya",), start=hm("09:00")),
        Assignment(visit="khan", workers=("ruth",), start=hm("10:00")),
    ]
    change = delta(problem, planned, "holt", ("ruth",), hm("09:10"))
    assert (change.familiar_before, change.familiar_after, change.familiar_of) == (4, 0, 5)
    assert change.timing == 10
    assert change.calls == 3
    back = delta(
        problem,
        [replace(planned[0], workers=("ruth",), start=hm("09:10")), planned[1]],
        "holt",
        ("priya",),
        hm("09:00"),
    )
    assert back.travel == -change.travel


def test_a_visit_put_on_counts_its_travel_and_overtime_in_full():
    problem = day([priya(contracted_minutes=20)], [mrs_holt()])
    change = delta(problem, (), "holt", ("priya",), hm("09:00"))
    assert change.overtime == 10
    assert change.travel > 0
    assert change.calls == 2


def test_a_move_to_where_it_is_changes_nothing():
    planned = [Assignment(visit="holt", workers=("priya",), start=hm("09:00"))]
    change = delta(day([priya()], [mrs_holt()]), planned, "holt", ("priya",), hm("09:00"))
    assert (change.travel, change.overtime, change.timing, change.calls) == (0, 0, 0, 0)


def test_an_absence_cuts_a_shift_in_two():
    worker = priya(absent=(Shift(hm("09:00"), hm("10:00")),))
    allowed = [
        t
        for t in ("08:30", "08:45", "09:30", "10:00")
        if not broken(day([worker], [mrs_holt("09:15")]), (), "holt", ("priya",), t)
    ]
    assert allowed == ["08:30", "10:00"]
