"""The examples: valid, rendered, and each figure of them on the page."""

import csv
import re
import shutil
from pathlib import Path

import pytest

from report_helpers.audit.audit import audit, verdicts
from report_helpers.claims.read import read_claims
from report_helpers.claims.wording import figure
from report_helpers.reader_locale import using_locale

from .place import Place

EXAMPLES = Path(__file__).parents[2] / "examples"
FOLDERS = sorted(path.parent for path in EXAMPLES.glob("*/report.toml"))


def test_there_are_examples() -> None:
    """The next tests look at each of them."""
    assert [folder.name for folder in FOLDERS] == ["devices_and_shops"]


def test_the_audit_of_devices_and_shops() -> None:
    """One figure contradicts itself: 8,950 robots and 61.2 % a year give 657,822, not 434,404."""
    claims = read_claims(str(EXAMPLES / "devices_and_shops" / "claims.csv"))
    found = verdicts(claims, audit(claims, as_of="2026-11-23"))
    assert found.pop("r01_cobots") == "contradicted"
    assert set(found.values()) == {"cannot be checked"}


@pytest.mark.kernel
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_an_example_is_rendered(place: Place, folder: Path) -> None:
    """In its own locale and color, without a dollar, every figure and address on the page."""
    own = place.folder / folder.name
    shutil.copytree(folder, own, ignore=shutil.ignore_patterns("report"))
    ended = place.start("--project", str(own), shipped=True).ended()
    assert (ended.code, ended.error) == (0, "")
    html = (own / "report" / "index.html").read_text(encoding="utf-8")
    told = re.sub(r"<(script|style)\b.*?</\1>", " ", html, flags=re.DOTALL)
    claims = read_claims(str(own / "claims.csv"))
    with using_locale("en-IN"):
        figures = [figure(row) for _, row in claims.iterrows()]
    assert all(one in told for one in figures), figures
    with (own / "sources.csv").open(encoding="utf-8") as file:
        assert all(row["url"] in told for row in csv.DictReader(file))
    assert not re.search(r"\bAI\b|\$\d|dollar", told)
    assert "--article:#7a1fa2" in html
