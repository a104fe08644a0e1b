"""What a form would do, shown before it is done: enter does it, escape goes back to the form as it was typed."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar, Generic, TypeVar

from domain.desk.bus import Command
from domain.desk.packages import ChangePackage
from domain.desk.staffing import ReportAbsent
from domain.package import Package
from domain.pattern import LineChange
from domain.staff import Worker
from domain.when import local_date
from tui.present import Listing
from tui.presenters.leave import LEAVE, Held, LeaveRead, days, leave
from tui.presenters.leave import heading as leave_heading
from tui.presenters.pattern import PATTERN, PatternRead, heading, preview, told_of
from tui.presenters.worker import AWAY_DAYS
from tui.screens.base import ListView
from tui.widgets.lines import Detail

C = TypeVar("C", bound=Command)
R = TypeVar("R")


class Preview(ListView[R], Generic[C, R]):
    """What a command would change, line by line, under two lines that sum it up."""

    place = "preview"
    named = "Before it is saved"
    shown: ClassVar[Listing[Any]]
    detail_lines = 4

    def __init__(self, wished: C, save: Callable[[], None], whose: str) -> None:
        super().__init__(self.shown)
        self._wished, self._save, self._whose = wished, save, whose
        self._read: Any = None
        self._summary = Detail(2)

    def compose(self) -> Iterable[Any]:
        """The summary stands above the lines."""
        title, *rest = super().compose()
        yield from (title, self._summary, *rest)

    def of_whom(self) -> str:
        """Whose record it touches."""
        return self._whose

    def hints(self) -> str:
        """The two ways on."""
        return "enter save it  esc back to the form"

    def chosen(self) -> None:
        """Save, once it has been seen."""
        if self._read is not None:
            self.app.pop_screen()
            self._save()


class PatternPreview(Preview[ChangePackage, LineChange]):
    """The difference between a package's pattern and the one that was typed."""

    kinds = frozenset({"package", "visit"})
    shown = PATTERN

    def read(self) -> PatternRead | None:
        """The package as it stands, with its visits."""
        desk, ref = self.desk, self._wished.id
        package = desk.read.record(Package, ref)
        if package is None:
            return None
        return preview(package, self._wished, desk.read.visits_of(ref), desk.clock.now(), desk.read.policy())

    def show(self, value: PatternRead | None) -> None:
        """Line by line, below whom it touches."""
        self._read = value
        if value is not None:
            self._summary.show([told_of(value, self.host.sight)])
            super().show(value.lines)

    def heading(self) -> str:
        """What it comes to."""
        return heading(self._read) if self._read is not None else self.named


class LeavePreview(Preview[ReportAbsent, Held]):
    """The rota that an absence asked for would break."""

    kinds = frozenset({"visit", "shift", "absence"})
    shown = LEAVE

    def read(self) -> LeaveRead | None:
        """The worker, their duties and the visits they are down for."""
        read, wished, now = self.desk.read, self._wished, self.desk.clock.now()
        worker = read.record(Worker, wished.id)
        if worker is None:
            return None
        night_before = local_date(wished.start or now) - timedelta(days=1)
        last = local_date(wished.end) if wished.end else night_before + timedelta(days=AWAY_DAYS)
        held = read.held_by(worker.id, night_before, last)
        return leave(worker, wished, read.shifts(night_before, last), held, now)

    def show(self, value: LeaveRead | None) -> None:
        """Visit by visit, below the duties."""
        self._read = value
        if value is not None:
            self._summary.show([days(value)])
            super().show(value.lost)

    def heading(self) -> str:
        """How much falls out."""
        return leave_heading(self._read) if self._read is not None else self.named


def preview_of(
    commands: Sequence[Command], save: Callable[[], None], whose: str, now: datetime
) -> Preview[Any, Any] | None:
    """What to show before these are carried out, if anything; `whose` record they touch. Leave can still be refused,
    illness cannot."""
    match commands:
        case [ChangePackage() as wished]:
            return PatternPreview(wished, save, whose)
        case [ReportAbsent(start=start) as wished] if start is not None and start > now:
            return LeavePreview(wished, save, whose)
    return None
