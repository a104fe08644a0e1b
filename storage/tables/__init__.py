"""Every table, as SQLModel classes. Nothing here validates or behaves: values and rules live in `domain`."""

from sqlmodel import SQLModel

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
from storage.tables.access import CredentialRow, EmergencyRow, SittingRow
from storage.tables.base import Row
from storage.tables.care import PackageRow, ToldRow, VisitRow
from storage.tables.desk import (
    ActionRow,
    ContactRow,
    EscalationRow,
    MeetingRow,
    MessageRow,
    OnCallRow,
    PromiseRow,
)
from storage.tables.journal import HeadRow, JournalRow, StoreRow, TouchRow
from storage.tables.people import PersonRow
from storage.tables.reference import CodeRow, SettingRow, UserRow
from storage.tables.referrals import CaseRow, ReferralRow
from storage.tables.staff import AbsenceRow, ShiftRow, WorkerRow

METADATA = SQLModel.metadata

ROW_OF: dict[type[Record], type[Row]] = {
    Person: PersonRow,
    Referral: ReferralRow,
    Case: CaseRow,
    Package: PackageRow,
    Visit: VisitRow,
    Worker: WorkerRow,
    Shift: ShiftRow,
    Absence: AbsenceRow,
    Meeting: MeetingRow,
    Action: ActionRow,
    Escalation: EscalationRow,
    OnCall: OnCallRow,
    Contact: ContactRow,
    Promise: PromiseRow,
    Message: MessageRow,
    Code: CodeRow,
    Setting: SettingRow,
    User: UserRow,
    Sitting: SittingRow,
    Emergency: EmergencyRow,
}

__all__ = ["METADATA", "ROW_OF", "CredentialRow", "HeadRow", "JournalRow", "StoreRow", "ToldRow", "TouchRow"]
