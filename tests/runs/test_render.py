"""A whole run with the shipped notebooks: what is published, and what is kept of it."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
import pytest

from report_helpers.claims import read_claims
from report_helpers.execution.parameters import find_notebooks
from report_helpers.package_files import shipped
from report_helpers.packing import unpacked
from report_helpers.settings.settings_file import parse_settings

SHIPPED = shipped("data/market_stats.csv")
pytestmark = pytest.mark.kernel


def render(out: Path, *arguments: str) -> Path:
    """Render the shipped report with the command; return its page."""
    done = subprocess.run(
        [sys.executable, "-m", "report_helpers", "render", "--out", str(out),
         "--as-of", "2026-11-23", *arguments],
        capture_output=True, text=True, check=False, timeout=280, cwd=out.parent,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    assert done.stdout == f"{out / 'index.html'}\n"
    return out / "index.html"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the shipped claims, without pictures."""
    return render(tmp_path_factory.mktemp("render") / "out", "--no-pictures")


def run_of(page: Path) -> Path:
    """Return the one run that is kept."""
    (run,) = (page.parent / "runs").iterdir()
    return run


def test_success_prints_the_path_and_nothing_else(page: Path) -> None:
    """The page is there, and so are its run and nothing besides."""
    names = sorted(path.name for path in page.parent.iterdir() if path.name != ".lock")
    assert names == ["history.html", "index.html", "log.jsonl", "runs"]
    assert (run_of(page) / "report.html").read_bytes() == page.read_bytes()


def packed_dossiers(html: str) -> dict[str, str]:
    """Return the dossiers in the page by claim."""
    found = re.search(r'id="claim-dossiers">([^<]*)<', html)
    assert found
    dossiers: dict[str, str] = {}
    for part in json.loads(found[1]):
        dossiers |= json.loads(unpacked(part))
    return dossiers


def test_every_row_is_reachable_from_the_page(page: Path) -> None:
    """Each claim is in the table of all claims, and every link within the page leads somewhere."""
    html = page.read_text(encoding="utf-8")
    packed = packed_dossiers(html)
    assert list(packed) == list(read_claims().index)
    anchors = set(re.findall(r'\bid="([^"]+)"', html)) | {f"claim-{each}" for each in packed}
    # Styles name addresses too.
    shown = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    links = set(re.findall(r'href="#([^"]+)"', shown + "".join(packed.values())))
    assert links
    assert links <= anchors


def test_the_page_holds_its_charts_and_sections(page: Path) -> None:
    """At least eight charts, the answer first, and a section a notebook."""
    html = page.read_text(encoding="utf-8")
    figures = json.loads((run_of(page) / "manifest.json").read_text(encoding="utf-8"))["figures"]
    assert len(figures) >= 8
    assert all(f'id="figure-{name}"' in html for name in figures)
    chapters = parse_settings(shipped("data/report.toml").read_bytes()).chapters or ()
    named = {chapter.notebook: chapter.title for chapter in chapters}
    firsts = {
        path.stem: nbformat.read(path, as_version=4).cells[0]
        for path in find_notebooks(shipped("notebooks"))
    }
    written = [
        named[stem] or cell.source.splitlines()[0].removeprefix("# ")
        for stem, cell in firsts.items()
        if cell.cell_type == "markdown"
    ]
    computed, *titles = re.findall(r"<h2[^>]*>([^<]+)</h2>", html)
    assert computed.startswith("“AI Engineer vs ML Engineer” prints 16 market figures.")
    assert titles[: len(written)] == written


def test_the_manifest_names_no_host_or_user(page: Path) -> None:
    """Parameters, data, versions, commit, time, durations and figures; no host, user or path."""
    text = (run_of(page) / "manifest.json").read_text(encoding="utf-8")
    manifest = json.loads(text)
    assert manifest["parameters"] == {"as_of": "2026-11-23", "locale": "en"}
    assert manifest["data"]["sha256"] == hashlib.sha256(SHIPPED.read_bytes()).hexdigest()
    assert set(manifest) == {
        "run_id", "page_sha256", "inputs", "parameters", "data", "claims", "findings", "before",
        "changed", "expected", "versions", "commit", "rendered", "durations_seconds", "figures",
        "plotly_js",
    }  # fmt: skip
    assert str(Path.home()) not in text
    assert str(page.parent) not in text


def test_a_run_keeps_its_notebooks_and_claims(page: Path) -> None:
    """The executed notebooks that are sections, and the claims byte for byte."""
    run = run_of(page)
    assert (run / "claims.csv").read_bytes() == SHIPPED.read_bytes()
    kept = sorted(path.name for path in (run / "notebooks").iterdir())
    assert kept == [path.name for path in find_notebooks(shipped("notebooks"))]
    assert "08_explore.ipynb" not in kept


def test_kept_notebooks_name_no_folder_and_hold_no_copy_of_themselves(page: Path) -> None:
    """Nothing of the temporary folder that they ran in is left, and no notebook in a notebook."""
    for path in sorted((run_of(page) / "notebooks").iterdir()):
        text = path.read_text(encoding="utf-8")
        assert f"{tempfile.gettempdir()}/" not in text
        assert text.count("nbformat_minor") == 1
        assert 'data = \\"../claims.csv\\"' in text


def test_kept_notebooks_run_again_as_they_lie(page: Path, tmp_path: Path) -> None:
    """Another program runs them, after the run moved elsewhere, and gets the same outputs."""
    run = tmp_path / "moved"
    shutil.copytree(run_of(page), run)
    kept = sorted((run / "notebooks").iterdir())[::5]
    before = [outputs(path) for path in kept]
    subprocess.run(
        [sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute", "--inplace", *kept],
        # A run draws no pictures in its kernels.
        env=os.environ | {"MARKET_REPORT_STATIC": "1", "MARKET_REPORT_CHROME": ""},
        capture_output=True, check=True, timeout=280, cwd=tmp_path,
    )  # fmt: skip
    assert [outputs(path) for path in kept] == before


def outputs(path: Path) -> list[object]:
    """Return what the code cells of a notebook show."""
    return [cell.outputs for cell in nbformat.read(path, as_version=4).cells if "outputs" in cell]


def test_the_same_inputs_give_the_same_bytes(page: Path, tmp_path: Path) -> None:
    """Rendered again elsewhere, the page is the same, and so is its run's name."""
    again = render(tmp_path / "again", "--no-pictures")
    assert again.read_bytes() == page.read_bytes()
    assert run_of(again).name == run_of(page).name


def test_a_parameter_and_other_data_reach_the_page(tmp_path: Path) -> None:
    """One row of one's own, and a horizon: both are in the page, and the data can be had."""
    claims = tmp_path / "mine.csv"
    lines = SHIPPED.read_text(encoding="utf-8").splitlines(keepends=True)
    claims.write_text(lines[0] + lines[1].replace(",a01_original,", ",,"), encoding="utf-8")
    out = tmp_path / "out"
    page = render(out, "--no-pictures", "--data", str(claims), "-p", "horizon_year", "2031")
    html = page.read_text(encoding="utf-8")
    assert "2031" in html
    assert list(packed_dossiers(html)) == ["a01_ml_market"]
    assert str(tmp_path) not in html
