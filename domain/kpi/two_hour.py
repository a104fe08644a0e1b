"""The two-hour standard of urgent community response: who was reached in time (U1), how soon (U6).

The national share leaves open breaches out; the desk's counts them as failures. Both are always given with
the number of open breaches, so that a breach nobody closes cannot improve what is shown."""

from collections import Counter
from collections.abc import Iterable, Sequence

from domain.clocks import two_hour_reading
from domain.kpi import exclusions
from domain.kpi.definition import Definition, Evidence, Reckoned, Row, month_of, percent
from domain.referral import Referral, State, Urgency

_SETTINGS = ("ooh-mode", "opens", "closes", "minute-floor")
_WHO_COUNTS = (
    "Two-hour referrals whose clock started in the period, by London date, grouped by the month of the "
    "start. The clock starts at receipt, or at the decision of an upgrade, and stops when somebody first "
    "stands in the home; met is 7,200 seconds or less. Left out: downgraded before contact, declined, "
    "redirected, duplicate, withdrawn before contact, test people."
)


def _share(evidence: Evidence) -> Reckoned:
    rows = _rows(evidence)
    count = _statuses(rows)
    months = sorted({row["month"] for row in rows})
    shares = _shares(count)
    target = evidence.policy.number("ucr-target-percent")
    return Reckoned(
        value=shares["national"], values=shares, parts=_parts(rows, evidence, count), rows=rows,
        by_month=tuple(_month(month, [row for row in rows if row["month"] == month]) for month in months),
        notes=(
            f"Open breaches: {count['BREACHED']}; the desk figure counts them as failures.",
            f"Target: {target:g} % reached within two hours.",
        ),
    )  # fmt: skip


def _times(evidence: Evidence) -> Reckoned:
    rows = tuple(row for row in _rows(evidence) if row["status"] in ("MET", "NOT_MET") and row["stop"])
    minutes = sorted((row["stop"] - row["start"]).total_seconds() / 60 for row in rows)
    median, ninetieth = percentile(minutes, 0.5), percentile(minutes, 0.9)
    return Reckoned(value=median, values={"median": median, "p90": ninetieth}, parts={"reached": len(rows)}, rows=rows)


def percentile(ordered: Sequence[float], share: float) -> float | None:
    """The value below which a share of the ordered values lies, by linear interpolation; one decimal."""
    if not ordered:
        return None
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return round(ordered[low] + (ordered[high] - ordered[low]) * (place - low), 1)


def _rows(evidence: Evidence) -> tuple[Row, ...]:
    """A row for each referral that is or was two-hour, in the order of starts."""
    counted = [
        referral
        for referral in evidence.referrals
        if (referral.urgency is Urgency.TWO_HOUR or referral.downgraded_at is not None)
        and evidence.covers(referral.clock_start)
    ]
    counted.sort(key=lambda referral: (referral.clock_start, referral.id))
    return tuple(_row(referral, evidence) for referral in counted)


def _row(referral: Referral, evidence: Evidence) -> Row:
    reading = two_hour_reading(referral, evidence.now, evidence.policy)
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


def _statuses(rows: Iterable[Row]) -> Counter[str]:
    return Counter(row["status"] for row in rows)


def _shares(count: Counter[str]) -> dict[str, float | None]:
    closed = count["MET"] + count["NOT_MET"]
    return {
        "national": percent(count["MET"], closed),
        "desk": percent(count["MET"], closed + count["BREACHED"]),
    }


def _month(month: str, rows: Sequence[Row]) -> Row:
    count = _statuses(rows)
    return {"month": month, **_shares(count), **_standing(count)}


def _standing(count: Counter[str]) -> dict[str, int]:
    return {name: count[name.upper()] for name in ("met", "not_met", "breached", "running", "excluded")}


def _parts(rows: Sequence[Row], evidence: Evidence, count: Counter[str]) -> dict[str, int]:
    why = Counter(row["excluded"] for row in rows)
    shown = {row["ref"] for row in rows}
    late = [
        referral.id
        for referral in evidence.referrals
        if referral.id in shown and exclusions.is_late_downgrade(referral, evidence.policy)
    ]
    unseen = [row for row in rows if row["status"] == "NOT_MET" and row["stop"] is None]
    return {
        **_standing(count),
        "downgraded": why[exclusions.DOWNGRADED] + why[exclusions.LATE_DOWNGRADE],
        "late_downgrades": len(late),
        "rejected": why["declined"] + why["redirected"],
        "duplicates": why["duplicate"],
        "withdrawn": why[exclusions.WITHDRAWN] + why[exclusions.LATE_WITHDRAWAL],
        "late_withdrawals": why[exclusions.LATE_WITHDRAWAL],
        "test": why[exclusions.TEST],
        "died_or_admitted_unseen": sum(row["state"] in (State.DIED, State.ADMITTED) for row in unseen),
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
    reckon=_share,
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
    reckon=_times,
)
