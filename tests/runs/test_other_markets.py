"""Reports on other markets: their words and units, every row, and no chart without figures."""

import csv
import io
import re
from pathlib import Path

import pytest

from .place import Place

pytestmark = pytest.mark.kernel

ARTICLE = {
    "source_id": "art", "source_kind": "article", "url": "https://example.org/article",
    "accessed": "2026-11-01", "role": "cited", "evidence": "publisher_page",
    "qualifier": "exact", "kind": "estimate", "attribution": "named",
}  # fmt: skip
OTHER = ARTICLE | {
    "source_id": "other", "source_title": "Another page", "source_kind": "consultancy",
    "url": "https://example.org/other", "role": "comparator",
}  # fmt: skip
BATTERIES = [
    {"topic": "storage", "metric": "level", "measure": "cells", "title": "Cells sold",
     "unit": "eur_billion", "base_year": "2023", "base_value": "40.2", "year": "2030",
     "value": "120.5", "producer": "Alpha",
     "as_printed": "€40.2 billion; 2023; €120.5 billion; 2030"},
    {"topic": "storage", "metric": "level", "measure": "cells", "title": "Cells sold",
     "unit": "eur_billion", "base_year": "2023", "base_value": "38", "year": "2030",
     "value": "99.1", "producer": "Beta", "as_printed": "€38 billion; 2023; €99.1 billion; 2030",
     **OTHER},
    {"topic": "capacity", "metric": "level", "measure": "storage", "title": "Storage in grids",
     "unit": "gwh", "year": "2025", "value": "29", "as_printed": "29 GWh; 2025"},
    {"topic": "materials", "metric": "level", "measure": "lithium", "title": "Lithium needed",
     "unit": "tonne_million", "year": "2030", "value": "2.4",
     "as_printed": "2.4 million tonnes; 2030"},
    {"topic": "price", "metric": "change", "measure": "packs", "title": "Price of packs",
     "unit": "percent", "base_year": "2013", "year": "2023", "value": "-82",
     "as_printed": "down 82%; 2013; 2023"},
]  # fmt: skip
PAYMENTS = [
    {"topic": "payments", "metric": "level", "measure": "worth", "title": "Worth of payments",
     "unit": "inr_lakh_crore", "year": "2023", "value": "182.25",
     "as_printed": "₹182.25 lakh crore; 2023"},
    {"topic": "users", "metric": "level", "measure": "users", "title": "People who pay by phone",
     "unit": "count_crore", "year": "2023", "value": "30", "as_printed": "30 crore; 2023"},
    {"topic": "cash", "metric": "share", "measure": "cash", "title": "Payments in cash",
     "unit": "percent", "year": "2023", "value": "60", "as_printed": "60%; 2023"},
]  # fmt: skip
SHIPPED = re.compile(r"\bAI\b|artificial|machine.learning|\bjobs?\b|\$\d|dollar", re.IGNORECASE)
TOML = """
title = "{title}"
authors = ["A. Author"]
licence = "CC0"

[colors]
article = {{ light = "#7a1fa2", dark = "#ce93d8" }}
"""


def write_project(folder: Path, title: str, rows: list[dict[str, str]]) -> Path:
    """Write settings and claims."""
    every = [ARTICLE | {"source_title": title, "scope": "as printed"} | row for row in rows]
    names = sorted({name for row in every for name in row})
    text = io.StringIO()
    writer = csv.DictWriter(text, ["claim_id", *names])
    writer.writeheader()
    writer.writerows({"claim_id": f"c{number}"} | row for number, row in enumerate(every))
    folder.mkdir()
    (folder / "claims.csv").write_text(text.getvalue(), encoding="utf-8")
    (folder / "report.toml").write_text(TOML.format(title=title), encoding="utf-8")
    return folder


def rendered(place: Place, folder: Path) -> str:
    """Return the page of a project."""
    ended = place.start("--project", str(folder), command="render", shipped=True).ended()
    assert (ended.code, ended.error) == (0, "")
    return (folder / "report" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("title", "rows", "signs"),
    [
        ("Batteries", BATTERIES, ["€120.5 billion", "29 GWh", "2.4 million tonnes", "82 %"]),
        ("Payments", PAYMENTS, ["₹182.25 lakh crore", "30 crore", "60 %"]),
    ],
)
def test_nothing_of_the_shipped_market(
    place: Place, title: str, rows: list[dict[str, str]], signs: list[str]
) -> None:
    """No word of artificial intelligence, no dollar, no empty chart; every row with its figure."""
    html = rendered(place, write_project(place.folder / "own", title, rows))
    told = _told(html)
    assert not SHIPPED.search(told)
    assert not re.search(r"\bNo \w+ to (draw|compare)\b", told)
    assert all(sign in told for sign in signs), [sign for sign in signs if sign not in told]
    assert all(row["title"] in told for row in rows)
    topics = {row["topic"].capitalize() for row in rows}
    assert topics <= set(re.findall(r"<h2[^>]*>([^<:]+)", html))


def test_the_settings_are_on_the_page(place: Place) -> None:
    """Title, authors, licence and colour."""
    html = rendered(place, write_project(place.folder / "own", "Batteries", BATTERIES))
    assert '<a href="#report">Batteries</a></h1>' in html
    assert "By A. Author." in html
    assert "A. Author: Batteries: " in html
    assert "licensed under CC0" in html
    assert "--article:#7a1fa2" in html
    [run] = (place.folder / "own" / "report" / "runs").iterdir()
    assert (run / "report.toml").read_bytes() == (place.folder / "own/report.toml").read_bytes()
    history = (place.folder / "own" / "report" / "history.html").read_text(encoding="utf-8")
    assert "<title>Batteries: history</title>" in history


def test_other_settings_make_another_report(place: Place) -> None:
    """And the same ones none."""
    folder = write_project(place.folder / "own", "Payments", PAYMENTS)
    rendered(place, folder)
    again = place.start("--project", str(folder), shipped=True).ended()
    assert "(up to date)" in again.out
    (folder / "report.toml").write_text('title = "Other"', encoding="utf-8")
    assert '<a href="#report">Other</a></h1>' in rendered(place, folder)


def test_wrong_settings_stop_the_run(place: Place) -> None:
    """2, and nothing is published."""
    folder = write_project(place.folder / "own", "Payments", PAYMENTS)
    (folder / "report.toml").write_text('titel = "Other"', encoding="utf-8")
    ended = place.start("--project", str(folder), shipped=True).ended()
    assert ended.code == 2
    assert ended.error.startswith("error: report.toml:titel: there is no such setting; ")
    assert not (folder / "report" / "index.html").exists()


def test_a_folder_without_settings_is_no_project(place: Place) -> None:
    """66, with the command that makes one."""
    ended = place.start("--project", str(place.folder), shipped=True).ended()
    assert ended.code == 66
    assert "is no project: it has no report.toml; " in ended.error


def _told(html: str) -> str:
    """Return what a reader may read of a page: without scripts, styles and the method's words."""
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)).replace("\N{NO-BREAK SPACE}", " ")
