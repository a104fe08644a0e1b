"""The cast of the screen tests: a service in Bury on Monday 23 November 2026 at 09:14, on a real store.

Ada Okoye co-ordinates. Ten people wait: each stands for one thing that the queue must be able to tell."""

from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path

from domain.access import Caller, Role, User
from domain.desk.administration import AddUser, AmendUser
from domain.desk.bus import Command, Done
from domain.desk.intake import Claim, Identify, Ring
from domain.desk.triage import Hold, Triage
from domain.ids import SeededIds
from domain.referral import Urgency
from domain.when import SteppedClock
from storage import founding
from storage.engine import Database
from storage.reader import StoreReader
from storage.unit_of_work import Units
from tui.bootstrap import StoreDesk

NOW = datetime(2026, 11, 23, 9, 14, tzinfo=UTC)
ADA = User(id="aokoye", name="Ada Okoye", roles=tuple(Role))
BEN = User(id="bnash", name="Ben Nash", roles=(Role.CO_ORDINATOR,))

CALLERS = (
    # family, given, born, postcode, NHS number, urgency, minutes ago, need, source
    ("NAQVI", "Samir", date(1955, 2, 1), "M26 4AB", "9992046171", "2h", 98, "UCR1", "gp"),
    ("HOLT", "Margaret", date(1942, 4, 3), "BL9 5HA", "9992046538", "2h", 68, "UCR1", "ambulance"),
    ("Ó SÚILLEABHÁIN", "Aoife", date(1936, 9, 9), "BL8 2DD", "9992046899", "2h", 29, "UCR2", "relative"),
    ("BROWN", "Ivy", date(1947, 1, 30), "M25 1AA", "9992047232", "2d", 600, "UCR3", "ward"),
    ("KOWALSKI", "Jan", date(1960, 7, 7), "BL0 9EE", "", "2d", 900, "UCR5", "ward"),
    ("[bold]X[/]", "\x1b[31mEvil", date(1950, 1, 1), "BL1 1AA", "", "routine", 3000, "UCR0", "other"),
)  # fmt: skip


class Stage:
    """A store with people on it; `desk(user)` opens another session on the same store."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.clock = SteppedClock(NOW)
        self.refs: dict[str, str] = {}
        self._open: list[StoreDesk] = []

    def found(self) -> None:
        """Begin the store, three days ago."""
        self.clock.at = NOW - timedelta(days=3)
        card = founding.Card(
            service="bury", title="Bury Reablement", training=True, clock_begins=None, clock_opened=None
        )
        database = Database(str(self.place), must_exist=False)
        founding.found(database, card, ADA.id, ADA.roles, self.clock, SeededIds(1))
        database.close()
        self.ada = self.desk(ADA, "before")
        self.do(AmendUser(id=ADA.id, name=ADA.name))
        self.do(AddUser(user=BEN.id, name=BEN.name, roles=BEN.roles))

    @cached_property
    def ada(self) -> StoreDesk:
        """Ada's first session."""
        return self.desk(ADA)

    def desk(self, user: User, session: str = "") -> StoreDesk:
        """A session of a user, who acts in no more roles than these."""
        database = Database(str(self.place))
        session = session or f"{user.id}-{len(self._open) + 1}"
        desk = StoreDesk(
            caller=Caller(user, session, within=user.roles), clock=self.clock, service="bury",
            reader=StoreReader(database, "bury", self.clock), title="Bury Reablement", training=True,
            database=database, units=Units(database, "bury", self.clock, SeededIds(session)),
        )  # fmt: skip
        self._open.append(desk)
        return desk

    def close(self) -> None:
        """Let go of the store."""
        while self._open:
            self._open.pop().close()

    def do(self, command: Command) -> Done:
        """Give a command as Ada that must succeed."""
        outcome = self.ada.handle(command)
        assert isinstance(outcome, Done), outcome
        return outcome


def fill(stage: Stage) -> dict[str, str]:
    """The people who wait; family name → reference of their referral."""
    refs: dict[str, str] = {}
    for family, given, born, postcode, nhs, urgency, ago, need, source in CALLERS:
        stage.clock.at = NOW - timedelta(minutes=ago)
        done = stage.do(Ring(
            whom=f"{source} desk", phone="01632 960123", need=need, urgency=Urgency(urgency), source=source,
            note="No injury seen. Lives alone.",
        ))  # fmt: skip
        stage.do(Identify(
            id=done.ref, family=family, given=given, born=born, nhs_number=nhs, sex="female",
            phone="01632 960777", address="1 Weaver Street", postcode=postcode, key_safe="1234",
        ))  # fmt: skip
        refs[family] = done.ref
    stage.do(Claim(id=refs["HOLT"]))
    stage.do(Triage(id=refs["HOLT"], need="UCR1", urgency="2h", exclusions=(), consent="given", lone_worker="no"))
    stage.do(Hold(id=refs["KOWALSKI"], reason="medicines", what="list from the ward"))
    stage.clock.at = NOW
    return refs
