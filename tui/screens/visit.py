"""A visit's record: where, when and with what needs above; who goes, who came and how it went below."""

from domain.case import Case
from domain.package import Package
from domain.people import Person
from domain.referral import Referral
from domain.staff import Worker
from domain.visit import Visit
from tui.presenters.visit import VisitRead, visit_facts, visit_items, whose_parts
from tui.screens.record import RecordView


class VisitRecord(RecordView):
    """One visit to somebody's home."""

    place = "visit"
    named = "Visit"
    kinds = frozenset({"visit", "person", "worker", "referral", "case", "package"})

    def read(self) -> VisitRead | None:
        """The visit, its person, who goes, and what it hangs on."""
        read = self.desk.read
        visit = read.record(Visit, self.ref)
        person = read.record(Person, visit.person) if isinstance(visit, Visit) else None
        if not isinstance(visit, Visit) or not isinstance(person, Person):
            return None
        self.note_reading()
        going = (read.record(Worker, ref) for ref in visit.workers)
        return VisitRead(
            visit, person, workers={worker.id: worker for worker in going if worker is not None},
            after=read.record(Visit, visit.after) if visit.after else None,
            referral=read.record(Referral, visit.referral) if visit.referral else None,
            case=read.record(Case, visit.case) if visit.case else None,
            package=read.record(Package, visit.package) if visit.package else None,
        )  # fmt: skip

    def show(self, value: VisitRead | None) -> None:
        """Facts and items."""
        if value is None:
            self.gone()
            return
        sight = self.host.sight
        self.put(value.person, visit_facts(value, sight), visit_items(value, sight), whose_parts(value))
