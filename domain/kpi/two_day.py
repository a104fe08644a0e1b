"""The two-day standard of reablement (CLK-11, CLK-12), counted in nights and in hours.

Both ways are always given; the policy's mode says which of them is the figure."""

from collections.abc import Iterator, Mapping

from domain.clocks import leaves_out_two_day, two_day_clock, two_day_start
from domain.kpi.definition import Counts, Definition, Evidence, Reckoned, Row, all_of, month_of, shares_met, standing
from domain.kpi.exclusions import IMPOSSIBLE, left_out
from domain.policy import Policy
from domain.referral import Referral, Urgency
from domain.when import local_date

MODES = ("calendar", "48h")
HOSPITAL_BED = "comes from a hospital bed"


def _share(months: Mapping[str, Counts], policy: Policy) -> Reckoned:
    mode, count = policy.text("two-day-mode"), all_of(months)
    shares = _shares(count)
    return Reckoned(
        value=shares[mode], values=shares, parts={**standing(count), "from_hospital_bed": count[HOSPITAL_BED]},
        by_month=tuple({"month": month, **_shares(one), **standing(one)} for month, one in sorted(months.items())),
        notes=(
            f"Counted by {'nights' if mode == 'calendar' else '48 hours'}.",
            f"Open breaches: {count['BREACHED']}; the desk figures count them as failures.",
        ),
    )  # fmt: skip


def _row(referral: Referral, evidence: Evidence) -> Row | None:
    if referral.urgency is not Urgency.TWO_DAY:
        return None
    mode = evidence.policy.text("two-day-mode")
    readings = {way: two_day_clock(referral, evidence.policy, way).read(evidence.now) for way in MODES}
    excluded = left_out(referral, evidence)
    if not excluded and leaves_out_two_day(referral, evidence.policy):
        excluded = HOSPITAL_BED
    if not excluded and readings[mode].status == "NONE":
        excluded = IMPOSSIBLE
    start, stop = readings[mode].start, referral.clock_stop
    by_way = {way: "EXCLUDED" if excluded else reading.status for way, reading in readings.items()}
    return {
        "ref": referral.id,
        "month": month_of(start),
        "start": start,
        "stop": stop,
        "minutes": readings[mode].minutes if stop else None,
        "nights": (local_date(stop) - local_date(start)).days if stop else None,
        "status": by_way[mode],
        **by_way,
        "excluded": excluded,
        "source": referral.source,
    }


def _marks(row: Row, referral: Referral, policy: Policy) -> Iterator[str]:
    yield row["status"]
    if row["excluded"]:
        yield row["excluded"]
    for way in MODES:
        yield f"{way} {row[way]}"


def _shares(count: Counts) -> dict[str, float | None]:
    shares: dict[str, float | None] = {}
    for way in MODES:
        shares[way], shares[f"{way} desk"] = shares_met(count, of=f"{way} ")
    return shares


TWO_DAY = Definition(
    name="two-day",
    title="Reablement begun within two days",
    text=(
        "Met / (met + not met), of two-day referrals that started in the period, by London date. Start is "
        "receipt, or the time the person was medically ready if later; stop is the first visit. Met: at most "
        "two nights (calendar) or 48 hours (48h). Left out: referrals from a hospital bed, declined, "
        "redirected, duplicate, withdrawn before contact, test people. The desk figures count open breaches "
        "as failures."
    ),
    version="1",
    mark="unverified",
    unit="%",
    dated_by=("received_at", "ready_at"),
    settings=("two-day-mode", "two-day-excluded-sources"),
    dated=two_day_start,
    row=_row,
    marks=_marks,
    sum=_share,
)
