"""The tables as an open desk reads and writes them: their columns alone, in SQLAlchemy's Core.

Written by `python -m tests.contract.core_tables` from the SQLModel classes beside it, which say the whole of each
table; SQLModel itself, its validation and its object mapper are loaded only to make and to check a schema."""

from typing import Any

import sqlalchemy as sa

from domain.case import CaseState
from domain.escalation import EscalationState
from domain.meeting import MeetingState
from domain.message import MessageState
from domain.package import PackageState
from domain.referral import State, Urgency
from domain.visit import VisitState
from storage.types import JSON, Utc, closed

TEXT, INTEGER, BOOLEAN, DATE, UTC = sa.Text(), sa.Integer(), sa.Boolean(), sa.Date(), Utc()
METADATA = sa.MetaData()


def _table(name: str, /, **columns: sa.types.TypeEngine[Any]) -> sa.Table:
    return sa.Table(name, METADATA, *(sa.Column(column, kind) for column, kind in columns.items()))


# fmt: off
ABSENCE = _table(
    "absence",
    id=TEXT, service=TEXT, revision=INTEGER, worker=TEXT, start=UTC, end=UTC, reason=TEXT, reported_by=TEXT, note=TEXT,
    ended_at=UTC,
)
ACTION = _table(
    "action",
    id=TEXT, service=TEXT, revision=INTEGER, text=TEXT, owner=TEXT, due=DATE, meeting=TEXT, case=TEXT, done_at=UTC,
    result=TEXT,
)
CARE_CASE = _table(
    "care_case",
    id=TEXT, service=TEXT, revision=INTEGER, person=TEXT, referral=TEXT, state=closed(CaseState), opened_at=UTC,
    owner=TEXT, goals=JSON, review_due=DATE, reviews=JSON, next_step=TEXT, next_step_due=DATE, ended_at=UTC,
    outcome=TEXT, end_note=TEXT,
)
CODE = _table(
    "code",
    id=TEXT, service=TEXT, revision=INTEGER, list=TEXT, code=TEXT, label=TEXT, national=TEXT, position=INTEGER,
    valid_from=DATE, valid_to=DATE, source=TEXT, mark=TEXT, owner=TEXT,
)
CONTACT = _table(
    "contact",
    id=TEXT, service=TEXT, revision=INTEGER, at=UTC, by=TEXT, subject=TEXT, person=TEXT, direction=TEXT, method=TEXT,
    whom=TEXT, text=TEXT, outcome=TEXT,
)
CREDENTIAL = _table(
    "credential",
    user=TEXT, service=TEXT, verifier=TEXT, failures=INTEGER, shut_until=UTC,
)
DAY_SUM = _table(
    "day_sum",
    service=TEXT, day=DATE, figure=TEXT, basis=TEXT, counts=TEXT, digest=TEXT,
)
DESK_USER = _table(
    "desk_user",
    id=TEXT, service=TEXT, revision=INTEGER, name=TEXT, roles=JSON, active=BOOLEAN, gateway=BOOLEAN, emergency=TEXT,
)
EMERGENCY = _table(
    "emergency",
    id=TEXT, service=TEXT, revision=INTEGER, user=TEXT, reason=TEXT, began=UTC, ends=UTC, reviewed_at=UTC,
    reviewed_by=TEXT, review=TEXT,
)
ESCALATION = _table(
    "escalation",
    id=TEXT, service=TEXT, revision=INTEGER, kind=TEXT, subject=TEXT, person=TEXT, text=TEXT, context=TEXT,
    raised_at=UTC, raised_by=TEXT, to=TEXT, due=UTC, steps=JSON, state=closed(EscalationState), acknowledged_at=UTC,
    acknowledged_by=TEXT, resolved_at=UTC, outcome=TEXT,
)
HEAD = _table(
    "head",
    id=INTEGER, seq=INTEGER, hash=TEXT,
)
JOURNAL = _table(
    "journal",
    seq=INTEGER, at=UTC, recorded_at=UTC, actor=TEXT, role=TEXT, session=TEXT, command_id=TEXT, kind=TEXT, subject=TEXT,
    before=TEXT, after=TEXT, reason=TEXT, prev_hash=TEXT, hash=TEXT, service=TEXT,
)
MEETING = _table(
    "meeting",
    id=TEXT, service=TEXT, revision=INTEGER, kind=TEXT, title=TEXT, start=UTC, end=UTC, room=TEXT, attendees=JSON,
    apologies=JSON, person=TEXT, agenda=JSON, state=closed(MeetingState), minutes=TEXT, series=TEXT, booking=TEXT,
    cancelled_why=TEXT, slot_minutes=INTEGER, slots=JSON,
)
MESSAGE = _table(
    "message",
    id=TEXT, service=TEXT, revision=INTEGER, received_at=UTC, sent_at=UTC, file=TEXT, kind=TEXT, key=TEXT, sender=TEXT,
    taken=INTEGER, order_key=TEXT, outcome=TEXT, identifiers=JSON, starts=UTC, bundle=TEXT, reason=TEXT, status=TEXT,
    digest=TEXT, summary=TEXT, state=closed(MessageState), subject=TEXT, question=TEXT, candidates=JSON, problems=JSON,
    raw=TEXT, settled_by=TEXT, settled_note=TEXT,
)
ON_CALL = _table(
    "on_call",
    id=TEXT, service=TEXT, revision=INTEGER, role=TEXT, name=TEXT, phone=TEXT, start=UTC, end=UTC,
)
PACKAGE = _table(
    "package",
    id=TEXT, service=TEXT, revision=INTEGER, person=TEXT, case=TEXT, state=closed(PackageState), lines=JSON,
    starts=DATE, ends=DATE, suspended_from=DATE, suspended_why=TEXT, visits_until=DATE,
)
PERSON = _table(
    "person",
    id=TEXT, service=TEXT, revision=INTEGER, nhs_number=TEXT, nhs_status=TEXT, family=TEXT, given=TEXT, preferred=TEXT,
    born=DATE, sex=TEXT, phone=TEXT, address=TEXT, postcode=TEXT, place=JSON, language=TEXT, gp=TEXT,
    lives_alone=BOOLEAN, key_safe=TEXT, access=TEXT, risks=JSON, adjustments=JSON, gender_needed=TEXT,
    preferred_workers=JSON, barred_workers=JSON, may_tell=JSON, possible_match=TEXT, same_as=TEXT, stays=JSON,
)
PERSON_WORD = _table(
    "person_word",
    service=TEXT, rank=INTEGER, word=TEXT, words=TEXT, person=TEXT,
)
PROMISE = _table(
    "promise",
    id=TEXT, service=TEXT, revision=INTEGER, kind=TEXT, subject=TEXT, person=TEXT, whom=TEXT, phone=TEXT, what=TEXT,
    made_at=UTC, made_by=TEXT, due=UTC, kept_at=UTC, kept_note=TEXT,
)
REFERRAL = _table(
    "referral",
    id=TEXT, service=TEXT, revision=INTEGER, person=TEXT, state=closed(State), urgency=closed(Urgency), received_at=UTC,
    keyed_at=UTC, channel=TEXT, source=TEXT, referrer=TEXT, organisation=TEXT, referrer_phone=TEXT, need=TEXT,
    narrative=TEXT, flags=JSON, consent=TEXT, unknown_why=TEXT, lone_worker=TEXT, exclusions=JSON,
    criteria_version=TEXT, triaged_at=UTC, ready_at=UTC, owner=TEXT, decided_at=UTC, decided_by=TEXT,
    decision_reason=TEXT, clinician=TEXT, clinician_at=UTC, where_instead=TEXT, accepted_by=TEXT, clock_start=UTC,
    clock_stop=UTC, upgraded_at=UTC, downgraded_at=UTC, downgrade_reason=TEXT, closed_at=UTC, outcome=TEXT,
    duplicate_of=TEXT, case=TEXT,
)
SETTING = _table(
    "setting",
    id=TEXT, service=TEXT, revision=INTEGER, name=TEXT, value=TEXT, unit=TEXT, owner=TEXT, valid_from=DATE,
    valid_to=DATE, source=TEXT, mark=TEXT, about=TEXT,
)
SHIFT = _table(
    "shift",
    id=TEXT, service=TEXT, revision=INTEGER, worker=TEXT, day=DATE, start=UTC, end=UTC, kind=TEXT,
)
SITTING = _table(
    "sitting",
    id=TEXT, service=TEXT, revision=INTEGER, user=TEXT, means=TEXT, origin=TEXT, began=UTC, ended=UTC, ended_by=TEXT,
)
STORE = _table(
    "store",
    service=TEXT, title=TEXT, training=BOOLEAN, clock_begins=UTC, clock_opened=UTC, mark=TEXT, since=INTEGER,
)
TOLD = _table(
    "told",
    visit=TEXT, worker=TEXT, starts=UTC, ends=UTC,
)
TOUCH = _table(
    "touch",
    subject=TEXT, seq=INTEGER,
)
VISIT = _table(
    "visit",
    id=TEXT, service=TEXT, revision=INTEGER, person=TEXT, case=TEXT, package=TEXT, referral=TEXT, line=TEXT, kind=TEXT,
    day=DATE, start=UTC, minutes=INTEGER, window_from=UTC, window_to=UTC, local_start=TEXT, zone=TEXT,
    workers_needed=INTEGER, skills=JSON, lead=BOOLEAN, time_critical=BOOLEAN, tasks=TEXT, after=TEXT, min_gap=INTEGER,
    max_gap=INTEGER, after_by=TEXT, optional=BOOLEAN, beside=TEXT, learner=TEXT, state=closed(VisitState), workers=JSON,
    pinned=BOOLEAN, told_workers=JSON, told_start=UTC, readdressed=BOOLEAN, attended=JSON, verdicts=JSON,
    verified_by=TEXT, verified_cause=TEXT, verified_note=TEXT, cancelled_why=TEXT, note=TEXT,
)
WORKER = _table(
    "worker",
    id=TEXT, service=TEXT, revision=INTEGER, family=TEXT, given=TEXT, role=TEXT, gender=TEXT, languages=JSON,
    skills=JSON, mode=TEXT, phone=TEXT, postcode=TEXT, place=JSON, sets_out=TEXT, returns=TEXT, base_postcode=TEXT,
    base=JSON, bank_holidays=BOOLEAN, contract_minutes=INTEGER, overtime_minutes=INTEGER, dbs_expires=DATE, starts=DATE,
    ends=DATE,
)
