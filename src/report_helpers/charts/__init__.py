"""The report's figures: each a function from the validated table to a plotly figure."""

from report_helpers.charts.evidence_levels import evidence
from report_helpers.charts.findings_matrix import claims_by_rules
from report_helpers.charts.growth_comparison import growth_gap
from report_helpers.charts.market_size import editions, size_paths
from report_helpers.charts.original_ratios import against_original
from report_helpers.charts.publisher_spread import spread_by_year
from report_helpers.charts.rate_bars import yearly_rates
from report_helpers.charts.share_bars import shares
from report_helpers.charts.value_panels import economic_value, yearly_series

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
