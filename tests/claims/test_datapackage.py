"""The Frictionless data package and the data dictionary, both made from the schema."""

import json
import re
from pathlib import Path

import pytest

from report_helpers.claims.datapackage import data_dictionary, datapackage, datapackage_json
from report_helpers.claims.schema import COLUMN_NAMES, REQUIRED

ROOT = Path(__file__).parents[2]
COMMITTED = (ROOT / "data/datapackage.json").read_text(encoding="utf-8")


def test_committed_package_is_the_generated_one() -> None:
    """`data/datapackage.json` has the schema of `COLUMNS`."""
    assert datapackage_json(COMMITTED) == COMMITTED


def test_package_describes_every_column() -> None:
    """Fields are in the schema's order, and required ones are marked."""
    fields = datapackage(json.loads(COMMITTED))["resources"][0]["schema"]["fields"]
    assert [field["name"] for field in fields] == list(COLUMN_NAMES)
    required = [field["name"] for field in fields if field["constraints"]["required"]]
    assert required == list(REQUIRED)


@pytest.mark.filterwarnings("ignore")
def test_frictionless_accepts_package_and_data() -> None:
    """The reference implementation finds no fault with the package nor with the CSV."""
    from frictionless import validate

    report = validate(str(ROOT / "data/datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])
    assert report.tasks[0].labels == list(COLUMN_NAMES)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (",usd_billion,", ",usd bn,", "constraint-error"),
        (",26.03,", ",abc,", "type-error"),
        (",a01_original,", ",a99_original,", "foreign-key"),
        (",https://www.index.dev,", ",javascript:alert(1),", "constraint-error"),
    ],
)
def test_frictionless_refuses_what_the_schema_forbids(
    tmp_path: Path, old: str, new: str, code: str
) -> None:
    """The package's constraints bite: a bad cell is refused by the reference implementation."""
    from frictionless import validate

    text = (ROOT / "data/market_stats.csv").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "market_stats.csv").write_text(text.replace(old, new, 1), encoding="utf-8")
    (tmp_path / "datapackage.json").write_text(COMMITTED, encoding="utf-8")
    report = validate(str(tmp_path / "datapackage.json"))
    assert {row[0] for row in report.flatten(["type"])} == {code}


def test_documentation_holds_the_dictionary() -> None:
    """The page on bringing one's own data shows the schema of today."""
    page = (ROOT / "docs/your-own-data.md").read_text(encoding="utf-8")
    begin, end = "<!-- data dictionary: begin -->\n", "<!-- data dictionary: end -->"
    assert page.split(begin)[1].split(end)[0] == data_dictionary()


def test_dictionary_is_a_table_of_four_columns() -> None:
    """Every line of the dictionary has the same number of cells."""
    lines = data_dictionary().splitlines()
    assert len(lines) == len(COLUMN_NAMES) + 2
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in lines} == {5}
