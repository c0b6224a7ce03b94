"""Every environment variable that the product reads, besides those of its libraries."""

from typing import Final

__all__ = ["BUNDLES", "CACHE", "CHROME", "NOTIFY", "STATIC"]

BUNDLES: Final = "MARKET_REPORT_BUNDLES"
"""Folder of smaller plotly.js bundles; unset: the checkout's `node_modules`."""
CACHE: Final = "MARKET_REPORT_CACHE"
"""Folder that keeps drawn charts; unset: the user's cache; empty: none are kept."""
CHROME: Final = "MARKET_REPORT_CHROME"
"""Chrome or Chromium that draws the charts; unset: the first one found; empty: none."""
NOTIFY: Final = "MARKET_REPORT_NOTIFY"
"""Addresses that get a digest, where `--notify-file` is not given."""
STATIC: Final = "MARKET_REPORT_STATIC"
"""1: a projection has no inputs, as in stored notebooks and in a run."""
