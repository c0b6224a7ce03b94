"""A notebook that was run with its widgets stays small, and the widget still gets its library."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import papermill
import plotly
import pytest

from report_helpers.package_files import shipped
from report_helpers.projection.display import projection
from report_helpers.projection.figure_widget import LIBRARY

pytestmark = pytest.mark.slow

MOST = 300_000
"""Bytes of the projection's notebook after papermill has run it."""


@pytest.mark.kernel
def test_the_notebook_run_by_papermill_is_small(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its widgets, as saved from JupyterLab, it holds no copy of a library."""
    monkeypatch.setenv("MARKET_REPORT_STATIC", "0")
    out = tmp_path / "ran.ipynb"
    papermill.execute_notebook(
        str(shipped("notebooks/05_projection.ipynb")), str(out), progress_bar=False
    )
    text = out.read_text(encoding="utf-8")
    assert "application/vnd.jupyter.widget-state+json" in text
    assert '"model_name": "AnyModel"' in text
    assert len(text.encode()) <= MOST


def test_the_library_comes_when_it_is_asked_for(
    shipped_claims: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the figure as it has become meanwhile, and not for another version."""
    panel = projection(shipped_claims).panel
    sent: list[Any] = []
    monkeypatch.setattr(
        panel.figure, "send", lambda content, buffers: sent.append((content, buffers))
    )
    panel.inputs["growth"].value = 0.5
    panel.figure._handle_custom_msg({"library": "0"}, [])  # noqa: SLF001  # as from the browser
    assert sent == []
    wanted = {"library": plotly.__version__}
    panel.figure._handle_custom_msg(wanted, [])  # noqa: SLF001  # as from the browser
    assert sent == [(wanted, [LIBRARY.read_bytes()])]
    at = panel.contract["traces"]["path"]
    path = panel.figure.get_state("_widget_data")["_widget_data"][at]["y"]
    assert list(path) == list(panel.figure.data[at].y)


@pytest.mark.parametrize(
    ("name", "value", "way"),
    [
        ("growth", 0.41, "_py2js_animate"),
        ("horizon", 2040, "_py2js_animate"),
        ("fan", "drawn", "_py2js_update"),
        ("axis", "log", "_py2js_update"),
    ],
)
def test_a_move_is_one_message_to_the_figure(
    shipped_claims: pd.DataFrame, name: str, value: object, way: str
) -> None:
    """Points and axes go together; traces that get their first points are drawn anew."""
    panel = projection(shipped_claims).panel
    sent: list[dict[str, Any]] = []
    panel.figure.send_state = lambda key=None: sent.append(panel.figure.get_state(key))
    panel.inputs[name].value = value
    (message,) = [given for state in sent for given in state.values() if given is not None]
    assert {key for state in sent for key in state} == {way}
    at = panel.contract["traces"]["path"]
    assert (at in message["style_traces"]) == (name in {"growth", "horizon"})


def test_the_grammars_of_addresses_wait_until_someone_asks() -> None:
    """To compile them takes longer than all else that the widget imports; they can be had later."""
    script = (
        "import sys; import report_helpers.projection.figure_widget; "
        "assert 'nbformat' in sys.modules; assert 'rfc3987_syntax' not in sys.modules; "
        "import rfc3987_syntax"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
