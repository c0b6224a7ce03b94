"""The fingerprint of a report's inputs: the same inputs give the same page."""

import hashlib
import json
import sys
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path

import report_helpers
from report_helpers.drawing.browser import find_browser
from report_helpers.drawing.plotly_js import installed_builds
from report_helpers.execution.parameters import find_notebooks
from report_helpers.page.blocks.embedded_pictures import local_pictures, picture_bytes
from report_helpers.runs.job import Job

__all__ = ["fingerprint", "versions"]

PACKAGES = ("market-report", "pandas", "plotly", "papermill", "nbconvert", "kaleido")
"""The packages whose versions shape the page."""


def fingerprint(job: Job) -> str:
    """Return the SHA-256 of everything that the page depends on, but the previous run."""
    notebooks = find_notebooks(job.notebooks)
    parts = {
        "claims": _digest(job.claims),
        "settings": [_digest(content) for content in job.files],
        "download": job.download,
        "parameters": dict(job.parameters),
        "expected": job.expected,
        "notebooks": _files(job.notebooks, notebooks),
        "local pictures": {
            str(path): _picture(path) for notebook in notebooks for path in local_pictures(notebook)
        },
        "pictures": str(find_browser()) if job.pictures else None,
        "bundles": installed_builds(),
        "versions": {"python": sys.version, **versions()},
        "code": _code(),
    }
    return _digest(json.dumps(parts, sort_keys=True).encode())


@cache
def versions() -> Mapping[str, str]:
    """Return the versions of the packages that shape the page."""
    return {package: version(package) for package in PACKAGES}


@cache
def _code() -> Mapping[str, str]:
    # The version does not distinguish the states of a checkout.
    package = Path(report_helpers.__file__).parent
    sources = {".py", ".j2", ".js", ".css"}
    return _files(package, [path for path in package.rglob("*") if path.suffix in sources])


def _files(folder: Path, paths: list[Path]) -> dict[str, str]:
    return {str(path.relative_to(folder)): _digest(path.read_bytes()) for path in sorted(paths)}


def _picture(path: Path) -> str:
    # The page tells what is wrong with a picture that cannot be read.
    try:
        return _digest(picture_bytes(path))
    except OSError:
        return ""


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
