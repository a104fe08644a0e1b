"""What is owed: promises made on the telephone, feedback to referrers, actions of meetings."""

from collections.abc import Mapping, Sequence

from domain.escalation import Promise
from domain.meeting import Action
from domain.people import Person
from tui.presenters.promises import PROMISES, Owed, owed
from tui.screens.lists import DeskList

Read = tuple[Sequence[Promise], Sequence[Action], Mapping[str, Person]]


class PromisesView(DeskList[Owed]):
    """Everything that somebody was told would be done, first due first."""

    place = "promises"
    named = "Promises due"
    detail_lines = 4
    kinds = frozenset({"promise", "action", "person"})

    def __init__(self) -> None:
        super().__init__(PROMISES)

    def read(self) -> Read:
        """What is not kept yet, and the people whom it is about."""
        read = self.desk.read
        promises, actions = read.promises(self.desk.clock.now()), read.actions()
        found = {ref: read.record(Person, ref) for ref in {one.person for one in promises if one.person}}
        people = {ref: person for ref, person in found.items() if isinstance(person, Person)}
        if any(one.case for one in actions):
            people.update((case.id, person) for case, person in read.cases())
        return promises, actions, people

    def show(self, value: Read) -> None:
        """Promises and actions in one list."""
        super().show(owed(*value, self.host.sight))

    def opens(self) -> str:
        """Enter opens what the debt is about."""
        row = self.list.current
        return row.about if row is not None else ""
