"""The notebooks as documents, as papermill runs them, and as nbval guards them."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from report_helpers.package_files import shipped
from report_helpers.variables import CHROME

NOTEBOOKS = sorted(shipped("notebooks").glob("*.ipynb"))
SHIPPED = shipped("data/market_stats.csv")


def read(path: Path) -> NotebookNode:
    """Return a notebook."""
    book: NotebookNode = nbformat.read(path, as_version=4)
    return book


def code_cells(path: Path) -> list[NotebookNode]:
    """Return the code cells of a notebook."""
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


LINKED_NOTEBOOK = re.compile(r"\]\([0-9a-z_]+\.ipynb\)")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_links_to_notebooks_lead_to_one(path: Path) -> None:
    """They are beside it, under the names that they have."""
    sources = "".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")
    names = {link.strip("]()") for link in LINKED_NOTEBOOK.findall(sources)}
    assert names <= {each.name for each in NOTEBOOKS}


each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@each_notebook
def test_opens_with_a_title_and_parameters(path: Path) -> None:
    """A title, written or computed; the first code cell is `parameters`, each line with help."""
    cells = read(path).cells
    titles = [cell for cell in cells if cell.cell_type == "markdown" and cell.source[:2] == "# "]
    if titles:
        assert titles == [cells[0]]
    else:
        shown = next(cell.outputs[0] for cell in code_cells(path) if cell.outputs)
        assert '<h2 class="answer"' in shown.data["text/html"]
    first = code_cells(path)[0]
    assert first.metadata["tags"] == ["parameters"]
    assert all(": " in line and "  # " in line for line in first.source.splitlines())


@each_notebook
def test_every_parameter_is_used(path: Path) -> None:
    """A cell after the parameters reads each of them."""
    first, *rest = (ast.parse(cell.source) for cell in code_cells(path))
    names = {node.target.id for node in first.body
             if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)}  # fmt: skip
    read_names = {node.id for cell in rest for node in ast.walk(cell)
                  if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}  # fmt: skip
    assert names <= read_names


@each_notebook
def test_runs_on_the_kernel_that_everybody_has(path: Path) -> None:
    """The kernel is python3, and the metadata has nothing of a machine."""
    metadata = read(path).metadata
    assert metadata["kernelspec"]["name"] == "python3"
    assert set(metadata) - {"market_report"} == {"kernelspec", "language_info"}


@each_notebook
def test_is_prose_and_one_call_a_cell(path: Path) -> None:
    """After the imports and the reading of the claims, a code cell is one expression: a call."""
    for cell in code_cells(path)[2:]:
        (statement,) = ast.parse(cell.source).body
        assert isinstance(statement, ast.Expr)
        assert isinstance(statement.value, ast.Call)


@each_notebook
def test_prose_types_no_number(path: Path) -> None:
    """Numbers come from the claims: the text around them holds no digit, but in names of files."""
    for cell in read(path).cells:
        if cell.cell_type == "markdown":
            words = LINKED_NOTEBOOK.sub("", cell.source)
            assert not any(letter.isdigit() for letter in words), cell.source


@each_notebook
def test_every_cell_is_stored_with_its_output(path: Path) -> None:
    """What nbval compares is there, without errors."""
    for cell in code_cells(path):
        assert cell.execution_count
    for cell in code_cells(path)[2:]:
        assert cell.outputs
        assert all(output.output_type != "error" for output in cell.outputs)


@pytest.mark.kernel
@each_notebook
def test_runs_under_papermill_from_anywhere(path: Path, tmp_path: Path) -> None:
    """The papermill command runs it with a parameter, from another folder, without a warning."""
    done = subprocess.run(
        [sys.executable, "-m", "papermill", path, "out.ipynb", "-p", "as_of", "2027-01-15",
         "--no-progress-bar"],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "unknown parameter" not in done.stderr
    ran = read(tmp_path / "out.ipynb")
    first, *cells = code_cells(tmp_path / "out.ipynb")[1:]
    assert first.source.splitlines()[-1] == 'as_of = "2027-01-15"'
    assert all(cell.metadata.papermill.status == "completed" for cell in ran.cells)
    # The other notebooks use the date for their findings and print it nowhere.
    if any("as_of=as_of" in cell.source for cell in cells[1:]):
        outputs = [output for cell in cells for output in cell.get("outputs", [])]
        assert "15 Jan 2027" in str(outputs)


def nbval(folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run nbval, comparing every stored output."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "--nbval", "--nbval-cell-timeout", "60", "-q", "-c",
         "/dev/null", "-p", "no:cacheprovider", folder],
        # Pictures are not compared, so none need be drawn.
        cwd=folder, env={**os.environ, CHROME: ""}, capture_output=True, text=True, check=False,
        timeout=200,
    )  # fmt: skip


def guarded(folder: Path, names: tuple[str, ...], claims: Path) -> Path:
    """Copy notebooks with their stored outputs, their parameter `data` set to these claims."""
    books = folder / "books"
    books.mkdir()
    for path in NOTEBOOKS:
        if path.stem in names:
            text = path.read_text(encoding="utf-8")
            line = 'data: str = \\"\\"'
            assert line in text
            copy = text.replace(line, f'data: str = \\"{claims}\\"')
            (books / path.name).write_text(copy, encoding="utf-8")
    return books


def altered(folder: Path, old: str, new: str) -> Path:
    """Return a copy of the shipped claims with one text replaced everywhere."""
    text = SHIPPED.read_text(encoding="utf-8")
    assert old in text
    path = folder / "claims.csv"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


@pytest.mark.kernel
@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("02_market_growth", "225.91", "225.92"),
        ("03_changes_and_shares", "109", "108"),
        ("04_values", "22.3", "22.4"),
        ("05_projection", "225.91", "225.92"),
        ("06_sources", "23.84", "23.85"),
    ],
)
def test_nbval_catches_a_changed_figure(tmp_path: Path, name: str, old: str, new: str) -> None:
    """One figure altered in the claims makes a cell that shows it fail."""
    done = nbval(guarded(tmp_path, (name,), altered(tmp_path, old, new)))
    assert done.returncode == 1, done.stdout
    assert "Cell outputs differ" in done.stdout or "mismatch" in done.stdout, done.stdout


@pytest.mark.kernel
def test_nbval_passes_unchanged_claims(tmp_path: Path) -> None:
    """The same claims from another place give the stored outputs again."""
    copy = tmp_path / "claims.csv"
    shutil.copyfile(SHIPPED, copy)
    done = nbval(guarded(tmp_path, ("01_overview", "02_market_growth"), copy))
    assert done.returncode == 0, done.stdout
