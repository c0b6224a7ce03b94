"""The rules of the audit, a module a kind of question; importing this registers them all."""

from report_helpers.analysis.rules import growth, paths  # isort: skip (the order they are told in)
from report_helpers.analysis.rules import originals, conflicts, slips  # isort: skip
from report_helpers.analysis.rules import origins, sources  # isort: skip

__all__ = ["conflicts", "growth", "originals", "origins", "paths", "slips", "sources"]
