"""From a CSV to the validated table of claims."""

from report_helpers.claims.read import read_claims

__all__ = ["read_claims"]
