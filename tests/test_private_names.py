"""What the report uses of other libraries that they do not promise: each name, and where.

These libraries have an upper bound in pyproject.toml, and these tests say which names to look at
before it is raised.
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from pkgutil import resolve_name
from typing import Final

import pytest

import report_helpers

PACKAGE: Final = Path(report_helpers.__file__).parent
PRIVATE: Final = {
    "choreographer.Browser._process_executor": (
        "page/images/offline_browser.py", "the thread that starts the browser",
    ),
    "pint.UnitRegistry._units": ("claims/physical.py", "the aliases of a unit"),
    "plotly.io._base_renderers": ("charts/toolkit/theme.py", "loaded before kernels fork"),
    "plotly.graph_objs.FigureWidget._perform_batch_animate": (
        "projection/figure_widget.py", "points move without a redraw",
    ),
    "jupyter_client.KernelManager._async_pre_start_kernel": (
        "execution/kernel_manager.py", "the place of a kernel's sockets",
    ),
    "jupyter_client.KernelManager._context_default": (
        "execution/kernel_manager.py", "a ZeroMQ context of its own",
    ),
}  # fmt: skip
"""The private names of other libraries, the module that uses each, and for what."""
REACHED: Final = {
    "choreographer": "page/images/printing.py",
    "distributed": "runs/batch/dask_task.py",
    "ipykernel": "execution/fork_server.py",
    "jupyter-client": "execution/forked_provisioner.py",
    "kaleido": "page/images/pictures.py",
    "nbclient": "execution/execute.py",
    "nbconvert": "page/exporter.py",
    "papermill": "execution/execute.py",
    "pint": "claims/physical.py",
    "plotly": "charts/toolkit/theme.py",
}
"""The libraries whose inner ways the report relies on, and the module that does most."""
OURS: Final = {"_repr_mimebundle_", "_replace", "_asdict", "_exit"}
"""Names that Python or IPython promise in spite of their form."""


def private_names(module: Path) -> Iterator[str]:
    """Yield the names with one underscore that a module asks of anything but itself."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    own = {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
    }
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(ast.Name("self" | "cls"), _):
                continue
            case ast.Attribute(ast.Call(ast.Name("super")), name) if name.startswith("_"):
                if not name.startswith("__"):
                    yield name
            case ast.Attribute(_, name) if re.match(r"_[^_]", name):
                if name not in OURS and not (name in own and _of_own_class(node.value)):
                    yield name
            case ast.Constant(str(text)):
                yield from re.findall(r"^[a-z]+(?:\.[a-z]+)*\.(_[a-z_]+)$", text)
            case _:
                continue


def _of_own_class(value: ast.expr) -> bool:
    return isinstance(value, ast.Name)


def test_each_private_name_is_listed() -> None:
    """With the module that uses it; a new one has to be added here, or done without."""
    found = {
        (str(module.relative_to(PACKAGE)), name)
        for module in PACKAGE.rglob("*.py")
        for name in private_names(module)
    }
    assert found == {(where, name.rpartition(".")[2]) for name, (where, _) in PRIVATE.items()}


@pytest.mark.parametrize("name", PRIVATE)
def test_each_private_name_is_there(name: str) -> None:
    """In the installed version."""
    owner, _, private = name.rpartition(".")
    thing = resolve_name(owner)
    # An attribute that only instances have.
    if owner == "pint.UnitRegistry":
        thing = thing()
    if owner == "choreographer.Browser":
        thing = thing(sys.executable)
    assert hasattr(thing, private) or find_spec(name)


def test_libraries_that_are_reached_into_have_an_upper_bound() -> None:
    """A new major version is tried before users get it."""
    settings = tomllib.loads((PACKAGE.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    project = settings["project"]
    asked = chain(project["dependencies"], *project["optional-dependencies"].values())
    bounds = {re.split(r"[<>=]", one)[0]: one for one in asked}
    assert [name for name in REACHED if "<" not in bounds[name]] == []
    for name, module in REACHED.items():
        assert name.replace("-", "_") in (PACKAGE / module).read_text(encoding="utf-8")
