"""The paths of the shipped claims and notebooks, in a wheel or in a checkout."""

from pathlib import Path

from report_helpers.errors import SetupError

__all__ = ["shipped"]

PACKAGE = Path(__file__).resolve().parent


def shipped(path: str) -> Path:
    """Return the path of a shipped file or folder.

    Args:
        path: its path in the checkout, such as `data/market_stats.csv` or `notebooks`.

    Raises:
        SetupError: neither the installed package nor the checkout has it.
    """
    for root in (PACKAGE / "_shipped", PACKAGE.parents[1]):
        if (root / path).exists():
            return root / path
    raise SetupError(path, "is not part of this installation", "install market-report again")
