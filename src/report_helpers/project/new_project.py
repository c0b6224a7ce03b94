"""Makes the folder of a project, whole or not at all."""

import csv
import io
import json
import re
import shlex
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from report_helpers.claims.quantities import currency
from report_helpers.claims.schema import FIXES, PATTERNS
from report_helpers.claims.wording import topic_title
from report_helpers.errors import OutputError, UsageError
from report_helpers.package_files import shipped
from report_helpers.project.claims_sheet import claims_sheet
from report_helpers.project.example_rows import NAMES, example_rows
from report_helpers.settings.settings_file import parse_settings

__all__ = ["Project", "new_project"]

FILES: Final = Path(__file__).parent / "files"
TOUR: Final = "00_start.ipynb"
"""The notebook that explains the shipped claims."""
OWN_DATA: Final = 'data: str = "../claims.csv"  # path or http(s) address of the claims'


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """What a new project is about.

    Attributes:
        title: the title of the report.
        article: the title of the article that it checks.
        currency: the code of the currency of its figures, such as `eur`.
        topic: the key of its first topic, such as `storage`.
        day: today, as YYYY-MM-DD.
    """

    title: str
    article: str
    currency: str
    topic: str
    day: str


def new_project(folder: Path, project: Project) -> list[str]:
    """Write a project into a folder that is not there yet, or is empty.

    Returns:
        The paths of its files, relative to the folder.

    Raises:
        UsageError: the currency is none, or a text cannot stand in the settings.
        OutputError: the folder has files, or cannot be written.
    """
    if currency(project.currency) is None:
        what = f"{project.currency!a} is not a currency"
        raise UsageError("--currency", what, "give an ISO 4217 code such as eur, inr or usd")
    if not re.fullmatch(PATTERNS["key"], project.topic):
        what = f"{project.topic!a} is not the key of a topic"
        raise UsageError("--topic", what, FIXES["key"])
    files = _files(folder.resolve(), project)
    parse_settings(files["report.toml"])
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError(str(folder), "is not an empty folder", "name a folder that is not there")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=folder.parent) as private:
            made = Path(private, "project")
            for name, content in files.items():
                (made / name).parent.mkdir(parents=True, exist_ok=True)
                (made / name).write_bytes(content)
            if folder.exists():
                folder.rmdir()
            shutil.move(made, folder)
    except OSError as error:
        what = f"cannot be written ({error.strerror})"
        raise OutputError(str(folder), what, "name another folder") from error
    return list(files)


def _files(folder: Path, project: Project) -> dict[str, bytes]:
    rows = example_rows(project.topic, project.currency, project.article, project.day)
    words = {
        "title": project.title,
        "article": project.article,
        "topic": project.topic,
        "topic_title": topic_title(project.topic),
        "folder": shlex.quote(str(folder)),
        "command": shlex.quote(str(Path(sys.executable).with_name("market-report"))),
    }
    texts = {
        name: _environment().get_template(f"{name}.j2").render(words)
        for name in ("README.md", "report.toml", "crontab")
    }
    return {
        # The name of a folder may be no text.
        **{name: text.encode(errors="surrogateescape") for name, text in texts.items()},
        ".gitignore": (FILES / "gitignore").read_bytes(),
        "claims.csv": _csv(rows),
        "claims.xlsx": claims_sheet(NAMES, rows),
        **_notebooks(project.day),
    }


def _environment() -> Environment:
    # These files are no HTML.
    made = Environment(  # noqa: S701
        loader=FileSystemLoader(FILES), undefined=StrictUndefined, keep_trailing_newline=True
    )
    # A JSON string is a TOML string too.
    made.filters["toml"] = lambda text: json.dumps(text, ensure_ascii=False)
    made.filters["cron"] = lambda text: text.replace("%", r"\%")
    return made


def _csv(rows: list[dict[str, str]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, NAMES, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _notebooks(day: str) -> dict[str, bytes]:
    """Return the notebooks without results, so that they read the project's own claims."""
    made = {}
    for path in sorted(shipped("notebooks").glob("*.ipynb")):
        if path.name == TOUR:
            continue
        notebook = json.loads(path.read_bytes())
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                cell["execution_count"], cell["outputs"] = None, []
            if "parameters" in cell["metadata"].get("tags", []):
                cell["source"] = _own_parameters(cell["source"], day)
        made[f"notebooks/{path.name}"] = json.dumps(notebook, indent=1, ensure_ascii=False).encode()
    return made


def _own_parameters(source: Any, day: str) -> list[str]:
    lines = "".join(source).splitlines()
    own = {"data": OWN_DATA, "as_of": f'as_of: str = "{day}"  # the day that the report speaks of'}
    changed = [own.get(line.partition(":")[0], line) for line in lines]
    return "\n".join(changed).splitlines(keepends=True)
