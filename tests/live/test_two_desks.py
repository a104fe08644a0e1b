"""Two desks on one store: what one does the other shows, cell by cell, and nobody saves over anybody unseen."""

from tests.live.desks import Desks, owner, says, sees

ONE_CELL = 200
"""More bytes than one cell and the line that says who changed it take, far fewer than a screen."""


def test_what_is_done_by_keys_at_one_desk_shows_at_the_other_and_who_did_it(desks: Desks) -> None:
    who = desks.queue[1]
    ada, ben = desks.two()
    ada.press("jm")
    ben.until(lambda: owner(who.row(ben)) == desks.initials)
    says(ben, f"{desks.initials} claimed {who.family}")
    ada.press("u")
    ben.until(lambda: owner(who.row(ben)) == "-")
    says(ben, f"{desks.initials} took back a change of {who.family}")


def test_what_is_done_by_command_shows_at_every_desk(desks: Desks) -> None:
    who = desks.queue[1]
    for_one, for_all = len(desks.queue), len(desks.queue) + 1
    ada, ben = desks.two()
    sees(ada, f" 1 Queue {for_one} ")
    desks.caredesk("do", "referral.claim", f"id={who.ref}")
    says(ada, f"claimed {who.family}")
    says(ben, f"claimed {who.family}")
    desks.caredesk("do", "referral.ring", "whom=Sister Agnes", "phone=0161 496 0777", "need=UCR1", "urgency=2h")
    sees(ada, f" 1 Queue {for_all} ", f"/{for_all}")
    sees(ben, f" 1 Queue {for_all} ", f"/{for_all}")
    assert owner(who.row(ada)) == owner(who.row(ben)) == desks.initials


def test_one_changed_cell_costs_the_other_desk_no_more_than_that_cell(desks: Desks) -> None:
    who = desks.queue[1]
    ben = desks.opened(home="ben")
    costs = []
    for verb, becomes in (("claim", desks.initials), ("release", "-")) * 2:
        before = len(ben.sent)
        desks.caredesk("do", f"referral.{verb}", f"id={who.ref}")
        ben.until(lambda whose=becomes: owner(who.row(ben)) == whose)  # type: ignore[misc]
        ben.until_quiet()
        costs.append(len(ben.sent) - before)
    assert 0 < min(costs) < ONE_CELL, costs


def test_a_stale_save_is_refused_and_both_values_are_shown(desks: Desks) -> None:
    who = desks.queue[1]
    name = who.family.title()
    ada, ben = desks.two()
    for desk in (ada, ben):
        desk.press("j\r")
        sees(desk, "e amend", who.person)
        desk.press("e")
        sees(desk, "Family name", name)
    ada.press("\x1b[C-Smith\x0f")
    says(ben, f"amended {who.family}-SMITH")
    ben.press("\x1b[C-Jones\x0f")
    sees(ben, "changed it first", f"{name}-Smith", f"{name}-Jones")
    ben.press("m")
    says(ada, f"amended {who.family}-JONES")
