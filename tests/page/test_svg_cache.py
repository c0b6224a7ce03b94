"""Drawings that are kept: found again by what they are of, and never needed."""

import os
from pathlib import Path

import pytest

from report_helpers.drawing.plotly_js import Bundle
from report_helpers.page.images import svg_cache
from report_helpers.page.images.svg_cache import drawing_key, keep_drawing, kept_drawing

FIGURE = {"data": [{"y": [1, 2]}], "layout": {"title": "x"}}
BUNDLE = Bundle("plotly.js", "4.1.1", "...")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a cache of the test's own."""
    monkeypatch.setenv("MARKET_REPORT_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def browser(tmp_path: Path) -> Path:
    """Return a file in place of a browser."""
    path = tmp_path / "browser"
    path.write_bytes(b"")
    return path


def test_a_kept_drawing_is_found_again(cache: Path) -> None:
    """By its key; another key finds nothing, and no half file is left."""
    assert kept_drawing("a") is None
    keep_drawing("a", b"<svg/>")
    assert kept_drawing("a") == b"<svg/>"
    assert kept_drawing("b") is None
    assert [path.name for path in cache.iterdir()] == ["a"]


def test_whatever_a_drawing_depends_on_is_in_its_key(tmp_path: Path, browser: Path) -> None:
    """The figure, its height, the library's version and build, and the browser."""
    other = tmp_path / "other"
    other.write_bytes(b"")
    keys = [
        drawing_key(FIGURE, 400, BUNDLE, browser),
        drawing_key({**FIGURE, "layout": {}}, 400, BUNDLE, browser),
        drawing_key(FIGURE, 401, BUNDLE, browser),
        drawing_key(FIGURE, 400, BUNDLE._replace(version="4.1.2"), browser),
        drawing_key(FIGURE, 400, BUNDLE._replace(name="smaller"), browser),
        drawing_key(FIGURE, 400, BUNDLE, other),
    ]
    os.utime(browser, (1, 1))
    keys.append(drawing_key(FIGURE, 400, BUNDLE, browser))
    assert len(set(keys)) == len(keys)
    assert drawing_key({**FIGURE}, 400, BUNDLE, browser) == keys[-1]


def test_those_used_longest_ago_go_first(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To look at a drawing is to use it."""
    monkeypatch.setattr(svg_cache, "MOST", 2)
    for age, key in enumerate("abc"):
        keep_drawing(key, b"")
        if (cache / key).exists():
            os.utime(cache / key, (age, age))
    keep_drawing("a", b"")
    os.utime(cache / "a", (5, 5))
    assert kept_drawing("c") is not None
    keep_drawing("d", b"")
    assert sorted(path.name for path in cache.iterdir()) == ["c", "d"]


@pytest.mark.parametrize("place", ["", "/dev/null/nowhere", "/proc/nowhere"])
def test_without_a_cache_nothing_fails(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    """Where nothing can be kept, nothing is found."""
    monkeypatch.setenv("MARKET_REPORT_CACHE", place)
    keep_drawing("a", b"<svg/>")
    assert kept_drawing("a") is None
