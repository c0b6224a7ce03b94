"""Public names that are imported on first use, because pandas and plotly are slow to import."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

__all__ = ["lazy_names"]


def lazy_names(
    package: str, modules: Mapping[str, str]
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return `__getattr__` and `__dir__` of a package, so that completion shows these names alone.

    Args:
        package: the package's `__name__`.
        modules: the full name of the module of each public name.
    """

    def getattr_(name: str) -> Any:
        if name not in modules:
            # Python asks this for its own names too, such as `__path__`.
            raise AttributeError(f"module {package} has no attribute {name}")
        return getattr(import_module(modules[name]), name)

    return getattr_, lambda: sorted(modules)
