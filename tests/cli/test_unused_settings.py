"""`check` on settings that mean nothing, and on a workbook that nobody reads."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from report_helpers.cli.check import FORMATS, check
from report_helpers.errors import UsageError
from report_helpers.project.new_project import Project, new_project

DAY = date(2026, 11, 23)
TOML = """
main_measure = "sise"

[topics]
market = "Market"
other = "Other"

[[articles]]
source_id = "article"

[[articles]]
source_id = "none"
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A new project, in euros."""
    words = {"title": "A", "article": "B", "currency": "eur", "topic": "market"}
    new_project(tmp_path / "own", Project(**words, day=DAY.isoformat()))
    return tmp_path / "own"


def told(data: Path) -> list[str]:
    """Return the notes of a check as text."""
    lines = FORMATS["text"](check(str(data), as_of=DAY)).splitlines()
    return [line.strip() for line in lines if "report.toml" in line or "claims.xlsx" in line]


def test_settings_without_rows_are_notes(project: Path) -> None:
    """No errors: rows come and go."""
    (project / "claims.xlsx").unlink()
    assert told(project / "claims.csv") == []
    (project / "report.toml").write_text(TOML, encoding="utf-8")
    found = told(project / "claims.csv")
    assert len(found) == 3
    for key, name in (("main_measure", "sise"), ("topics.other", "other"), ("2.source_id", "none")):
        assert any(key in line and f"no claim has {name!a}" in line for line in found)


def test_a_workbook_beside_the_claims_is_not_read(project: Path) -> None:
    """Whoever writes in it is told."""
    [line] = told(project / "claims.csv")
    assert "claims.xlsx" in line
    assert "claims.csv is read instead; " in line
    assert told(project / "claims.xlsx") == []


def test_a_missing_logo_is_found_by_check(project: Path) -> None:
    """Before anything is rendered."""
    (project / "report.toml").write_text('logo = "logo.svg"', encoding="utf-8")
    with pytest.raises(UsageError, match=r"report\.toml:logo: logo\.svg cannot be read"):
        check(str(project / "claims.csv"), as_of=DAY)
    shutil.copy(project / "README.md", project / "logo.svg")
    check(str(project / "claims.csv"), as_of=DAY)
