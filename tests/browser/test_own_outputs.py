"""Pictures and formulas of own notebooks in a browser: drawn, set, and nothing asked for."""

from pathlib import Path

import nbformat
import pytest

from report_helpers.page.builder import build_page

from .conftest import Open, check_page_beside

pytestmark = pytest.mark.browser

LOADING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30">'
    '<image href="https://example.org/a.png" width="9" height="9"/>'
    "<script>fetch('https://example.org/b')</script><rect width='40' height='30'/></svg>"
)
PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)
TEXT = r"""# Own outputs
Growth is $g = \left(\frac{V_n}{V_0}\right)^{1/n} - 1$ a year, from $1 to $2.

$$
\sum_{i=1}^{40} x_i + \frac{1}{\sqrt{2 \pi}} \int_0^1 e^{-t^2 / 2} \, dt + \prod_{j} y_j
$$

![A square](square.svg)"""


@pytest.fixture(scope="module")
def own_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with a local picture that names an address, an output's picture, and formulas."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "square.svg").write_text(LOADING)
    shown = nbformat.v4.new_output(
        "display_data", {"image/png": PNG}, metadata={"image/png": {"alt": "A dot", "width": 400}}
    )
    cells = [nbformat.v4.new_markdown_cell(TEXT), nbformat.v4.new_code_cell("a", outputs=[shown])]
    made = nbformat.v4.new_notebook(cells=cells)
    page = build_page([made], files=[folder / "own.ipynb"], pictures=False)
    (folder / "index.html").write_text(page.html, encoding="utf-8")
    return folder / "index.html"


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (375, "dark")])
def test_pictures_and_formulas(visit: Open, own_page: Path, width: int, scheme: str) -> None:
    """Pictures have their size, a fraction its height, and what an SVG names is not loaded."""
    seen = visit(own_page, width, color_scheme=scheme)
    images = seen.page.locator("main img")
    sizes = images.evaluate_all("(all) => all.map((one) => [one.complete, one.width])")
    assert sizes[0] == [True, 40]
    assert sizes[1] == [True, 400] if width > 400 else sizes[1][1] < width
    fraction = seen.page.locator("math mfrac").first.bounding_box()
    letter = seen.page.locator("math mi").first.bounding_box()
    assert fraction
    assert letter
    assert fraction["height"] > 1.5 * letter["height"]
    check_page_beside(visit, own_page, width, scheme, "section script")
