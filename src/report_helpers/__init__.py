"""Check, chart and project the figures that market articles quote.

    import report_helpers as mr

    claims = mr.read_claims("claims.csv")
    findings = mr.audit(claims, as_of="2026-11-23")
    mr.charts.size_paths(claims, findings=findings)

`mr.charts`, `mr.tables` and `mr.text` have charts, pandas frames, and sentences and lists as HTML.
"""

import sys
from importlib import import_module
from importlib.metadata import version
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

from report_helpers.lazy_names import lazy_names

if TYPE_CHECKING:
    from report_helpers import charts, tables, text
    from report_helpers.analysis.chapters import rises_topic, values_topic
    from report_helpers.analysis.comparison import main_measure
    from report_helpers.audit.audit import audit
    from report_helpers.claims.read import read_claims
    from report_helpers.explorer.explore import explore
    from report_helpers.explorer.first_claims import write_first_claims
    from report_helpers.projection.display import growth_by_source, projection
    from report_helpers.reader_locale import use_locale
    from report_helpers.text.frame_tables import growth_through_points

__all__ = [
    "audit", "charts", "explore", "growth_by_source", "growth_through_points", "main_measure",
    "projection", "read_claims", "rises_topic", "tables", "text", "use_locale", "values_topic",
    "write_first_claims",
]  # fmt: skip

__version__ = version("market-report")

PACKAGES: Final = ("charts", "tables", "text")
FUNCTIONS: Final = {
    "audit": "audit.audit",
    "explore": "explorer.explore",
    "growth_by_source": "projection.display",
    "growth_through_points": "text.frame_tables",
    "main_measure": "analysis.comparison",
    "projection": "projection.display",
    "read_claims": "claims.read",
    "rises_topic": "analysis.chapters",
    "use_locale": "reader_locale",
    "values_topic": "analysis.chapters",
    "write_first_claims": "explorer.first_claims",
}
"""The module of each function, imported on first use."""

_function, _ = lazy_names(
    __name__, {name: f"{__name__}.{module}" for name, module in FUNCTIONS.items()}
)


def __getattr__(name: str) -> Any:
    return import_module(f"{__name__}.{name}") if name in PACKAGES else _function(name)


def __dir__() -> list[str]:
    return __all__


class _Function:
    """A function that is called like its package, such as `audit` of `report_helpers.audit`.

    The import system stores a package in its parent when it is first imported, by whatever module;
    this keeps the function there.
    """

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, module: object, owner: type | None = None) -> Any:
        return _function(self.name)

    def __set__(self, module: object, package: ModuleType) -> None:
        """Leave the function where the import system stores a package."""


class _FrontDoor(ModuleType):
    """This package, in which two functions precede the packages of their names."""

    audit = _Function()
    projection = _Function()


sys.modules[__name__].__class__ = _FrontDoor
