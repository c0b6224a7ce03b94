"""Binder: what repo2docker would run in its container, run here in an empty environment."""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest
from repo2docker.buildpacks.python import PythonBuildPack

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files that git has, or would take."""
    copy = tmp_path_factory.mktemp("binder") / "checkout"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True,
    )  # fmt: skip
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, copy / name)
    return copy


@pytest.fixture
def pack(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> PythonBuildPack:
    """The build pack, in the checkout as repo2docker starts it."""
    monkeypatch.chdir(checkout)
    made = PythonBuildPack("buildpack-deps:24.04")
    made.platform = "linux-64"
    return made


def test_repo2docker_takes_the_files(pack: PythonBuildPack) -> None:
    """It finds them, and a Python that the report supports."""
    assert pack.detect()
    assert pack.binder_dir == ".binder"
    assert tuple(map(int, pack.python_version.split("."))) >= (3, 11)
    assert pack.get_post_build_scripts() == [".binder/postBuild"]
    assert any('-r ".binder/requirements.txt"' in step for _, step in pack.get_assemble_scripts())


@pytest.mark.slow
def test_the_build_gives_notebooks_that_run(pack: PythonBuildPack, checkout: Path) -> None:
    """Its steps install everything: the first notebook runs, and JupyterLab starts."""
    home = checkout.parent / "environment"
    venv.create(home, with_pip=True)
    environment = os.environ | {
        "KERNEL_PYTHON_PREFIX": str(home),
        "PATH": f"{home / 'bin'}:{os.environ['PATH']}",
        "JUPYTER_PREFER_ENV_PATH": "1",
    }
    environment.pop("PYTHONPATH", None)
    steps = [script for _, script in pack.get_assemble_scripts()] + pack.get_post_build_scripts()
    for step in steps:
        done = subprocess.run(
            ["sh", "-c", step], env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    first = min(Path("notebooks").glob("*.ipynb"))
    for program in (
        ["jupyter", "execute", str(first)],
        ["jupyter", "lab", "--version"],
        ["market-report", "check"],
    ):
        done = subprocess.run(program, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    where = subprocess.run(
        [home / "bin" / "python", "-c", "import report_helpers; print(report_helpers.__file__)"],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert Path(where.stdout.strip()).is_relative_to(checkout)
    assert sys.prefix != str(home)
