"""The cast of the referral tests: Margaret Holt, her niece who rings, and referrals at every stage."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from domain.access import Caller, Role, User
from domain.desk.bus import Order, Refused
from domain.desk.contact_clock import person_seen
from domain.desk.contacts import KeepPromise
from domain.desk.intake import Identify, Ring
from domain.desk.triage import Accept, Triage
from domain.people import Person
from domain.policy import Policy, Setting
from domain.referral import Referral, Urgency
from domain.visit import Visit
from tests.memory import MemoryStore, MemoryWork

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOLT = {
    "family": "Holt", "given": "Margaret", "born": date(1941, 3, 2), "nhs_number": "401 023 2137",
    "phone": "01706 822111", "address": "3 Fell View", "postcode": "BL9 0SW", "access": "rings and waits",
}  # fmt: skip

CO_ORDINATOR = Caller(User(id="bpatel", name="Bina Patel", roles=(Role.CO_ORDINATOR,)), "s2")
CLINICIAN = Caller(User(id="cwu", name="Clare Wu", roles=(Role.CLINICIAN,)), "s3")


def desk(at: datetime = NINE, **settings: str) -> MemoryStore:
    """An empty desk at nine o'clock under the shipped policy, but for the settings named (`ooh_mode="run"`)."""
    store = MemoryStore(at)
    changed = dict(store.policy.settings)
    for name, value in settings.items():
        key = name.replace("_", "-")
        changed[key] = Setting(id=key, name=key, value=value, valid_from=date(2020, 1, 1))
    store.policy = Policy(store.policy.codes, changed)
    store.caller = CO_ORDINATOR
    return store


def rung(store: MemoryStore, **more: Any) -> str:
    """The niece rings; the reference of the new referral."""
    given = {
        "whom": "Jean Holt, niece", "phone": "07700 900123", "need": "UCR1", "urgency": Urgency.TWO_HOUR,
        **more,
    }  # fmt: skip
    return store.done(Ring(**given)).ref


def identified(store: MemoryStore, **more: Any) -> str:
    """Rung, and known to be Margaret Holt."""
    ref = rung(store, **more)
    store.done(Identify(id=ref, **HOLT))
    return ref


def complete(store: MemoryStore, **more: Any) -> str:
    """Identified and triaged: nothing stands between it and acceptance."""
    ref = identified(store, **more)
    store.done(Triage(id=ref, exclusions=(), consent="given", lone_worker="no"))
    return ref


def accepted(store: MemoryStore, **more: Any) -> str:
    """Taken on by the service."""
    ref = complete(store, **more)
    store.done(Accept(id=ref))
    return ref


def referral(store: MemoryStore, ref: str) -> Referral:
    """How the referral stands."""
    return store.one(Referral, ref)


def person_of(store: MemoryStore, ref: str) -> Person:
    """Who the referral is about."""
    return store.one(Person, referral(store, ref).person)


def planned_visit(store: MemoryStore, ref: str, start: datetime, **more: Any) -> Visit:
    """A visit for the referral, put into the store as it is."""
    visit = Visit(
        id=f"V{len(store.all(Visit)) + 1}", service="bury", revision=1, person=referral(store, ref).person,
        referral=ref, kind="first", day=start.date(), start=start, minutes=45, window_from=start,
        window_to=start + timedelta(minutes=30), **more,
    )  # fmt: skip
    store.records[f"visit/{visit.id}"] = visit
    return visit


def minutes_on(store: MemoryStore, minutes: float) -> datetime:
    """Let time pass; the new now."""
    store.clock.at += timedelta(minutes=minutes)
    return store.clock.at


def refused(outcome: object) -> str:
    """The sentence of a refusal."""
    assert isinstance(outcome, Refused), outcome
    return outcome.sentence


def seen(store: MemoryStore, ref: str, came: datetime) -> None:
    """Somebody stands in the home: what a check-in does to the referral. Raises Refusal as it does."""
    work = MemoryWork(store, Order(KeepPromise(id=""), store.caller, "seen"))
    person_seen(work, ref, came)
    store.records.update({name: record for name, record in work.touched.items() if record})
