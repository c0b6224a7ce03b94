"""Runs on claims that are not one CSV: what they compare, keep and publish."""

import csv
import json
from hashlib import sha256
from pathlib import Path

import pytest
from openpyxl import Workbook
from pandas.testing import assert_frame_equal

from report_helpers.claims import read_claims
from report_helpers.claims.schema import COLUMN_NAMES, SOURCE_COLUMNS
from report_helpers.package_files import shipped

from .place import Place

pytestmark = pytest.mark.kernel
NAMES = [column.name for column in SOURCE_COLUMNS]
APART = [name for name in COLUMN_NAMES if name not in NAMES[1:]]


def write_apart(folder: Path) -> Path:
    """Write the shipped claims and their documents apart; return the path of the claims."""
    with shipped("data/market_stats.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    documents = {row["source_id"]: row for row in rows}
    for name, names, of in (("claims", APART, rows), ("sources", NAMES, documents.values())):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, names, extrasaction="ignore", lineterminator="\n")
            writer.writeheader()
            writer.writerows(of)
    return folder / "claims.csv"


def test_a_run_keeps_one_table_and_sees_a_change_of_either_file(place: Place) -> None:
    """Kernels read the one table; an edited `sources.csv` alone makes the page again."""
    data = str(write_apart(place.folder))
    place.write("from report_helpers.claims import read_claims\nassert len(read_claims(data)) > 16")
    first = place.run("--data", data)
    assert (first.code, first.error) == (0, "")
    again = place.run("--data", data)
    assert again.out == f"{place.page} (up to date)\n"
    (run,) = (place.out / "runs").iterdir()
    kept = run / "claims.csv"
    about = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    assert about["data"] == {
        "name": "claims.csv", "sha256": sha256(kept.read_bytes()).hexdigest(),
    }  # fmt: skip
    assert_frame_equal(read_claims(str(kept)), read_claims())
    sources = place.folder / "sources.csv"
    sources.write_bytes(sources.read_bytes().replace(b",2026-11-", b",2026-10-"))
    assert place.run("--data", data).out == f"{place.page}\n"


def test_a_run_keeps_a_workbook_as_a_csv(place: Place) -> None:
    """Kernels, the run's folder and the page have its table; the manifest has its name."""
    book = Workbook()
    with shipped("data/market_stats.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            book.active.append(row)
    book.save(place.folder / "my.xlsx")
    place.write("from report_helpers.claims import read_claims\nassert len(read_claims(data)) > 16")
    ended = place.run("--data", "my.xlsx")
    assert (ended.code, ended.error) == (0, "")
    (run,) = (place.out / "runs").iterdir()
    about = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    assert about["data"]["name"] == "my.xlsx"
    assert_frame_equal(read_claims(str(run / "claims.csv")), read_claims())
    assert 'download="my.csv"' in place.page.read_text(encoding="utf-8")


def test_a_wrong_document_ends_a_run_in_its_file(place: Place) -> None:
    """The exit code is that of wrong claims, and nothing is published."""
    data = write_apart(place.folder)
    sources = data.with_name("sources.csv")
    sources.write_bytes(sources.read_bytes().replace(b",article,", b",artikel,"))
    place.write()
    ended = place.run("--data", str(data))
    assert ended.code == 65
    assert f"{sources}:2:source_kind: 'artikel' is not one of" in ended.error
    assert not place.page.exists()
