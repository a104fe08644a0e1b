"""When a response clock starts, stops, warns and breaches: rules CLK-1 to CLK-13 of the domain reference.

What a service or the nation may set of them stands in the policy's settings. All arithmetic is in UTC;
London time only tells on which day something happened, and whether the service was open."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from domain.policy import Policy
from domain.referral import CLOSED, Referral, State, Urgency
from domain.when import day_bounds, from_local, local_date, london, parse_time

TWO_HOURS = timedelta(hours=2)
TWO_DAYS = timedelta(days=2)
UNMEASURED = frozenset({State.REDIRECTED, State.DECLINED, State.DUPLICATE, State.WITHDRAWN})
"""States that take a referral which nobody has answered out of every standard (CLK-9)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockReading:
    """A clock read at a moment. `kind` is 2h, same-day, 2d or routine; `status` is MET, NOT_MET, BREACHED,
    RUNNING, or NONE when nothing is measured; `level` is '', amber, red or breach. `minutes` have run, part
    minutes counted as whole ones, so that 7,201 seconds show as 121."""

    kind: str
    start: datetime
    due: datetime | None
    stop: datetime | None
    status: str
    level: str = ""
    minutes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseClock:
    """The clock of a referral, to be read at any moment: nothing in it changes while time passes.

    `stop` is when somebody came, `ended` when it stopped to count for whatever cause, None while it runs; `is_closed`:
    whether nobody will come any more. `warnings` are levels and after how long each, the gravest first, empty where
    only the breach is told. With `floor`, seconds of a minute that has not ended do not count."""

    kind: str
    start: datetime
    due: datetime | None
    stop: datetime | None
    ended: datetime | None
    is_closed: bool
    floor: bool = False
    warnings: tuple[tuple[str, timedelta], ...] = ()

    def read(self, now: datetime) -> ClockReading:
        """What it shows at a moment."""
        elapsed = max((self.ended or now) - self.start, timedelta(0))
        if self.floor:
            elapsed -= elapsed % timedelta(minutes=1)
        status = "NONE" if self.due is None else self._status(over=elapsed > self.due - self.start)
        return ClockReading(
            kind=self.kind, start=self.start, due=self.due, stop=self.stop, status=status,
            level=self._level(status, now - self.start), minutes=ceil(elapsed / timedelta(minutes=1)),
        )  # fmt: skip

    def _status(self, *, over: bool) -> str:
        """Who died or was admitted before anybody came was not reached (CLK-10)."""
        if self.stop is not None:
            return "NOT_MET" if over else "MET"
        if self.is_closed:
            return "NOT_MET"
        return "BREACHED" if over else "RUNNING"

    def _level(self, status: str, elapsed: timedelta) -> str:
        if status not in ("RUNNING", "BREACHED"):
            return ""
        if self.warnings:
            return next((level for level, after in self.warnings if elapsed >= after), "")
        return "breach" if status == "BREACHED" else ""


def two_hour_start(received: datetime, policy: Policy) -> datetime:
    """The start of the response clock: receipt (CLK-1) or, by CLK-7 in mode `next_open`, the next opening."""
    if policy.text("ooh-mode") != "next_open" or is_open(received, policy):
        return received
    day, opens = local_date(received), parse_time(policy.text("opens"))
    return from_local(day if london(received).time() < opens else day + timedelta(days=1), opens)


def is_open(at: datetime, policy: Policy) -> bool:
    """Whether the service is open: London wall time, seven days a week. Equal times mean round the clock."""
    opens, closes = parse_time(policy.text("opens")), parse_time(policy.text("closes"))
    wall = london(at).time()
    if opens < closes:
        return opens <= wall < closes
    return wall >= opens or wall < closes


def two_day_start(referral: Referral) -> datetime:
    """Receipt, or the moment the person was medically ready if that is later (CLK-11).

    Of somebody who was seen before being ready, receipt."""
    ready, seen = referral.ready_at, referral.clock_stop
    if ready is None or (seen is not None and seen < ready):
        return referral.received_at
    return max(referral.received_at, ready)


def two_day_due(start: datetime, mode: str) -> datetime:
    """The last moment that meets two days: the end of the second day after (`calendar`), or 48 hours on."""
    return _last_of_day(start, 2) if mode == "calendar" else start + TWO_DAYS


def leaves_out_two_day(referral: Referral, policy: Policy) -> bool:
    """Whether the two-day standard excludes the source: a hospital bed (CLK-12)."""
    return referral.source in policy.text("two-day-excluded-sources").replace(" ", "").split(",")


def leaves_out_two_hour(referral: Referral, policy: Policy) -> bool:
    """Whether the two-hour standard excludes it as received out of hours (CLK-7 in mode `exclude`)."""
    return (
        policy.text("ooh-mode") == "exclude"
        and referral.upgraded_at is None
        and not is_open(referral.received_at, policy)
    )


def clock_of(referral: Referral, policy: Policy) -> ResponseClock:
    """The clock of a referral by its present urgency and the rules of the day on which it was received.

    Same-day is due by the end of the London day. Routine, and a stop before the start, read NONE."""
    if referral.urgency is Urgency.TWO_HOUR:
        return two_hour_clock(referral, policy)
    if referral.urgency is Urgency.TWO_DAY:
        return two_day_clock(referral, policy, policy.text("two-day-mode"))
    due = _last_of_day(referral.clock_start) if referral.urgency is Urgency.SAME_DAY else None
    return _clock(referral, referral.clock_start, due)


def read_clock(referral: Referral, now: datetime, policy: Policy) -> ClockReading:
    """What the clock of a referral shows at a moment."""
    return clock_of(referral, policy).read(now)


def two_hour_clock(referral: Referral, policy: Policy) -> ResponseClock:
    """By the two-hour standard (CLK-5), whatever the urgency is now, with its warnings (CLK-13)."""
    start = referral.clock_start
    due = None if leaves_out_two_hour(referral, policy) else start + TWO_HOURS
    levels = ("breach", "red", "amber")
    warnings = tuple((level, timedelta(minutes=policy.minutes(f"{level}-minutes"))) for level in levels)
    return _clock(referral, start, due, floor=policy.text("minute-floor") == "yes", warnings=warnings)


def two_day_clock(referral: Referral, policy: Policy, mode: str) -> ResponseClock:
    """By the two-day standard in one of its modes, `calendar` or `48h`."""
    start = two_day_start(referral)
    due = None if leaves_out_two_day(referral, policy) else two_day_due(start, mode)
    return _clock(referral, start, due)


def _clock(
    referral: Referral, start: datetime, due: datetime | None, *, floor: bool = False,
    warnings: tuple[tuple[str, timedelta], ...] = (),
) -> ResponseClock:  # fmt: skip
    stop = referral.clock_stop
    if (stop is None and referral.state in UNMEASURED) or (stop is not None and stop < start):
        due = None
    return ResponseClock(
        kind=referral.urgency.value, start=start, due=due, stop=stop, ended=stop or referral.closed_at,
        is_closed=referral.state in CLOSED, floor=floor, warnings=warnings,
    )  # fmt: skip


def _last_of_day(at: datetime, days_on: int = 0) -> datetime:
    return day_bounds(local_date(at) + timedelta(days=days_on))[1] - timedelta.resolution
