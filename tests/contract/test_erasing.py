"""Erasing somebody's personal text leaves no word of it in the store, and the journal whole and provable."""

from datetime import date

import pytest
import sqlalchemy as sa

from domain.access import Role
from domain.desk import contacts, intake, people, triage
from domain.desk.bus import Refused
from domain.desk.erasing import ErasePerson
from domain.erasure import ERASED
from domain.people import Person
from domain.referral import Referral, State, Urgency
from storage.chain import verify
from storage.doctor import findings
from storage.engine import StoreUnreachable
from storage.tables.core import JOURNAL
from storage.tables.declared import METADATA
from tests.contract.store import Desk, with_roles
from tests.contract.test_tampering import unguarded

WORDS = ("Quillfeather", "Zebediah", "0161 496 0777", "7 Larkspur Mews", "under the gnome", "weeps at night")
WHY = "retention: 8 years after the last contact"


@pytest.fixture
def gone(ada: Desk) -> Person:
    """Somebody whose referral has come to its end."""
    call = intake.Ring(whom="Zebediah's niece", phone="0161 496 0777", need="UCR1", urgency=Urgency.TWO_HOUR)
    referral = ada.done(call).ref
    named = intake.Identify(id=referral, family="Quillfeather", given="Zebediah", born=date(1931, 5, 6),
                            phone="0161 496 0777", address="7 Larkspur Mews", key_safe="under the gnome")  # fmt: skip
    ada.done(named)
    ada.done(contacts.LogContact(whom="Zebediah", text="weeps at night", subject=f"referral/{referral}"))
    person = ada.read.person(ada.read.queue(ada.clock.now())[0].person_ref)
    assert person is not None
    ada.done(people.AmendPerson(id=person.person.id, phone="0161 496 0777 or ring next door"))
    ada.done(triage.Withdraw(id=referral, reason="moved"), "Quillfeather has gone to live with her niece")
    return person.person


def everything(ada: Desk) -> str:
    """All text of all tables."""
    with ada.database.reading() as connection:
        return "\n".join(
            str(tuple(row)) for table in METADATA.sorted_tables for row in connection.execute(sa.select(table))
        )


def test_no_word_is_left_and_the_chain_holds(ada: Desk, gone: Person) -> None:
    before = everything(ada)
    assert [word for word in WORDS if word not in before] == []
    head = ada.read.head()
    done = ada.done(ErasePerson(id=gone.id, why=WHY))
    after = everything(ada)
    assert [word for word in WORDS if word in after] == []
    assert (done.seq, done.undo) == (head + 1, None)
    assert [what for good, what in findings(ada.database, verify=True) if not good and "mode" not in what] == []
    erased = ada.read.record(Person, gone.id)
    assert erased is not None
    assert (erased.family, erased.born, erased.place) == (ERASED, None, None)
    assert ada.read.record(Referral, ada.read.queue(ada.clock.now(), closed=True)[0].ref).state is State.WITHDRAWN  # type: ignore[union-attr]


def test_it_can_be_done_again_and_for_others(ada: Desk, gone: Person) -> None:
    ada.done(ErasePerson(id=gone.id, why=WHY))
    ada.done(people.AmendPerson(id=gone.id, family="Quillfeather"))
    ada.done(ErasePerson(id=gone.id, why=WHY))
    assert "Quillfeather" not in everything(ada)
    with ada.database.reading() as connection:
        assert verify(connection).broken == ()


def test_an_entry_that_was_altered_otherwise_is_still_found(ada: Desk, gone: Person) -> None:
    ada.done(ErasePerson(id=gone.id, why=WHY))
    ada.done(people.ReadRecord(subject=f"person/{gone.id}", purpose="to see"))
    with ada.owning() as connection:
        named = JOURNAL.c.kind == "referral.identify"
        unguarded(connection).execute(JOURNAL.update().where(named).values(actor="nobody"))
    with ada.database.reading() as connection:
        assert "referral.identify by nobody" in verify(connection).broken[0]


def test_the_guards_let_nothing_else_be_altered(ada: Desk, gone: Person) -> None:
    done = ada.done(ErasePerson(id=gone.id, why=WHY))
    attempts = (
        JOURNAL.update().where(JOURNAL.c.seq == done.seq).values(after="{}"),
        JOURNAL.update().where(JOURNAL.c.seq == 2).values(after="{}"),
        JOURNAL.update().where(JOURNAL.c.kind == "referral.identify").values(actor="nobody"),
    )
    for attempt in attempts:
        refused = pytest.raises((StoreUnreachable, sa.exc.IntegrityError), match="append-only")
        with refused, ada.owning() as connection:
            connection.execute(attempt)


def test_nobody_in_care_is_erased_and_not_by_everybody(ada: Desk, gone: Person) -> None:
    call = intake.Ring(whom="GP", phone="1", need="UCR1", urgency=Urgency.TWO_HOUR)
    referral = ada.done(call).ref
    ada.done(intake.Identify(id=referral, person=gone.id))
    open_still = ada.do(ErasePerson(id=gone.id, why=WHY))
    assert isinstance(open_still, Refused)
    assert "still open" in open_still.sentence
    refused = with_roles(ada, Role.CO_ORDINATOR).do(ErasePerson(id=gone.id, why=WHY))
    assert isinstance(refused, Refused)
    assert refused.why == "right"
