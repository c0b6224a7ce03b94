"""The manifest of a run names nothing that its reader may not know."""

import pytest

from report_helpers.runs.manifest import public_name


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("https://user:word@a.example:8443/claims.csv?token=secret#x", "https://a.example/claims.csv"),
        ("/home/somebody/claims.csv", "claims.csv"),
        ("", "market_stats.csv"),
    ],
)  # fmt: skip
def test_the_name_of_claims_holds_no_secret(data: str, name: str) -> None:
    """E09: neither password nor query of an address, nor the folder of a file."""
    assert public_name(data) == name
