"""Writes the bill of materials of requirements.txt, which the wheel carries (PEP 770).

CycloneDX 1.6: each pinned package with version, hashes and licence. The licence is that of the
package's metadata: of the installed package, or else of the wheel, which uv fetches into a
temporary folder. Run by `make requirements`.
"""

import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from importlib import metadata
from itertools import product
from pathlib import Path
from typing import Any, Final, NamedTuple

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from packaging.requirements import Requirement

__all__ = ["BILL", "Pin", "licence", "pins"]

ROOT: Final = Path(__file__).resolve().parents[1]
REQUIREMENTS: Final = ROOT / "requirements.txt"
BILL: Final = ROOT / "requirements.cdx.json"
PLATFORMS: Final = ("linux", "windows", "macos")
PYTHONS: Final = ("3.14", "3.12", "3.11")
LONGEST: Final = 60
"""The longest name of a licence; a longer text is the licence itself."""
CLASSIFIER: Final = "License :: OSI Approved :: "


class Pin(NamedTuple):
    """A pinned package: its version, the marker of where it is installed, and its hashes."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]


class BillError(Exception):
    """The metadata of a package cannot be read."""


def pins(text: str) -> list[Pin]:
    """Return the packages that a file of requirements pins, in its order."""
    found = []
    for entry in re.split(r"\n(?=\S)", text.replace("\\\n", " ")):
        if entry.startswith("#") or not entry.strip():
            continue
        line = entry.partition("\n")[0]
        asked = Requirement(line.partition("--hash")[0].strip())
        [version] = [each.version for each in asked.specifier if each.operator == "=="]
        hashes = tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})(?!\S)", line))
        found.append(Pin(asked.name, version, str(asked.marker or ""), hashes))
    return found


def licence(about: metadata.PackageMetadata) -> dict[str, Any]:
    """Return the licence of a package as CycloneDX has it: an SPDX expression, or else a name.

    Raises:
        BillError: its metadata name none.
    """
    fields = about.json
    stated = str(fields.get("license") or "").strip()
    classified = [
        each.removeprefix(CLASSIFIER)
        for each in fields.get("classifier", [])
        if each.startswith(CLASSIFIER)
    ]
    for text in (fields.get("license_expression"), stated, *classified):
        try:
            return {"expression": str(canonicalize_license_expression(str(text or "")))}
        except InvalidLicenseExpression:
            continue
    first = stated.partition("\n")[0].strip()
    names = [*classified, first if first != "UNKNOWN" else "", about["Name"]]
    name = next(filter(None, names))
    if name == about["Name"]:
        raise BillError(f"{name}: its metadata name no licence")
    return {"license": {"name": name[:LONGEST]}}


def _about(pin: Pin) -> metadata.PackageMetadata:
    try:
        installed = metadata.distribution(pin.name)
    except metadata.PackageNotFoundError:
        return _fetched(pin)
    return installed.metadata if installed.version == pin.version else _fetched(pin)


def _fetched(pin: Pin) -> metadata.PackageMetadata:
    """Return the metadata of a package that this environment lacks.

    Raises:
        BillError: no wheel of it can be fetched.
    """
    for python, platform in product(PYTHONS, PLATFORMS):
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run(  # noqa: S603 (our own uv, fixed arguments)
                [
                    Path(sys.executable).with_name("uv"), "pip", "install", "--quiet", "--no-deps",
                    "--only-binary", ":all:", "--target", folder, "--python-version", python,
                    "--python-platform", platform, f"{pin.name}=={pin.version}",
                ],
                capture_output=True, check=False,
            )  # fmt: skip
            for found in metadata.distributions(path=[folder]) if done.returncode == 0 else ():
                return found.metadata
    raise BillError(f"{pin.name} {pin.version}: no wheel of it can be fetched")


def _components(found: list[Pin]) -> Iterator[dict[str, Any]]:
    for pin in found:
        place = f"pkg:pypi/{pin.name}@{pin.version}"
        component = {
            "bom-ref": place,
            "type": "library",
            "name": pin.name,
            "version": pin.version,
            "licenses": [licence(_about(pin))],
            "purl": place,
            "externalReferences": [
                {
                    "type": "distribution",
                    "url": place,
                    "hashes": [{"alg": "SHA-256", "content": each} for each in pin.hashes],
                }
            ],
        }
        if pin.marker:
            component["properties"] = [{"name": "cdx:python:marker", "value": pin.marker}]
        yield component


def bill(text: str, project: dict[str, Any]) -> dict[str, Any]:
    """Return the bill of materials of a file of requirements, without time and serial number."""
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "bom-ref": project["name"],
                "type": "application",
                "name": project["name"],
                "version": project["version"],
                "licenses": [{"expression": project["license"]}],
            }
        },
        "components": list(_components(pins(text))),
    }


def main() -> None:
    """Write the bill of materials."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    made = bill(REQUIREMENTS.read_text(encoding="utf-8"), project)
    BILL.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
