"""Gives links to rows of the table of all claims a place to lead to where no script runs."""

import re
from typing import Final

__all__ = ["with_places"]

LINK: Final = re.compile(r'href="#(claim-[a-z0-9_]+)"')
PLACE: Final = re.compile(r'\bid="(claim-[a-z0-9_]+)"')
SENTENCE: Final = '<span class="unscripted">'
"""The beginning of the sentence on such links; see `claims.html.j2`."""


def with_places(html: str) -> str:
    """Return the page with the address of each linked row at the sentence that names their file.

    The script that makes the rows removes these places.
    """
    missing = sorted(set(LINK.findall(html)) - set(PLACE.findall(html)))
    if not missing:
        return html
    places = "".join(f'<span id="{each}"></span>' for each in missing)
    return html.replace(SENTENCE, f"{SENTENCE}{places}", 1)
