"""Parameters: read from a notebook without a kernel, checked before one starts."""

import json
from pathlib import Path

import nbformat
import pytest

from report_helpers.errors import NotebookError, SetupError, UsageError
from report_helpers.execution.parameter_files import read_parameters
from report_helpers.execution.parameters import (
    all_notebooks,
    declared,
    find_notebooks,
    typed_values,
)
from report_helpers.package_files import shipped


def notebook(folder: Path, *sources: str, name: str = "a.ipynb") -> Path:
    """Write a notebook whose cells are all tagged `parameters`."""
    book = nbformat.v4.new_notebook()
    for source in sources:
        cell = nbformat.v4.new_code_cell(source)
        cell.metadata["tags"] = ["parameters"]
        book.cells.append(cell)
    nbformat.write(book, folder / name)
    return folder / name


CELL = """topic: str = ""  # one topic
horizon_year: int = 2035  # last year
rate: float = 0.5
log: bool = True"""


def test_each_line_declares_a_parameter(tmp_path: Path) -> None:
    """Name, type, default and help are read from the cell."""
    found = declared([notebook(tmp_path, CELL)])
    assert list(found) == ["topic", "horizon_year", "rate", "log"]
    year = found["horizon_year"]
    assert (year.type_name, year.default, year.help) == ("int", 2035, "last year")


def test_an_untyped_default_types_itself(tmp_path: Path) -> None:
    """A bare assignment has the type of its value."""
    assert declared([notebook(tmp_path, "limit = 3")])["limit"].type_name == "int"


def test_a_default_may_hold_an_equals_sign(tmp_path: Path) -> None:
    """The cell is parsed, not split at its signs."""
    assert declared([notebook(tmp_path, 'query: str = "a=b"')])["query"].default == "a=b"


def test_a_notebook_without_parameters_declares_none(tmp_path: Path) -> None:
    """Prose needs no parameters cell."""
    assert declared([notebook(tmp_path)]) == {}


@pytest.mark.parametrize(
    "sources",
    [
        ("a: int = 1", "b: int = 2"),
        ("a: int = 1 + 1",),
        ("a: int = 'x'",),
        ("a: list = []",),
        ("import os",),
        ("a: int =",),
    ],
)
def test_a_wrong_parameters_cell_is_refused(tmp_path: Path, sources: tuple[str, ...]) -> None:
    """Two cells, expressions, wrong types and other statements are errors by notebook."""
    with pytest.raises(SetupError, match=r"a\.ipynb"):
        declared([notebook(tmp_path, *sources)])


def test_one_name_has_one_type(tmp_path: Path) -> None:
    """Two notebooks cannot declare a parameter with two types."""
    books = [
        notebook(tmp_path, "limit: int = 1", name="a.ipynb"),
        notebook(tmp_path, "limit: str = ''", name="b.ipynb"),
    ]
    with pytest.raises(SetupError, match=r"limit is str here and int in a\.ipynb"):
        declared(books)


def test_files_that_are_not_notebooks_are_refused(tmp_path: Path) -> None:
    """A broken file is an error with its name, without a traceback."""
    (tmp_path / "a.ipynb").write_text("{broken", encoding="utf-8")
    with pytest.raises(SetupError, match="not a readable notebook"):
        declared(find_notebooks(tmp_path))


def test_a_folder_without_notebooks_is_refused(tmp_path: Path) -> None:
    """There must be something to render."""
    with pytest.raises(UsageError, match="no notebooks there"):
        find_notebooks(tmp_path)


def with_settings(path: Path, settings: object) -> Path:
    """Give a notebook the metadata `market_report`."""
    book = json.loads(path.read_text(encoding="utf-8"))
    book["metadata"]["market_report"] = settings
    path.write_text(json.dumps(book), encoding="utf-8")
    return path


def test_a_notebook_that_is_no_section_is_not_run(tmp_path: Path) -> None:
    """Its parameters are not those of a run."""
    section = notebook(tmp_path, "limit: int = 1", name="a.ipynb")
    with_settings(notebook(tmp_path, "other: int = 1", name="b.ipynb"), {"page": False})
    assert find_notebooks(tmp_path) == [section]
    assert [path.name for path in all_notebooks(tmp_path)] == ["a.ipynb", "b.ipynb"]
    with_settings(section, {"page": False})
    with pytest.raises(UsageError, match="all notebooks there say that they are no section"):
        find_notebooks(tmp_path)


def test_wrong_settings_are_refused_before_a_kernel_starts(tmp_path: Path) -> None:
    """With the notebook and the key."""
    with_settings(notebook(tmp_path, CELL, name="a.ipynb"), {"page": "no"})
    with pytest.raises(NotebookError, match=r"a\.ipynb: its metadata market_report\.page"):
        find_notebooks(tmp_path)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [("horizon_year", "2030", 2030), ("rate", "-0.25", -0.25), ("log", "false", False),
     ("topic", "ai_jobs", "ai_jobs"), ("topic", "", "")],
)  # fmt: skip
def test_text_becomes_the_declared_type(
    tmp_path: Path, name: str, text: str, value: object
) -> None:
    """Values arrive as text and leave typed."""
    checked = typed_values({name: text}, declared([notebook(tmp_path, CELL)]))
    assert checked == {name: value}
    assert type(checked[name]) is type(value)


@pytest.mark.parametrize(
    "text",
    ["twenty", "2035.0", " 2035 ", "2_035", "02035", "\u0662\u0660\u0663\u0660", "nan", "1e3", "",
     "9" * 5000, "99999", "1899"],
)  # fmt: skip
def test_what_is_no_year_is_refused(tmp_path: Path, text: str) -> None:
    """No coercion, no other digits, no year out of range."""
    with pytest.raises(UsageError, match="horizon_year"):
        typed_values({"horizon_year": text}, declared([notebook(tmp_path, CELL)]))


@pytest.mark.parametrize(
    ("name", "hint"),
    [("horizon_yaer", "did you mean horizon_year?"), ("class", "known are topic"),
     ("topic;import os", "did you mean topic?"), ("", "known are")],
)  # fmt: skip
def test_an_unknown_name_gets_a_suggestion(tmp_path: Path, name: str, hint: str) -> None:
    """The nearest name is suggested, or all are listed; nothing is ever run."""
    with pytest.raises(UsageError) as caught:
        typed_values({name: "1"}, declared([notebook(tmp_path, CELL)]))
    assert hint in str(caught.value)


@pytest.mark.parametrize("text", ["2026-02-30", "2026-1-1", "20260101", "today", ""])
def test_what_is_no_day_is_refused(tmp_path: Path, text: str) -> None:
    """as_of is a day, written in full."""
    with pytest.raises(UsageError, match="as_of"):
        typed_values({"as_of": text}, declared([notebook(tmp_path, 'as_of: str = "2026-01-01"')]))


def test_topics_are_keys(tmp_path: Path) -> None:
    """Any key may be a topic, and nothing else."""
    typed_values({"topic": "battery_market"}, declared([notebook(tmp_path, CELL)]))
    with pytest.raises(UsageError, match="is not a topic"):
        typed_values({"topic": "AI jobs"}, declared([notebook(tmp_path, CELL)]))


def test_the_shipped_notebooks_share_their_common_parameters() -> None:
    """Each takes the data and the day; all parameters have help."""
    books = find_notebooks(shipped("notebooks"))
    found = declared(books)
    for name in ("data", "as_of"):
        assert len(found[name].notebooks) == len(books)
    assert all(parameter.help for parameter in found.values())


def written(folder: Path, text: str) -> Path:
    """Write a parameters file."""
    path = folder / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_gives_every_value_as_its_text(tmp_path: Path) -> None:
    """YAML types do not matter: each value is checked like an option."""
    text = "horizon_year: 2031  # far\nlog: NO\nrate: 1_000\nday: 010\ntopic: 'a: b'\n"
    assert read_parameters(written(tmp_path, text)) == {
        "horizon_year": "2031", "log": "NO", "rate": "1_000", "day": "010", "topic": "a: b",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a: 1\na: 2", "mine.yaml:2: 'a' is given twice"),
        ("a: &x 1\nb: *x", "mine.yaml:2: anchors and tags are not allowed"),
        ("a: !!binary aGk=", "mine.yaml:1: anchors and tags are not allowed"),
        ("a: !!python/object/apply:os.system [x]", "anchors and tags are not allowed"),
        ("a: [1, 2]", "not a mapping of names to plain values"),
        ("- a", "not a mapping"),
        ("", "not a mapping"),
        ("a: 'open", "mine.yaml:"),
        ("\x00", "not a YAML"),
        ("a: " + "x" * 200_000, "too large"),
        ("a: " + "[" * 5_000, "mine.yaml"),
    ],
)
def test_a_wrong_file_is_an_error_with_its_line(tmp_path: Path, text: str, what: str) -> None:
    """Nothing but plain names and values, each once; nothing is built or run."""
    with pytest.raises(UsageError) as caught:
        read_parameters(written(tmp_path, text))
    assert what in str(caught.value)


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    """By its path."""
    with pytest.raises(UsageError, match="No such file"):
        read_parameters(tmp_path / "none.yaml")
