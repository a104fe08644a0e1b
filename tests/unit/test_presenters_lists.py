"""What is owed, the cases, the staff and the policy in words: everything late or lapsed is said by a word or a mark."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from rich.cells import cell_len

from domain.escalation import Promise
from domain.meeting import Action, Meeting
from domain.policy import Code, Rulebook, Setting
from domain.staff import Absence, Shift, Skill, Worker
from domain.when import day_bounds, from_local
from storage.seeds import shipped_codes, shipped_settings
from tests.unit.presenter_cast import HOLT, NOW, SIGHT, TODAY, cells, holts_case, said
from tui.present import plain
from tui.presenters import cases, policy, promises, staff
from tui.presenters.words import identity, identity_in, part_of_day

CORE_GROUP = Meeting(id="M1", title="Core group", start=NOW, end=NOW)


def promise(ref: str, minutes: int, **more: Any) -> Promise:
    known: dict[str, Any] = {
        "id": ref, "kind": "callback", "subject": "referral/R1", "person": "P1", "whom": "Dr Patel",
        "phone": "01632 960123",
        "what": "call back", "made_at": NOW, "made_by": "aokoye", "due": NOW + timedelta(minutes=minutes), **more,
    }  # fmt: skip
    return Promise(**known)


def owed(*debts: Promise | Action) -> list[promises.Owed]:
    outside = [one for one in debts if isinstance(one, Promise)]
    inside = [one for one in debts if isinstance(one, Action)]
    return promises.owed(outside, inside, {"P1": HOLT, "C1": HOLT}, {"M1": CORE_GROUP}, SIGHT)


@pytest.mark.parametrize(
    ("minutes", "shown"), [(31, "0:31"), (30, "0:30 !"), (-1, "-0:01 !!!"), (-1500, "-1d 01h !!!")]
)
def test_a_promise_counts_down_and_says_when_it_is_overdue(minutes: int, shown: str) -> None:
    (debt,) = owed(promise("X1", minutes))
    assert promises.left(debt, SIGHT) == shown


def test_promises_and_actions_stand_together_first_due_first() -> None:
    debts = owed(promise("X1", 60), Action(id="A1", text="ring", owner="W1", due=TODAY), promise("X2", -5))
    assert [debt.subject for debt in debts] == ["promise/X2", "promise/X1", "action/A1"]


def test_an_action_of_a_meeting_names_it_by_its_title() -> None:
    (debt,) = owed(Action(id="A1", text="ring", owner="W1", due=TODAY, meeting="M1"))
    assert cells(promises.PROMISES, promises.line(debt, SIGHT))["About"] == "Core group of 23 Nov"


def test_an_action_is_due_by_the_end_of_its_day() -> None:
    today, yesterday = (Action(id="A", text="ring", owner="W1", due=TODAY - timedelta(days=back)) for back in (0, 1))
    assert promises.left(owed(today)[0], SIGHT) == "today !"
    assert promises.left(owed(yesterday)[0], SIGHT) == "-9:14 !!!"
    assert owed(today)[0].due == day_bounds(TODAY)[1]


def test_whose_matter_a_debt_is_stands_above_it() -> None:
    told = said(promises.detail(owed(promise("X1", 5))[0], SIGHT))
    action = Action(id="A1", text="ring", owner="W1", due=TODAY, case="C1")
    assert told[0] == said(promises.detail(owed(action)[0], SIGHT))[0]
    assert told[0] == "HOLT, Margaret  DoB 3 Apr 1942 (84)  NHS 999 204 6538"
    assert told[1:] == ["call back: to Dr Patel 01632 960123", "Promised 09:14 by Ada Okoye, due 09:19"]


@pytest.mark.parametrize(("days", "shown"), [(-3, "3 d late !"), (0, "today !"), (4, "in 4 d")])
def test_a_review_says_how_late_it_is(days: int, shown: str) -> None:
    row = (holts_case(review_due=TODAY + timedelta(days=days)), HOLT)
    assert cells(cases.CASES, cases.line(row, SIGHT))["Review"] == shown


def worker(*skills: Skill) -> Worker:
    return Worker(id="W1", family="Lewis", given="Priya", phone="07700 900101", skills=skills)


def staff_row(*skills: Skill, absence: Absence | None = None) -> staff.StaffRow:
    shift = Shift(id="S1", worker="W1", day=TODAY, start=NOW, end=NOW + timedelta(hours=6))
    return staff.StaffRow(worker=worker(*skills), shifts=(shift,), absence=absence)


def test_a_lapsed_skill_and_one_that_lapses_soon_stand_before_the_others() -> None:
    row = staff_row(
        Skill(code="hoist"), Skill(code="observations", expires=date(2026, 12, 10)),
        Skill(code="stoma", expires=date(2026, 11, 22)),
        Skill(code="catheter", expires=date(2027, 11, 22)), Skill(code="falls", expires=TODAY),
    )  # fmt: skip
    told = "LAPSED Stoma care, to 23 Nov Falls response, to 10 Dec Vital signs, Catheter care, Hoist"
    assert staff.skill_words(row.worker, SIGHT) == told


def test_who_is_away_is_away_whatever_the_shift_says() -> None:
    away = Absence(id="B1", worker="W1", start=NOW, end=NOW + timedelta(days=1), reason="sick")
    assert staff.today(staff_row(), SIGHT) == "09:14-15:14"
    assert staff.today(staff_row(absence=away), SIGHT) == "AWAY sick to 24 Nov 09:14"
    assert staff.STAFF.parts(staff_row(absence=away))["worker"] == "W1"


def test_the_policy_says_of_every_rule_whether_it_was_read_at_its_source() -> None:
    every = policy.standings(Rulebook(shipped_codes(), shipped_settings()), TODAY)
    assert len(every) == len(SIGHT.policy.settings) + sum(len(codes) for codes in SIGHT.policy.codes.values())
    shown = plain(policy.POLICY, every, SIGHT, 100).splitlines()[1:]
    assert all(any(mark in line for mark in ("sourced", "ours", "unverified")) for line in shown)
    (mode,) = [row for row in every if policy.called(row.rule) == "ooh-mode"]
    told = said(policy.detail(mode, SIGHT))
    assert "One of run, next_open, exclude." in told[1] and "never to be shown as national fact" in told[3]


def test_what_is_planned_for_a_rule_stands_beside_what_holds_and_the_past_can_be_seen_again() -> None:
    sooner = Setting(id="N1", name="amber-minutes", value="45", unit="minutes", valid_from=date(2026, 12, 1))
    now = Setting(
        id="amber", name="amber-minutes", value="60", unit="minutes", valid_from=date(2020, 1, 1),
        valid_to=date(2026, 11, 30),
    )  # fmt: skip
    annexe = Code(id="N2", list="room", code="annexe", label="Annexe", valid_from=date(2027, 1, 4))
    book = Rulebook((annexe,), (sooner, now))

    def values(day: date) -> list[str]:
        return [
            cells(policy.POLICY, policy.line(row, SIGHT))["Value or meaning"] for row in policy.standings(book, day)
        ]

    assert values(TODAY) == ["60 minutes; from 1 Dec 2026: 45 minutes", "from 4 Jan 2027: Annexe"]
    assert values(date(2026, 12, 1)) == ["45 minutes", "from 4 Jan 2027: Annexe"]
    assert book.turns() == (date(2020, 1, 1), date(2026, 12, 1), date(2027, 1, 4))
    assert [(row.state, row.rule.id) for row in policy.chapters(book.story(now), SIGHT)] == [
        ("planned", "N1"), ("in force", "amber"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("00:00", "", "all day"),
        ("13:00", "", "from 13:00"),
        ("00:00", "10:00", "until 10:00"),
        ("10:00", "11:00", "10:00-11:00"),
    ],
)
@pytest.mark.parametrize("day", [TODAY, date(2026, 10, 25), date(2026, 7, 1)])
def test_an_absence_is_said_by_what_it_takes_of_the_day(day: date, start: str, end: str, words: str) -> None:
    first = from_local(day, time.fromisoformat(start))
    last = from_local(day, time.fromisoformat(end)) if end else day_bounds(day)[1]
    assert part_of_day(first, last) == words


def test_an_absence_up_to_midnight_ends_with_the_day_before() -> None:
    away = Absence(id="A1", worker="W1", start=NOW, end=day_bounds(TODAY)[1])
    assert staff.today(staff_row(absence=away), SIGHT) == "AWAY sick to 23 Nov"


def test_in_a_narrow_frame_the_name_gives_way_and_never_birth_or_number() -> None:
    whose = f"{identity('BRZĘCZYSZCZYKIEWICZ, Maria Magdalena', date(1942, 4, 3), '9992046538', NOW)}  BL9 5  key safe"
    for room in range(46, 100):
        shown = identity_in(whose, room)
        assert cell_len(shown) <= room
        assert "DoB 3 Apr 1942 (84)  NHS 999 204 6538" in shown and shown.startswith("BRZ")
