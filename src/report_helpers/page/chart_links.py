"""Adds to the dossiers of cited figures links to the charts that show them."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from markupsafe import Markup

from report_helpers.page.chart_view import ChartView

__all__ = ["charts_of_claims", "with_chart_links"]

DOSSIER: Final = re.compile(
    r'(<div class="dossier"><span class="place" id="claim-(\w+)">.*?)(\n</div></details></li>)',
    re.DOTALL,
)
"""A dossier in the list of figures, as `text.figures` writes it."""


def charts_of_claims(charts: Iterable[ChartView]) -> dict[str, list[ChartView]]:
    """Return the charts that show each claim."""
    shown: dict[str, list[ChartView]] = {}
    for chart in charts:
        for claim_id in chart.claims:
            shown.setdefault(claim_id, []).append(chart)
    return shown


def with_chart_links(html: Markup, charts: Mapping[str, Iterable[ChartView]]) -> Markup:
    """Return the HTML with a line of links at the end of each dossier whose claim is in a chart."""

    def linked(found: re.Match[str]) -> str:
        links = [
            Markup('<a href="#{}">{}</a>').format(chart.anchor, chart.title)
            for chart in charts.get(found[2], ())
        ]
        line = Markup('<p class="shown-in">Shown in: {}</p>').format(Markup("; ").join(links))
        return f"{found[1]}\n{line if links else ''}{found[3]}"

    return Markup(DOSSIER.sub(linked, html))  # noqa: S704 joined from HTML of ours
