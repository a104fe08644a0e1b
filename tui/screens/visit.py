"""A visit's record: where, when and with what needs above; who goes, who came and how it went below."""

from domain.people import Person
from domain.visit import Visit
from tui.presenters.visit import VisitRead, visit_facts, visit_items, whose_parts
from tui.screens.record import RecordView


class VisitRecord(RecordView):
    """One visit to somebody's home."""

    place = "visit"
    named = "Visit"
    kinds = frozenset({"visit", "person", "worker"})

    def read(self) -> VisitRead | None:
        """The visit, its person, and the visit that it follows."""
        read = self.desk.read
        visit = read.record(Visit, self.ref)
        person = read.record(Person, visit.person) if isinstance(visit, Visit) else None
        if not isinstance(visit, Visit) or not isinstance(person, Person):
            return None
        self.note_reading()
        after = read.record(Visit, visit.after) if visit.after else None
        return VisitRead(visit, person, after if isinstance(after, Visit) else None)

    def show(self, value: VisitRead | None) -> None:
        """Facts and items."""
        if value is None:
            self.gone()
            return
        sight = self.host.sight
        self.put(value.person, visit_facts(value, sight), visit_items(value, sight), whose_parts(value))
