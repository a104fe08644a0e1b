"""Ada and Ben at work: random commands, sensible and not, as two people at one desk would give them."""

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import date, time, timedelta
from typing import Any

from domain.case import Case
from domain.desk import (
    casework,
    contacts,
    diary,
    escalating,
    intake,
    packages,
    people,
    roster,
    staffing,
    triage,
    undoing,
    visits,
)  # fmt: skip
from domain.desk.administration import SetSetting
from domain.desk.bus import Command
from domain.escalation import Escalation, Promise
from domain.meeting import Meeting
from domain.package import Package
from domain.package_text import parse_lines
from domain.people import Person
from domain.record import Record
from domain.referral import Referral, Urgency
from domain.staff import Worker
from domain.visit import Visit
from domain.when import local_date
from storage.queries.common import records, table_of
from tests.contract.store import Desk

PATTERN = parse_lines("morning 08:00 30m ±30 2w\nlunch 12:00 30m ±30 after=morning gap=2h-5h")
NAMES = ("Holt", "Naqvi", "Brown")


class Work:
    """A working day of two people, drawn from a seed."""

    def __init__(self, ada: Desk, ben: Desk, seed: int) -> None:
        self.desks = (ada, ben)
        self.draw = random.Random(seed)
        for given in ("Priya", "Sam", "Ines"):
            worker = ada.done(staffing.AddWorker(family="Lewis", given=given, gender="female")).ref
            ada.done(staffing.AddShift(id=worker, day=self.today, start=time(7), end=time(19), until=_tomorrow(self)))
        for _ in range(3):
            take_into_care(ada)

    def steps(self, count: int) -> Iterator[tuple[Desk, Command]]:
        """Who gives which command next; the clock moves on between them."""
        for _ in range(count):
            desk = self.draw.choice(self.desks)
            desk.clock.at += timedelta(minutes=self.draw.randint(0, 20))
            command = self.draw.choice(COMMANDS)(self)
            if command is not None:
                yield desk, command

    @property
    def today(self) -> date:
        """The London day of the clock."""
        return local_date(self.desks[0].clock.at)

    def one(self, kind: type[Record]) -> Any:
        """Some record of a kind, or None."""
        with self.desks[0].database.reading() as connection:
            found: Sequence[Record] = records(connection, kind, table_of(kind).c.service == "bury")
        return self.draw.choice(found) if found else None

    def about(self, kind: type[Record], make: Callable[[Any], Command]) -> Command | None:
        """A command about some record of a kind."""
        found = self.one(kind)
        return make(found) if found is not None else None

    def seen(self, record: Record) -> int:
        """The revision that was on the screen: mostly none in particular, sometimes this one or an old one."""
        return self.draw.choice((0, 0, 0, record.revision, max(0, record.revision - 1)))


def take_into_care(ada: Desk) -> None:
    """A referral that was accepted, with its case, package and visits."""
    call = intake.Ring(whom="ward 4", phone="100", need="UCR3", urgency=Urgency.TWO_DAY)
    referral = ada.done(call).ref
    ada.done(intake.Identify(id=referral, family="Ackersby", born=date(1939, 1, 2), phone="1", address="2 High Street",
                             access="rings twice"))  # fmt: skip
    ada.done(triage.Triage(id=referral, exclusions=(), consent="given", lone_worker="no"))
    ada.done(triage.Accept(id=referral))
    case = ada.done(casework.OpenCase(referral=referral)).ref
    package = ada.done(packages.StartPackage(case=case, lines=PATTERN)).ref
    ada.done(packages.MakeVisits(id=package, until=local_date(ada.clock.at) + timedelta(days=1)))


def _ring(work: Work) -> Command:
    return intake.Ring(
        whom=work.draw.choice(("Dr Patel", "her son")), phone=str(work.draw.randint(100, 103)), need="UCR1",
        urgency=work.draw.choice(tuple(Urgency)), received_at=work.desks[0].clock.at - timedelta(minutes=2),
    )  # fmt: skip


def _identify(work: Work) -> Command | None:
    known = work.one(Person)
    person = known.id if known is not None and work.draw.random() < 0.3 else ""
    return work.about(
        Referral,
        lambda referral: intake.Identify(
            id=referral.id, person=person, family=work.draw.choice(NAMES), given="Margaret", born=date(1942, 4, 3),
            phone="0161 496 0101", address="1 High Street", key_safe="1942", seen=work.seen(referral),
        ),
    )  # fmt: skip


def _undo(work: Work) -> Command:
    head = work.desks[0].read.head()
    return undoing.Undo(seq=work.draw.randint(max(3, head - 40), head))


def _tomorrow(work: Work) -> date:
    return work.today + timedelta(days=1)


COMMANDS: tuple[Callable[[Work], Command | None], ...] = (
    _ring, _ring, _identify, _identify, _undo, _undo, _undo, _undo, _undo,
    lambda w: w.about(
        Referral,
        lambda r: triage.Triage(id=r.id, exclusions=(), consent="given", lone_worker="no", seen=w.seen(r)),
    ),
    lambda w: w.about(Referral, lambda r: triage.Triage(id=r.id, adjustments=("hearing",), safeguarding="neglect")),
    lambda w: w.about(Referral, lambda r: triage.Accept(id=r.id, seen=w.seen(r))),
    lambda w: w.about(Referral, lambda r: triage.Accept(id=r.id)),
    lambda w: w.about(Referral, lambda r: triage.Hold(id=r.id, reason="medicines")),
    lambda w: w.about(Referral, lambda r: triage.Decline(id=r.id, reason="02", where_instead="GP")),
    lambda w: w.about(Referral, lambda r: triage.Withdraw(id=r.id, reason="moved", seen=w.seen(r))),
    lambda w: w.about(Referral, lambda r: triage.Upgrade(id=r.id, reason="worse")),
    lambda w: w.about(Referral, lambda r: triage.GiveFeedback(id=r.id, text="seen soon")),
    lambda w: w.about(Referral, lambda r: intake.Claim(id=r.id, why="on the next shift", seen=w.seen(r))),
    lambda w: w.about(Referral, lambda r: intake.Release(id=r.id)),
    lambda w: w.about(Referral, lambda r: triage.MarkDuplicate(id=r.id, of=w.one(Referral).id)),
    lambda w: w.about(Referral, lambda r: casework.OpenCase(referral=r.id, goals=("walk | 2",))),
    lambda w: w.about(Referral, lambda r: casework.OpenCase(referral=r.id)),
    lambda w: w.about(Referral, lambda r: visits.AddVisit(id=r.id, start=w.desks[0].clock.at + timedelta(hours=1))),
    lambda w: w.about(Referral, lambda r: contacts.LogContact(whom="Jean", text="worse", subject=f"referral/{r.id}")),
    lambda w: w.about(Referral, lambda r: escalating.Raise(text="nobody answers", subject=f"referral/{r.id}")),
    lambda w: w.about(Person, lambda p: people.AmendPerson(id=p.id, phone=str(w.draw.random()), seen=w.seen(p))),
    lambda w: w.about(Person, lambda p: people.LinkPerson(id=p.id, other=w.one(Person).id)),
    lambda w: w.about(Person, lambda p: people.UnlinkPerson(id=p.id)),
    lambda w: w.about(Person, lambda p: people.ReadRecord(subject=f"person/{p.id}", purpose="a call")),
    lambda w: w.about(Case, lambda c: casework.ReviewCase(id=c.id, decision="continue", seen=w.seen(c))),
    lambda w: w.about(Case, lambda c: casework.EndCase(id=c.id, outcome="independent")),
    lambda w: w.about(Case, lambda c: packages.StartPackage(case=c.id, lines=PATTERN)),
    lambda w: w.about(Case, lambda c: packages.StartPackage(case=c.id, lines=PATTERN[:1], starts=_tomorrow(w))),
    lambda w: w.about(Package, lambda p: packages.MakeVisits(id=p.id, until=w.today + timedelta(days=2))),
    lambda w: w.about(Package, lambda p: packages.ChangePackage(id=p.id, lines=PATTERN[:1], seen=w.seen(p))),
    lambda w: w.about(Package, lambda p: packages.SuspendPackage(id=p.id, why="hospital")),
    lambda w: w.about(Package, lambda p: packages.ResumePackage(id=p.id)),
    lambda w: w.about(Visit, lambda v: roster.Assign(id=v.id, worker=w.one(Worker).id, seen=w.seen(v))),
    lambda w: w.about(Visit, lambda v: roster.Assign(id=v.id, worker=w.one(Worker).id)),
    lambda w: w.about(Visit, lambda v: roster.Unassign(id=v.id)),
    lambda w: w.about(Visit, lambda v: roster.Retime(id=v.id, start=v.start + timedelta(minutes=10))),
    lambda w: w.about(Visit, lambda v: roster.Pin(id=v.id)),
    lambda w: w.about(Visit, lambda v: roster.Publish(day=v.day)),
    lambda w: w.about(Visit, lambda v: visits.CheckIn(id=v.id, source="nfc_tag", worker=w.one(Worker).id)),
    lambda w: w.about(Visit, lambda v: visits.CheckOut(id=v.id, source="nfc_tag")),
    lambda w: w.about(Visit, lambda v: visits.VerifyVisit(id=v.id, action="rang the daughter")),
    lambda w: w.about(Visit, lambda v: visits.CancelVisit(id=v.id, why="hospital")),
    lambda w: staffing.AddWorker(family="Lewis", given="Priya", gender="female"),
    lambda w: w.about(Worker, lambda x: staffing.ReportAbsent(id=x.id, end=w.desks[0].clock.at + timedelta(hours=9))),
    lambda w: w.about(Worker, lambda x: staffing.EndAbsence(id=x.id)),
    lambda w: w.about(Promise, lambda p: contacts.KeepPromise(id=p.id, seen=w.seen(p))),
    lambda w: w.about(Escalation, lambda e: escalating.Acknowledge(id=e.id)),
    lambda w: w.about(Escalation, lambda e: escalating.Resolve(id=e.id, outcome="daughter had the key")),
    lambda w: diary.AddMeeting(title="core group", start=w.desks[0].clock.at, series="weekly x3"),
    lambda w: w.about(Meeting, lambda m: diary.PutOnAgenda(id=m.id)),
    lambda w: w.about(Meeting, lambda m: diary.HoldMeeting(id=m.id, minutes="!Priya fri ring the ward")),
    lambda w: w.about(Meeting, lambda m: diary.CancelMeeting(id=m.id, why="other", later=True)),
    lambda w: SetSetting(name="amber-minutes", value=str(w.draw.randint(30, 70))),
)  # fmt: skip
"""What they may do; each is given the work and draws from it."""
