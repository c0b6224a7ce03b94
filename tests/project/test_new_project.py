"""A project of one's own: from a wheel, without the checkout, to a page that says nothing of AI."""

import os
import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from report_helpers.claims.read import read_claims
from report_helpers.claims.schema import COLUMNS
from report_helpers.errors import OutputError, UsageError
from report_helpers.execution.parameters import all_notebooks
from report_helpers.project.new_project import Project, new_project
from report_helpers.settings.active import settings

ROOT = Path(__file__).parents[2]
WORDS = {"title": "Batteries", "article": "The battery decade", "currency": "eur"}


def project(**changes: str) -> Project:
    """Return what a project is about."""
    return Project(**{**WORDS, "topic": "storage", "day": "2026-11-23", **changes})


def test_the_claims_are_valid_in_both_files(tmp_path: Path) -> None:
    """CSV and workbook have the same rows, under the settings."""
    new_project(tmp_path / "own", project(title='"A" \\ B', article="Ä 'b' & c"))
    tables = [read_claims(str(tmp_path / "own" / name)) for name in ("claims.csv", "claims.xlsx")]
    assert settings().title == '"A" \\ B'
    assert settings().topics == {"storage": "Storage"}
    assert [table["source_title"].iloc[0] for table in tables] == ["Ä 'b' & c"] * 2
    for name in ("value", "unit", "as_printed", "role"):
        assert tables[0][name].tolist() == tables[1][name].tolist()


def test_the_sheet_keeps_digits_and_offers_choices(tmp_path: Path) -> None:
    """Its cells are text, and each column with choices has their list."""
    new_project(tmp_path / "own", project())
    sheet = openpyxl.load_workbook(tmp_path / "own" / "claims.xlsx")["claims"]
    heads = {cell.value: cell.column_letter for cell in sheet[1]}
    columns = [sheet.column_dimensions[letter] for letter in heads.values()]
    assert {column.number_format for column in columns} == {"@"}
    assert {cell.number_format for row in sheet for cell in row} == {"@"}
    lists = {
        str(rule.sqref).split(":")[0].rstrip("2"): rule.formula1
        for rule in sheet.data_validations.dataValidation
    }
    for column in COLUMNS:
        if column.allowed and column.name in heads:
            assert lists[heads[column.name]] == f'"{",".join(column.allowed)}"'


def test_notebooks_read_the_project(tmp_path: Path) -> None:
    """They have no results of other claims, and nothing in them speaks of a market."""
    new_project(tmp_path / "own", project())
    notebooks = all_notebooks(tmp_path / "own" / "notebooks")
    assert notebooks[0].name == "01_overview.ipynb"
    for path in notebooks:
        text = path.read_text(encoding="utf-8")
        assert "../claims.csv" in text
        assert '"outputs": []' in text
        assert not re.search(r"\bAI\b|artificial|\bjobs?\b|2026-11-24", text, re.IGNORECASE)


def test_the_same_project_has_the_same_files(tmp_path: Path) -> None:
    """But for the workbook, which has the time of its making."""
    names = [name for name in new_project(tmp_path / "own", project()) if "xlsx" not in name]
    before = {name: (tmp_path / "own" / name).read_bytes() for name in names}
    (tmp_path / "own").rename(tmp_path / "old")
    new_project(tmp_path / "own", project())
    assert {name: (tmp_path / "own" / name).read_bytes() for name in names} == before


def test_a_folder_with_files_is_left_alone(tmp_path: Path) -> None:
    """73; an empty one is filled."""
    (tmp_path / "own").mkdir()
    new_project(tmp_path / "own", project())
    (tmp_path / "own" / "claims.csv").write_text("mine")
    with pytest.raises(OutputError, match="is not an empty folder"):
        new_project(tmp_path / "own", project())
    assert (tmp_path / "own" / "claims.csv").read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["own"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"currency": "dollar"}, "--currency: 'dollar' is not a currency; give an ISO 4217"),
        ({"topic": "Big storage"}, "--topic: 'Big storage' is not the key of a topic; "),
        ({"title": "a\nb"}, "report.toml:title: write it in one line"),
    ],
)
def test_what_a_project_cannot_have(tmp_path: Path, changes: dict[str, str], words: str) -> None:
    """2, and nothing is written."""
    with pytest.raises(UsageError) as raised:
        new_project(tmp_path / "own", project(**changes))
    assert str(raised.value).startswith(words)
    assert list(tmp_path.iterdir()) == []


def test_a_percent_sign_in_a_path_is_none_to_cron(tmp_path: Path) -> None:
    """Cron ends a command at a percent sign without a backslash."""
    new_project(tmp_path / "50%", project())
    line = (tmp_path / "50%" / "crontab").read_text().splitlines()[-1]
    assert f"--project {tmp_path}/50\\% " in line


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel and its requirements, and nothing of the checkout."""
    folder = tmp_path_factory.mktemp("installed")
    uv = [str(Path(sys.executable).with_name("uv")), "--quiet"]
    subprocess.run([*uv, "build", "--wheel", "--out-dir", folder, ROOT], check=True)
    subprocess.run([*uv, "venv", "--python", sys.executable, folder / "env"], check=True)
    into = ["--python", str(folder / "env"), "--no-deps"]
    [wheel] = folder.glob("*.whl")
    requirements = str(ROOT / "requirements.txt")
    subprocess.run([*uv, "pip", "install", *into, "-r", requirements, str(wheel)], check=True)
    return folder / "env" / "bin" / "market-report"


@pytest.mark.slow
@pytest.mark.kernel
def test_from_a_wheel_to_a_page(installed: Path, tmp_path: Path) -> None:
    """`new`, `check` and `render` in its folder, as the README of the project says."""
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    own = tmp_path / "own"

    def run(*arguments: str, cwd: Path = tmp_path) -> str:
        done = subprocess.run(
            [installed, *arguments], cwd=cwd, env=env, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    said = run("new", "own", "--title", "Batteries", "--currency", "eur", "--topic", "storage")
    assert said.endswith("next: market-report render --project own\n")
    assert "three claims, no errors" in run("check", cwd=own)
    assert run("render", "--no-pictures", cwd=own) == "report/index.html\n"
    html = (own / "report" / "index.html").read_text(encoding="utf-8")
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", html, flags=re.DOTALL)
    assert "€240 million" in body
    assert not re.search(
        r"\bAI\b|artificial|machine.learning|\bjobs?\b|dollar", body, re.IGNORECASE
    )


@pytest.mark.skipif(os.name != "posix", reason="names of POSIX are bytes")
def test_a_folder_whose_name_is_no_text(tmp_path: Path) -> None:
    """Its bytes stand in the schedule as they are."""
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff"))
    assert "crontab" in new_project(folder, project())
    assert os.fsencode(folder) in (folder / "crontab").read_bytes()
