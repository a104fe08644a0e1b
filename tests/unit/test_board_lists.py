"""What the board opens before it: the difference by worker, the reasons by rule, a plan beside the roster."""

from domain.desk.planning import Placement
from domain.engine.plan import Assignment, Breach, Plan, Progress, Reason, Unassigned
from domain.views import Told
from tests.memory import shipped_policy
from tests.unit.board_cast import DAY, board, on, visit
from tui.present import Sight, plain
from tui.presenters.plan import CHANGES, changes, plan_words, progress_words
from tui.presenters.publishing import TELLING, summary, tellings
from tui.presenters.reasons import REASONS, by_rule, possible_first

SIGHT = Sight(now=on("09:14"), policy=shipped_policy(DAY), workers={"WLEWIS": "Priya Lewis", "WNG": "Sam Ng"})


def told(worker: str, change: str, start: str, was: str = "") -> Told:
    return Told(
        worker=f"W{worker}", worker_name=worker, phone="07700 900121", change=change, visit=f"V{start}",
        person="HOLT, Margaret", start=on(start), was=on(was) if was else None, minutes=30,
    )  # fmt: skip


def reason(worker: str, rule: str, text: str) -> Reason:
    return Reason(worker=worker, rule=rule, text=text)


def test_the_difference_is_told_worker_by_worker_with_the_telephone_once() -> None:
    rows = tellings(
        [
            told("Sam Ng", "removed", "09:00", "09:00"),
            told("Priya Lewis", "moved", "10:30", "10:00"),
            told("Priya Lewis", "added", "09:00"),
        ]
    )
    assert [(row.told.worker_name, row.told.change, row.first) for row in rows] == [
        ("Priya Lewis", "added", True),
        ("Priya Lewis", "moved", False),
        ("Sam Ng", "removed", True),
    ]
    text = plain(TELLING, rows, SIGHT, 110)
    for words in ("new, 30 min", "now 10:30, was 10:00", "no longer yours"):
        assert words in text
    assert text.count("07700 900121") == 2
    assert summary([row.told for row in rows]) == "3 changes for 2 workers"
    assert summary([]) == "nothing to tell anybody"


def test_those_who_could_go_come_before_those_who_cannot() -> None:
    reasons = [reason("WNG", "shift", "off duty"), reason("WLEWIS", "", "could do it"), reason("WALI", "shift", "off")]
    assert [one.worker for one in possible_first(reasons)] == ["WLEWIS", "WNG", "WALI"]
    assert by_rule(reasons) == "1 possible, 2 off duty"
    assert "Priya Lewis" in plain(REASONS, reasons, SIGHT)


def test_a_plan_is_shown_as_what_it_leaves_out_and_what_it_changes() -> None:
    shown = board(
        visit("V1", "09:00"),
        visit("V2", "10:00", workers=("WLEWIS",)),
        visit("V3", "11:00", workers=("WNG",)),
        visit("V4", "12:00"),
    )
    placements = [
        Placement(visit="V1", workers=("WNG",), start=on("09:05")),
        Placement(visit="V2", workers=("WLEWIS",), start=on("10:00")),
        Placement(visit="V3", workers=("WLEWIS",), start=on("11:00")),
        Placement(visit="V4"),
    ]
    left_out = [Unassigned(visit="V4", reasons=(reason("WNG", "shift", "Sam Ng is off duty"),))]
    rows = changes(shown, placements, left_out)
    assert [(row.visit.ref, row.kind) for row in rows] == [("V4", "uncovered"), ("V1", "give"), ("V3", "move")]
    text = plain(CHANGES, rows, SIGHT)
    for words in ("1 off duty", "Sam Ng at 09:05", "Sam Ng -> Priya Lewis"):
        assert words in text
    assert any("Sam Ng is off duty" in str(line) for line in CHANGES.detail(rows[0], SIGHT))
    assert CHANGES.detail(rows[2], SIGHT)[1] == "Sam Ng 11:00 -> Priya Lewis 11:00"


def test_progress_is_a_number() -> None:
    progress = Progress(seconds=4.2, assigned=251, unassigned=9, total=81_200)
    assert progress_words(0.4, None, 0) == "planning 0 s: reading the day"
    assert progress_words(4.2, progress, 0) == "planning 4 s: 251 of 260 covered"
    assert progress_words(4.2, progress, 3) == "planning 4 s: 251 of 260 covered, plan 3"


def test_a_finished_plan_says_whether_it_keeps_the_rules() -> None:
    placed = (Assignment(visit="V1", workers=("WNG",), start=540),)
    good = Plan(assignments=placed, objective={"travel": 10}, verified=True)
    assert plan_words(good, 1) == "1 of 1 covered, no rule broken, 1 change"
    bad = Plan(assignments=placed, broken=(Breach(rule="skill", visit="V1", worker="WNG", text="no"),))
    assert "1 RULES BROKEN" in plan_words(bad, 0)
