"""What the page carries is the source, without what only a reader of the source needs."""

import re
from pathlib import Path

import pytest

from report_helpers.charts.toolkit.plotly_js import Bundle
from report_helpers.page.data_islands import content_policy
from report_helpers.page.embedding import scripts
from report_helpers.page.stylesheet import TEMPLATES, style

BUNDLE = Bundle("plotly.js", "1", "0")


def test_the_style_without_its_comments() -> None:
    """Every rule arrives; indents and comments do not."""
    carried = str(style())
    source = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    assert carried.count("{") > source.count("{")
    assert "/*" in source
    assert "/*" not in carried
    assert not re.search(r"^\s|\n\s", carried)


def test_the_script_without_its_comments() -> None:
    """Every statement of the source arrives, in order."""
    carried = str(scripts([], BUNDLE)["script"]).splitlines()
    source = (TEMPLATES / "page.js").read_text(encoding="utf-8").splitlines()
    stripped = [line.strip() for line in source]
    assert carried == [line for line in stripped if line and line[:2] != "//"]
    assert len(carried) < len(source)


@pytest.mark.parametrize("script", sorted(TEMPLATES.glob("*.js")), ids=lambda path: path.name)
def test_no_text_of_a_script_goes_over_lines(script: Path) -> None:
    """A text between backticks would lose its indents, so it ends on the line that begins it."""
    lines = script.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.count("`") % 2] == []
    assert not any("/*" in line for line in lines)


def test_a_page_without_scripts_allows_none() -> None:
    """No script to allow means that none may run."""
    assert "; script-src 'none'; " in content_policy([])
