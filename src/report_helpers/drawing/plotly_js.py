"""Chooses the plotly.js for a page: the smallest installed build that draws all its charts."""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

from report_helpers.variables import BUNDLES

__all__ = ["SMALLER", "Bundle", "SmallerBuild", "installed_builds", "plotly_js"]


class SmallerBuild(NamedTuple):
    """A build of plotly.js that npm installs: its package, its file, the traces that it draws."""

    name: str
    file: str
    trace_types: frozenset[str]


BASIC: Final = frozenset({"bar", "pie", "scatter"})
SMALLER: Final = (
    SmallerBuild("plotly.js-basic-dist-min", "plotly-basic.min.js", BASIC),
    SmallerBuild(
        "plotly.js-cartesian-dist-min",
        "plotly-cartesian.min.js",
        BASIC
        | {"box", "contour", "heatmap", "histogram", "histogram2d", "histogram2dcontour", "image",
           "scatterternary", "violin"},
    ),
)  # fmt: skip
"""The smaller builds, the smallest first."""


class Bundle(NamedTuple):
    """One build of plotly.js."""

    name: str
    version: str
    source: str


def plotly_js(trace_types: Iterable[str]) -> Bundle:
    """Return the smallest installed npm build that suffices, else plotly's own.

    It must have the same version as the plotly.js in the Python package, because the package
    writes its figures for that version.
    """
    from plotly.offline import get_plotlyjs, get_plotlyjs_version  # noqa: PLC0415 (slow to import)

    version, needed = get_plotlyjs_version(), set(trace_types)
    for build in SMALLER:
        folder = _bundles() / build.name
        if needed <= build.trace_types and _version(folder) == version:
            source = _source(folder / build.file)
            if f"v{version}" in source[:200]:
                return Bundle(build.name, version, source)
    return Bundle("plotly.js", version, get_plotlyjs())


def installed_builds() -> dict[str, str]:
    """Return the versions of the smaller builds that are installed, by package."""
    versions = {build.name: _version(_bundles() / build.name) for build in SMALLER}
    return {name: version for name, version in versions.items() if version}


def _bundles() -> Path:
    named = os.environ.get(BUNDLES)
    return Path(named) if named else Path(__file__).resolve().parents[3] / "node_modules"


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
