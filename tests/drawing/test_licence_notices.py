"""The licences of the plotly.js in a page."""

from importlib import metadata

import pytest

from report_helpers.drawing.licence_notices import LicenceNotice, licences
from report_helpers.drawing.plotly_js import Bundle, plotly_js

SOURCE = r"""/**
* plotly.js v1
* Licensed under the MIT license
*/
"/*! Bundled license information:\n\nb/a.mjs:\n(**\n * B maps\n * @license 3-Clause BSD\n *)\n*/";
/* no notice */ /*! a remark */
/*! Bundled license information:

a/index.js:
  (*! A. MIT License. Somebody <a@b.example> *)

@scope/c/index.js:
  (*!
   * C
   *
   * @license  MIT
   *)

b/a.mjs:
  (**
  * B maps
  * @license 3-Clause BSD
  *)
*/
"""


def test_every_notice_is_found_once() -> None:
    """Those of the end, and those in the program of a worker."""
    assert licences(Bundle("plotly.js", "1", SOURCE)).notices == (
        LicenceNotice("", "plotly.js v1 Licensed under the MIT license"),
        LicenceNotice("b", "B maps license 3-Clause BSD"),
        LicenceNotice("a", "A. MIT License. Somebody <a@b.example>"),
        LicenceNotice("@scope/c", "C license MIT"),
    )


@pytest.mark.parametrize("traces", [{"bar"}, {"box"}, {"candlestick"}], ids=str)
def test_each_build_has_its_own_notices(traces: set[str]) -> None:
    """None of a `@license` in the source is missing, whichever build a page carries."""
    bundle = plotly_js(traces)
    found = licences(bundle)
    assert found.expression == metadata.metadata("plotly")["License-Expression"]
    assert "Permission is hereby granted" in found.text
    words = " ".join(text for _, text in found.notices)
    assert f"v{bundle.version}" in words
    for line in bundle.source.replace("\\n", "\n").splitlines():
        if "@license" in line and "*" in line[:5]:
            assert " ".join(line.partition("@license")[2].split()) in words
