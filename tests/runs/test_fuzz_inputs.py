"""Whatever the files and parameters of a run hold, the answer is a value or one error of a line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report_helpers.errors import ReportError
from report_helpers.execution.parameter_files import read_parameters
from report_helpers.execution.parameters import (
    AS_OF,
    LOCALE,
    declared,
    find_notebooks,
    typed_values,
)
from report_helpers.package_files import shipped
from report_helpers.reader_locale import using_locale
from report_helpers.runs.batch.grid import read_grid
from report_helpers.runs.job import next_due
from report_helpers.settings.active import using_settings
from report_helpers.settings.settings_file import parse_settings

pytestmark = pytest.mark.slow

KNOWN = {"as_of": AS_OF, "locale": LOCALE, **declared(find_notebooks(shipped("notebooks")))}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)
VALUES = st.text(max_size=20) | st.from_regex(r"\d{4}-\d\d-\d\d") | st.sampled_from([
    "9" * 5000, "-0", "1e5", "\u0662\u0660\u0663\u0660", "9999-12-31", "en_US@x", "\udcff", "NaN",
    "x" * 100_000, "true", "de-" + "x" * 500, "zh-Hant-TW", "C", "POSIX",
])  # fmt: skip
YAML = st.text("abc: [],{}-\n\t\"'#&*!|>%@`?0123456789_~x", max_size=80) | st.dictionaries(
    st.sampled_from(sorted(KNOWN)), st.lists(VALUES, max_size=3) | JSON, max_size=4
).map(json.dumps)
SETTINGS = ["title", "authors", "locale", "logo", "articles", "topics", "chapters", "units",
            "colors", "main_measure"]  # fmt: skip
CODE = st.text("ab:=()\"'\n #1.[]\\", max_size=30) | st.sampled_from(
    ["x: int = 5", '"""', "x = 1e400", "x = " + "(" * 300, "\u00e9 = 1", "x: int = True", "if 1:"]
)
few = settings(max_examples=200, derandomize=True, database=None)


def answered(ask: Callable[[], Any]) -> Any:
    """Return the answer, or None after an error that a user can read."""
    try:
        return ask()
    except ReportError as error:
        lines = error.lines()
        assert error.exit_code in {2, 70, 78}  # noqa: PT017  # either outcome is right
        assert all(len(line) < 7000 and line.splitlines() == [line] for line in lines)
        return None


def toml(value: Any) -> str:
    """Return a value as TOML."""
    match value:
        case bool():
            return str(value).lower()
        case list():
            return f"[{', '.join(map(toml, value))}]"
        case dict():
            pairs = (f"{json.dumps(key)} = {toml(each)}" for key, each in value.items())
            return f"{{{', '.join(pairs)}}}"
        case None:
            return '""'
        case _:
            return json.dumps(value)


@few
@given(st.sampled_from(sorted(KNOWN)) | st.text(max_size=10), VALUES)
def test_any_parameter(name: str, value: str) -> None:
    """D28: a value in its type, and one that the run can use."""
    typed = answered(lambda: typed_values({name: value}, KNOWN))
    if typed and name == "locale":
        with using_locale(str(typed[name])):
            pass
    if typed and name == "as_of":
        answered(lambda: next_due(str(typed[name]), "9w"))


@few
@given(YAML.map(lambda text: text.encode(errors="surrogatepass")) | st.binary(max_size=60))
def test_any_file_of_parameters(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    """D28: a scenario and a grid."""
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(raw)
    answered(lambda: read_parameters(path))
    points = answered(lambda: read_grid(path, KNOWN, as_of="2026-11-23", locale="en"))
    for point in points or ():
        assert Path(point.name).name == point.name


@few
@given(
    st.dictionaries(st.sampled_from(SETTINGS) | st.text(max_size=4), JSON, max_size=3)
    .map(lambda held: "\n".join(f"{json.dumps(key)} = {toml(held[key])}" for key in held))
    .map(lambda text: text.encode(errors="surrogatepass"))
    | st.binary(max_size=50)
)
def test_any_settings(raw: bytes) -> None:
    """D28: `report.toml`."""
    found = answered(lambda: parse_settings(raw))
    if found is not None:
        with using_settings(found):
            pass


@few
@given(
    st.lists(
        st.fixed_dictionaries({
            "cell_type": st.just("code"),
            "metadata": st.just({"tags": ["parameters"]}) | JSON,
            "source": CODE | JSON,
        })
        | JSON,
        max_size=2,
    )
    | JSON,
    st.dictionaries(st.just("market_report"), st.dictionaries(
        st.sampled_from(["bar", "folded", "page", "each"]), JSON) | JSON) | JSON,
)  # fmt: skip
def test_any_notebook(tmp_path_factory: pytest.TempPathFactory, cells: Any, metadata: Any) -> None:
    """D28: its parameters are read, or it is refused."""
    folder = tmp_path_factory.getbasetemp() / "any"
    folder.mkdir(exist_ok=True)
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    (folder / "any.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    answered(lambda: declared(find_notebooks(folder)))
