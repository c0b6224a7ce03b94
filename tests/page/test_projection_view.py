"""A page with a projection carries what computes it, and a page without one does not."""

import base64
import hashlib
import json
import re
from typing import Any

import nbformat
import pytest

# It has no type hints.
from rjsmin import jsmin  # type: ignore[import-untyped]

from report_helpers.errors import NotebookError
from report_helpers.page.builder import Page, build_page
from report_helpers.page.environment import read_template
from report_helpers.page.page_scripts import PROJECTION_SCRIPTS
from report_helpers.projection.contract import words
from report_helpers.reader_locale import for_page

HOSTILE = "</script><script>alert(1)</script>"
STATE = {"claim": "a", "model": "compound", "growth": "implied", "horizon": 2030, "threshold": 9.5}
RANGE = {
    "label": "An input",
    "kind": "percent",
    "phrase": "",
    "own": False,
    "empty": None,
    "min": 0.0,
    "max": 1.0,
    "step": 0.1,
}
INPUTS = dict.fromkeys(("growth", "ceiling", "p", "q", "horizon", "threshold"), RANGE)
PROJECTION: dict[str, Any] = {
    "unit": "jobs", "place": "", "as_of": "2026-11-23", "manner": for_page(),
    "inputs": INPUTS, "state": STATE,
    "claims": [{"id": "a", "label": HOSTILE}],
    "models": [{"name": "compound", "title": "Compound growth", "inputs": []}], "words": words(),
    "checks": [{"state": {**STATE, "horizon": 2035}, "length": 1, "last": 0.1, "total": 0.1}],
    "traces": {"path": 0, "pinned": 1, "printed": 2, "fan": []}, "steps": [[1.0, "", " jobs"]],
    "parameters": {"claim": "claim_id"}, "longest": 200, "scenarios": {}, "bands": [],
    "drawn": {"paths": 10_000, "seed": 1, "levels": [], "tables": []},
}  # fmt: skip


def built(projection: object = None) -> Page:
    """Return the page of one chart, with a projection or without."""
    meta = {"name": "n", "title": "T"} | ({} if projection is None else {"projection": projection})
    figure = {"data": [{"type": "bar", "y": [1]}], "layout": {"meta": meta}}
    output = {
        "output_type": "display_data", "metadata": {},
        "data": {"application/vnd.plotly.v1+json": figure},
    }  # fmt: skip
    cell = {
        "cell_type": "code", "id": "a", "metadata": {}, "source": "", "execution_count": 1,
        "outputs": [output],
    }  # fmt: skip
    made = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return build_page([nbformat.reads(json.dumps(made), as_version=4)], pictures=False)


def script_of(page: Page) -> str:
    """Return the page's own script."""
    scripts: list[str] = re.findall(r'<script>("use strict".*?)</script>', page.html, re.DOTALL)
    return scripts[-1]


def test_a_page_without_one_carries_nothing_of_it() -> None:
    """No form, no formula, no numbers."""
    page = built()
    for part in ("<form", "FORMULAS", "data-projection", "projection-tools", "<select"):
        assert part not in page.html


def test_one_script_whose_hash_is_in_the_policy() -> None:
    """Page, formulas and inputs are one script, which the policy lets run."""
    page = built(PROJECTION)
    script = script_of(page)
    for name in PROJECTION_SCRIPTS:
        assert jsmin(read_template(f"projection/{name}.js")) in script
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"sha256-{digest}" in page.html
    assert built(PROJECTION).html == page.html


def test_embedded_charts_equal_their_figures() -> None:
    """The numbers arrive as they were, and words end no element."""
    page = built(PROJECTION)
    island = re.search(r'data-projection="n">([^<]*)</script>', page.html)
    assert island
    check = {**PROJECTION["checks"][0], "state": {"horizon": 2035}}
    assert json.loads(island[1]) == PROJECTION | {"checks": [check]}
    assert HOSTILE not in page.html
    assert "&lt;/script&gt;" in page.html


@pytest.mark.parametrize("missing", sorted(PROJECTION))
def test_an_incomplete_one_stops_the_page(missing: str) -> None:
    """What the page could not compute is named before it is published."""
    part = {key: value for key, value in PROJECTION.items() if key != missing}
    with pytest.raises(
        NotebookError, match=f"refusing to publish: the projection has no {missing}"
    ):
        built(part)


def test_one_that_proves_nothing_stops_the_page() -> None:
    """Without numbers to compare with no browser could show its inputs."""
    with pytest.raises(NotebookError, match="no checks"):
        built(PROJECTION | {"checks": []})


def test_a_number_that_is_not_finite_stops_the_page() -> None:
    """JSON has no infinity."""
    with pytest.raises(NotebookError, match="not finite"):
        built(PROJECTION | {"traces": float("inf")})
