"""The licences of the plotly.js in a page: its own, and the notices of the packages in it.

The packages are those whose notices plotly.js keeps in its source, because their licences ask for
a notice in each copy.
"""

import re
from collections.abc import Iterator
from importlib import metadata
from typing import Final, NamedTuple

from report_helpers.drawing.plotly_js import Bundle

__all__ = ["LicenceNotice", "Licences", "licences"]

COMMENT: Final = re.compile(r"/\*[!*](?P<text>.*?)\*/", re.DOTALL)
COLLECTED: Final = "Bundled license information:"
"""Begins the comment that has the notices of many packages."""
ENTRY: Final = re.compile(
    r"^(?P<files>(?:[\w@./-]+:\n)+)\s*\(\*[!*]?(?P<text>.*?)\*\)", re.DOTALL | re.MULTILINE
)
NOTICE: Final = re.compile(r"licen[sc]e|copyright", re.IGNORECASE)
ORNAMENT: Final = re.compile(r"^[ \t]*\*+|@(?=author|copyright|license)|@preserve\b", re.MULTILINE)
TEXT: Final = "LICENSE.txt"


class LicenceNotice(NamedTuple):
    """A package, or "" if the source does not name it, and the notice of its licence."""

    name: str
    text: str


class Licences(NamedTuple):
    """The licence of plotly.js: its SPDX expression, its text, and notices, its own first."""

    expression: str
    text: str
    notices: tuple[LicenceNotice, ...]


def licences(bundle: Bundle) -> Licences:
    """Return the licences of a plotly.js, from the metadata of plotly and its own source."""
    package = metadata.distribution("plotly")
    return Licences(
        package.metadata["License-Expression"],
        (package.read_text(f"licenses/{TEXT}") or "").strip(),
        tuple(dict.fromkeys(_notices(bundle.source))),
    )


def _notices(source: str) -> Iterator[LicenceNotice]:
    for comment in COMMENT.finditer(source):
        # The program of a worker is a string in the source, its line ends escaped.
        text = comment["text"].replace("\\n", "\n").strip()
        if text.startswith(COLLECTED):
            for entry in ENTRY.finditer(text):
                yield LicenceNotice(_package(entry["files"]), _plain(entry["text"]))
        elif NOTICE.search(text):
            yield LicenceNotice("", _plain(text))


def _package(files: str) -> str:
    parts = files.split("/")
    return "/".join(parts[:2]) if files.startswith("@") else parts[0]


def _plain(text: str) -> str:
    return " ".join(ORNAMENT.sub("", text).split())
