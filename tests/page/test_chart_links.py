"""Dossiers of cited figures link to the charts that show them."""

import pandas as pd

from report_helpers import charts
from report_helpers.audit.audit import audit
from report_helpers.page.blocks.html_sanitizer import rewrite_html
from report_helpers.page.blocks.markdown import Anchors
from report_helpers.page.chart_links import charts_of_claims, with_chart_links
from report_helpers.page.chart_view import chart_view
from report_helpers.text import figures


def test_a_dossier_names_its_charts(shipped_claims: pd.DataFrame) -> None:
    """At its end, in the order of the page; a figure that is in no chart has no line."""
    findings = audit(shipped_claims, as_of="2026-11-23")
    anchors = Anchors()
    views = [
        chart_view(figure.to_plotly_json(), anchors)
        for figure in (charts.size_paths(shipped_claims), charts.against_original(shipped_claims))
    ]
    html = rewrite_html(figures.cited(shipped_claims, findings).html)
    linked = with_chart_links(html, charts_of_claims(views))
    dossiers = linked.split('id="claim-')[1:]
    for dossier in dossiers:
        claim_id = dossier.partition('"')[0]
        shown = [view.anchor for view in views if claim_id in view.claims]
        assert [view.anchor for view in views if f'href="#{view.anchor}"' in dossier] == shown
        assert ("Shown in: " in dossier) == bool(shown)
    assert linked.count("Shown in: ") > 1
    assert with_chart_links(html, {}).count("Shown in") == 0
