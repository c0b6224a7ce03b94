"""Which plotly.js a page carries."""

import json
from pathlib import Path

import pytest
from plotly.offline import get_plotlyjs, get_plotlyjs_version

from report_helpers.charts.toolkit.plotly_js import CARTESIAN_TRACES, plotly_js
from report_helpers.variables import BUNDLES

NAME = "plotly.js-cartesian-dist-min"
CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture
def bundles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of npm packages that the variable names, with a small bundle in it."""
    monkeypatch.setenv(BUNDLES, str(tmp_path))
    install(tmp_path, get_plotlyjs_version())
    return tmp_path


def install(folder: Path, version: str) -> None:
    """Put a bundle of this version into a folder."""
    package = folder / NAME
    package.mkdir(exist_ok=True)
    (package / "package.json").write_text(json.dumps({"version": version}), encoding="utf-8")
    banner = f"/** plotly.js (cartesian - minified) v{version} */"
    (package / "plotly-cartesian.min.js").write_text(banner, encoding="utf-8")


@pytest.mark.usefixtures("bundles")
def test_the_smaller_one_where_it_suffices() -> None:
    """All traces known: the smaller bundle."""
    assert plotly_js(CARTESIAN_TRACES).name == NAME
    assert plotly_js({"scatter"}).version == get_plotlyjs_version()


@pytest.mark.usefixtures("bundles")
def test_the_whole_one_for_other_traces() -> None:
    """One trace outside: the package's own."""
    whole = plotly_js({"scatter", "candlestick"})
    assert whole.name == "plotly.js"
    assert whole.source == get_plotlyjs()


def test_the_whole_one_where_the_version_differs(bundles: Path) -> None:
    """Another version draws other figures."""
    install(bundles, "4.1.2")
    assert plotly_js({"bar"}).name == "plotly.js"


@pytest.mark.parametrize("name", ["package.json", "plotly-cartesian.min.js"])
def test_the_whole_one_where_the_package_is_damaged(bundles: Path, name: str) -> None:
    """A half-installed package is as good as none."""
    (bundles / NAME / name).write_bytes(b"\xff")
    assert plotly_js({"bar"}).name == "plotly.js"
    (bundles / NAME / name).unlink()
    assert plotly_js({"bar"}).name == "plotly.js"


def test_the_pinned_version_is_the_packages() -> None:
    """`package.json` pins the version that the installed plotly carries."""
    pinned = json.loads((CHECKOUT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert pinned == {NAME: get_plotlyjs_version()}
