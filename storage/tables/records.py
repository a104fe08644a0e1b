"""Which table keeps which kind of record."""

import sqlalchemy as sa

from domain.access import Emergency, Sitting, User
from domain.case import Case
from domain.escalation import Contact, Escalation, OnCall, Promise
from domain.meeting import Action, Meeting
from domain.message import Message
from domain.package import Package
from domain.people import Person
from domain.policy import Code, Setting
from domain.record import Record
from domain.referral import Referral
from domain.staff import Absence, Shift, Worker
from domain.visit import Visit
from storage.tables import core

TABLE_OF: dict[type[Record], sa.Table] = {
    Person: core.PERSON,
    Referral: core.REFERRAL,
    Case: core.CARE_CASE,
    Package: core.PACKAGE,
    Visit: core.VISIT,
    Worker: core.WORKER,
    Shift: core.SHIFT,
    Absence: core.ABSENCE,
    Meeting: core.MEETING,
    Action: core.ACTION,
    Escalation: core.ESCALATION,
    OnCall: core.ON_CALL,
    Contact: core.CONTACT,
    Promise: core.PROMISE,
    Message: core.MESSAGE,
    Code: core.CODE,
    Setting: core.SETTING,
    User: core.DESK_USER,
    Sitting: core.SITTING,
    Emergency: core.EMERGENCY,
}
