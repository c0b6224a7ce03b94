"""From a CSV to the validated table of claims."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from report_helpers.claims.read import read_claims

__all__ = ["read_claims"]


def __getattr__(name: str) -> Any:
    # Import on first use: half of this package needs no table, and pandas is slow to import.
    if name != "read_claims":
        message = f"module {__name__} has no attribute {name}"
        raise AttributeError(message)
    from report_helpers.claims.read import read_claims  # noqa: PLC0415

    return read_claims
