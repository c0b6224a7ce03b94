"""Notebooks as a run leaves them: prose, charts, a table, text, and hostile words among them."""

import json
from hashlib import sha256
from html import escape
from typing import Any

import nbformat
import plotly.graph_objects as go
from nbformat import NotebookNode

from .sample_figures import HOSTILE, foreign, market, rates, shares, spread

__all__ = ["DATA", "sample_notebooks"]

Node = dict[str, Any]

DATA = "claim_id,value\r\na01,26.03\r\nä,“39.2 %”\r\n".encode()
PLOTLY = "application/vnd.plotly.v1+json"

OPENING = """# Overview

An article prints **16 figures** about machine learning. Some can be recomputed from their own
digits; most can be set beside what the original says. This page says where neither was possible.

The first claim says that the market grows from \\$26.03 billion in 2023 to \\$225.91 billion by
2030, at 39.2 % a year. The end points imply 36.2 %, which is also what the publisher prints.

- a figure is *what is printed*, with its digits,
- a reading is ours, and [says so](#about-this-report).

## What stands out

<b>Raw HTML</b> stays text, and [this](javascript:alert(1)) is no link.
"""

BADGE = '<span class="badge badge-{}">{}</span>'
ROWS = (
    ("claim-a01_cited", "Market size", "$26.03 billion; 2023; 39.2%", "secondary_page"),
    ("claim-o07", "Market size", "48.9; 2025", "publisher_page"),
    ("claim-a07", "Share of employers", HOSTILE, "not_found"),
)
HEAD = "".join(
    f'<th scope="col">{title}</th>' for title in ("Claim", "As printed", "Source", "Evidence")
)
LINK = '<a href="https://example.org/a" rel="noopener noreferrer external">example.org</a>'


def sample_notebooks() -> list[NotebookNode]:
    """Return three executed notebooks."""
    table = f'<table class="claims"><caption>Every claim</caption><thead><tr>{HEAD}</tr></thead>'
    rows = "".join(row(*cells) for cells in ROWS)
    return [
        notebook(prose(OPENING), ran(chart(market()))),
        notebook(
            prose("# Market growth\n\n## Stated and implied growth\n\nTwo rates."),
            ran(chart(rates())),
            prose("## Adoption\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"),
            ran(chart(shares())),
            ran(chart(spread())),
            prose("## Somebody's own"),
            ran(chart(foreign()), stdout("a <b>text</b>\n")),
        ),
        notebook(
            prose("# Sources\n\nEvery claim with its figures."),
            ran(fragment(f"{table}<tbody>{rows}</tbody></table>")),
        ),
    ]


def prose(source: str) -> Node:
    """Return a cell of Markdown."""
    return {"cell_type": "markdown", "id": name_of(source), "metadata": {}, "source": source}


def name_of(content: object) -> str:
    """Return the id of a cell, the same for the same cell."""
    return sha256(str(content).encode()).hexdigest()[:8]


def stdout(text: str) -> Node:
    """Return printed text."""
    return {"output_type": "stream", "name": "stdout", "text": text}


def chart(content: go.Figure | dict[str, Any]) -> Node:
    """Return the output that a figure leaves in a notebook."""
    figure = content if isinstance(content, dict) else json.loads(content.to_json())
    data = {PLOTLY: figure, "text/html": "<p>not this</p>"}
    return {"output_type": "display_data", "data": data, "metadata": {}}


def fragment(html: str) -> Node:
    """Return the output that a fragment leaves in a notebook."""
    data = {"text/html": html, "text/plain": "a table"}
    return {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": 1}


def ran(*outputs: Node) -> Node:
    """Return a cell that ran and left these outputs."""
    cell = {"cell_type": "code", "id": name_of(outputs), "metadata": {}, "source": "show()"}
    return {**cell, "execution_count": 1, "outputs": list(outputs)}


def notebook(*cells: Node) -> NotebookNode:
    """Return a notebook of these cells as it is read from a file."""
    made = {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    read: NotebookNode = nbformat.reads(json.dumps(made), as_version=4)
    return read


def row(anchor: str, claim: str, printed: str, evidence: str) -> str:
    """Return a row of the table of claims."""
    badge = BADGE.format(evidence, evidence.replace("_", " "))
    head = f'<tr id="{anchor}"><th scope="row">{claim}</th>'
    cells = (("As printed", escape(printed)), ("Source", LINK), ("Evidence", badge))
    rest = "".join(f'<td data-label="{title}">{cell}</td>' for title, cell in cells)
    return f"{head}{rest}</tr>"
