"""Charts that carry what every figure carries, one of them with hostile words."""

import base64
import math
import struct
from typing import Any

import plotly.graph_objects as go

from report_helpers.charts.toolkit.theme import TEMPLATE
from report_helpers.colors import light

__all__ = ["HOSTILE", "foreign", "market", "rates", "shares", "spread"]

HOSTILE = (
    "</script><script>document.documentElement.dataset.hacked=1</script>"
    "<img src=x onerror=document.documentElement.dataset.hacked=1>"
    "<svg onload=document.documentElement.dataset.hacked=1></td></title><!-- \u2028"
)
YEARS = list(range(2023, 2031))
PATHS = (
    ("Research Nester", "blue", "solid", 31.0, 0.277),
    ("Dataintelo", "green", "dash", 19.0, 0.215),
    ("Diligence Insights", "purple", "dot", 45.0, 0.31),
    ("The article", "article", "solid", 26.03, 0.3617),
)
SOURCES = [
    ("Fortune Business Insights (2023)", "a01_cited", "secondary_page"),
    ("Research Nester (2026)", "o07", "publisher_page"),
]


def market() -> go.Figure:
    """Return lines with direct labels on a logarithmic axis."""
    figure = go.Figure()
    for name, ink, dash, start, rate in PATHS:
        values = [round(start * (1 + rate) ** (year - 2023), 3) for year in YEARS]
        look = {"color": light(ink), "dash": dash, "width": 3}
        figure.add_scatter(x=YEARS, y=values, name=name, mode="lines+markers", line=look)
        figure.add_annotation(
            name=f"label-{name}",
            text=f"{name} ${values[-1]:.0f} billion",
            font={"color": light(ink)},
            x=2030,
            y=math.log10(values[-1]),
            xanchor="left",
            xshift=10,
        )
    figure.update_layout(
        xaxis={"title": {"text": "Year"}, "tickmode": "linear", "dtick": 1},
        yaxis={"type": "log", "title": {"text": "Billion US dollars"}},
    )
    return finished(figure, "market-size", "Where the market is said to go", right=190)


def rates() -> go.Figure:
    """Return two rates a publisher, a band in a translucent ink behind them."""
    names = ["Fortune Business Insights, 2023", "Precedence Research", "MarketsandMarkets"]
    figure = go.Figure()
    for name, ink, symbol, values in (
        ("implied", "blue", "square", [36.17, 33.66, 42.9]),
        ("stated", "article", "diamond", [39.2, 33.66, 44.1]),
    ):
        look = {"color": light(ink), "symbol": symbol, "size": 10}
        figure.add_scatter(x=values, y=names, name=name, mode="markers", marker=look)
    figure.add_vrect(x0=30, x1=35, fillcolor="rgba(0,104,168,0.12)", line_width=0)
    figure.update_layout(showlegend=True, yaxis={"automargin": True})
    return finished(figure, "growth", "Stated growth against implied growth")


def shares() -> go.Figure:
    """Return bars whose every word is hostile."""
    look = {"color": [light("teal"), light("amber")]}
    text = [HOSTILE[:12], "72 %"]
    figure = go.Figure(
        go.Bar(x=["2021", "2024"], y=[56, 72], name=HOSTILE, text=text, hovertext=HOSTILE)
    )
    figure.update_traces(marker=look)
    return finished(figure, "shares", f"Adoption {HOSTILE}", cell=HOSTILE)


def spread() -> go.Figure:
    """Return a heatmap, which a picture holds as a bitmap."""
    scale = [[0, light("paper")], [1, light("blue")]]
    cells = [[1, 2, 3], [3, 2, 1]]
    figure = go.Figure(go.Heatmap(z=cells, x=["a", "b", "c"], y=["low", "high"], colorscale=scale))
    return finished(figure, "spread", "How far apart publishers are")


def foreign() -> dict[str, Any]:
    """Return a figure without our metadata: no meta, a typed array, markup in its title."""
    raw = base64.b64encode(struct.pack("<4d", 1, 4, 9, 16)).decode()
    return {
        "data": [{"type": "bar", "x": ["p", "q", "r", "s"], "y": {"dtype": "f8", "bdata": raw}}],
        "layout": {"title": {"text": "<b>Squares</b> of four"}},
    }


def finished(
    figure: go.Figure, name: str, title: str, right: int = 24, cell: str = "26.03"
) -> go.Figure:
    """Give a figure its title, its sources and its meta."""
    figure.add_annotation(name="sources", text="Sources: below", xref="paper", yref="paper")
    figure.update_annotations({"x": 0, "y": 0, "yshift": -56}, selector={"name": "sources"})
    keys = ("citation", "claim_id", "evidence")
    figure.update_layout(
        template=TEMPLATE,
        title={"text": "<b>As in JupyterLab</b>"},
        height=500,
        margin={"l": 64, "r": right, "t": 80, "b": 86},
        meta={
            "name": name,
            "title": title,
            "subtitle": "Billions of US dollars, as each publisher prints them",
            "alt": f"{title}: from 26.03 to 225.91 billion US dollars.",
            "claims": [source[1] for source in SOURCES],
            "sources": [dict(zip(keys, source, strict=True)) for source in SOURCES],
            "findings": [
                {
                    "rule": "growth-mismatch",
                    "severity": "contradiction",
                    "claim_id": "a01_cited",
                    "claim": "The article, 2023",
                },
                {
                    "rule": "off-path",
                    "severity": "caution",
                    "claim_id": "a01_cited",
                    "claim": HOSTILE,
                },
            ],
            "columns": ["Publisher", "Year", "As printed"],
            "rows": [["Fortune Business Insights", "2023", cell], ["Dataintelo", "2025", "28.6"]],
        },
    )
    return figure
