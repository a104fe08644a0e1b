"""The register of figures, by the names that reports are asked for."""

from domain.kpi.definition import Definition
from domain.kpi.two_day import TWO_DAY
from domain.kpi.two_hour import RESPONSE_TIMES, UCR_2H
from domain.kpi.volume import UCR_ALL

FIGURES: dict[str, Definition] = {
    definition.name: definition for definition in (UCR_2H, TWO_DAY, RESPONSE_TIMES, UCR_ALL)
}

DATES = frozenset(name for definition in FIGURES.values() for name in definition.dated_by)
"""The times of a referral that put it on the days of figures."""
