"""What must hold of the folder of a report, whatever failed while it was written."""

import json
import re
from hashlib import sha256
from pathlib import Path
from typing import Final

from report_helpers.runs.records import LogEntry, Results, RunRecord

__all__ = ["broken", "broken_batch", "hidden", "leftovers", "own_files", "shown"]

CURRENT: Final = re.compile(r'aria-current="true"><th scope="row"><a href="runs/([^/]+)/')
OWN: Final = {
    "notes.txt": b"theirs", ".notes.html.bak": b"theirs", "failed.txt": b"theirs",
    "runs/mine/keep.txt": b"theirs", "runs/.keep": b"theirs", "pictures/logo.svg": b"<svg/>",
}  # fmt: skip
"""Files of the user beside the report."""


def own_files(out: Path, *, write: bool = False) -> list[str]:
    """Return which of the user's files in an output are gone or changed; first write them."""
    for name, content in OWN.items() if write else ():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(content)
    return [name for name, content in OWN.items()
            if not (out / name).is_file() or (out / name).read_bytes() != content]  # fmt: skip


def shown(out: Path) -> str:
    """Return the SHA-256 of the published page; empty if there is none."""
    page = out / "index.html"
    return sha256(page.read_bytes()).hexdigest() if page.is_file() else ""


def broken(out: Path) -> list[str]:
    """Return what is not whole in a report: its pages, its kept runs and its log."""
    found = [f"{page} is half" for page in ("index.html", "history.html")
             if not (out / page).read_bytes().rstrip().endswith(b"</html>")]  # fmt: skip
    manifests = list(out.glob("runs/[!.]*/manifest.json"))
    found += [each for manifest in manifests for each in _broken_run(manifest)]
    pages = {RunRecord.model_validate_json(each.read_bytes()).page_sha256 for each in manifests}
    if shown(out) not in pages:
        found.append("the page is that of no kept run")
    log = (out / "log.jsonl").read_bytes()
    return found + [
        f"the log has {line!r}" for line in log.splitlines(keepends=True) if _is_broken(line)
    ]


def broken_batch(out: Path) -> list[str]:
    """Return what is not whole in the reports of a batch.

    A report's files are replaced one by one, its manifest last; until then it is made anew.
    """
    pages = (out / "index.html", *out.glob("reports/*/report.html"))
    found = [f"{page} is half" for page in pages
             if not page.read_bytes().rstrip().endswith(b"</html>")]  # fmt: skip
    for manifest in out.glob("reports/*/manifest.json"):
        RunRecord.model_validate_json(manifest.read_bytes())
        json.loads((manifest.parent / "results.json").read_bytes())
    json.loads((out / "manifest.json").read_bytes())
    return found


def _broken_run(manifest: Path) -> list[str]:
    about, folder = RunRecord.model_validate_json(manifest.read_bytes()), manifest.parent
    try:
        page = sha256((folder / "report.html").read_bytes()).hexdigest()
        claims = sha256((folder / "claims.csv").read_bytes()).hexdigest()
        Results.model_validate_json((folder / "results.json").read_bytes())
        for name in about.durations_seconds:
            if name.endswith(".ipynb"):
                json.loads((folder / "notebooks" / name).read_bytes())
    except (OSError, ValueError) as error:
        return [f"the run {folder.name} is not whole: {error}"]
    same = (about.page_sha256, about.data.sha256) == (page, claims)
    return [] if same else [f"the manifest of {folder.name} is that of other files"]


def _is_broken(line: bytes) -> bool:
    try:
        LogEntry.model_validate_json(line)
    except ValueError:
        return True
    return not line.endswith(b"\n")


def hidden(out: Path) -> list[str]:
    """Return the hidden files and folders in an output, but the lock and the user's."""
    found = {str(path.relative_to(out)) for path in out.rglob(".*")}
    return sorted(found - {".lock", *OWN})


def leftovers(out: Path, temporary: Path) -> list[str]:
    """Return what a run without faults has left that is neither report nor the user's."""
    runs = [path for path in (out / "runs").iterdir() if path.name not in {"mine", ".keep"}]
    halves = [path.name for path in runs if not (path / "manifest.json").is_file()]
    found = [f"{each} is left" for each in (*hidden(out), *halves, *map(str, temporary.iterdir()))]
    names = [path.name for path in runs if (path / "report.html").is_file()
             and sha256((path / "report.html").read_bytes()).hexdigest() == shown(out)]  # fmt: skip
    history = (out / "history.html").read_text("utf-8")
    current = CURRENT.findall(history)
    return found + ([f"the history shows {current}, the page {names}"] if current != names else [])
