"""What the tests of the recipes share: the recipes, the command, and one small notebook."""

import sys
from pathlib import Path

import pytest

from .helpers import write_notebook

RECIPES = Path(__file__).parents[2] / "schedules"

DRAWS = """\
import plotly.graph_objects as go
go.Figure(go.Bar(y=[1, 2]), layout={"title": {"text": f"Two bars on {as_of}"}})
"""


@pytest.fixture(scope="session")
def recipes() -> Path:
    """The folder of the recipes."""
    return RECIPES


@pytest.fixture(scope="session")
def command() -> Path:
    """The installed command, as a scheduler starts it."""
    return Path(sys.executable).with_name("market-report")


@pytest.fixture
def notebooks(tmp_path: Path) -> Path:
    """A folder with one small notebook that draws one chart."""
    return write_notebook(tmp_path / "books" / "small.ipynb", DRAWS).parent
