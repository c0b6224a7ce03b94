"""`jupyter nbconvert --to market-report` gives the page."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbconvert import exporters

from report_helpers.errors import NotebookError
from report_helpers.page.exporter import MarketReportExporter

PLOTLY = "application/vnd.plotly.v1+json"
FIGURE = {"data": [{"type": "bar", "y": [1, 2]}], "layout": {"title": {"text": "Two bars"}}}


def write_notebook(folder: Path, data: dict[str, Any]) -> Path:
    """Write a notebook with one output."""
    output = {"output_type": "display_data", "metadata": {}, "data": data}
    cell = {
        "cell_type": "code", "id": "a", "metadata": {}, "source": "show()",
        "execution_count": 1, "outputs": [output],
    }  # fmt: skip
    made = {
        "cells": [cell],
        "metadata": {"papermill": {"parameters": {"as_of": "2026-11-23"}}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path = folder / "own.ipynb"
    path.write_text(json.dumps(made), encoding="utf-8")
    return path


def convert(notebook: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the command on a notebook."""
    command = [sys.executable, "-m", "nbconvert", "--to", "market-report", *options, str(notebook)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.slow
def test_the_command_gives_the_page(tmp_path: Path) -> None:
    """Nbconvert finds the exporter by its name and writes the page with its chart."""
    notebook = write_notebook(tmp_path, {PLOTLY: FIGURE})
    done = convert(notebook, "--MarketReportExporter.pictures=False")
    assert done.returncode == 0, done.stderr
    html = notebook.with_suffix(".html").read_text(encoding="utf-8")
    assert '<figure id="figure-two-bars"' in html
    assert "Content-Security-Policy" in html
    assert '<time datetime="2026-11-23">' in html
    assert "show()" not in html


@pytest.mark.slow
def test_the_command_refuses_what_it_cannot_show(tmp_path: Path) -> None:
    """A widget stops the command, and no page is written."""
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": "0"}, "text/plain": "slider"}
    notebook = write_notebook(tmp_path, view)
    done = convert(notebook)
    assert done.returncode != 0
    assert "refusing to publish" in done.stderr
    assert not notebook.with_suffix(".html").exists()


def test_the_exporter_is_registered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any tool that asks nbconvert for it gets the exporter, in any working directory."""
    notebook = write_notebook(tmp_path, {PLOTLY: FIGURE})
    monkeypatch.chdir(tmp_path)
    found = exporters.get_exporter("market-report")  # type: ignore[no-untyped-call]
    assert found is MarketReportExporter
    exporter = found(pictures=False)  # type: ignore[no-untyped-call]
    body, resources = exporter.from_filename(str(notebook))
    assert "<figure" in body
    assert resources["output_extension"] == ".html"


def test_a_notebook_that_is_no_section_is_refused(tmp_path: Path) -> None:
    """Its metadata say so."""
    path = write_notebook(tmp_path, {PLOTLY: FIGURE})
    book = nbformat.read(path, as_version=4)
    book.metadata["market_report"] = {"page": False}
    exporter: Any = MarketReportExporter
    with pytest.raises(NotebookError, match="it is no section of the page"):
        exporter(pictures=False).from_notebook_node(book)
