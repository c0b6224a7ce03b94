"""The bill of materials in the wheel, and the hashes of the requirements."""

import json
import re
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from bill_of_materials import BILL, Pin, licence, pins

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
FILES = ("requirements.txt", "requirements-dev.txt")


@pytest.fixture(scope="module")
def bill() -> dict[str, Any]:
    """The bill as it is committed."""
    read: dict[str, Any] = json.loads(BILL.read_text("utf-8"))
    return read


def test_the_bill_is_cyclonedx() -> None:
    """As the schema of CycloneDX 1.6 has it."""
    validator = JsonStrictValidator(SchemaVersion.V1_6)
    assert validator.validate_str(BILL.read_text("utf-8")) is None


def test_the_bill_lists_every_pin_with_version_hashes_and_licence(bill: dict[str, Any]) -> None:
    """In the order of requirements.txt; `make requirements` writes both."""
    found = [
        Pin(
            one["name"],
            one["version"],
            "".join(each["value"] for each in one.get("properties", [])),
            tuple(each["content"] for each in one["externalReferences"][0]["hashes"]),
        )
        for one in bill["components"]
    ]
    assert found == pins((ROOT / "requirements.txt").read_text("utf-8"))
    for one in bill["components"]:
        [given] = one["licenses"]
        assert given.get("expression") or given["license"]["name"], one["name"]


@pytest.mark.parametrize("name", FILES)
def test_every_pin_has_its_hashes(name: str) -> None:
    """Each is a whole SHA-256; no line names a package without a version or at an address."""
    text = (ROOT / name).read_text("utf-8")
    found = pins(text)
    assert len(found) == len(re.findall(r"^[A-Za-z0-9]", text, re.MULTILINE)) > 100
    assert all(pin.hashes for pin in found)
    assert sum(len(pin.hashes) for pin in found) == text.count("--hash=")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"License-Expression": "MIT OR Apache-2.0"}, {"expression": "MIT OR Apache-2.0"}),
        ({"License": "bsd-3-clause"}, {"expression": "BSD-3-Clause"}),
        ({"License": "UNKNOWN", "Classifier": "License :: OSI Approved :: ISC License (ISCL)"},
         {"license": {"name": "ISC License (ISCL)"}}),
        ({"License": "The MIT License\n\nPermission is"}, {"license": {"name": "The MIT License"}}),
    ],
    ids=["expression", "field", "classifier", "text"],
)  # fmt: skip
def test_a_licence_is_that_of_the_metadata(
    fields: dict[str, str], expected: dict[str, Any], tmp_path: Path
) -> None:
    """An SPDX expression where it is one, else the name that the package gives."""
    given = {"Metadata-Version": "2.4", "Name": "a", "Version": "1", **fields}
    lines = [f"{name}: {value}".replace("\n", "\n        ") for name, value in given.items()]
    (tmp_path / "a-1.dist-info").mkdir()
    (tmp_path / "a-1.dist-info" / "METADATA").write_text("\n".join(lines), encoding="utf-8")
    [package] = metadata.distributions(path=[str(tmp_path)])
    assert licence(package.metadata) == expected
