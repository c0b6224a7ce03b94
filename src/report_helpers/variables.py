"""The environment variables that the product reads, without those of its libraries."""

from typing import Final

__all__ = ["BUNDLES", "CACHE", "CHROME", "NOTIFY", "STATIC"]

BUNDLES: Final = "MARKET_REPORT_BUNDLES"
"""Folder of smaller plotly.js bundles; unset: the checkout's `node_modules`."""
CACHE: Final = "MARKET_REPORT_CACHE"
"""Folder that caches drawn charts; unset: the user's cache; empty: no cache."""
CHROME: Final = "MARKET_REPORT_CHROME"
"""Chrome or Chromium that draws the charts; unset: the first one found; empty: none."""
NOTIFY: Final = "MARKET_REPORT_NOTIFY"
"""Addresses that get a digest, unless `--notify-file` is given."""
STATIC: Final = "MARKET_REPORT_STATIC"
"""1: projections have no inputs and charts have pictures; 0: inputs, no pictures; unset: 1 where
a cell cannot ask for input, as in papermill and nbconvert."""
