"""Wheel and sdist: built, complete, and installable on every Python that pyproject.toml names."""

import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
VERSIONS = [
    version
    for line in SETTINGS["classifiers"]
    for version in re.findall(r"^Programming Language :: Python :: (3\.\d+)$", line)
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the wheel and the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run([BIN / "uv", "--quiet", "build", "--out-dir", folder, ROOT], check=True)
    return folder


def test_twine_finds_nothing(built: Path) -> None:
    """Nor would a warning pass."""
    files = [*built.glob("*.whl"), *built.glob("*.tar.gz")]
    assert len(files) == 2
    done = subprocess.run(
        [BIN / "twine", "--no-color", "check", "--strict", *files],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_the_wheel_has_what_the_report_needs(built: Path) -> None:
    """Every file of the package, the shipped claims, settings and notebooks, and the licence."""
    [wheel] = built.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    source = ROOT / "src"
    for path in (source / "report_helpers").rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert str(path.relative_to(source)) in names
    shipped = {f"notebooks/{path.name}" for path in (ROOT / "notebooks").glob("*.ipynb")}
    shipped |= {"data/market_stats.csv", "data/report.toml"}
    assert {f"report_helpers/_shipped/{name}" for name in shipped} <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert any(name.endswith(".dist-info/sboms/requirements.cdx.json") for name in names)
    assert not any(name.startswith(("tests/", "benchmarks/")) for name in names)


def test_the_sdist_builds_the_same_wheel(built: Path, tmp_path: Path) -> None:
    """From its own files alone."""
    [sdist], [wheel] = built.glob("*.tar.gz"), built.glob("*.whl")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    [source] = tmp_path.iterdir()
    subprocess.run(
        [BIN / "uv", "--quiet", "build", "--wheel", "--out-dir", tmp_path / "again", source],
        check=True,
    )
    [again] = (tmp_path / "again").glob("*.whl")
    first, second = (
        {one.filename: one.CRC for one in zipfile.ZipFile(path).infolist()}
        for path in (wheel, again)
    )
    assert first == second


def test_the_oldest_python_is_named_once() -> None:
    """The classifiers begin where `requires-python` does."""
    assert SETTINGS["requires-python"] == f">={VERSIONS[0]}"


@pytest.mark.parametrize("version", VERSIONS)
def test_requirements_have_wheels(version: str, tmp_path: Path) -> None:
    """For this Python on Linux, every pinned package comes without a compiler."""
    done = subprocess.run(
        [
            BIN / "uv", "pip", "install", "--quiet", "--dry-run", "--target", tmp_path,
            "--python", sys.executable, "--python-version", version, "--python-platform", "linux",
            "--only-binary", ":all:", "--no-deps", "--require-hashes",
            "-r", ROOT / "requirements.txt",
        ],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
