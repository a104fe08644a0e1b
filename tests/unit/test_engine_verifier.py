"""The independent verifier finds every broken rule, and nothing where nothing is broken."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest

from domain.engine import verify as verifier
from domain.engine.plan import Assignment, Plan, Unassigned
from domain.engine.problem import Link
from domain.engine.verify import verify
from tests.unit.engine_cast import day, hm, mr_khan, mrs_holt, priya, ruth, sam, shift


def rules_broken(problem, *given, out=()):
    """Codes of what a plan breaks."""
    assignments = tuple(Assignment(visit=v, workers=tuple(w), start=hm(at)) for v, w, at in given)
    plan = Plan(assignments=assignments, unassigned=tuple(Unassigned(visit=v, reasons=()) for v in out))
    return [each.rule for each in verify(problem, plan)]


def test_a_sound_plan_breaks_nothing():
    problem = day([priya(), sam()], [mrs_holt(), mr_khan("11:00")])
    assert rules_broken(problem, ("holt", ["priya"], "09:00"), ("khan", ["sam"], "11:00")) == []


@pytest.mark.parametrize(
    ("visit", "worker", "at", "rule"),
    [
        (mrs_holt(skills=frozenset({"hoist"})), priya(), "09:00", "skill"),
        (mrs_holt(needs_lead=True), priya(), "09:00", "lead"),
        (mrs_holt(gender="male"), priya(), "09:00", "gender"),
        (mrs_holt(barred=frozenset({"priya"})), priya(), "09:00", "barred"),
        (mrs_holt(), priya(shifts=(shift("07:00", "09:20"),)), "09:00", "shift"),
        (mrs_holt(), priya(absent=(shift("09:20", "09:40"),)), "09:00", "absent"),
        (mrs_holt(), priya(earliest_start=hm("09:01")), "09:00", "rest"),
        (mrs_holt(), priya(latest_end=hm("09:29")), "09:00", "rest"),
        (mrs_holt(alone=shift("07:00", "09:29")), priya(), "09:00", "alone"),
        (mrs_holt(), priya(), "07:59", "window"),
        (mrs_holt(), priya(), "10:01", "window"),
        (mrs_holt(pinned_start=hm("09:05")), priya(), "09:00", "window"),
        (mrs_holt(), priya(max_minutes=29), "09:00", "hours"),
        (mrs_holt(workers_needed=2), priya(), "09:00", "partner"),
    ],
)
def test_it_finds_each_rule_of_one_visit(visit, worker, at, rule):
    assert rules_broken(day([worker], [visit]), ("holt", ["priya"], at)) == [rule]


def test_it_finds_a_promise_that_was_not_kept():
    problem = day([priya(), sam()], [mrs_holt(pinned_workers=("sam",))])
    assert set(rules_broken(problem, ("holt", ["priya"], "09:00"))) == {"promised", "partner"}


def test_it_finds_two_places_at_once_and_too_little_time_between():
    problem = day([priya()], [mrs_holt(), mr_khan()])
    assert rules_broken(problem, ("holt", ["priya"], "09:00"), ("khan", ["priya"], "09:29")) == ["overlap"]
    assert rules_broken(problem, ("holt", ["priya"], "09:00"), ("khan", ["priya"], "09:47")) == ["travel"]
    assert rules_broken(problem, ("holt", ["priya"], "09:00"), ("khan", ["priya"], "09:48")) == []


def test_it_finds_a_broken_link():
    visits = [mrs_holt("08:00"), mrs_holt("11:00", id="lunch")]
    link = Link(before="holt", after="lunch", min_gap=120, max_gap=150)
    for at, expected in (("10:29", ["link"]), ("10:30", []), ("11:00", []), ("11:01", ["link"])):
        problem = day([priya()], visits, link)
        assert rules_broken(problem, ("holt", ["priya"], "08:00"), ("lunch", ["priya"], at)) == expected
    different = day([priya()], visits, replace(link, same_worker=False))
    assert rules_broken(different, ("holt", ["priya"], "08:00"), ("lunch", ["priya"], "10:30")) == ["link"]
    same = day([priya(), sam()], visits, replace(link, same_worker=True))
    assert rules_broken(same, ("holt", ["priya"], "08:00"), ("lunch", ["sam"], "10:30")) == ["link"]


def test_a_link_to_a_visit_left_out_binds_nobody():
    visits = [mrs_holt("08:00"), mrs_holt("09:00", id="lunch")]
    problem = day([priya()], visits, Link(before="holt", after="lunch", min_gap=180))
    assert rules_broken(problem, ("lunch", ["priya"], "09:00"), out=["holt"]) == []


def test_it_finds_a_day_without_a_break():
    visits = [mrs_holt(id=f"v{i}", minutes=50, earliest=0, latest=1000) for i in range(7)]
    starts = ["07:00", "08:00", "09:00", "10:00", "11:00", "12:00", "13:00"]
    given = [(visit.id, ["priya"], at) for visit, at in zip(visits, starts, strict=True)]
    assert rules_broken(day([priya()], visits), *given) == ["break"]
    assert rules_broken(day([priya(break_minutes=9)], visits), *given) == []


def test_it_counts_every_visit_once():
    problem = day([priya()], [mrs_holt()])
    assert rules_broken(problem) == ["count"]
    assert rules_broken(problem, ("holt", ["priya"], "09:00"), out=["holt"]) == ["count"]
    assert rules_broken(problem, ("holt", ["priya"], "09:00"), ("nothing", ["priya"], "11:00")) == ["unknown"]
    assert "unknown" in rules_broken(problem, ("holt", ["nobody"], "09:00"))
    assert "partner" in rules_broken(day([ruth()], [mrs_holt(workers_needed=2)]), ("holt", ["ruth", "ruth"], "09:00"))


def test_it_shares_no_code_with_the_rules_or_the_search():
    tree = ast.parse(Path(verifier.__file__).read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    assert {name for name in imported if name.startswith("domain")} == {"domain.engine.plan", "domain.engine.problem"}
