"""A worker's record, from the staff list: hours, skills, absences, their round and their shifts."""

from datetime import timedelta

from domain.desk.planning import workloads
from domain.staff import Worker
from domain.when import local_date
from tui.presenters.worker import AWAY_DAYS, SHIFT_DAYS, WorkerRead, facts, items, parts
from tui.screens.record import RecordView


class WorkerRecord(RecordView):
    """Somebody who works here."""

    place = "worker"
    named = "Worker"
    kinds = frozenset({"worker", "shift", "absence", "visit"})

    def read(self) -> WorkerRead | None:
        """The worker, their rota and what they have been given."""
        read, now = self.desk.read, self.desk.clock.now()
        worker = read.record(Worker, self.ref)
        if not isinstance(worker, Worker):
            return None
        today = local_date(now)
        monday = today - timedelta(days=today.weekday())
        shifts = read.shifts(monday, today + timedelta(days=SHIFT_DAYS))
        return WorkerRead(
            worker=worker, shifts=[shift for shift in shifts if shift.worker == worker.id],
            absences=read.away(today, today + timedelta(days=AWAY_DAYS)),
            boards=[read.board(day, now) for day in (today, today + timedelta(days=1))],
            held=read.held_by(worker.id, today),
            load=next((one for one in workloads(read.roster_day(today, now)) if one.worker == worker.id), None),
        )  # fmt: skip

    def show(self, value: WorkerRead | None) -> None:
        """Facts and items."""
        if value is None:
            self.gone()
            return
        sight = self.host.sight
        self.own_parts = parts(value.worker)
        self.lay(value.worker.full_name, facts(value, sight), items(value, sight))

    def opens(self) -> str:
        """A visit of their round; shifts and absences have no page of their own."""
        return self.subject() if self.subject().startswith("visit/") else ""
