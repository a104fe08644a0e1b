"""The facts that figures are made of: referrals with a time in the period."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from domain.referral import Referral
from domain.when import day_bounds
from storage.queries.common import records, table_of


def facts(connection: sa.Connection, service: str, dated_by: Sequence[str], first: date, last: date) -> list[Referral]:
    """Referrals for which one of the named times lies in the London days `first` to `last`."""
    referral = table_of(Referral)
    start, end = day_bounds(first)[0], day_bounds(last)[1]
    within = [sa.and_(referral.c[name] >= start, referral.c[name] < end) for name in dated_by]
    return records(connection, Referral, referral.c.service == service, sa.or_(*within))
