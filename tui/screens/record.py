"""A person's and a case's record: what must be known of them above, what hangs on them below.

Opening a person's record is itself journalled, with its purpose. Their name stays on screen throughout."""

from collections.abc import Mapping, Sequence
from typing import Any

from textual.binding import Binding

from domain.case import Case
from domain.package import Package
from domain.people import Person
from domain.referral import QUEUED
from domain.views import PersonView
from domain.visit import Visit
from tui.actions import Action
from tui.keymap import actions_on, keys_taken
from tui.present import Listing, Told
from tui.presenters.record import (
    ITEMS,
    CaseRead,
    Item,
    case_facts,
    case_items,
    person_facts,
    person_items,
)  # fmt: skip
from tui.presenters.words import identity
from tui.screens.base import ListView
from tui.widgets.lines import Detail

FACT_LINES, MOST_FACT_LINES = 4, 7
HANGING = ("referral", "case", "package", "visit", "meeting")
"""The kinds of records that may hang on another one, and on which something can be done there."""
PURPOSE = "opened at the desk"


class RecordView(ListView[Item]):
    """Facts above a list of what hangs on the record."""

    detail_lines = 6

    def __init__(self, ref: str, listing: Listing[Item] = ITEMS) -> None:
        super().__init__(listing)
        self.ref = ref
        self.facts = Detail(FACT_LINES, most=MOST_FACT_LINES)
        self.own_parts: Mapping[str, Any] = {}
        self._heading = self.named

    def compose(self) -> Any:
        """Facts, then the list."""
        yield self.title_line
        yield self.facts
        yield self.list
        yield self.detail

    def heading(self) -> str:
        """Whose record this is."""
        return self._heading

    @property
    def address(self) -> str:
        """This record."""
        return f"{self.place}/{self.ref}"

    def opens(self) -> str:
        """What hangs on the record; its own lines lead nowhere else."""
        return "" if self.subject() == self.address else self.subject()

    def identity(self) -> str:
        """Whose record this is."""
        return self._heading

    def identity_of(self, row: Item) -> str:
        """Everything here is theirs."""
        return self._heading

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Keys that the record leaves free are those of whatever the cursor is on."""
        keys = {action.key for kind in HANGING for action in actions_on(kind, cls.place)} - {""}
        free = sorted(keys - keys_taken(cls.place))
        cls.BINDINGS = [
            *cls.__dict__.get("BINDINGS", ()),
            *(Binding(key, f"act_on_row('{key}')", show=False) for key in free),
        ]
        super().__init_subclass__(**kwargs)

    def on_row(self) -> Sequence[Action]:
        """What can be done to what hangs on the record, without going to where it is listed."""
        return actions_on(str(self.parts().get("subject", "")).partition("/")[0], self.place)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key of other rows than the one under the cursor means nothing."""
        return action != "act_on_row" or any(one.key in parameters for one in self.on_row())

    def action_act_on_row(self, key: str) -> None:
        """A key was pressed that belongs to the row under the cursor."""
        action = next(one for one in self.on_row() if one.key == key)
        self.host.act(action, self)

    def parts(self) -> Mapping[str, Any]:
        """Those of the row under the cursor, and the record's own."""
        return {**self.own_parts, **super().parts()}

    def parts_of(self, row: Item) -> Mapping[str, Any]:
        """Those of a row, and the record's own."""
        return {**self.own_parts, **super().parts_of(row)}

    def put(self, person: Person, facts: list[Told], items: list[Item], whose: Mapping[str, Any]) -> None:
        """Draw the record."""
        self.own_parts = whose
        self.lay(identity(person.name, person.born, person.nhs_number, self.host.sight.now), facts, items)

    def lay(self, heading: str, facts: Sequence[Told], items: Sequence[Item]) -> None:
        """Whose record it is, the facts, and what hangs on it."""
        self._heading = heading
        self.facts.show(facts)
        super().show(items)

    def note_reading(self) -> None:
        """Journal that the record is being read. Runs in a thread."""
        self.desk.opened(self.address, PURPOSE)

    def gone(self) -> None:
        """The record is not there."""
        self.host.say(f"There is no {self.place} {self.ref}", bad=True)


class PersonRecord(RecordView):
    """Somebody in the desk's care, or on the way there."""

    place = "person"
    named = "Person"
    kinds = frozenset({"person", "referral", "case", "package", "visit", "contact", "promise", "meeting"})

    def read(self) -> PersonView | None:
        """The person with everything that hangs on them."""
        found = self.desk.read.person(self.ref)
        if found is not None:
            self.note_reading()
        return found

    def show(self, value: PersonView | None) -> None:
        """Facts and items."""
        if value is None:
            self.gone()
            return
        person, sight = value.person, self.host.sight
        whose = {
            "person": person.id, "revision": person.revision, "name": person.name,
            "subject": f"person/{person.id}", "person_revision": person.revision,
            "possible match": person.id if person.possible_match else "",
            "linked record": person.id if person.same_as else "",
        }  # fmt: skip
        self.put(person, person_facts(person, sight), person_items(value, sight), whose)

    def chosen(self) -> None:
        """A referral is worked on in the queue; one that is closed tells its story."""
        row = self.list.current
        if row is None or row.kind != "referral":
            super().chosen()
        elif row.parts.get("state") in QUEUED:
            self.host.show_in_pane(row.subject)
        else:
            self.host.open_history(row.subject, self._heading)


class CaseRecord(RecordView):
    """A case being worked."""

    place = "case"
    named = "Case"
    kinds = frozenset({"case", "person", "package", "visit", "contact"})

    def read(self) -> CaseRead | None:
        """The case, its person, packages, visits and contacts."""
        read = self.desk.read
        case = read.record(Case, self.ref)
        person = read.record(Person, case.person) if isinstance(case, Case) else None
        if not isinstance(case, Case) or not isinstance(person, Person):
            return None
        self.note_reading()
        packages: list[Package] = list(read.case_packages(case.id))
        visits: list[Visit] = [visit for package in packages for visit in read.visits_of(package.id)]
        return CaseRead(case, person, packages, visits, read.contacts(f"case/{case.id}"))

    def show(self, value: CaseRead | None) -> None:
        """Facts and items."""
        if value is None:
            self.gone()
            return
        case, person, sight = value.case, value.person, self.host.sight
        whose = {
            "case": case.id, "revision": case.revision, "person": person.id, "name": person.name,
            "referral": case.referral, "subject": f"case/{case.id}",
        }  # fmt: skip
        self.put(person, case_facts(case, person, sight), case_items(value, sight), whose)
