"""The Containerfile passes its linter, and the files that it copies make a working command."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .helpers import tool


@pytest.fixture(scope="module")
def containerfile(recipes: Path) -> Path:
    """The recipe."""
    return recipes / "Containerfile"


def test_hadolint_finds_nothing(containerfile: Path) -> None:
    """Nor would a warning pass."""
    done = subprocess.run(
        [tool("hadolint"), "--no-color", str(containerfile)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, ""), done.stdout


@pytest.mark.slow
def test_the_copied_files_install_and_run(containerfile: Path, tmp_path: Path) -> None:
    """Installed from the files named by COPY alone, the command finds all it needs."""
    lines = containerfile.read_text().splitlines()
    copied = [name for line in lines if line.startswith("COPY ") for name in line.split()[1:-1]]
    source, site = tmp_path / "source", tmp_path / "site"
    source.mkdir()
    for name in copied:
        path = containerfile.parents[1] / name
        if path.is_dir():
            shutil.copytree(path, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(path, source / name)
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-build-isolation", "--no-deps",
         "--target", str(site), str(source)],
        check=True,
    )  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "report_helpers", "check", "--format", "json"],
        capture_output=True, text=True, check=False, cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(site)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)
    where = subprocess.run(
        [sys.executable, "-c", "import report_helpers; print(report_helpers.__file__)"],
        capture_output=True, text=True, check=True, cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(site)},
    )  # fmt: skip
    assert Path(where.stdout.strip()).is_relative_to(site)


def test_it_runs_as_a_user_without_rights(containerfile: Path) -> None:
    """The last USER is none of the system's."""
    users = [line.split()[1] for line in containerfile.read_text().splitlines()
             if line.startswith("USER ")]  # fmt: skip
    assert int(users[-1]) >= 10_000
