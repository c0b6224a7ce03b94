"""The report's figures: each a function from the validated table to a plotly figure."""

from report_helpers.charts.figures.audited import claims_by_rules
from report_helpers.charts.figures.backing import evidence
from report_helpers.charts.figures.gap import growth_gap
from report_helpers.charts.figures.jobs import shares
from report_helpers.charts.figures.market import editions, size_paths
from report_helpers.charts.figures.originals import against_original
from report_helpers.charts.figures.rates import yearly_rates
from report_helpers.charts.figures.spread import spread_by_year
from report_helpers.charts.figures.value import economic_value, yearly_series

__all__ = [
    "against_original",
    "claims_by_rules",
    "economic_value",
    "editions",
    "evidence",
    "growth_gap",
    "shares",
    "size_paths",
    "spread_by_year",
    "yearly_rates",
    "yearly_series",
]
