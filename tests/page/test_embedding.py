"""What the page carries is the source."""

# They have no type hints.
from rcssmin import cssmin  # type: ignore[import-untyped]
from rjsmin import jsmin  # type: ignore[import-untyped]

from report_helpers.drawing.plotly_js import Bundle
from report_helpers.page.embedding import content_policy
from report_helpers.page.environment import STYLES, TEMPLATES, style
from report_helpers.page.page_scripts import SCRIPTS, scripts

BUNDLE = Bundle("plotly.js", "1", "0")


def test_the_style_is_the_source() -> None:
    """Every style sheet of the templates arrives, minified."""
    sheets = sorted((TEMPLATES / "styles").glob("*.css"))
    assert sorted(STYLES) == [sheet.stem for sheet in sheets]
    assert all(cssmin(sheet.read_text(encoding="utf-8")) in str(style()) for sheet in sheets)


def test_the_script_is_the_source() -> None:
    """A page without projections carries the scripts of every page, minified."""
    sources = [(TEMPLATES / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS]
    assert str(scripts([], BUNDLE)["script"]) == jsmin("\n".join(sources))


def test_a_page_without_scripts_allows_none() -> None:
    """No script to allow means that none may run."""
    assert "; script-src 'none'; " in content_policy([])
