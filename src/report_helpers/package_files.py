"""Where the project's own claims and notebooks lie: in a wheel or in a checkout."""

from pathlib import Path

from report_helpers.errors import SetupError

__all__ = ["shipped"]

PACKAGE = Path(__file__).resolve().parent


def shipped(path: str) -> Path:
    """Return the project's own file or folder.

    Args:
        path: as it is called in the checkout, e.g. `data/market_stats.csv` or `notebooks`.

    Raises:
        SetupError: neither the installed package nor the checkout holds it.
    """
    for root in (PACKAGE / "_shipped", PACKAGE.parents[1]):
        if (root / path).exists():
            return root / path
    raise SetupError(path, "is not part of this installation", "install market-report again")
