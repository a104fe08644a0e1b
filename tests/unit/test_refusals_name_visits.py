"""A refusal can be read out on the telephone: a visit is called by whose it is and when, not by its reference."""

from domain.desk.roster import Pin, Unassign, Unpin
from tests.unit.roster_cast import desk, refused, shift, visit, worker


def test_a_visit_is_named_by_its_person_and_time() -> None:
    store = desk(worker("WLEWIS"), shift("WLEWIS"), visit("V1", "09:00"))
    for command in (Unpin(id="V1"), Pin(id="V1"), Unassign(id="V1")):
        sentence = refused(store, command)
        assert "HOLT's visit at Tue 24 Nov 2026 09:00" in sentence and "V1" not in sentence
