"""The rooms of the house: who may import whom, and who may import which library."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import report_helpers
from report_helpers import variables

PACKAGE = Path(report_helpers.__file__).parent
ROOMS = ("errors", "files", "package_files", "variables", "claims", "analysis", "audit", "changes",
         "charts", "text", "projection", "execution", "page", "runs", "cli",
         "__main__")  # fmt: skip
ONLY_IN = {
    "papermill": ("execution",),
    "nbconvert": ("page",),
    "plotly": ("charts", "projection"),
    "ipywidgets": ("projection",),
    "kaleido": ("execution", "page"),
    "click": ("cli",),
    "psutil": ("execution", "runs"),
    "filelock": ("runs",),
    "apprise": ("runs",),
    "distributed": ("runs",),
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def imported(module: Path) -> Iterator[str]:
    """Yield the full name of everything that a module imports."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room(module: Path) -> str:
    """Return the room that a module belongs to."""
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(PACKAGE)))
def test_imports_point_one_way(module: Path) -> None:
    """A module imports only from its own room and from those before it."""
    here = room(module)
    if here == "__init__":
        return
    for name in imported(module):
        top, *rest = name.split(".")
        if top == "report_helpers" and rest and rest[0] in ROOMS:
            assert ROOMS.index(rest[0]) <= ROOMS.index(here), name


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(PACKAGE)))
def test_each_library_has_its_room(module: Path) -> None:
    """The large libraries are imported in one room alone."""
    for name in imported(module):
        allowed = ONLY_IN.get(name.split(".")[0], ROOMS)
        assert room(module) in allowed or allowed is ROOMS, name


def test_every_module_has_a_room() -> None:
    """No module lies outside the rooms that the architecture names."""
    assert {room(module) for module in MODULES} == {*ROOMS, "__init__"}


def test_environment_variables_are_named_in_one_module() -> None:
    """`variables` holds each name, all with one prefix; no other module spells one out."""
    names = {getattr(variables, name) for name in variables.__all__}
    assert all(name.startswith("MARKET_REPORT_") for name in names)
    spelled = {
        (room(module), word)
        for module in MODULES
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        for word in [node.value]
        if re.fullmatch("MARKET_REPORT_[A-Z_]+", word)
    }
    assert spelled == {("variables", name) for name in names}


def test_the_architecture_page_lists_every_environment_variable() -> None:
    """One row of its table for each name in `variables`, and no other."""
    page = (Path(__file__).parents[1] / "docs" / "architecture.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `(MARKET_REPORT_[A-Z]+)` \|", page, flags=re.MULTILINE)
    assert sorted(listed) == sorted(getattr(variables, name) for name in variables.__all__)
