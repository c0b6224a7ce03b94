"""The recipes and their pages agree with the command: its options, its exit codes."""

import ast
import json
import re
import shlex
from pathlib import Path

import pytest

from report_helpers import errors
from report_helpers.cli.main import command as market_report

DOCS = Path(__file__).parents[2] / "docs" / "schedules"
SIGNALS = {129, 130, 143}


def arguments(recipe: Path) -> list[str]:
    """Return what a recipe gives to `market-report render`."""
    text = recipe.read_text()
    if recipe.name == "Containerfile":
        (line,) = re.findall(r"^CMD (.*)$", text, re.MULTILINE)
        words: list[str] = json.loads(line)
        return words[1:]
    (line,) = re.findall(
        r"^(?:17 6|ExecStart=).*/bin/market-report render (.*)$", text, re.MULTILINE
    )
    return shlex.split(line)


@pytest.mark.parametrize("name", ["crontab", "market-report.service", "Containerfile"])
def test_the_command_knows_the_options(recipes: Path, name: str) -> None:
    """Every option of a recipe is one, with a value that it takes."""
    render = market_report.commands["render"]
    given = render.make_context("render", arguments(recipes / name)).params
    assert given["quiet"]
    assert given["expect_every"]
    assert given["time_limit"] < 45 * 60


def test_every_recipe_has_a_page_and_every_page_is_listed(recipes: Path) -> None:
    """And no link leads nowhere."""
    listed = set(re.findall(r"\]\(([a-z-]+\.md)\)", (DOCS / "README.md").read_text()))
    assert listed == {page.name for page in DOCS.glob("*.md")} - {"README.md"}
    found = set()
    for page in DOCS.glob("*.md"):
        for link in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text()):
            assert (DOCS / link).exists(), (page.name, link)
            found.add((DOCS / link).resolve())
    shipped = {path for path in recipes.iterdir() if path.is_file()}
    assert shipped <= found


def table() -> dict[int, str]:
    """Return the advice for schedulers on the page, by exit code."""
    rows = re.findall(
        r"^\| ([0-9, ]+) \| .* \| (.*) \|$", (DOCS / "README.md").read_text(), re.MULTILINE
    )
    return {int(code): found for codes, found in rows for code in codes.split(",")}


def test_the_table_holds_every_exit_code() -> None:
    """No kind of error is left out, and none is made up."""
    kinds = [getattr(errors, name) for name in errors.__all__]
    codes = {kind.exit_code for kind in kinds if isinstance(getattr(kind, "exit_code", None), int)}
    assert set(table()) == codes | SIGNALS | {0}


def test_the_recipes_follow_the_table_of_exit_codes(recipes: Path) -> None:
    """Codes that fail do so at once in systemd and in Airflow."""
    fails = {code for code, found in table().items() if found.startswith("fails")}
    service = (recipes / "market-report.service").read_text()
    (stopped,) = re.findall(r"^RestartPreventExitStatus=(.*)$", service, re.MULTILINE)
    assert {int(code) for code in stopped.split()} == fails
    values = {
        target.id: ast.literal_eval(node.value)
        for node in ast.parse((recipes / "airflow_dag.py").read_text()).body
        if isinstance(node, ast.Assign) and isinstance(target := node.targets[0], ast.Name)
        if target.id in {"HELD", "FAILED", "RETRIED"}
    }
    assert set(values["FAILED"]) == fails
    assert table()[values["HELD"]].startswith("skips")
    retried = {code for code, found in table().items() if found.startswith("retries")}
    assert set(values["RETRIED"]) == retried | SIGNALS
