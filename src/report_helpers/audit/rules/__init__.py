"""The rules of the audit, a module a kind of question; importing this registers them all."""

from report_helpers.audit.rules import stated_growth, path_points  # isort: skip (told in this order)
from report_helpers.audit.rules import originals, conflicts, slips  # isort: skip
from report_helpers.audit.rules import provenance, other_publishers  # isort: skip

__all__ = [
    "conflicts", "originals", "other_publishers", "path_points", "provenance", "slips",
    "stated_growth",
]  # fmt: skip
