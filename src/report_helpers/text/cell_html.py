"""The HTML of a fragment as the result of a cell, and back as the page takes it.

The page has all notebooks, a notebook has its own cells: a link to a place that this fragment does
not have would be dead there. So it has the place's name without being a link, and JupyterLab's
extension makes it one where another cell of the notebook has the place.
"""

import re
from typing import Final

from markupsafe import Markup

from report_helpers.reader_locale import current

__all__ = ["as_cell", "as_page"]

# Text between two dollar signs would be a formula in JupyterLab.
PLAIN: Final = "mathjax_ignore"
OURS: Final = re.compile(rf'<div class="market-report[^"]* {PLAIN}">')
LINK: Final = re.compile(r' href="#([^"]*)"')
# Of what JupyterLab lets pass in notebooks that it does not trust, this refers to other elements.
NAMED: Final = re.compile(r' itemref="([^"]*)"')


def as_cell(html: Markup) -> str:
    """Return HTML as a cell's result: styled by JupyterLab's extension, without dead links."""
    places = set(re.findall(r' id="([^"]*)"', html))

    def kept(link: re.Match[str]) -> str:
        return link[0] if link[1] in places else f' itemref="{link[1]}"'

    decimals = " decimal-comma" if current().decimal == "," else ""
    return f'<div class="market-report{decimals} {PLAIN}">{LINK.sub(kept, html)}</div>'


def as_page(html: str) -> str:
    """Return the HTML of a cell's result as it was before `as_cell`; other HTML stays as it is."""
    if not OURS.match(html):
        return html
    return NAMED.sub(r' href="#\1"', OURS.sub(f'<div class="{PLAIN}">', html, count=1))
