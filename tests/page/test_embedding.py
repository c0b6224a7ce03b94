"""What the page carries is the source."""

from report_helpers.charts.toolkit.plotly_js import Bundle
from report_helpers.page.builder import scripts
from report_helpers.page.embedding import content_policy
from report_helpers.page.environment import TEMPLATES, style

BUNDLE = Bundle("plotly.js", "1", "0")


def test_the_style_is_the_source() -> None:
    """Every rule of the style sheet arrives, after the colors."""
    source = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    assert str(style()).endswith("\n" + source)


def test_the_script_is_the_source() -> None:
    """A page without projections carries the one script, as it is."""
    source = (TEMPLATES / "page.js").read_text(encoding="utf-8")
    assert str(scripts([], BUNDLE)["script"]) == source


def test_a_page_without_scripts_allows_none() -> None:
    """No script to allow means that none may run."""
    assert "; script-src 'none'; " in content_policy([])
