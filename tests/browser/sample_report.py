"""Notebooks as a run leaves them, with charts that follow the contract and hostile words."""

import base64
import json
import struct
from typing import Any

import nbformat
import plotly.graph_objects as go
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from report_helpers.charts.theme import TEMPLATE, light

__all__ = ["DATA", "HOSTILE", "sample_notebooks"]

DATA = "claim_id,value\r\na01,26.03\r\nä,“39.2 %”\r\n".encode()
HOSTILE = (
    "</script><script>document.documentElement.dataset.hacked=1</script>"
    "<img src=x onerror=document.documentElement.dataset.hacked=1></td></title><!-- \u2028"
)
PLOTLY = "application/vnd.plotly.v1+json"
YEARS = list(range(2023, 2031))


def market(name: str = "market-size", title: str = "Where the market is said to go") -> go.Figure:
    """Lines with direct labels, a log axis, the article's own in front."""
    figure = go.Figure()
    for publisher, ink, dash, start, rate in (
        ("Research Nester", "blue", "solid", 31.0, 0.277),
        ("Dataintelo", "green", "dash", 19.0, 0.215),
        ("Diligence Insights", "purple", "dot", 45.0, 0.31),
        ("The article", "article", "solid", 26.03, 0.3617),
    ):
        values = [round(start * (1 + rate) ** (year - 2023), 3) for year in YEARS]
        figure.add_scatter(
            x=YEARS, y=values, name=publisher, mode="lines+markers", showlegend=True,
            line={"color": light(ink), "dash": dash, "width": 3}, marker={"size": 7},
        )  # fmt: skip
        figure.add_annotation(
            name=f"label-{publisher}", x=2030, y=__import__("math").log10(values[-1]), xanchor="left",
            text=f"{publisher} ${values[-1]:.0f} billion", xshift=10, font={"color": light(ink)},
        )  # fmt: skip
    figure.update_layout(yaxis={"type": "log", "title": {"text": "Billion US dollars, logarithmic scale"}},
                         xaxis={"title": {"text": "Year"}, "dtick": 1})  # fmt: skip
    return dressed(figure, name, title, 440)


def rates() -> go.Figure:
    """Intervals over long names, with a band in a translucent ink."""
    names = ["Fortune Business Insights, 2023 edition", "Precedence Research", "MarketsandMarkets"]
    figure = go.Figure(
        go.Scatter(
            x=[36.17, 33.66, 42.9], y=names, mode="markers", name="implied",
            error_x={"type": "data", "array": [0.2, 0.3, 1.4], "color": light("muted")},
            marker={"color": light("blue"), "size": 10, "symbol": "square"},
        )
    )  # fmt: skip
    figure.add_scatter(x=[39.2, 33.66, 44.1], y=names, mode="markers", name="stated",
                       marker={"color": light("article"), "size": 11, "symbol": "diamond"})  # fmt: skip
    figure.add_vrect(x0=30, x1=35, fillcolor="rgba(0,104,168,0.12)", line_width=0)
    figure.update_layout(showlegend=True, xaxis={"title": {"text": "Percent a year"}})
    figure.update_yaxes(automargin=True)
    return dressed(figure, "growth", "Stated growth against the growth that the end points give", 260)


def shares() -> go.Figure:
    """Bars whose every word is hostile."""
    figure = go.Figure(
        go.Bar(x=["2021", "2024"], y=[56, 72], name=HOSTILE, text=[HOSTILE[:12], "72 %"],
               marker={"color": [light("teal"), light("amber")]}, hovertext=[HOSTILE, HOSTILE])
    )  # fmt: skip
    figure.update_layout(yaxis={"title": {"text": "Percent of respondents"}})
    return dressed(figure, "shares", f"Adoption {HOSTILE}", 300, cell=HOSTILE)


def spread() -> go.Figure:
    """A heatmap: its cells are a bitmap in a picture."""
    figure = go.Figure(go.Heatmap(z=[[1, 2, 3], [3, 2, 1]], x=["a", "b", "c"], y=["low", "high"],
                                  colorscale=[[0, light("paper")], [1, light("blue")]]))  # fmt: skip
    return dressed(figure, "spread", "How far apart publishers are", 240)


def dressed(figure: go.Figure, name: str, title: str, height: int, cell: str = "26.03") -> go.Figure:
    """Give a figure what the contract says every figure carries."""
    figure.add_annotation(name="sources", text="Sources: see below", x=0, y=0, xref="paper",
                          yref="paper", yshift=-56, yanchor="top", showarrow=False)  # fmt: skip
    figure.update_layout(
        template=TEMPLATE, title={"text": "<b>the title of JupyterLab</b>"},
        height=height + 80 + 86, margin={"l": 64, "r": 190 if name == "market-size" else 24, "t": 80, "b": 86},
        meta={
            "name": name, "title": title, "subtitle": "Billions of US dollars, as each publisher prints them",
            "alt": f"{title}: from 26.03 to 225.91 billion US dollars.", "claims": ["a01_cited"],
            "sources": [
                {"citation": "Fortune Business Insights (2023)", "claim_id": "a01_cited", "evidence": "secondary_page"},
                {"citation": "Research Nester", "claim_id": "o07", "evidence": "publisher_page"},
            ],
            "columns": ["Publisher", "Year", "As printed"],
            "rows": [["Fortune Business Insights", "2023", cell], ["Research Nester", "2025", "48.9"]],
        },
    )  # fmt: skip
    return figure


def foreign() -> dict[str, Any]:
    """A figure of somebody's own: no meta, plotly's typed arrays, a title with markup."""
    raw = base64.b64encode(struct.pack("<4d", 1, 4, 9, 16)).decode()
    return {
        "data": [{"type": "bar", "x": ["p", "q", "r", "s"], "y": {"dtype": "f8", "bdata": raw}}],
        "layout": {"title": {"text": "<b>Squares</b> of four"}},
    }


def shown(content: go.Figure | dict[str, Any]) -> NotebookNode:
    """Return the output that a figure leaves in a notebook."""
    figure = content if isinstance(content, dict) else json.loads(content.to_json())
    return new_output("display_data", {PLOTLY: figure, "text/html": "<p>not this</p>"})


def html(text: str) -> NotebookNode:
    """Return the output of a fragment."""
    return new_output("execute_result", {"text/html": text, "text/plain": "..."})


TABLE = """<table class="claims"><caption>Every claim with its source</caption>
<thead><tr><th scope="col">Claim</th><th scope="col">As printed</th><th scope="col">Scope</th>
<th scope="col">Locator</th><th scope="col">Read on</th><th scope="col">Evidence</th></tr></thead>
<tbody>
<tr id="claim-a01_cited"><th scope="row">Machine-learning market</th><td>$26.03 billion; 2023; 39.2%</td>
<td>Global revenue, one projection</td><td>Introduction</td><td>2026-11-23</td>
<td><span class="badge badge-secondary_page">read on a secondary page</span></td></tr>
<tr id="claim-o07"><th scope="row">Machine-learning market</th><td>48.9; 2025</td><td>Global</td>
<td>Table 1</td><td>2026-11-23</td>
<td><a href="https://www.example.org/report" rel="noopener noreferrer external">example.org</a>
<span class="badge badge-publisher_page">read on the publisher's page</span></td></tr>
<tr><th scope="row">Share of employers</th><td>70%</td><td>{hostile}</td><td></td><td></td>
<td><span class="badge badge-not_found">original not found</span></td></tr>
</tbody></table>"""

OPENING = """# Overview

An article prints **16 figures** about machine learning and AI. Some can be recomputed from their own
digits; most can be set beside what the original says. This page does both, and says where it could not.

The first claim says that the market grows from \\$26.03 billion in 2023 to \\$225.91 billion by 2030, at
39.2 % a year. The end points imply 36.2 %, which is also what the publisher prints.

- a figure is *what is printed*, with the digits it is printed with,
- a reading is ours, and says so ([how](#about-this-report)).

## What stands out

<b>Raw HTML</b> stays text, and so does [this](javascript:alert(1)).
"""


def sample_notebooks() -> list[NotebookNode]:
    """Return three executed notebooks."""
    from html import escape

    table = TABLE.replace("{hostile}", escape(HOSTILE))
    cells = [
        [new_markdown_cell(OPENING), run(shown(market()))],
        [
            new_markdown_cell("# Market growth\n\n## Stated and implied growth\n\nTwo rates, one window."),
            run(shown(rates())),
            new_markdown_cell("## Adoption\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"),
            run(shown(shares())),
            run(shown(spread())),
            new_markdown_cell("## Somebody's own\n\n### With a smaller heading"),
            run(shown(foreign()), new_output("stream", name="stdout", text="printed <b>text</b>\n")),
        ],
        [new_markdown_cell("# Sources\n\nEvery claim with its figures."), run(html(table))],
    ]
    return [notebook(part) for part in cells]


def run(*outputs: NotebookNode) -> NotebookNode:
    """Return a cell that ran and left these outputs."""
    return new_code_cell("shown()", execution_count=1, outputs=list(outputs))


def notebook(cells: list[NotebookNode]) -> NotebookNode:
    """Return a valid notebook of these cells, run for one day."""
    made = new_notebook(cells=cells)
    made.metadata["papermill"] = {"parameters": {"as_of": "2026-11-23"}}
    nbformat.validate(made)
    return made
