"""How many urgent community response referrals came: two-hour and all others (U2, U4)."""

from collections import Counter

from domain.kpi.definition import Definition, Evidence, Reckoned, Row, month_of
from domain.kpi.exclusions import TEST
from domain.referral import Referral, State, Urgency


def _count(evidence: Evidence) -> Reckoned:
    received = [
        referral for referral in evidence.referrals if evidence.covers(referral.received_at) and _is_response(referral)
    ]
    received.sort(key=lambda referral: (referral.received_at, referral.id))
    rows = tuple(_row(referral, evidence) for referral in received)
    counted = [row for row in rows if not row["excluded"]]
    months = Counter(row["month"] for row in counted)
    urgencies = Counter(row["urgency"] for row in counted)
    two_hour = sum(row["two_hour"] for row in counted)
    return Reckoned(
        value=float(len(counted)), rows=rows,
        parts={
            "two_hour": two_hour,
            "not_two_hour": len(counted) - two_hour,
            **{f"now_{urgency.value}": urgencies[urgency.value] for urgency in Urgency},
            "excluded": len(rows) - len(counted),
        },
        by_month=tuple({"month": month, "referrals": months[month]} for month in sorted(months)),
    )  # fmt: skip


def _is_response(referral: Referral) -> bool:
    return referral.urgency is not Urgency.TWO_DAY or referral.downgraded_at is not None


def _row(referral: Referral, evidence: Evidence) -> Row:
    excluded = TEST if referral.person in evidence.test_people else ""
    if referral.state is State.DUPLICATE:
        excluded = "duplicate"
    return {
        "ref": referral.id,
        "month": month_of(referral.received_at),
        "received": referral.received_at,
        "urgency": str(referral.urgency),
        "two_hour": referral.urgency is Urgency.TWO_HOUR or referral.downgraded_at is not None,
        "state": str(referral.state),
        "excluded": excluded,
    }


UCR_ALL = Definition(
    name="ucr-all",
    title="All urgent community response referrals",
    text=(
        "Referrals received in the period, by London date: two-hour, downgraded from two-hour, and all "
        "others but those of the two-day standard. A downgraded referral keeps counting as two-hour. "
        "Left out: duplicates and test people."
    ),
    version="1",
    mark="ours",
    unit="referrals",
    dated_by=("received_at",),
    settings=(),
    reckon=_count,
)
