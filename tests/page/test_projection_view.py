"""A page with a projection carries what computes it, and a page without one does not."""

import base64
import hashlib
import json
import re
from typing import Any

import nbformat
import pytest
from py_mini_racer import MiniRacer

from report_helpers.analysis.projection_models import FORMULAS, MODELS
from report_helpers.errors import NotebookError
from report_helpers.page.builder import Page, build_page
from report_helpers.page.embedding import unpacked
from report_helpers.page.projection_view import formulas_script

HOSTILE = "</script><script>alert(1)</script>"
STATE = {"claim": "a", "model": "compound", "growth": "implied", "horizon": 2030, "threshold": 9.5}
RANGE = {"min": 0.0, "max": 1.0, "step": 0.1}
INPUTS = dict.fromkeys(("growth", "ceiling", "p", "q", "horizon", "threshold"), RANGE)
PROJECTION: dict[str, Any] = {
    "unit": "jobs", "steps": [], "claims": [{"id": "a", "label": HOSTILE}], "inputs": INPUTS,
    "state": STATE, "models": [{"name": "compound", "title": "Compound growth"}],
    "checks": [{"state": {**STATE, "horizon": 2035}, "length": 1, "last": 0.1, "total": 0.1}],
    "traces": {"path": 0, "pinned": 1, "printed": 2, "fan": []},
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
    found = re.search(r'<script>("use strict".*?)</script>', page.html, re.DOTALL)
    assert found
    return found[1]


def test_a_page_without_one_carries_nothing_of_it() -> None:
    """No form, no formula, no numbers."""
    page = built()
    for part in ("<form", "FORMULAS", "data-projection", "projection-tools", "<button"):
        assert part not in page.html


def test_one_script_whose_hash_is_in_the_policy() -> None:
    """Page, formulas and inputs are one script, which the policy lets run."""
    page = built(PROJECTION)
    script = script_of(page)
    assert formulas_script() in script
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"sha256-{digest}" in page.html
    assert built(PROJECTION).html == page.html


def test_what_is_carried_is_what_the_figure_had() -> None:
    """The numbers arrive as they were, fans with the charts, and words end no element."""
    fan = {"year": [2030], "q10": [0.1]}
    page = built(PROJECTION | {"claims": [{**PROJECTION["claims"][0], "fan": fan}]})
    packs = re.search(r'id="charts">([^<]*)<', page.html)
    assert packs
    assert json.loads(unpacked(packs[1]))["n"]["fans"] == {"a": fan}
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


def test_every_formula_is_there_by_its_name() -> None:
    """The page finds a model's path and fit, and the milestones."""
    racer = MiniRacer()
    racer.eval(formulas_script())
    models = json.loads(str(racer.eval("JSON.stringify(Object.entries(FORMULAS.models).map("
        "([name, { path, fit }]) => [name, path.name, fit && fit.name]))")))  # fmt: skip
    assert models == [
        [name, model.formula.__name__, model.fit.__name__ if model.fit else None]
        for name, model in MODELS.items()
    ]
    others = json.loads(str(racer.eval("JSON.stringify(Object.keys(FORMULAS))")))
    told = {name for model in models for name in model[1:]}
    known = {formula.__name__ for formula in FORMULAS}
    assert set(others) - {"models"} == known - told
