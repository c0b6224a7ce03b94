"""Pages beside the report, in its style: a template, its content, at most one script."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from report_helpers.page.data_islands import content_policy
from report_helpers.page.stylesheet import TEMPLATES, style

__all__ = ["beside_page"]


def beside_page(template: str, content: Mapping[str, Any], *, script: str = "") -> str:
    """Return a page; all text is escaped, and half a character becomes a question mark.

    Args:
        template: name of its template, which finds the content, style and policy in `page`.
        content: what it shows.
        script: name of the script that it carries, the only one that its policy lets run.
    """
    code = (TEMPLATES / script).read_text(encoding="utf-8") if script else ""
    own = {
        "style": style(),
        "extra": Markup((TEMPLATES / "beside.css").read_text(encoding="utf-8")),  # noqa: S704 ours
        "script": Markup(code),  # noqa: S704 ours
        "policy": content_policy([code] if code else []),
    }
    html = _environment().get_template(template).render(page={**own, **content})
    # No file can hold half a character.
    return html.encode(errors="replace").decode()


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
