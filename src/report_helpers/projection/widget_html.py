"""What a panel says around its figure, as HTML for widgets: heading, sources, headline figures."""

import plotly.graph_objects as go
from markupsafe import Markup

__all__ = ["around", "table", "words"]


def around(figure: go.Figure) -> tuple[str, str]:
    """Return heading and sources of the figure as HTML."""
    meta = figure.layout.meta
    head = Markup("<div style='line-height: 1.4'><b>{}</b><br>{}</div>").format(
        meta["title"], meta["subtitle"]
    )
    # Made literal for plotly, and so for HTML.
    notes = [note.text for note in figure.layout.annotations if note.name == "sources"]
    under = " ".join(notes).replace("<br>", " ")
    small = f"<div style='font-size: small; line-height: 1.4'>{under}</div>"
    return str(head.format(meta["title"], meta["subtitle"])), small


def words(text: str) -> str:
    """Return a paragraph of a text."""
    return str(Markup("<p>{}</p>").format(text))


def table(figures: list[tuple[str, str]]) -> str:
    """Return headline figures, what each is and the figure in words, as a table."""
    row = Markup("<tr><th style='text-align:left; padding-right:1em'>{}</th><td>{}</td></tr>")
    rows = Markup("").join(row.format(*figure) for figure in figures)
    return str(Markup("<table>{}</table>").format(rows))
