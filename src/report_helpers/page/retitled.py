"""Gives an executed notebook the heading and text of its chapter."""

import copy

from nbformat import NotebookNode

__all__ = ["retitled"]


def retitled(notebook: NotebookNode, title: str, text: str, *, again: bool = False) -> NotebookNode:
    """Return a notebook whose first heading has another title and paragraph.

    Args:
        notebook: the executed notebook; it is not changed.
        title: the title, as plain text; empty: its own.
        text: what stands under the title, as Markdown; empty: its own.
        again: whether the page shows the notebook before, so that of its texts only the headings
            stand here.
    """
    made = copy.copy(notebook)
    made.cells = [_heading(cell) if again else cell for cell in notebook.cells]
    for number, cell in enumerate(made.cells):
        if cell.cell_type == "markdown" and cell.source.startswith("# "):
            head, _, rest = cell.source.partition("\n")
            first = f"# {_plain(title)}" if title else head
            made.cells[number] = NotebookNode({**cell, "source": f"{first}\n{text or rest}"})
            break
    return made


def _heading(cell: NotebookNode) -> NotebookNode:
    """Return a cell of text with its headings alone."""
    if cell.cell_type != "markdown":
        return cell
    heads = [line for line in cell.source.splitlines() if line.startswith("#")]
    return NotebookNode({**cell, "source": "\n\n".join(heads)})


def _plain(title: str) -> str:
    """Return a text so that Markdown takes no sign of it for its own."""
    return "".join(f"\\{sign}" if sign in r"\`*_[]<>#$!|~&" else sign for sign in title)
