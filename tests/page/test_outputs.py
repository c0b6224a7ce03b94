"""Outputs of own notebooks: pictures, Markdown, formulas, frames; what cannot be shown is named."""

import base64
import os
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest

from report_helpers.errors import NotebookError
from report_helpers.page.blocks.embedded_pictures import LARGEST, local_pictures, picture_bytes
from report_helpers.page.builder import build_page
from report_helpers.text.claim_explorer import CLAIMS

from .test_builder import PLOTLY, built, cell, display, notebook, prose

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
DRAWN = base64.b64encode(PNG).decode()
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9"><rect width="9" height="9"/></svg>'
OBJECT = "<Figure size 640x480>"


def pictures(html: str) -> list[tuple[str, str]]:
    """Return kind and description of each picture."""
    return re.findall(r'<img src="data:(image/[a-z+]+);base64,[A-Za-z0-9+/=]+" alt="([^"]*)"', html)


@pytest.mark.parametrize(
    ("forms", "shown"),
    [
        ({"image/png": DRAWN, "text/plain": OBJECT}, ("image/png", "")),
        ({"image/png": f"{DRAWN}\n", "text/plain": "Two bars"}, ("image/png", "Two bars")),
        ({"image/svg+xml": SVG, "text/plain": OBJECT}, ("image/svg+xml", "")),
        ({"image/svg+xml": SVG, "image/png": DRAWN}, ("image/svg+xml", "")),
        ({"application/vnd.vegalite.v5+json": {}, "image/png": DRAWN}, ("image/png", "")),
        ({"text/html": "<script>draw()</script>", "image/png": DRAWN}, ("image/png", "")),
        ({"text/latex": r"\begin{tabular}\end{tabular}", "image/png": DRAWN}, ("image/png", "")),
        ({"text/html": f'<img src="data:image/png;base64,{DRAWN}" alt="a">'}, ("image/png", "a")),
    ],
)
def test_a_picture_is_embedded(forms: dict[str, Any], shown: tuple[str, str]) -> None:
    """Of the forms of an output, the richest that the page can show."""
    assert pictures(built(cell(display(forms))).html) == [shown]


def test_an_output_describes_its_picture() -> None:
    """As IPython's `Image(alt=..., width=...)` does."""
    output = display({"image/png": DRAWN, "text/plain": "<IPython.core.display.Image object>"})
    output["metadata"] = {"image/png": {"alt": 'Two "bars"', "width": 400}}
    html = built(cell(output)).html
    assert 'alt="Two &#34;bars&#34;" width="400"' in html


def test_an_svg_without_namespace_is_a_picture_too() -> None:
    """JupyterLab shows it, and in a page of its own no browser would."""
    html = built(cell(display({"image/svg+xml": '<svg width="9"><rect/></svg>'}))).html
    found = re.search(r"data:image/svg\+xml;base64,([^\"]+)", html)
    assert found
    assert base64.b64decode(found[1]).startswith(b'<svg xmlns="http://www.w3.org/2000/svg" width')


@pytest.mark.parametrize(
    "forms",
    [
        {"image/png": "AA==", "text/plain": OBJECT},
        {"image/png": "?", "text/plain": OBJECT},
        {"image/png": base64.b64encode(PNG + bytes(LARGEST)).decode()},
        {"image/svg+xml": "<svg", "text/plain": OBJECT},
        {"image/svg+xml": "<html/>", "text/plain": OBJECT},
        {"text/html": '<img src="https://example.org/a.png">'},
        {"text/html": '<img src="a.png">'},
        {"text/html": '<p src="data:image/png;base64,AA==">'},
        {"text/markdown": r"$\undefined{x}$"},
    ],
)
def test_what_is_no_picture_is_refused(forms: dict[str, Any]) -> None:
    """With the cell, instead of a broken picture."""
    with pytest.raises(NotebookError, match=r"^notebook 1:cell 2: refusing to publish: the output"):
        built(cell(display(forms)))


def test_markdown_of_an_output() -> None:
    """Is text with headings, formulas and tables, as in a cell of text."""
    page = built(cell(display({"text/markdown": "## Rates\n\n**Two** $x^2$", "text/plain": "<M>"})))
    assert '<h3 id="rates">Rates</h3>' in page.html
    assert "<strong>Two</strong> <math" in page.html


def test_a_formula_of_an_output() -> None:
    """IPython's `Math` is set as MathML."""
    page = built(cell(display({"text/latex": r"$\displaystyle \frac{1}{2}$", "text/plain": "1/2"})))
    assert "<mfrac><mrow><mn>1</mn></mrow><mrow><mn>2</mn></mrow></mfrac>" in page.html


def test_a_frame_of_pandas() -> None:
    """As pandas itself writes it."""
    frame = pd.DataFrame({"a & b": [1.5, 2]})
    forms = {"text/html": frame.to_html(notebook=True), "text/plain": str(frame)}
    assert "<th>a &amp; b</th>" in built(cell(display(forms))).html


def test_a_widget_is_named() -> None:
    """A page has no kernel."""
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": "0"}, "text/plain": "slider"}
    with pytest.raises(NotebookError, match="a widget, which needs a kernel"):
        built(cell(display(view)))


def test_a_chart_wins_over_its_picture() -> None:
    """A figure stored with a picture stays a chart."""
    figure = {"data": [{"type": "bar", "y": [1]}], "layout": {}}
    page = built(cell(display({PLOTLY: figure, "image/png": DRAWN, "text/plain": "a"})))
    assert page.charts == ("chart",)
    assert pictures(page.html) == []


def test_a_local_picture_is_embedded(tmp_path: Path) -> None:
    """It lies beside the notebook, and its name may hold a space."""
    (tmp_path / "a b.png").write_bytes(PNG)
    (tmp_path / "b.svg").write_text(SVG)
    made = notebook(prose("![one *dot*](a%20b.png) and ![](<b.svg>)"))
    html = build_page([made], files=[tmp_path / "own.ipynb"], pictures=False).html
    assert pictures(html) == [("image/png", "one dot"), ("image/svg+xml", "")]


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ("lost.png", "the picture 'lost.png', which is not there"),
        ("notes.txt", "no PNG, JPEG, GIF, WebP or SVG, 'notes.txt'"),
        (".", "which is not there"),
    ],
)
def test_a_local_picture_that_cannot_be_embedded(tmp_path: Path, named: str, words: str) -> None:
    """The message has the notebook's file, the cell as its author counts it, and the picture."""
    (tmp_path / "notes.txt").write_text("words")
    made = notebook(cell(), prose(f"![dot]({named})"))
    made.cells[1].metadata["tags"] = ["injected-parameters"]
    with pytest.raises(NotebookError, match=re.escape(words)) as raised:
        build_page([made], files=[tmp_path / "own.ipynb"], pictures=False)
    assert raised.value.place == "own.ipynb:cell 2"


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("pipe", "which cannot be read or is no file"),
        ("device", "which cannot be read or is no file"),
        ("long", "which cannot be read or is no file"),
        ("/proc/kmsg", "which cannot be read or is no file"),
        ("2 GB", "a picture of more than 5,000,000 bytes"),
        ("encoding", "what is no PNG, JPEG, GIF, WebP or SVG"),
        ("wide encoding", "what is no PNG, JPEG, GIF, WebP or SVG"),
    ],
)
def test_a_hostile_picture_is_refused_at_once(tmp_path: Path, kind: str, words: str) -> None:
    """D30: nothing is waited for, and no more is read than a page may have."""
    name = {"long": "a" * 5000, "/proc/kmsg": "/proc/kmsg"}.get(kind, "picture")
    path = tmp_path / "picture"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    elif kind == "2 GB":
        path.touch()
        os.truncate(path, 2 << 30)
    elif "encoding" in kind:
        encoding = "utf-7" if "wide" in kind else "nosuch"
        path.write_text(f'<?xml version="1.0" encoding="{encoding}"?>{SVG}')
    own = tmp_path / "own.ipynb"
    own.write_text(f"![a]({name})")
    for found in local_pictures(own):
        with suppress(OSError):
            assert len(picture_bytes(found)) <= LARGEST + 1
    with pytest.raises(NotebookError, match=re.escape(words)):
        build_page([notebook(prose(f"![a]({name})"))], files=[own], pictures=False)


def test_local_pictures_of_a_file(tmp_path: Path) -> None:
    """Only files that are there; not addresses."""
    (tmp_path / "a b.png").write_bytes(PNG)
    path = tmp_path / "own.ipynb"
    path.write_text('"![a](a%20b.png) ![b](lost.png) ![c](https://example.org/c.png)"')
    assert list(local_pictures(path)) == [tmp_path / "a b.png"]


def test_what_is_printed_holds_nothing_for_a_terminal() -> None:
    """B18: colors of a library go, and no control character is in the page."""
    printed = nbformat.v4.new_output(
        "stream", name="stdout", text="\x1b[32mgreen\x1b[0m\tx\0\x9b2J\n"
    )
    shown = display({"text/html": "<p>a\x1bb\x07</p>"})
    html = built(cell(printed), cell(shown)).html
    assert ">green\tx2J\n</pre>" in html or ">green\tx\n</pre>" in html
    assert "<p>ab</p>" in html
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", html)


@pytest.mark.parametrize("kind", [PLOTLY, CLAIMS])
@pytest.mark.parametrize("content", [None, 5, [None], {"data": [None]}, "x"])
def test_damaged_json_is_refused(kind: str, content: Any) -> None:
    """B18: a cell may display anything as a chart or as the table of claims."""
    with pytest.raises(NotebookError, match="refusing to publish"):
        build_page([notebook(prose("# T"), cell(display({kind: content})))], as_of="2026-11-23")
