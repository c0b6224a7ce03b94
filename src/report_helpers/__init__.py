"""Check, chart and project the figures that market articles quote."""

from importlib.metadata import version

__all__ = ["__version__"]

__version__ = version("market-report")
