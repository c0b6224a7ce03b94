"""What a chart is as the result of a cell: JSON, a text, and a picture where nobody draws it."""

from typing import Any

import pandas as pd
import pytest
from IPython.core.formatters import DisplayFormatter

from report_helpers import charts
from report_helpers.audit.audit import audit
from report_helpers.charts.toolkit.notebook_chart import PLOTLY, Chart


def made(name: str, claims: pd.DataFrame) -> Any:
    """Return a chart of the report by its name, as the notebooks make it."""
    findings = audit(claims, as_of="2026-11-23")
    return getattr(charts, name)(claims, findings=findings)


@pytest.mark.parametrize("name", charts.__all__)
def test_every_chart_shows_json_and_text(
    shipped_claims: pd.DataFrame, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """No other form, such as HTML with a script from a server, and no title said twice."""
    monkeypatch.delenv("MARKET_REPORT_STATIC", raising=False)
    chart = made(name, shipped_claims)
    assert isinstance(chart, Chart)
    forms, _ = DisplayFormatter().format(chart)  # type: ignore[no-untyped-call]
    assert set(forms) == {PLOTLY, "text/plain"}
    title, *more = forms["text/plain"].splitlines()
    assert title == chart.layout.meta["title"]
    assert more
    assert not any(line.startswith(title) for line in more)


def test_a_run_without_a_browser_has_no_picture(
    shipped_claims: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And no error."""
    monkeypatch.setenv("MARKET_REPORT_STATIC", "1")
    monkeypatch.setenv("MARKET_REPORT_CHROME", "")
    assert "image/png" not in made("evidence", shipped_claims)._repr_mimebundle_()
