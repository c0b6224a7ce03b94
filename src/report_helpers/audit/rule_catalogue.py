"""Generates the catalogue of audit rules, in Markdown, from their docstrings.

`python -m report_helpers.audit.rule_catalogue` rewrites `docs/rules.md`.
"""

import inspect
import re

from report_helpers.audit.findings import Rule
from report_helpers.audit.rules import RULES
from report_helpers.package_files import shipped

__all__ = ["catalogue"]

HEAD = """\
# The rules of the audit

Each rule is a function from the claims to findings; this page consists of their docstrings. A
finding is a *contradiction* (two printed statements cannot both be true), a *caution* (a figure
misleads without an explanation) or a *note*. A printed number stands for an interval, because its
last digit is rounded, so rounding alone never causes a finding.

`market-report check` lists the findings about a file; the report shows them in its audit section.
"""
LABELS = ("Checks", "Example", "Limits")


def catalogue() -> str:
    """Return the catalogue, one section per rule, in the order of findings in reports."""
    listed = [f"- [`{rule.name}`](#{rule.name}): {_first_line(rule)}" for rule in RULES.values()]
    return "\n".join([HEAD, *listed, "", "\n".join(map(_section, RULES.values()))])


def _first_line(rule: Rule) -> str:
    return rule.summary.splitlines()[0]


def _section(rule: Rule) -> str:
    words = inspect.cleandoc(rule.summary)
    words = re.sub(rf"^({'|'.join(LABELS)}): (.)", _labelled, words, flags=re.MULTILINE)
    mutual = "\n\nIts findings are about all claims that they name." if rule.about_all else ""
    return f"## {rule.name}\n\n{words}{mutual}\n"


def _labelled(start: re.Match[str]) -> str:
    return f"**{start[1]}.** {start[2].upper()}"


if __name__ == "__main__":
    path = shipped("data/market_stats.csv").parent.with_name("docs") / "rules.md"
    path.write_text(catalogue(), encoding="utf-8")
