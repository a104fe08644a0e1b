"""How many urgent community response referrals came: two-hour and all others (U2, U4)."""

from collections.abc import Iterator, Mapping
from operator import attrgetter

from domain.kpi.definition import Counts, Definition, Evidence, Reckoned, Row, all_of, month_of
from domain.kpi.exclusions import TEST
from domain.policy import Policy
from domain.referral import Referral, State, Urgency

_COUNTED, _EXCLUDED, _TWO_HOUR = "counted", "excluded", "two-hour"


def _count(months: Mapping[str, Counts], policy: Policy) -> Reckoned:
    count = all_of(months)
    return Reckoned(
        value=float(count[_COUNTED]),
        parts={
            "two_hour": count[_TWO_HOUR],
            "not_two_hour": count[_COUNTED] - count[_TWO_HOUR],
            **{f"now_{urgency.value}": count[urgency.value] for urgency in Urgency},
            "excluded": count[_EXCLUDED],
        },
        by_month=tuple(
            {"month": month, "referrals": one[_COUNTED]} for month, one in sorted(months.items()) if _COUNTED in one
        ),
    )  # fmt: skip


def _row(referral: Referral, evidence: Evidence) -> Row | None:
    if referral.urgency is Urgency.TWO_DAY and referral.downgraded_at is None:
        return None
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


def _marks(row: Row, referral: Referral, policy: Policy) -> Iterator[str]:
    if row["excluded"]:
        yield _EXCLUDED
        return
    yield _COUNTED
    yield referral.urgency.value
    if row["two_hour"]:
        yield _TWO_HOUR


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
    dated=attrgetter("received_at"),
    row=_row,
    marks=_marks,
    sum=_count,
)
