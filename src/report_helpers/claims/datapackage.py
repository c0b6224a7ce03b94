"""The schema in two public formats: a Frictionless data package and a Markdown dictionary.

`python -m report_helpers.claims.datapackage` writes both: the schema in `data/datapackage.json`,
whose title and description are edited by hand, and the dictionary in `docs/your-own-data.md`.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from report_helpers.claims.schema import COLUMNS, PATTERNS, Column
from report_helpers.package_files import shipped

__all__ = ["data_dictionary", "datapackage", "datapackage_json"]

BEGIN, END = "<!-- data dictionary: begin -->\n", "<!-- data dictionary: end -->"
"""Markers around the dictionary in the documentation page."""

REFERENCES = ("original_id", "repeats_id")


def datapackage(descriptor: Mapping[str, Any]) -> dict[str, Any]:
    """Return the descriptor of a data package of claims, with the schema of its one table."""
    (table,) = descriptor["resources"]
    return {**descriptor, "resources": [{**table, "schema": table_schema()}]}


def table_schema() -> dict[str, Any]:
    """Return the Table Schema of the claims."""
    return {
        "fields": [field(column) for column in COLUMNS],
        "missingValues": [""],
        "primaryKey": ["claim_id"],
        "foreignKeys": [
            {"fields": [name], "reference": {"resource": "", "fields": ["claim_id"]}}
            for name in REFERENCES
        ],
    }


def field(column: Column) -> dict[str, Any]:
    """Return one column as a Table Schema field."""
    types: dict[str, dict[str, Any]] = {
        "number": {"type": "number"},
        "year": {"type": "integer"},
        "day": {"type": "date", "format": "default"},
        "url": {"type": "string", "format": "uri"},
    }
    return {
        "name": column.name,
        **types.get(column.kind, {"type": "string"}),
        "description": column.meaning,
        "example": column.example,
        "constraints": constraints(column),
    }


def constraints(column: Column) -> dict[str, Any]:
    """Return the constraints of a field; the standard allows patterns only for strings."""
    found: dict[str, Any] = {"required": column.required}
    if column.unique:
        found["unique"] = True
    if column.kind == "year":
        found |= {"minimum": 1900, "maximum": 2100}
    if column.allowed:
        found["enum"] = list(column.allowed)
    elif column.kind in {"text", "key", "date", "url", "unit"}:
        found["pattern"] = PATTERNS[column.kind]
    return found


def datapackage_json(descriptor: str) -> str:
    """Return the text of a `datapackage.json` with the schema of its one table."""
    return json.dumps(datapackage(json.loads(descriptor)), indent=2, ensure_ascii=False) + "\n"


def data_dictionary() -> str:
    """Return a Markdown table with one row per column.

    An asterisk marks required columns, a dagger those that describe a document.
    """
    head = ["| column | meaning | holds | example |", "| --- | --- | --- | --- |"]
    return "\n".join([*head, *map(dictionary_line, COLUMNS)]) + "\n"


def dictionary_line(column: Column) -> str:
    """Return one column as a line of the dictionary."""
    holds = ", ".join(f"`{value}`" for value in column.allowed) or HOLDS[column.kind]
    mark = (" \\*" if column.required else "") + (" \u2020" if column.of_source else "")
    return f"| `{column.name}`{mark} | {column.meaning} | {holds} | `{column.example}` |"


def generate(root: Path) -> None:
    """Write the data package, and the dictionary in `docs/your-own-data.md`, under `root`."""
    package = root / "data/datapackage.json"
    package.write_text(datapackage_json(package.read_text(encoding="utf-8")), encoding="utf-8")
    page = root / "docs/your-own-data.md"
    text = page.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}{data_dictionary()}{end}{after}", encoding="utf-8")


HOLDS = {
    "text": "text on one line",
    "number": "a plain decimal, digits as printed",
    "year": "a year, 1900 to 2100",
    "date": "`YYYY`, `YYYY-MM` or `YYYY-MM-DD`",
    "day": "`YYYY-MM-DD`",
    "url": "an http or https address",
    "key": "small letters, digits, underscores",
    "unit": "`QUANTITY[_SCALE][_per_THING]`: `usd_billion`, `count`, `gwh`, `eur_per_kwh`",
}


if __name__ == "__main__":
    generate(shipped("data/market_stats.csv").parent.parent)
