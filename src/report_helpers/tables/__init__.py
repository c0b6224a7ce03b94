"""The tables behind charts and report, as pandas frames."""

from typing import TYPE_CHECKING, Final

from report_helpers.lazy_names import lazy_names

if TYPE_CHECKING:
    from report_helpers.analysis.cited_figures import against_originals
    from report_helpers.analysis.comparison import spread, values_by_edition, values_by_year
    from report_helpers.analysis.growth import annualised, growth_rates
    from report_helpers.analysis.growth_paths import paths
    from report_helpers.analysis.scenarios import yearly_growths
    from report_helpers.audit.finding_list import findings
    from report_helpers.tables.chosen_claims import chosen
    from report_helpers.tables.claim_frames import numbers, sources, verdicts

__all__ = [
    "against_originals", "annualised", "chosen", "findings", "growth_rates", "numbers", "paths",
    "sources", "spread", "values_by_edition", "values_by_year", "verdicts", "yearly_growths",
]  # fmt: skip

MODULES: Final = {
    "against_originals": "analysis.cited_figures",
    "annualised": "analysis.growth",
    "chosen": "tables.chosen_claims",
    "findings": "audit.finding_list",
    "growth_rates": "analysis.growth",
    "numbers": "tables.claim_frames",
    "paths": "analysis.growth_paths",
    "sources": "tables.claim_frames",
    "spread": "analysis.comparison",
    "values_by_edition": "analysis.comparison",
    "values_by_year": "analysis.comparison",
    "verdicts": "tables.claim_frames",
    "yearly_growths": "analysis.scenarios",
}
"""The module of each table, imported on first use."""

__getattr__, __dir__ = lazy_names(
    __name__, {name: f"report_helpers.{module}" for name, module in MODULES.items()}
)
