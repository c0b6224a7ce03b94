"""Where the project's own files lie."""

from pathlib import Path

import pytest

from report_helpers import package_files as module
from report_helpers.errors import SetupError
from report_helpers.package_files import shipped


def test_checkout_holds_claims_and_notebooks() -> None:
    """In a checkout, files are found two folders above the package."""
    assert shipped("data/market_stats.csv").is_file()
    assert shipped("notebooks").is_dir()


def test_wheel_goes_before_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In an installed wheel, files are found in the package, whatever is above it."""
    package = tmp_path / "lib" / "site" / "package"
    for root in (package / "_shipped", package.parents[1]):
        (root / "data").mkdir(parents=True)
        (root / "data" / "market_stats.csv").touch()
    monkeypatch.setattr(module, "PACKAGE", package)
    found = shipped("data/market_stats.csv")
    assert found == package / "_shipped" / "data" / "market_stats.csv"


def test_absent_file_is_a_defect_of_the_installation() -> None:
    """What neither holds is a set-up error."""
    with pytest.raises(SetupError, match="nothing/here") as caught:
        shipped("nothing/here")
    assert caught.value.exit_code == 78
