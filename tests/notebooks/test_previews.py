"""Stored notebooks where no kernel and no script of ours runs: stock HTML, a code host, a mail."""

import base64
import io
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbconvert import HTMLExporter, SlidesExporter
from nbformat import NotebookNode
from PIL import Image

from report_helpers.charts.toolkit.notebook_chart import PLOTLY
from report_helpers.drawing.browser import find_browser
from report_helpers.package_files import shipped

pytestmark = pytest.mark.slow

NOTEBOOKS = sorted(shipped("notebooks").glob("*.ipynb"))
LARGEST = 45_000
"""Bytes of a picture at most."""
MOST = 300_000
"""Bytes of a notebook after papermill has run it."""
PICTURE = re.compile(r'<img[^>]*src="data:image/png;base64,')

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def results(path: Path) -> list[NotebookNode]:
    """Return the data of each result of a notebook, by MIME type."""
    book = nbformat.read(path, as_version=4)
    return [output.data for cell in book.cells for output in cell.get("outputs", [])
            if "data" in output]  # fmt: skip


@each_notebook
def test_every_chart_has_a_small_picture_and_a_text(path: Path) -> None:
    """As wide as the page's charts at most."""
    for data in results(path):
        if PLOTLY in data:
            assert set(data) == {PLOTLY, "image/png", "text/plain"}
            drawn = base64.b64decode(data["image/png"])
            assert len(drawn) <= LARGEST
            with Image.open(io.BytesIO(drawn)) as picture:
                assert picture.width == min(880, data[PLOTLY]["layout"].get("width", 880))
                assert picture.height == data[PLOTLY]["layout"]["height"]


@pytest.mark.parametrize("exporter", [HTMLExporter, SlidesExporter])
@each_notebook
def test_stock_nbconvert_shows_every_chart(path: Path, exporter: Any) -> None:
    """As a picture."""
    html, _ = exporter().from_filename(str(path))
    assert len(PICTURE.findall(html)) == sum(PLOTLY in data for data in results(path))


@pytest.mark.kernel
@pytest.mark.browser
@pytest.mark.skipif(find_browser() is None, reason="no Chrome or Chromium to draw with")
@pytest.mark.parametrize("name", ["03_changes_and_shares", "05_projection"])
def test_papermill_draws_every_chart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Also the projection's, which has no inputs where nobody can use them."""
    monkeypatch.delenv("MARKET_REPORT_STATIC", raising=False)
    path = shipped(f"notebooks/{name}.ipynb")
    out = tmp_path / "out.ipynb"
    subprocess.run([sys.executable, "-m", "papermill", path, out, "--no-progress-bar"],
                   cwd=tmp_path, check=True, capture_output=True, timeout=300)  # fmt: skip
    ran = results(out)
    assert [sorted(data) for data in ran] == [sorted(data) for data in results(path)]
    html, _ = HTMLExporter().from_filename(str(out))  # type: ignore[no-untyped-call]
    assert len(PICTURE.findall(html)) == sum(PLOTLY in data for data in ran) > 0
    assert out.stat().st_size <= MOST
