"""The staff: who is on duty or away today, and what each of them may do for how long."""

from collections.abc import Sequence

from domain.staff import Shift
from domain.when import local_date
from tui.presenters.staff import STAFF, StaffRow
from tui.screens.lists import DeskList


class StaffView(DeskList[StaffRow]):
    """Everybody who works here, by name."""

    place = "staff"
    named = "Staff"
    detail_lines = 5
    kinds = frozenset({"worker", "shift", "absence", "code"})

    def __init__(self) -> None:
        super().__init__(STAFF)

    def read(self) -> Sequence[StaffRow]:
        """Workers with their duty of today and the absence that runs now."""
        read, now = self.desk.read, self.desk.clock.now()
        today = local_date(now)
        duty: dict[str, list[Shift]] = {}
        for shift in read.shifts(today, today):
            duty.setdefault(shift.worker, []).append(shift)
        away = {absence.worker: absence for absence in read.absences(now)}
        return [
            StaffRow(worker=one, shifts=tuple(duty.get(one.id, ())), absence=away.get(one.id))
            for one in read.workers()
            if one.ends is None or one.ends >= today
        ]
