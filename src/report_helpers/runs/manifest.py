"""What a run keeps beside its page: the manifest, which names no host, no user and no folder."""

import json
import subprocess
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path, PurePath
from urllib.parse import urlsplit

import report_helpers
from report_helpers.errors import UserFacingError
from report_helpers.runs.fingerprint import versions
from report_helpers.runs.job import BuiltReport, Job
from report_helpers.runs.records import as_json

__all__ = ["files", "manifest", "now", "public_error", "public_name"]


def files(job: Job, made: BuiltReport, about: Mapping[str, object]) -> dict[str, bytes]:
    """Return what a run's folder holds, by relative path; `about` is its manifest."""
    return {
        "report.html": made.page,
        "manifest.json": as_json(about, indent=2),
        "results.json": json.dumps(made.results).encode(),
        "claims.csv": job.claims,
        **{f"notebooks/{name}": content for name, content in made.notebooks.items()},
    }


def manifest(
    job: Job, made: BuiltReport, *, data: str, inputs: str, before: str | None
) -> dict[str, object]:
    """Return what is remembered of a run.

    Args:
        job: what was made.
        made: what it came to.
        data: the path or address of the claims, as the user gave it.
        inputs: as `inputs.inputs` gives them.
        before: the id of the run that this one was compared with.
    """
    page = sha256(made.page).hexdigest()
    return {
        # By content: the same page is the same run, whenever it was rendered.
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
    """Return how data are called in public: a file's name, an address without its secrets."""
    # A folder may hold a user's name, an address a password or a key.
    parts = urlsplit(data)
    if parts.scheme in ("http", "https"):
        return f"{parts.scheme}://{parts.hostname}{parts.path}"
    return PurePath(data or "data/market_stats.csv").name


def public_error(error: UserFacingError) -> str:
    """Return what went wrong, for what lies beside the page: no folder is named."""
    return f"{PurePath(error.place).name}: {error.what}"


@cache
def _commit() -> str | None:
    folder = Path(report_helpers.__file__).parent
    try:
        answer = subprocess.run(  # noqa: S603 (fixed words, the package's own folder)
            ["git", "-C", str(folder), "rev-parse", "HEAD"],  # noqa: S607 (as the user has it)
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return answer.stdout.strip()


def now() -> str:
    """Return the time, for what is remembered of a run and never for its page."""
    return datetime.now(UTC).isoformat(timespec="seconds")
