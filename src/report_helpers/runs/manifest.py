"""The files that a run keeps, with the manifest, which names no host, user or folder."""

import json
import os
import platform
import re
import subprocess
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path, PurePath
from typing import Final
from urllib.parse import urlsplit

import report_helpers
from report_helpers.errors import DataError, UserFacingError
from report_helpers.runs.fingerprint import versions
from report_helpers.runs.job import BuiltReport, Job
from report_helpers.runs.records import as_json

__all__ = [
    "download_name",
    "files",
    "manifest",
    "now",
    "public_error",
    "public_lines",
    "without_machine",
]

WORKBOOKS = {".xlsx", ".xlsm", ".ods"}
FOLDERS: Final = re.compile(
    r"""(?:file:/{2,3}|(?<![\w:/.~-])/|\b[A-Za-z]:[\\/])  # of Unix or Windows; no address
    (?:[^/\\\s'"<>|:;,()\[\]]+[/\\]+)*                # folders
    (?P<name>[^/\\\s'"<>|:;,()\[\]]+)[/\\]*""",
    re.VERBOSE,
)
"""An absolute path without spaces."""
QUOTED: Final = re.compile(r"""(?P<quote>['"])(?:file://)?/[^'"]*?(?P<name>[^'"/]+)/*(?P=quote)""")
"""An absolute path in quotation marks, as in the errors of Python."""


def files(job: Job, made: BuiltReport, about: Mapping[str, object]) -> dict[str, bytes]:
    """Return the files of a run's folder by relative path; `about` is its manifest."""
    return {
        "report.html": made.page,
        "manifest.json": as_json(about, indent=2),
        "results.json": json.dumps(made.results).encode(),
        "claims.csv": job.claims,
        **({"report.toml": job.files.settings} if job.files.settings else {}),
        **{f"notebooks/{name}": content for name, content in made.notebooks.items()},
    }


def manifest(
    job: Job, made: BuiltReport, *, data: str, inputs: str, before: str | None
) -> dict[str, object]:
    """Return the manifest of a run.

    Args:
        job: the job of the run.
        made: its report.
        data: the path or URL of the claims, as the user gave it.
        inputs: the fingerprint of the job.
        before: the id of the run that the report is compared with.
    """
    page = sha256(made.page).hexdigest()
    return {
        # By content, so that the same page has the same id whenever it is rendered.
        "run_id": f"{job.parameters['as_of']}-{page[:10]}",
        "page_sha256": page,
        "inputs": inputs,
        "parameters": dict(job.parameters),
        "data": {"name": public_name(data), "sha256": sha256(job.claims).hexdigest()},
        "claims": made.results["claims"],
        "findings": dict(Counter(finding["severity"] for finding in made.results["findings"])),
        "before": before,
        "changed": made.changed,
        "expected": job.expected,
        "versions": versions(),
        "commit": _commit(),
        "rendered": now(),
        "durations_seconds": dict(made.seconds),
        "figures": list(made.charts),
        "plotly_js": made.bundle,
    }


def public_name(data: str) -> str:
    """Return a name for the data without secrets: a file's name, or a URL without its query."""
    # A folder may contain the name of a user, a URL a password or key.
    parts = urlsplit(data)
    if parts.scheme in ("http", "https"):
        return f"{parts.scheme}://{parts.hostname}{parts.path}"
    return PurePath(data or "data/market_stats.csv").name


def download_name(data: str) -> str:
    """Return the name of the CSV that readers can save; a workbook's table is saved as one."""
    name = PurePath(public_name(data))
    return f"{name.stem}.csv" if name.suffix.lower() in WORKBOOKS else name.name


def public_error(error: UserFacingError) -> str:
    """Return place and problem for published files, without folders and the name of the host."""
    return f"{PurePath(error.place).name}: {without_machine(error.what)}"


def public_lines(error: UserFacingError) -> list[str]:
    """Return the lines of an error for a message, without folders and the name of the host."""
    place = error.file if isinstance(error, DataError) else error.place
    return [without_machine(line.replace(place, PurePath(place).name, 1)) for line in error.lines()]


def without_machine(text: str) -> str:
    """Return a text without the host's name and without absolute paths.

    Of a path below the working or the home folder the rest stays; of any other, its name.
    """
    for folder in (Path.cwd(), Path.home()):
        # Also if their names have spaces.
        text = text.replace(f"{folder}{os.sep}", "") if folder.name else text
    named = FOLDERS.sub(_name, QUOTED.sub(r"\g<quote>\g<name>\g<quote>", text))
    host = re.escape(platform.node())
    return re.sub(rf"\b{host}\b", "(host)", named) if host else named


def _name(path: re.Match[str]) -> str:
    # The last part of a home folder is the name of its user.
    return "~" if path[0] == str(Path.home()) else path["name"]


@cache
def _commit() -> str | None:
    folder = Path(report_helpers.__file__).parent
    try:
        answer = subprocess.run(  # noqa: S603 (fixed arguments and our own folder)
            ["git", "-C", str(folder), "rev-parse", "HEAD"],  # noqa: S607 (git is found on PATH)
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return answer.stdout.strip()


def now() -> str:
    """Return the time, for records of a run; the page has none."""
    return datetime.now(UTC).isoformat(timespec="seconds")
