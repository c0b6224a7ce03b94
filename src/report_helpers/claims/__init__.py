"""From a CSV to the validated table of claims."""

from typing import TYPE_CHECKING

from report_helpers.lazy_names import lazy_names

if TYPE_CHECKING:
    from report_helpers.claims.read import read_claims

__all__ = ["read_claims"]

__getattr__, __dir__ = lazy_names(__name__, {"read_claims": f"{__name__}.read"})
