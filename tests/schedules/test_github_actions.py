"""The workflow passes three linters, and its step passes its inputs to the command."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from .helpers import tool

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def workflow(recipes: Path) -> Path:
    """The recipe."""
    return recipes / "github-actions.yml"


def checked(*command: str) -> "subprocess.CompletedProcess[str]":
    """Run a checker."""
    own = tool(command[0]), *command[1:]
    return subprocess.run(own, capture_output=True, text=True, check=False)


def test_actionlint_finds_nothing(workflow: Path) -> None:
    """Its expressions, contexts and keys exist."""
    done = checked("actionlint", "-no-color", str(workflow))
    assert (done.returncode, done.stdout) == (0, "")


def test_actionlint_would_find_a_wrong_name(workflow: Path, tmp_path: Path) -> None:
    """The check above sees an unknown property."""
    wrong = tmp_path / "wrong.yml"
    wrong.write_text(workflow.read_text().replace("inputs.as_of", "inputs.asof"))
    done = checked("actionlint", "-no-color", str(wrong))
    assert done.returncode == 1
    assert "asof" in done.stdout


def test_it_matches_the_schema_of_workflows(workflow: Path) -> None:
    """By the schema that the checker carries."""
    schema = ("--builtin-schema", "vendor.github-workflows")
    done = checked("check-jsonschema", *schema, str(workflow))
    assert done.returncode == 0, done.stdout


def test_nothing_in_it_is_unsafe(workflow: Path) -> None:
    """Least permissions, pinned actions, no text that becomes a command: zizmor's strictest."""
    strict = ("--offline", "--no-progress", "--persona=auditor")
    done = checked("zizmor", *strict, str(workflow))
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("variables", "code", "said"),
    [
        ({"DATA": "my claims.csv"}, 66, "my claims.csv"),
        ({"AS_OF": "tomorrow"}, 2, "tomorrow"),
    ],
)
def test_the_step_hands_on_what_it_is_given(
    workflow: Path, tmp_path: Path, variables: dict[str, str], code: int, said: str
) -> None:
    """Data and day reach the command as one argument each, and its exit code ends the step."""
    steps = yaml.safe_load(workflow.read_text())["jobs"]["render"]["steps"]
    (step,) = (step for step in steps if step.get("name") == "Render")
    (tmp_path / ".venv").symlink_to(sys.prefix)
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        capture_output=True, text=True, check=False, cwd=tmp_path,
        env=os.environ | {"DATA": "", "AS_OF": ""} | variables,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert done.stderr.startswith("error: ")
    assert said in done.stderr
