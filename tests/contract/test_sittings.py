"""Sessions are listed, end at a word, and the glass is broken for a while and under everybody's eyes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.access import Caller, Emergency, Role
from domain.desk.bus import Done, Refused
from domain.desk.emergencies import BreakGlass, ReviewEmergency
from domain.desk.intake import Ring
from domain.desk.people import ReadRecord
from domain.desk.sittings import BeginSitting, EndSitting
from domain.desk.undoing import Undo
from domain.referral import Urgency
from tests.contract.store import Desk, with_roles

WHY = "her daughter fell and nobody else is here"
RING = Ring(whom="Daughter", phone="0161 496 0123", need="UCR1", urgency=Urgency.TWO_HOUR)


def sat_down(desk: Desk) -> Desk:
    desk.done(BeginSitting(means="account", origin=""))
    return desk


def why(outcome: object) -> str:
    assert isinstance(outcome, Refused), outcome
    return outcome.sentence


def test_whoever_sits_at_a_desk_is_listed_until_they_leave(ada: Desk) -> None:
    ben = sat_down(with_roles(ada, Role.CO_ORDINATOR))
    assert [(sitting.id, sitting.user) for sitting in ada.read.sittings()] == [("co-ordinator-1", "co-ordinator")]
    ben.done(EndSitting(id="co-ordinator-1"))
    assert ada.read.sittings() == []


def test_a_session_begins_once(ada: Desk) -> None:
    sat_down(ada)
    assert why(ada.do(BeginSitting(means="account", origin="elsewhere"))) == "Session ada-1 has begun already"


def test_an_ended_session_may_do_nothing_more_and_the_next_one_may(ada: Desk) -> None:
    ben = sat_down(with_roles(ada, Role.CO_ORDINATOR))
    ben.done(RING)
    ada.done(EndSitting(id=ben.caller.session))
    assert "may not use this desk any more" in why(ben.do(RING))
    assert ada.read.entries_since(ada.read.head() - 1)[0].kind == "refused.referral.ring"
    again = replace(ben, caller=Caller(ben.caller.user, "co-ordinator-2"))
    again.done(RING)


def test_only_whoever_keeps_the_users_ends_the_session_of_somebody_else(ada: Desk) -> None:
    sat_down(ada)
    assert "needs the right 'users'" in why(with_roles(ada, Role.SENIOR).do(EndSitting(id="ada-1")))
    assert isinstance(with_roles(ada, Role.ADMIN).do(EndSitting(id="ada-1")), Done)


def test_a_broken_glass_opens_what_the_role_does_not_and_closes_by_itself(ada: Desk) -> None:
    reader = with_roles(ada, Role.READ_ONLY)
    assert "needs the right 'intake'" in why(reader.do(RING))
    reader.done(BreakGlass(reason=WHY))
    done = reader.done(RING)
    assert ada.read.entries_since(done.seq - 1)[0].role == "read-only+break-glass"
    reader.clock.at += timedelta(minutes=30)
    assert "needs the right 'intake'" in why(reader.do(RING))


@pytest.mark.parametrize("role", [Role.ADMIN, Role.AUDITOR])
def test_who_keeps_or_audits_the_store_cannot_break_the_glass(ada: Desk, role: Role) -> None:
    assert "needs the right 'break-glass'" in why(with_roles(ada, role).do(BreakGlass(reason=WHY)))


def test_a_reason_says_something(ada: Desk) -> None:
    assert "at least 10 letters" in why(with_roles(ada, Role.COVER).do(BreakGlass(reason="  urgent  ")))


def test_it_cannot_be_undone_or_broken_twice_at_once(ada: Desk) -> None:
    reader = with_roles(ada, Role.READ_ONLY)
    done = reader.done(BreakGlass(reason=WHY))
    assert "broken already, until 09:44" in why(reader.do(BreakGlass(reason=WHY)))
    assert "cannot be undone" in why(reader.do(Undo(seq=done.seq)))


def test_the_review_waits_until_all_that_was_done_has_been_read(ada: Desk) -> None:
    reader, senior = with_roles(ada, Role.READ_ONLY), with_roles(ada, Role.SENIOR)
    ref = reader.done(BreakGlass(reason=WHY)).ref
    reader.done(RING)
    review = ReviewEmergency(id=ref, review="She rang at once; it was right")
    assert "lasts until 09:44" in why(senior.do(review))
    reader.clock.at += timedelta(minutes=31)
    assert "Read first what was done" in why(senior.do(review))
    ben = ada.beside("ben")
    ben.done(ReadRecord(subject=f"emergency/{ref}", purpose="review"))
    ben.database.close()
    assert "Read first what was done" in why(senior.do(review)), "that somebody else has read it is not enough"
    assert {entry.kind for entry in senior.read.history(f"emergency/{ref}")} >= {"emergency.begin", "referral.ring"}
    senior.done(ReadRecord(subject=f"emergency/{ref}", purpose="review"))
    assert "at least 10 letters" in why(senior.do(replace(review, review="ok")))
    senior.done(review)
    assert ada.read.emergencies() == []
    (kept,) = ada.read.emergencies(reviewed=True)
    assert (kept.reviewed_by, kept.review) == ("senior", review.review)
    assert "has reviewed it already" in why(ada.do(review))


def test_nobody_reviews_their_own(ada: Desk) -> None:
    both = with_roles(ada, Role.COVER, Role.AUDITOR)
    ref = both.done(BreakGlass(reason=WHY)).ref
    both.clock.at += timedelta(minutes=31)
    assert "Somebody else must review it" in why(both.do(ReviewEmergency(id=ref, review="It was quite right")))
    assert isinstance(ada.read.record(Emergency, ref), Emergency)
