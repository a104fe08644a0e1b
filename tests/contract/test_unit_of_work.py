"""One command is one transaction, on both databases: all of it with its journal entry, or nothing."""

import sqlalchemy as sa

from domain.access import Role
from domain.desk.bus import Bus, Done, Having, Refused, Stale
from domain.desk.intake import Ring
from domain.desk.people import AmendPerson
from domain.desk.triage import Accept
from domain.desk.undoing import Undo
from domain.people import Person
from domain.referral import Referral, Urgency
from storage.bulk import BulkSession
from storage.unit_of_work import Session
from tests.contract.store import Desk, with_roles


def ring(whom: str = "Ivy Brown's daughter") -> Ring:
    return Ring(whom=whom, phone="0161 496 0123", need="UCR1", urgency=Urgency.TWO_HOUR, note="fell, cannot get up")


def test_a_call_is_kept_with_its_promise_and_one_entry(ada: Desk) -> None:
    before = ada.read.head()
    done = ada.done(ring(), reason="on the phone")
    referral = ada.read.record(Referral, done.ref)
    assert referral is not None
    assert referral.narrative == "fell, cannot get up"
    assert [promise.whom for promise in ada.read.promises(ada.clock.now())] == ["Ivy Brown's daughter"]
    (entry,) = ada.read.entries_since(before)
    assert (entry.kind, entry.actor, entry.reason) == ("referral.ring", "ada", "on the phone")
    assert f"referral/{done.ref}" in entry.after


def test_a_refused_command_leaves_nothing_behind(ada: Desk) -> None:
    done, head = ada.done(ring()), ada.read.head()
    outcome = ada.do(Accept(id=done.ref))
    assert isinstance(outcome, Refused)
    assert ada.read.head() == head
    assert ada.read.record(Referral, done.ref) == ada.read.record(Referral, done.ref)
    with ada.database.reading() as connection:
        assert connection.execute(sa.text("select count(*) from promise")).scalar_one() == 1


def test_the_same_command_given_twice_is_done_once(ada: Desk) -> None:
    order = ada.order(ring())
    first, second = Bus(ada.units).handle(order), Bus(ada.units).handle(order)
    assert isinstance(first, Done)
    assert isinstance(second, Done)
    assert (first.seq, first.ref) == (second.seq, second.ref)
    assert len(ada.read.promises(ada.clock.now())) == 1


def test_who_saves_second_is_shown_both_values(ada: Desk) -> None:
    person = somebody(ada)
    ben = ada.beside("ben")
    ben.done(AmendPerson(id=person.id, phone="0161 496 0777", seen=person.revision))
    outcome = ada.do(AmendPerson(id=person.id, phone="0161 496 0999", seen=person.revision))
    assert isinstance(outcome, Stale)
    assert outcome.by == "ben"
    assert outcome.values["phone"] == ("0161 496 0777", "0161 496 0999")
    assert f"ben changed person {person.id} first. phone: now 0161 496 0777" in outcome.sentence
    ben.database.close()


def test_a_right_that_was_taken_away_counts_at_once_and_the_refusal_is_journalled(ada: Desk) -> None:
    reader = with_roles(ada, Role.READ_ONLY)
    outcome = reader.do(ring())
    assert isinstance(outcome, Refused)
    assert outcome.why == "right"
    assert ada.read.entries_since(ada.read.head() - 1)[0].kind == "refused.referral.ring"


def test_undo_brings_back_what_was_and_says_who_built_on_it(ada: Desk) -> None:
    person = somebody(ada)
    done = ada.done(AmendPerson(id=person.id, phone="0161 496 0777"))
    ada.done(Undo(seq=done.seq))
    restored = ada.read.record(Person, person.id)
    assert restored is not None
    assert restored.phone == person.phone
    built = ada.done(AmendPerson(id=person.id, phone="0161 496 0555"))
    ben = ada.beside("ben")
    ben.done(AmendPerson(id=person.id, language="pl"))
    outcome = ada.do(Undo(seq=built.seq))
    assert isinstance(outcome, Refused)
    assert "ben" in outcome.sentence.lower()
    ben.database.close()


def test_undoing_a_call_takes_the_referral_and_its_promise_away(ada: Desk) -> None:
    done = ada.done(ring())
    ada.done(Undo(seq=done.seq))
    assert ada.read.record(Referral, done.ref) is None
    with ada.database.reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(sa.text("promise"))).scalar_one() == 0


def test_records_are_found_by_one_reference_among_several(ada: Desk) -> None:
    """In rows and in memory alike, and no reference is taken for the beginning of another."""
    person = somebody(ada)
    ada.done(AmendPerson(id=person.id, risks=("dogs", "smoking-oxygen")))
    with ada.database.reading() as connection:
        in_rows = Session(connection, "bury", ada.database.is_sqlite)
        in_memory = BulkSession(ada.database, "bury")
        for session in (in_rows, in_memory):
            assert [found.id for found in session.find(Person, {"risks": Having("dogs")})] == [person.id]
            assert session.find(Person, {"risks": Having("smoking")}) == []


def somebody(desk: Desk) -> Person:
    """Margaret Holt, 84, of BL9."""
    from domain.desk.intake import Identify

    done = desk.done(ring())
    desk.done(Identify(id=done.ref, family="Holt", given="Margaret", phone="0161 496 0111"))
    referral = desk.read.record(Referral, done.ref)
    assert referral is not None
    person = desk.read.record(Person, referral.person)
    assert person is not None
    return person
