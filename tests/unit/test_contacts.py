"""Contacts logged and promises kept."""

from datetime import timedelta

import pytest

from domain.access import Caller, Role, User
from domain.desk.bus import Refused
from domain.desk.contacts import KeepPromise, LogContact, MakePromise
from domain.escalation import Contact, Promise
from tests.unit.referral_cast import NINE, desk, identified, person_of, refused, rung


def test_a_contact_keeps_who_what_how_and_whom_it_is_about() -> None:
    store = desk()
    ref = identified(store)
    at = NINE - timedelta(minutes=10)
    store.clock.at = NINE + timedelta(minutes=5)
    store.done(LogContact(whom="Jean", text="she is worse", subject=f"referral/{ref}", at=at, method="text"))
    (contact,) = store.all(Contact)
    assert (contact.at, contact.by, contact.method, contact.person) == (
        at, "bpatel", "text", person_of(store, ref).id,
    )  # fmt: skip
    assert store.entries[-1].at == at


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"whom": " "}, "who it was"), ({"text": ""}, "what was said"), ({"method": "drum"}, "list method"),
        ({"outcome": "sulked"}, "list contact-outcome"), ({"subject": "referral/R9"}, "no referral R9"),
        ({"at": NINE + timedelta(hours=1)}, "future"),
    ],
)  # fmt: skip
def test_a_contact_that_says_nothing_or_names_nothing_is_refused(given: dict[str, object], says: str) -> None:
    store = desk()
    typed = LogContact(**{"whom": "Jean", "text": "worse", **given})  # type: ignore[arg-type]
    assert says in refused(store.do(typed))


def test_a_promise_goes_to_the_referrer_unless_somebody_else_is_named() -> None:
    store = desk()
    subject = f"referral/{rung(store)}"
    due = NINE + timedelta(hours=2)
    first = store.done(MakePromise(subject=subject, what="ring with a time", due=due)).ref
    second = store.done(MakePromise(subject=subject, what="tell the ward", due=due, whom="ward 4")).ref
    made = [store.one(Promise, ref) for ref in (first, second)]
    assert [(promise.whom, promise.phone) for promise in made] == [
        ("Jean Holt, niece", "07700 900123"), ("ward 4", ""),
    ]  # fmt: skip
    assert [(promise.kind, promise.due, promise.made_by) for promise in made] == [("other", due, "bpatel")] * 2


def test_a_promise_is_due_later_than_now_and_to_somebody() -> None:
    store = desk()
    person = person_of(store, identified(store))
    assert "later than now" in refused(store.do(MakePromise(subject="person/x", what="ring", due=NINE)))
    nobody = MakePromise(subject=f"person/{person.id}", what="ring", due=NINE + timedelta(hours=1))
    assert "to whom" in refused(store.do(nobody))


def test_a_promise_is_kept_once_and_not_before_it_was_made() -> None:
    store = desk()
    rung(store)
    (promise,) = store.all(Promise)
    assert "before Mon 23 Nov" in refused(store.do(KeepPromise(id=promise.id, at=NINE - timedelta(minutes=1))))
    store.done(KeepPromise(id=promise.id, note="told her"))
    kept = store.one(Promise, promise.id)
    assert (kept.kept_at, kept.kept_note) == (NINE, "told her")
    assert refused(store.do(KeepPromise(id=promise.id))) == "This promise was kept at Mon 23 Nov 2026 09:00"


def test_logging_the_call_can_keep_the_promise() -> None:
    store = desk()
    rung(store)
    (promise,) = store.all(Promise)
    store.done(LogContact(whom="Jean", text="told her", promise=promise.id))
    assert store.one(Promise, promise.id).kept_at == NINE


def test_an_on_call_manager_may_log_a_contact_and_a_reader_may_not() -> None:
    store = desk()
    log = LogContact(whom="Jean", text="worse")
    on_call, reader = (Caller(User(id=role.value, roles=(role,)), "s9") for role in (Role.ON_CALL, Role.READ_ONLY))
    store.do(log, caller=on_call)
    outcome = store.do(log, caller=reader)
    assert isinstance(outcome, Refused)
    assert outcome.why == "right"
    assert len(store.all(Contact)) == 1
