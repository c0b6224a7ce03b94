"""The development container: its file is read, and its commands are targets of the Makefile."""

import json
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def container() -> dict[str, Any]:
    """The file, which other programs than editors must be able to read: without comments."""
    text = (ROOT / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8")
    read: dict[str, Any] = json.loads(text)
    return read


def test_its_commands_are_targets(container: dict[str, Any]) -> None:
    """What it runs after its creation is what `make test` depends on."""
    program, *targets = shlex.split(container["postCreateCommand"])
    assert program == "make"
    # -n prints what would be run, and fails for a target that there is not.
    done = subprocess.run(
        ["make", "-n", *targets], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    rules = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert all(f"\n{target}:" in rules for target in targets)


def test_its_python_is_supported(container: dict[str, Any]) -> None:
    """An image of Python with git and make, of a version that pyproject.toml allows."""
    name, _, tag = container["image"].partition(":")
    version, _, system = tag.partition("-")
    assert name == "python"
    assert tuple(map(int, version.split("."))) >= (3, 11)
    assert "slim" not in system


def test_its_environment_is_that_of_the_makefile(container: dict[str, Any]) -> None:
    """Editor and terminal use the environment in which the targets install."""
    settings = container["customizations"]["vscode"]["settings"]
    folder = "${containerWorkspaceFolder}/.venv/bin"
    assert settings["python.defaultInterpreterPath"] == f"{folder}/python"
    assert container["remoteEnv"]["PATH"].startswith(f"{folder}:")
