"""The facts that figures are made of: referrals with a time in the period, as far as figures look at them."""

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa

from domain.kpi.definition import FACTS
from domain.referral import Referral, State, Urgency
from domain.when import day_bounds
from storage.queries.common import table_of


def facts(
    connection: sa.Connection, service: str, dated_by: Collection[str], first: date, last: date
) -> list[Referral]:
    """Referrals for which one of the named times lies in the London days `first` to `last`; what no figure looks at is
    left at its default."""
    referral = table_of(Referral)
    start, end = day_bounds(first)[0], day_bounds(last)[1]
    within = [sa.and_(referral.c[name] >= start, referral.c[name] < end) for name in dated_by]
    query = sa.select(*(referral.c[name] for name in FACTS)).where(referral.c.service == service, sa.or_(*within))
    return [
        Referral(**{**row, "state": State(row["state"]), "urgency": Urgency(row["urgency"])})
        for row in connection.execute(query).mappings()
    ]
