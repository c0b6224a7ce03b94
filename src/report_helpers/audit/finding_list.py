"""The findings of an audit: a list that notebooks show as a table, and the table as a frame."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import pandas as pd

from report_helpers.audit.findings import Finding
from report_helpers.audit.verdicts import about
from report_helpers.claims.amounts import whole

if TYPE_CHECKING:
    from pandas.io.formats.style_render import CSSDict

__all__ = ["Findings", "findings"]

SHOWN: Final = 50
"""The most rows that a notebook shows; `findings` returns all."""
LEFT: "Final[CSSDict]" = {"selector": "th, td", "props": "text-align: left; vertical-align: top"}


class Findings(list[Finding]):
    """The findings of an audit; JupyterLab shows them as a table, as many as `SHOWN`."""

    def _repr_html_(self) -> str:
        rows = findings(self)
        # Without a fixed uuid the HTML would differ from run to run.
        shown = rows.head(SHOWN).style.format(escape="html").hide().set_uuid("findings")
        table = shown.set_table_styles([LEFT]).to_html()
        more = len(rows) - SHOWN
        rest = f"<p>{whole(more)} more rows: mr.tables.findings(findings).</p>" if more > 0 else ""
        # Otherwise JupyterLab shows text between two dollar signs as a formula.
        return f'<div class="market-report mathjax_ignore">{table}{rest}</div>'


def findings(findings: Iterable[Finding]) -> pd.DataFrame:
    """Return findings as a frame, a row for each claim that a finding judges.

    Args:
        findings: the findings of `audit`, or some of them.

    Returns:
        Columns `rule`, `severity` (`contradiction`, `caution` or `note`), `claim_id` (the judged
        claim) and `message`, in the order of the findings.

    Example:
        >>> frame = mr.tables.findings(findings)
        >>> list(frame.columns)
        ['rule', 'severity', 'claim_id', 'message']
        >>> counts = frame.groupby(["severity", "rule"]).size()
    """
    rows = [
        (finding.rule, finding.severity, claim_id, finding.message)
        for finding in findings
        for claim_id in about(finding)
    ]
    return pd.DataFrame(rows, columns=["rule", "severity", "claim_id", "message"])
