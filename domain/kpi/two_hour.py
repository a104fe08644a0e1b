"""The two-hour standard of urgent community response: who was reached in time (U1), how soon (U6).

The national share leaves open breaches out; the desk's counts them as failures. Both are always given with
the number of open breaches, so that a breach nobody closes cannot improve what is shown."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from operator import attrgetter

from domain.clocks import two_hour_clock
from domain.kpi import exclusions
from domain.kpi.definition import Counts, Definition, Evidence, Reckoned, Row, all_of, month_of, shares_met, standing
from domain.policy import Policy
from domain.referral import Referral, State, Urgency

_LATE_DOWNGRADE, _UNSEEN = "a late downgrade", "died or admitted unseen"
_TOOK = "microseconds "
_SETTINGS = ("ooh-mode", "opens", "closes", "minute-floor")
_WHO_COUNTS = (
    "Two-hour referrals whose clock started in the period, by London date, grouped by the month of the "
    "start. The clock starts at receipt, or at the decision of an upgrade, and stops when somebody first "
    "stands in the home; met is 7,200 seconds or less. Left out: downgraded before contact, declined, "
    "redirected, duplicate, withdrawn before contact, test people."
)


def _share(months: Mapping[str, Counts], policy: Policy) -> Reckoned:
    count = all_of(months)
    shares = _shares(count)
    return Reckoned(
        value=shares["national"], values=shares, parts=_parts(count),
        by_month=tuple({"month": month, **_shares(one), **standing(one)} for month, one in sorted(months.items())),
        notes=(
            f"Open breaches: {count['BREACHED']}; the desk figure counts them as failures.",
            f"Target: {policy.number('ucr-target-percent'):g} % reached within two hours.",
        ),
    )  # fmt: skip


def _times(months: Mapping[str, Counts], policy: Policy) -> Reckoned:
    count = all_of(months)
    took = Counter({int(mark.removeprefix(_TOOK)): count[mark] for mark in count if mark.startswith(_TOOK)})
    minutes = [micros / 60e6 for micros in sorted(took.elements())]
    median, ninetieth = percentile(minutes, 0.5), percentile(minutes, 0.9)
    return Reckoned(value=median, values={"median": median, "p90": ninetieth}, parts={"reached": len(minutes)})


def percentile(ordered: Sequence[float], share: float) -> float | None:
    """The value below which a share of the ordered values lies, by linear interpolation; one decimal."""
    if not ordered:
        return None
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return round(ordered[low] + (ordered[high] - ordered[low]) * (place - low), 1)


def _row(referral: Referral, evidence: Evidence) -> Row | None:
    """Of each referral that is or was two-hour."""
    if referral.urgency is not Urgency.TWO_HOUR and referral.downgraded_at is None:
        return None
    reading = two_hour_clock(referral, evidence.policy).read(evidence.now)
    excluded = exclusions.left_out_two_hour(referral, evidence)
    return {
        "ref": referral.id,
        "month": month_of(referral.clock_start),
        "received": referral.received_at,
        "start": referral.clock_start,
        "stop": referral.clock_stop,
        "minutes": reading.minutes if referral.clock_stop else None,
        "status": "EXCLUDED" if excluded else reading.status,
        "excluded": excluded,
        "state": str(referral.state),
    }


def _row_reached(referral: Referral, evidence: Evidence) -> Row | None:
    row = _row(referral, evidence)
    return row if row and row["status"] in ("MET", "NOT_MET") and row["stop"] else None


def _marks(row: Row, referral: Referral, policy: Policy) -> Iterator[str]:
    yield row["status"]
    if row["excluded"]:
        yield row["excluded"]
    if exclusions.is_late_downgrade(referral, policy):
        yield _LATE_DOWNGRADE
    if row["status"] == "NOT_MET" and row["stop"] is None and referral.state in (State.DIED, State.ADMITTED):
        yield _UNSEEN


def _took(row: Row, referral: Referral, policy: Policy) -> Iterator[str]:
    yield f"{_TOOK}{(row['stop'] - row['start']) // timedelta.resolution}"


def _shares(count: Counts) -> dict[str, float | None]:
    national, desk = shares_met(count)
    return {"national": national, "desk": desk}


def _parts(count: Counter[str]) -> dict[str, int]:
    return {
        **standing(count),
        "downgraded": count[exclusions.DOWNGRADED] + count[exclusions.LATE_DOWNGRADE],
        "late_downgrades": count[_LATE_DOWNGRADE],
        "rejected": count["declined"] + count["redirected"],
        "duplicates": count["duplicate"],
        "withdrawn": count[exclusions.WITHDRAWN] + count[exclusions.LATE_WITHDRAWAL],
        "late_withdrawals": count[exclusions.LATE_WITHDRAWAL],
        "test": count[exclusions.TEST],
        "died_or_admitted_unseen": count[_UNSEEN],
    }


UCR_2H = Definition(
    name="ucr-2h",
    title="Urgent community response within two hours",
    text=f"National: met / (met + not met). Desk: met / (met + not met + open breaches). {_WHO_COUNTS}",
    version="1",
    mark="unverified",
    unit="%",
    dated_by=("clock_start",),
    settings=(*_SETTINGS, "ucr-target-percent"),
    dated=attrgetter("clock_start"),
    row=_row,
    marks=_marks,
    sum=_share,
)

RESPONSE_TIMES = Definition(
    name="response-times",
    title="Minutes from the start of the two-hour clock to the first visit",
    text=f"Median and ninetieth percentile by linear interpolation, of those reached. {_WHO_COUNTS}",
    version="1",
    mark="unverified",
    unit="minutes",
    dated_by=("clock_start",),
    settings=_SETTINGS,
    dated=attrgetter("clock_start"),
    row=_row_reached,
    marks=_took,
    sum=_times,
)
