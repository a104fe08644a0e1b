"""No state is told by colour alone: as the poorest terminal draws it, each reads differently on every list."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from typing import Any

import pytest

from domain.access import User
from domain.case import CaseState
from domain.clocks import TWO_HOURS, ResponseClock
from domain.escalation import EscalationState, Promise
from domain.meeting import MeetingState
from domain.message import Message, MessageState
from domain.package import Package, PackageState
from domain.policy import Setting
from domain.referral import State
from domain.staff import Absence, Skill, Worker
from domain.views import QueueRow
from domain.visit import Visit, VisitState
from tests.unit import board_cast, test_presenters_diary, test_presenters_escalations
from tests.unit.presenter_cast import HOLT, NOW, SIGHT, TODAY, holts_case
from tui.present import Listing, T, fit, row_text
from tui.presenters import board, cases, diary, escalations, inbox, policy, promises, queue, record, staff, users
from tui.presenters.words import state_word
from tui.terminal import Terminal

NARROWEST_COLUMN = 9
ROOM = 77
"""Columns of a row on the narrowest terminal."""
POOREST = Terminal("mono", ascii=True, old=True)


@pytest.mark.parametrize(
    "states", [State, CaseState, PackageState, VisitState, MeetingState, EscalationState, MessageState]
)
def test_every_state_has_a_word_of_its_own_in_the_narrowest_column(states: type[StrEnum]) -> None:
    shown = [fit(state_word(state.value), NARROWEST_COLUMN) for state in states]
    assert len(set(shown)) == len(shown), shown
    assert all(word.isascii() and word.strip() for word in shown)


def drawn(listing: Listing[T], rows: Iterable[T]) -> list[str]:
    """The rows as letters of seven bits, without any attribute."""
    return [POOREST.text(row_text(listing.columns, listing.line(row, SIGHT), ROOM)) for row in rows]


def clocked(minutes: int) -> ResponseClock:
    """A two-hour clock with so many minutes left."""
    start = NOW + timedelta(minutes=minutes) - TWO_HOURS
    warnings = tuple(
        (level, timedelta(minutes=after)) for level, after in (("breach", 120), ("red", 90), ("amber", 60))
    )
    return ResponseClock(
        kind="2h", start=start, due=start + TWO_HOURS, stop=None, ended=None, is_closed=False, warnings=warnings,
    )  # fmt: skip


WAITING = QueueRow(
    ref="R7K3", revision=1, person_ref="P1", person="HOLT, Margaret", nhs_number="9992046538", born=HOLT.born, age=84,
    area="BL9 5", urgency="2h", state="received", received_at=NOW, source="gp", referrer="Jean", referrer_phone="",
    need="UCR1", narrative="", owner="", clock=clocked(70), flags=(),
)  # fmt: skip
OWED = Promise(
    id="K1", kind="callback", subject="referral/R1", person="P1", whom="Jean", what="call", made_at=NOW,
    made_by="aokoye", due=NOW + timedelta(minutes=40),
)  # fmt: skip
WORKER = Worker(id="W1", family="Lewis", given="Priya", role="support", skills=(Skill(code="hoist", expires=TODAY),))
AWAY = Absence(id="A1", worker="W1", start=NOW, end=NOW + timedelta(hours=9), reason="sick")
RULE = Setting(id="S1", name="amber-minutes", value="60", unit="minutes", valid_from=TODAY, mark="ours")
VISIT: dict[str, Any] = {
    "id": "V1", "person": "P1", "kind": "package", "line": "morning", "start": NOW, "minutes": 30, "window_from": NOW,
    "window_to": NOW, "day": TODAY,
}  # fmt: skip


def debts() -> list[str]:
    late = replace(OWED, id="K2", due=NOW - timedelta(minutes=40))
    return drawn(promises.PROMISES, promises.owed([OWED, late], [], {"P1": HOLT}, {}, SIGHT))


def escalated() -> list[str]:
    done = {"resolved_at": NOW, "outcome": "x"}
    rows = [test_presenters_escalations.raised(9, state=state, **done) for state in EscalationState]
    rows += [test_presenters_escalations.raised(minutes) for minutes in (4, -4)]
    return drawn(escalations.ESCALATIONS, rows)


def entries() -> list[str]:
    rows = [test_presenters_diary.row(state=state) for state in MeetingState]
    return drawn(diary.DIARY, [*rows, test_presenters_diary.row("Ada Okoye is also elsewhere")])


def waiting() -> list[str]:
    rows = [replace(WAITING, state=state.value) for state in State]
    rows += [replace(WAITING, clock=clocked(left)) for left in (50, 20, -5)]
    return drawn(queue.QUEUE, [*rows, replace(WAITING, flags=("safeguarding",)), replace(WAITING, person="unknown")])


def staffed() -> list[str]:
    lapsed = replace(WORKER, skills=(Skill(code="hoist", expires=TODAY - timedelta(days=1)),))
    good = replace(WORKER, skills=(Skill(code="hoist"),))
    return drawn(
        staff.STAFF, [staff.StaffRow(worker=one, shifts=(), absence=away)
                      for one in (WORKER, lapsed, good) for away in (None, AWAY)]
    )  # fmt: skip


def rules() -> list[str]:
    planned, later = replace(RULE, value="50"), TODAY + timedelta(days=9)
    rows = [policy.Standing(RULE, True, None), policy.Standing(RULE, True, planned), policy.Standing(RULE, False, None)]
    rows += [policy.Standing(replace(RULE, mark=mark), True, None) for mark in ("sourced", "unverified")]
    return drawn(policy.POLICY, [*rows, policy.Standing(replace(RULE, valid_to=later), True, None)])


def hanging() -> list[str]:
    package = Package(id="K1", case="C1", person="P1", lines=(), starts=TODAY)
    items = [record.package_item(replace(package, state=state), {}) for state in PackageState]
    items += [record.case_item(holts_case(state=state), SIGHT, {}) for state in CaseState]
    items += [record._visit(Visit(**VISIT, state=state), SIGHT, {}) for state in VisitState]
    kept = replace(OWED, kept_at=NOW)
    late = replace(OWED, due=NOW - timedelta(minutes=1))
    return drawn(record.ITEMS, [*items, *(record._promise(one, SIGHT, {}) for one in (OWED, kept, late))])


def on_the_board() -> list[str]:
    """A visit in everything that the board says of it, each on a board of its own; whether somebody has been told is
    said by the draft, and what is cancelled is not there."""
    workers = ("WLEWIS",)
    silent = {VisitState.PLANNED, VisitState.ALLOCATED, VisitState.CANCELLED}
    ways: list[dict[str, Any]] = [{"state": one.value, "workers": workers} for one in VisitState if one not in silent]
    ways += [
        {"workers": ()}, {"workers": workers, "draft": True}, {"workers": workers, "late": True},
        {"workers": workers, "workers_needed": 2, "minutes": 60},
    ]  # fmt: skip
    shown = [board_cast.board(board_cast.visit("V1", "12:00", **way)) for way in ways]
    shown += [board_cast.board(), board_cast.board(workers=(board_cast.worker(duty=""),))]
    away = ((board_cast.on("07:00"), board_cast.on("15:00"), "sick"),)
    shown.append(board_cast.board(workers=(board_cast.worker(absent=away),)))
    return [POOREST.text("\n".join(board.board_lines(one, SIGHT, 80))) for one in shown]


SCREENS: dict[str, Callable[[], list[str]]] = {
    "queue": waiting,
    "cases": lambda: drawn(cases.CASES, [(holts_case(state=state), HOLT) for state in CaseState]),
    "reviews of cases": lambda: drawn(
        cases.CASES, [(holts_case(review_due=TODAY + timedelta(days=days)), HOLT) for days in (-1, 0, 1)]
    ),
    "inbox": lambda: drawn(
        inbox.INBOX, [Message(id="M1", received_at=NOW, file="a.json", digest="", state=one) for one in MessageState]
    ),
    "users": lambda: drawn(users.USERS, [User(id="a", active=active) for active in (True, False)]),
    "promises": debts,
    "escalations": escalated,
    "diary": entries,
    "staff": staffed,
    "policy": rules,
    "what hangs on a record": hanging,
    "board": on_the_board,
}


@pytest.mark.parametrize("screen", SCREENS)
def test_a_list_tells_every_state_apart_in_mono_and_seven_bits(screen: str) -> None:
    shown = SCREENS[screen]()
    assert all(line.isascii() for line in shown)
    assert len({*shown}) == len(shown), "\n".join(shown)


def test_a_name_can_still_be_read_out_where_only_seven_bits_arrive() -> None:
    assert POOREST.text("ȘTEFĂNESCU, Łucja  Ó SÚILLEABHÁIN  張") == "STEFANESCU, Lucja  O SUILLEABHAIN  ??"
