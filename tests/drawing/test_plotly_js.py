"""Which plotly.js a page carries."""

import json
from pathlib import Path

import pytest
from plotly.offline import get_plotlyjs, get_plotlyjs_version

from report_helpers.drawing.plotly_js import SMALLER, SmallerBuild, plotly_js
from report_helpers.variables import BUNDLES

BASIC, CARTESIAN = SMALLER
CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture
def bundles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of npm packages that the variable names, with both smaller builds in it."""
    monkeypatch.setenv(BUNDLES, str(tmp_path))
    for build in SMALLER:
        install(tmp_path, build, get_plotlyjs_version())
    return tmp_path


def install(folder: Path, build: SmallerBuild, version: str) -> None:
    """Put a build of this version into a folder."""
    package = folder / build.name
    package.mkdir(exist_ok=True)
    (package / "package.json").write_text(json.dumps({"version": version}), encoding="utf-8")
    (package / build.file).write_text(f"/** plotly.js v{version} */", encoding="utf-8")


@pytest.mark.usefixtures("bundles")
def test_the_smallest_one_that_suffices() -> None:
    """All traces known: the smallest build that draws them."""
    assert plotly_js(BASIC.trace_types).name == BASIC.name
    assert plotly_js(CARTESIAN.trace_types).name == CARTESIAN.name
    assert plotly_js({"scatter"}).version == get_plotlyjs_version()


@pytest.mark.usefixtures("bundles")
def test_the_whole_one_for_other_traces() -> None:
    """One trace outside: the package's own."""
    whole = plotly_js({"scatter", "candlestick"})
    assert whole.name == "plotly.js"
    assert whole.source == get_plotlyjs()


def test_the_whole_one_where_the_version_differs(bundles: Path) -> None:
    """Another version draws other figures."""
    install(bundles, BASIC, "4.1.2")
    assert plotly_js({"bar"}).name == CARTESIAN.name
    install(bundles, CARTESIAN, "4.1.2")
    assert plotly_js({"bar"}).name == "plotly.js"


@pytest.mark.parametrize("name", ["package.json", BASIC.file])
def test_another_one_where_a_package_is_damaged(bundles: Path, name: str) -> None:
    """A half-installed package is as good as none."""
    (bundles / BASIC.name / name).write_bytes(b"\xff")
    assert plotly_js({"bar"}).name == CARTESIAN.name
    (bundles / BASIC.name / name).unlink()
    assert plotly_js({"bar"}).name == CARTESIAN.name


def test_the_pinned_versions_are_the_packages() -> None:
    """`package.json` pins the version that the installed plotly carries."""
    pinned = json.loads((CHECKOUT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert pinned == {build.name: get_plotlyjs_version() for build in SMALLER}
