"""The report's figures: each a function from the validated table to a plotly figure."""

from typing import TYPE_CHECKING

from report_helpers.lazy_names import lazy_names

if TYPE_CHECKING:
    from report_helpers.charts.evidence_levels import evidence
    from report_helpers.charts.findings_matrix import claims_by_rules
    from report_helpers.charts.forecast_editions import editions
    from report_helpers.charts.gravest_finding import gravest
    from report_helpers.charts.growth_comparison import growth_gap
    from report_helpers.charts.market_size import size_paths
    from report_helpers.charts.original_ratios import against_original
    from report_helpers.charts.publisher_spread import spread_by_year
    from report_helpers.charts.rate_bars import yearly_rates
    from report_helpers.charts.share_bars import shares
    from report_helpers.charts.value_panels import values
    from report_helpers.charts.yearly_figures import yearly_series

__all__ = [
    "against_original",
    "claims_by_rules",
    "editions",
    "evidence",
    "gravest",
    "growth_gap",
    "shares",
    "size_paths",
    "spread_by_year",
    "values",
    "yearly_rates",
    "yearly_series",
]

MODULES = {
    "against_original": "original_ratios",
    "claims_by_rules": "findings_matrix",
    "values": "value_panels",
    "editions": "forecast_editions",
    "evidence": "evidence_levels",
    "gravest": "gravest_finding",
    "growth_gap": "growth_comparison",
    "shares": "share_bars",
    "size_paths": "market_size",
    "spread_by_year": "publisher_spread",
    "yearly_rates": "rate_bars",
    "yearly_series": "yearly_figures",
}
"""The module of each figure, imported on first use: plotly is slow to import."""

__getattr__, __dir__ = lazy_names(
    __name__, {name: f"{__name__}.{module}" for name, module in MODULES.items()}
)
