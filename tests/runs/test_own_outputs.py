"""A report of own notebooks with pictures, formulas and text that cells make."""

from pathlib import Path

import nbformat
import pytest

from .place import Place

pytestmark = pytest.mark.kernel

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="{}"/></svg>'
SHOW = f"from IPython.display import SVG, Markdown, Math\nSVG('{SVG.format(9)}')"


def write(place: Place, *cells: str, text: str) -> None:
    """Write the notebook with these cells and a cell of text before its chart."""
    place.write(*cells)
    [path] = (place.folder / "notebooks").glob("*.ipynb")
    document = nbformat.read(path, as_version=4)
    made = nbformat.v4.new_markdown_cell(text)
    made.id = "text"
    document.cells.insert(2, made)
    nbformat.write(document, path)


def test_pictures_formulas_and_text_arrive(place: Place) -> None:
    """On the published page; nothing of them is loaded, which the gate checks."""
    (place.folder / "notebooks").mkdir()
    (place.folder / "notebooks" / "own.svg").write_text(SVG.format(1))
    cells = (SHOW, "Markdown('**Bold** $x^2$')", "Math(r'\\frac{1}{2}')")
    write(place, *cells, text="![A square](own.svg)")
    ended = place.run()
    assert (ended.code, ended.error) == (0, "")
    html = place.page.read_text(encoding="utf-8")
    assert html.count('<img src="data:image/svg+xml;base64,') == 2
    assert 'alt="A square"' in html
    assert "<strong>Bold</strong> <math" in html
    assert "<mfrac>" in html


def test_a_changed_picture_makes_a_new_report(place: Place) -> None:
    """Although notebook and claims are the same."""
    picture = place.folder / "notebooks" / "own.svg"
    picture.parent.mkdir()
    picture.write_text(SVG.format(1))
    write(place, text="![A square](own.svg)")
    assert place.run().code == 0
    before = place.page.read_bytes()
    picture.write_text(SVG.format(2))
    assert place.run().code == 0
    assert place.page.read_bytes() != before


def test_a_lost_picture_is_named(place: Place) -> None:
    """With notebook and cell; nothing is published."""
    write(place, text="![A square](lost.svg)")
    ended = place.run()
    assert ended.code == 70
    [path] = (place.folder / "notebooks").glob("*.ipynb")
    assert f"error: {path.name}:cell 3: refusing to publish" in ended.error
    assert "'lost.svg', which is not there; " in ended.error
    assert not Path(place.page).exists()
