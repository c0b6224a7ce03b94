"""Chooses the plotly.js for a page: the smallest installed build that draws all its charts."""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

from report_helpers.variables import BUNDLES

__all__ = ["CARTESIAN_TRACES", "Bundle", "plotly_js", "smaller_version"]

CARTESIAN: Final = "plotly.js-cartesian-dist-min"
CARTESIAN_FILE: Final = "plotly-cartesian.min.js"
CARTESIAN_TRACES: Final = frozenset(
    {
        "bar",
        "box",
        "contour",
        "heatmap",
        "histogram",
        "histogram2d",
        "histogram2dcontour",
        "image",
        "pie",
        "scatter",
        "scatterternary",
        "violin",
    }
)
"""The trace types that the smaller bundle can draw."""


class Bundle(NamedTuple):
    """One build of plotly.js."""

    name: str
    version: str
    source: str


def plotly_js(trace_types: Iterable[str]) -> Bundle:
    """Return the smaller npm bundle if it is installed and sufficient, else plotly's own.

    The smaller bundle must have the same version as the plotly.js in the Python package, because
    the package writes its figures for that version.
    """
    from plotly.offline import get_plotlyjs, get_plotlyjs_version  # noqa: PLC0415 (slow to import)

    version = get_plotlyjs_version()
    folder = _bundles() / CARTESIAN
    if set(trace_types) <= CARTESIAN_TRACES and _version(folder) == version:
        source = _source(folder / CARTESIAN_FILE)
        if f"v{version}" in source[:200]:
            return Bundle(CARTESIAN, version, source)
    return Bundle("plotly.js", version, get_plotlyjs())


def smaller_version() -> str | None:
    """Return the version of the smaller bundle that is installed, if any."""
    return _version(_bundles() / CARTESIAN)


def _bundles() -> Path:
    named = os.environ.get(BUNDLES)
    return Path(named) if named else Path(__file__).resolve().parents[4] / "node_modules"


def _version(folder: Path) -> str | None:
    try:
        described = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return described.get("version") if isinstance(described, dict) else None


def _source(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""
