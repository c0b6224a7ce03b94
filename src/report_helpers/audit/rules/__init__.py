"""The rules of the audit, one module per kind of question; `RULES` lists them."""

from report_helpers.audit.findings import Rule
from report_helpers.audit.rules.age import stale, target_passed
from report_helpers.audit.rules.conflicts import re_based, same_source_conflict
from report_helpers.audit.rules.impossible import impossible_value, shares_exceed_whole
from report_helpers.audit.rules.joined_levels import rate_mismatch
from report_helpers.audit.rules.originals import original_differs
from report_helpers.audit.rules.other_publishers import sources_disagree
from report_helpers.audit.rules.path_points import off_path
from report_helpers.audit.rules.provenance import (
    attribution_missing,
    original_not_found,
    period_missing,
    repeat,
    sample_missing,
    shared_origin,
)
from report_helpers.audit.rules.slips import by_or_to, hedge_missing, shifted_year
from report_helpers.audit.rules.stated_growth import growth_mismatch
from report_helpers.audit.rules.totals import sum_mismatch
from report_helpers.audit.rules.unit_slips import unit_slip

__all__ = ["RULES"]

IN_ORDER: tuple[Rule, ...] = (
    impossible_value,
    growth_mismatch,
    rate_mismatch,
    sum_mismatch,
    shares_exceed_whole,
    off_path,
    original_differs,
    same_source_conflict,
    re_based,
    unit_slip,
    shifted_year,
    by_or_to,
    repeat,
    shared_origin,
    attribution_missing,
    period_missing,
    hedge_missing,
    original_not_found,
    sample_missing,
    sources_disagree,
    target_passed,
    stale,
)
"""Every rule, in the order in which the report lists their findings."""

RULES: dict[str, Rule] = {rule.name: rule for rule in IN_ORDER}
"""Every rule by its name, in that order."""
