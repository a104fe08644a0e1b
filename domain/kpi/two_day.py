"""The two-day standard of reablement (CLK-11, CLK-12), counted in nights and in hours.

Both ways are always given; the policy's mode says which of them is the figure."""

from collections import Counter
from collections.abc import Sequence

from domain.clocks import leaves_out_two_day, two_day_reading, two_day_start
from domain.kpi.definition import Definition, Evidence, Reckoned, Row, month_of, percent
from domain.kpi.exclusions import IMPOSSIBLE, left_out
from domain.referral import Referral, Urgency
from domain.when import local_date

MODES = ("calendar", "48h")
HOSPITAL_BED = "comes from a hospital bed"


def _share(evidence: Evidence) -> Reckoned:
    mode = evidence.policy.text("two-day-mode")
    counted = [
        referral
        for referral in evidence.referrals
        if referral.urgency is Urgency.TWO_DAY and evidence.covers(two_day_start(referral))
    ]
    counted.sort(key=lambda referral: (two_day_start(referral), referral.id))
    rows = tuple(_row(referral, evidence, mode) for referral in counted)
    months = sorted({row["month"] for row in rows})
    shares = _shares(rows)
    breached = sum(row["status"] == "BREACHED" for row in rows)
    return Reckoned(
        value=shares[mode], values=shares, parts=_parts(rows), rows=rows,
        by_month=tuple(_month(month, [row for row in rows if row["month"] == month]) for month in months),
        notes=(
            f"Counted by {'nights' if mode == 'calendar' else '48 hours'}.",
            f"Open breaches: {breached}; the desk figures count them as failures.",
        ),
    )  # fmt: skip


def _row(referral: Referral, evidence: Evidence, mode: str) -> Row:
    readings = {way: two_day_reading(referral, evidence.now, evidence.policy, way) for way in MODES}
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


def _shares(rows: Sequence[Row]) -> dict[str, float | None]:
    shares: dict[str, float | None] = {}
    for way in MODES:
        count = Counter(row[way] for row in rows)
        closed = count["MET"] + count["NOT_MET"]
        shares[way] = percent(count["MET"], closed)
        shares[f"{way} desk"] = percent(count["MET"], closed + count["BREACHED"])
    return shares


def _standing(rows: Sequence[Row]) -> dict[str, int]:
    count = Counter(row["status"] for row in rows)
    return {name: count[name.upper()] for name in ("met", "not_met", "breached", "running", "excluded")}


def _month(month: str, rows: Sequence[Row]) -> Row:
    return {"month": month, **_shares(rows), **_standing(rows)}


def _parts(rows: Sequence[Row]) -> dict[str, int]:
    from_hospital = sum(row["excluded"] == HOSPITAL_BED for row in rows)
    return {**_standing(rows), "from_hospital_bed": from_hospital}


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
    reckon=_share,
)
