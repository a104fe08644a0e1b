"""A visit in hand: where it would go, what that asks for, what stands in the way, and how it is said."""

from datetime import timedelta

from domain.desk.planning import MoveCheck
from domain.engine.delta import Delta
from domain.engine.plan import Breach
from domain.views import BoardVisit
from tests.memory import shipped_policy
from tests.unit.board_cast import DAY, board, on, visit, worker
from tui.present import Sight
from tui.presenters.carrying import (
    Carried,
    Obstacle,
    Swapped,
    carried_lines,
    delta_line,
    obstacle,
    preview,
    short_names,
    swapped_lines,
    tail,
)

LEWIS, NG, ALI = "WLEWIS", "WNG", "WALI"
NAMES = {LEWIS: "Lewis", NG: "Ng", ALI: "Ali"}
NOW = on("09:14")
SIGHT = Sight(now=NOW, policy=shipped_policy(DAY))


def held(of: BoardVisit, source: str = "", target: str = "", start: str = "") -> Carried:
    return Carried(visit=of, source=source, target=target, start=on(start) if start else of.start)


def check(*breaches: tuple[str, str], travel: int = 6, warnings: tuple[str, ...] = ()) -> MoveCheck:
    change = Delta(
        travel=travel, overtime=0, timing=0, familiar_before=3, familiar_after=4, familiar_of=5, calls=1
    )  # fmt: skip
    found = tuple(
        Breach(rule=rule, visit="V1", worker=whose, text=f"{whose} breaks {rule}") for rule, whose in breaches
    )
    return MoveCheck(breaches=found, warnings=warnings, delta=change)


def said(line: object) -> str:
    return line[0] if isinstance(line, tuple) else str(line)


def test_putting_down_asks_for_exactly_what_changes() -> None:
    single, double = visit("V1", "10:00"), visit("V2", "10:00", workers=(LEWIS,), workers_needed=2)
    full = visit("V3", "10:00", workers=(LEWIS, NG), workers_needed=2)
    later = on("10:05").isoformat()
    assert held(single, "", NG).orders() == [("roster.assign", {"worker": NG})]
    assert held(single, "", NG, "10:05").orders() == [("roster.assign", {"worker": NG, "start": later})]
    assert held(single, "", "", "10:05").orders() == [("roster.retime", {"start": later})]
    assert held(double, "", NG).orders() == [("roster.assign", {"worker": NG})]
    assert held(full, LEWIS, ALI).orders() == [("roster.assign", {"worker": ALI, "instead": LEWIS})]
    assert held(full, LEWIS, LEWIS, "10:05").orders() == [("roster.retime", {"start": later})]
    assert held(full, LEWIS, "", "10:05").orders() == [("roster.unassign", {"worker": LEWIS})]
    for unmoved in (held(single), held(full, LEWIS, LEWIS), held(full, LEWIS, NG)):
        assert unmoved.is_unmoved
        assert not unmoved.orders()


def test_the_board_shows_the_visit_where_it_is_held() -> None:
    one, other = visit("V1", "10:00"), visit("V2", "11:00", workers=(LEWIS,))
    shown = preview(board(one, other), held(one, "", NG, "10:05"))
    moved = shown.visits[0]
    assert (moved.workers, moved.start, moved.draft) == ((NG,), on("10:05"), True)
    assert shown.uncovered == ()
    assert shown.visits[1] == other
    lifted = preview(board(one, other), held(other, LEWIS, ""))
    assert lifted.uncovered == ("V2", "V1")
    assert preview(board(one, other), held(one)) == board(one, other)


def test_the_first_rule_in_the_way_is_the_one_that_is_said() -> None:
    found = obstacle(check(("travel", NG), ("break", NG)), held(visit("V1", "10:00"), "", NG), NG, NOW)
    assert found == Obstacle("travel", f"{NG} breaks travel")


def test_a_worker_who_stays_at_their_time_is_not_asked_again() -> None:
    double = visit("V2", "10:00", workers=(LEWIS,), workers_needed=2)
    stays = check(("hours", LEWIS))
    assert obstacle(stays, held(double, "", NG), NG, NOW) is None
    assert obstacle(stays, held(double, "", NG, "10:05"), NG, NOW) is not None


def test_a_time_that_has_passed_is_no_place_to_put_it() -> None:
    one = visit("V1", "10:00")
    assert obstacle(check(), held(one, "", NG, "09:10"), NG, NOW) == Obstacle("past", "09:10 has passed")
    late = visit("V1", "08:00")
    assert obstacle(check(), held(late, "", NG), NG, NOW) is None


def test_the_delta_line_says_from_whom_to_whom_and_what_it_costs() -> None:
    one = visit("V1", "09:30")
    assert delta_line(held(one, "", NG), check(), NAMES, NOW) == (
        "HOLT 09:30 Uncovered -> Ng: travel +6m, continuity 3->4 of 5, 1 call to make, no rule broken",
        "strong",
    )
    mine = visit("V1", "09:30", workers=(LEWIS,))
    moved = said(delta_line(held(mine, LEWIS, NG, "09:40"), check(travel=-2), NAMES, NOW))
    assert moved.startswith("HOLT 09:30 Lewis -> Ng at 09:40: travel -2m")
    refused = said(delta_line(held(one, "", NG), check(("skill", NG)), NAMES, NOW))
    assert refused == f"HOLT 09:30 Uncovered -> Ng: NOT POSSIBLE (skill): {NG} breaks skill"
    assert said(delta_line(held(one, "", NG), None, NAMES, NOW)).endswith("checking the rules")
    assert said(delta_line(held(mine, LEWIS, ""), None, NAMES, NOW)) == "HOLT 09:30 Lewis -> Uncovered: left uncovered"
    assert "in hand" in said(delta_line(held(one), None, NAMES, NOW))


def test_whose_visit_is_in_hand_and_what_to_mind_stay_on_the_screen() -> None:
    lines = [
        said(line)
        for line in carried_lines(held(visit("V1", "09:30"), "", NG), check(warnings=("slow",)), NAMES, SIGHT)
    ]
    assert lines[0].startswith("HOLT, Margaret  DoB 3 Apr 1942 (84)  NHS 999 204 6171")
    assert lines[2] == "Mind: slow   enter keep, esc back"


def test_the_end_of_a_row_tells_at_a_glance_whether_it_is_possible() -> None:
    one = held(visit("V1", "10:00"), "", NG)
    ng = worker(NG, full_name=NG)
    assert tail(check(), one, ng, NOW) == "+6m ok"
    assert tail(check(("skill", NG)), one, ng, NOW) == "!skill  breaks skill"


def test_a_short_name_is_the_family_name_unless_two_share_it() -> None:
    shown = board(workers=(worker(LEWIS), worker(NG), worker("WNG2", name="Ng, T")))
    assert short_names(shown) == {LEWIS: "Lewis", NG: "Ng, P", "WNG2": "Ng, T"}


def test_an_exchange_says_what_stands_in_its_way() -> None:
    one, other, nobody = (
        visit("V1", "10:00", workers=(LEWIS,)),
        visit("V2", "11:00", person="CLARK, Tom", workers=(NG,)),
        visit("V3", "12:00"),
    )
    assert Swapped(visit=one).obstacle() == "choose the other visit"
    assert Swapped(visit=one, other=nobody).obstacle() == "HOLT 12:00 has nobody to exchange"
    assert Swapped(visit=one, other=other, checks=(check(("skill", NG)),)).obstacle() == f"{NG} breaks skill"
    good = Swapped(visit=one, other=other, checks=(check(), check()))
    assert good.orders() == [("roster.swap", {"other": "V2"})]
    assert said(swapped_lines(good, NAMES, SIGHT)[1]) == (
        "Swap HOLT 10:00 (Lewis) with CLARK 11:00 (Ng): no rule broken"
    )


def test_holding_it_elsewhere_changes_nothing_of_the_visit() -> None:
    one = visit("V1", "10:00")
    carried = held(one).over(NG).at(one.start + timedelta(minutes=5))
    assert carried.visit == one
    assert (carried.target, carried.held_at) == (NG, on("10:05"))
