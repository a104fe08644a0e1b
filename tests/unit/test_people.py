"""A person's details, who is the same as whom, and who looked."""

from datetime import date
from typing import Any

import pytest

from domain.desk.bus import Done
from domain.desk.people import AmendPerson, LinkPerson, NotSamePerson, ReadRecord, UnlinkPerson
from domain.desk.undoing import Undo
from domain.people import Person
from domain.staff import Worker
from tests.memory import MemoryStore
from tests.unit.referral_cast import desk, identified, person_of, refused


def known(store: MemoryStore, ref: str, **more: Any) -> Person:
    """Somebody who is in the store already."""
    person = Person(id=ref, service="bury", revision=1, **{"family": "Holt", "given": "Margaret", **more})
    store.records[f"person/{ref}"] = person
    return person


def stored(store: MemoryStore, ref: str) -> Person:
    return store.one(Person, ref)


def test_amending_changes_what_is_given_and_a_dash_empties() -> None:
    store = desk()
    known(store, "P1", phone="01706", risks=("dogs",), gp="Peel practice")
    store.done(AmendPerson(id="P1", preferred="Peggy", risks=("infection", "dogs"), gp="-"))
    after = stored(store, "P1")
    assert (after.preferred, after.risks, after.gp, after.phone) == ("Peggy", ("infection", "dogs"), "", "01706")
    store.done(AmendPerson(id="P1", risks=("-",)))
    assert stored(store, "P1").risks == ()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"risks": ("tigers",)}, "list risk"), ({"adjustments": ("x",)}, "list adjustment"),
        ({"preferred_workers": ("W9",)}, "no worker W9"), ({"nhs_number": "1"}, "ten digits"),
        ({"preferred_workers": ("W1",), "barred_workers": ("W1",)}, "both preferred and barred"),
        ({"postcode": "EX2 5CV"}, "no postcode"),
    ],
)  # fmt: skip
def test_details_that_cannot_be_are_refused(given: dict[str, Any], says: str) -> None:
    store = desk()
    known(store, "P1")
    store.records["worker/W1"] = Worker(id="W1", family="Ng", given="Sam", revision=1)
    assert says in refused(store.do(AmendPerson(id="P1", **given)))


def test_a_number_that_belongs_to_somebody_else_is_shown_as_a_possible_match() -> None:
    store = desk()
    holt = person_of(store, identified(store))
    known(store, "P2", family="Smith", born=date(1950, 1, 1))
    done = store.done(AmendPerson(id="P2", nhs_number="4010232137"))
    assert stored(store, "P2").possible_match == holt.id
    assert "May be the same as HOLT, Margaret" in done.note


def test_nobody_is_a_possible_match_of_themselves() -> None:
    store = desk()
    holt = person_of(store, identified(store))
    store.done(AmendPerson(id=holt.id, born=date(1942, 3, 2)))
    assert stored(store, holt.id).possible_match == ""


def test_emptying_the_number_makes_it_absent() -> None:
    store = desk()
    holt = person_of(store, identified(store))
    store.done(AmendPerson(id=holt.id, nhs_number="-"))
    assert (stored(store, holt.id).nhs_number, stored(store, holt.id).nhs_status) == ("", "absent")


def test_two_records_are_linked_by_a_person_and_unlinked_again() -> None:
    store = desk()
    known(store, "P1")
    known(store, "P2", possible_match="P1")
    store.done(LinkPerson(id="P2"))
    assert (stored(store, "P2").same_as, stored(store, "P2").possible_match) == ("P1", "")
    store.done(UnlinkPerson(id="P2"))
    assert stored(store, "P2").same_as == ""
    assert "linked to nobody" in refused(store.do(UnlinkPerson(id="P2")))


def test_links_lead_straight_to_one_record_and_never_in_a_circle() -> None:
    store = desk()
    for ref in ("P1", "P2", "P3"):
        known(store, ref)
    store.done(LinkPerson(id="P3", other="P2"))
    store.done(LinkPerson(id="P2", other="P1"))
    assert {stored(store, ref).same_as for ref in ("P2", "P3")} == {"P1"}
    assert "are one already" in refused(store.do(LinkPerson(id="P1", other="P3")))
    assert "unlink it first" in refused(store.do(LinkPerson(id="P3", other="P1")))
    assert "are one already" in refused(store.do(LinkPerson(id="P1", other="P1")))


def test_a_possible_match_is_settled_with_no() -> None:
    store = desk()
    known(store, "P1")
    known(store, "P2", possible_match="P1")
    store.done(NotSamePerson(id="P2"))
    assert (stored(store, "P2").possible_match, stored(store, "P2").same_as) == ("", "")
    assert "no possible match" in refused(store.do(NotSamePerson(id="P2")))
    assert "no possible match" in refused(store.do(LinkPerson(id="P2")))


def test_reading_a_record_is_journalled_and_changes_nothing() -> None:
    store = desk()
    holt = person_of(store, identified(store))
    before = dict(store.records)
    done = store.done(ReadRecord(subject=f"person/{holt.id}", purpose="niece rang"), reason="niece rang")
    assert store.records == before
    assert (store.entries[-1].kind, store.entries[-1].subject, store.entries[-1].reason) == (
        "record.read", f"person/{holt.id}", "niece rang",
    )  # fmt: skip
    assert done.undo is None
    assert "cannot be undone" in refused(store.do(Undo(seq=done.seq)))


@pytest.mark.parametrize(
    ("subject", "purpose", "says"),
    [
        ("person/P9", "call", "no person P9"),
        ("pie/1", "call", "names nothing"),
        ("person/P1", " ", "what it is read for"),
    ],
)
def test_reading_needs_something_to_read_and_a_purpose(subject: str, purpose: str, says: str) -> None:
    store = desk()
    known(store, "P1")
    assert says in refused(store.do(ReadRecord(subject=subject, purpose=purpose)))


def test_no_fixed_abode_has_a_postcode_of_its_own() -> None:
    store = desk()
    known(store, "P1")
    assert isinstance(store.do(AmendPerson(id="P1", postcode="zz993vz")), Done)
    assert stored(store, "P1").postcode == "ZZ99 3VZ"
