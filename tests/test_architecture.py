"""Packages: which may import which, which may import a large library, and how large they are."""

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import report_helpers
from report_helpers import variables

PACKAGE = Path(report_helpers.__file__).parent
PACKAGES = (
    "colors", "errors", "files", "lazy_names", "package_files", "packing", "reader_locale",
    "variables", "settings", "front_end", "drawing", "claims", "analysis", "audit", "changes",
    "tables", "charts", "text", "projection", "explorer", "execution", "page", "runs",
    "project", "cli", "__main__",
)  # fmt: skip
ONLY_IN = {
    "papermill": ("execution",),
    "nbconvert": ("page",),
    "plotly": ("charts", "drawing", "projection", "explorer"),
    "ipywidgets": ("projection", "explorer"),
    "itables": ("explorer",),
    "kaleido": ("drawing", "execution", "page"),
    "click": ("cli",),
    "psutil": ("execution", "runs"),
    "filelock": ("runs",),
    "apprise": ("runs",),
    "distributed": ("runs",),
}
LARGEST_PACKAGE = 16
NAMED_AS_THEIR_PACKAGE = {"audit", "changes"}
"""Packages whose main function is in a module of the same name, as `audit.audit.audit`."""
MODULES = sorted(PACKAGE.rglob("*.py"))


def imported(module: Path) -> Iterator[str]:
    """Yield the full name of everything that a module imports."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def package(module: Path) -> str:
    """Return the top-level package that a module belongs to, or its own name."""
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(PACKAGE)))
def test_imports_point_one_way(module: Path) -> None:
    """A module imports only from its own package and from those before it."""
    here = package(module)
    if here == "__init__":
        return
    for name in imported(module):
        top, *rest = name.split(".")
        if top == "report_helpers" and rest and rest[0] in PACKAGES:
            assert PACKAGES.index(rest[0]) <= PACKAGES.index(here), name


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(PACKAGE)))
def test_large_libraries_are_imported_in_few_packages(module: Path) -> None:
    """Each large library is imported only in the packages that need it."""
    for name in imported(module):
        allowed = ONLY_IN.get(name.split(".")[0], PACKAGES)
        assert package(module) in allowed or allowed is PACKAGES, name


def test_every_module_is_in_a_package() -> None:
    """No module is outside the packages that the architecture page names."""
    assert {package(module) for module in MODULES} == {*PACKAGES, "__init__"}


def test_packages_are_small() -> None:
    """A package has at most 16 modules, besides `__init__`."""
    sizes = Counter(module.parent for module in MODULES if module.name != "__init__.py")
    assert {str(folder): size for folder, size in sizes.items() if size > LARGEST_PACKAGE} == {}


def test_module_names_are_unique() -> None:
    """No name is used for two modules, nor for a module and a package."""
    modules = [module.stem for module in MODULES if module.stem not in {"__init__", "__main__"}]
    packages = {module.parent.name for module in MODULES} - {PACKAGE.name}
    counts = Counter([*modules, *packages])
    assert {name for name, count in counts.items() if count > 1} - NAMED_AS_THEIR_PACKAGE == set()


def test_environment_variables_are_named_in_one_module() -> None:
    """`variables` has each name, all with one prefix; no other module contains one."""
    names = {getattr(variables, name) for name in variables.__all__}
    assert all(name.startswith("MARKET_REPORT_") for name in names)
    spelled = {
        (package(module), word)
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


def test_the_command_loads_no_large_library() -> None:
    """The process that supervises a run leaves pandas, numpy and plotly to its worker.

    Every report would otherwise wait a second longer, and so would each run that is up to date.
    """
    program = "import sys, report_helpers.runs.notify.digest; print(*sys.modules)"
    command = [sys.executable, "-c", program]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert {"numpy", "pandas", "plotly", "pint", "nbconvert"}.isdisjoint(loaded)
