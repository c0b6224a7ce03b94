"""A whole run on ten thousand claims: the page stays small, and holds each claim once."""

import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from report_helpers.claims.read import parse_claims
from report_helpers.packing import unpacked

pytestmark = [pytest.mark.kernel, pytest.mark.browser, pytest.mark.slow]

MADE = Path(__file__).parents[2] / "benchmarks" / "made_claims.py"
CLAIMS, BYTES = 10_000, 4_000_000
NAMED = 2_500
"""Claims that the page's charts, tables and figures name at most."""


def test_a_page_of_ten_thousand_claims_is_small(tmp_path: Path) -> None:
    """With pictures; all rows lie packed in the file that readers can save."""
    data = tmp_path / "claims.csv"
    with data.open("w", encoding="utf-8", newline="") as file:
        runpy.run_path(str(MADE))["write_claims"](file, "report", CLAIMS)
    out = tmp_path / "out"
    done = subprocess.run(
        [sys.executable, "-m", "report_helpers", "render", "--data", str(data), "--out", str(out),
         "--as-of", "2026-11-23"],
        capture_output=True, text=True, check=False, timeout=280, cwd=tmp_path,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    page = out / "index.html"
    assert page.stat().st_size <= BYTES
    html = page.read_text(encoding="utf-8")
    found = re.search(r'id="claims-file"[^>]* href="data:application/gzip;base64,([^"]+)"', html)
    assert found
    assert unpacked(found[1]) == data.read_text(encoding="utf-8")
    plain = re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)
    ids = parse_claims(data.read_bytes(), data.name).index
    assert len(set(re.findall(r"\w+", plain)).intersection(ids)) <= NAMED
    pictures = re.findall(r'<svg role="img".*?</svg>', html, flags=re.DOTALL)
    assert pictures
    assert max(map(len, pictures)) <= BYTES / 50
