"""Reads the parameters that notebooks declare, and checks the values that a user gives.

A notebook declares parameters in the one code cell tagged `parameters`, one a line:
`name: type = default  # help`; without a type, the type of the default counts. The cell may hold
nothing else, so it can be read, and a wrong name or type refused, before a kernel starts. A
notebook without such a cell has no parameters.
"""

import ast
import difflib
import io
import json
import re
import tokenize
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, get_args

from report_helpers.analysis.parameter_checks import day_of, year_of
from report_helpers.claims.schema import FIXES, PATTERNS
from report_helpers.errors import SetupError, UsageError
from report_helpers.execution.notebook_settings import notebook_settings
from report_helpers.files import read_regular
from report_helpers.reader_locale import DEFAULT, known_locale

__all__ = [
    "AS_OF",
    "LOCALE",
    "Parameter",
    "Value",
    "all_notebooks",
    "declared",
    "find_notebooks",
    "typed_values",
]

Value = str | int | float | bool
TYPES: dict[str, type] = {kind.__name__: kind for kind in get_args(Value)}
WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})")
LARGEST = 100_000_000
"""Bytes of the largest notebook that is read."""
DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,17})?")
NO_BREAK = dict.fromkeys(map(ord, "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"), " ")
"""Spaces that a percentage copied from the page has."""
TOPIC = re.compile(PATTERNS["key"])


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its type's name, default, help, and the notebooks that declare it."""

    name: str
    type_name: str
    default: Value
    help: str
    notebooks: tuple[str, ...]


AS_OF: Final = Parameter("as_of", "str", "", "the date of the report", ())
"""The parameter that every run has, even if no notebook declares it."""
LOCALE: Final = Parameter("locale", "str", DEFAULT, "how numbers and dates are written", ())
"""The other such parameter."""


def find_notebooks(folder: Path) -> list[Path]:
    """Return the notebooks of a folder that are sections of the page, in the order of their names.

    Raises:
        UsageError: the folder is missing or holds no such notebook.
        SetupError: a notebook is unreadable.
        NotebookError: the metadata `market_report` of a notebook hold something else.
    """
    found = [path for path in all_notebooks(folder) if _is_section(path)]
    if not found:
        what = "all notebooks there say that they are no section of the page"
        raise UsageError(str(folder), what, "take `page` out of market_report in their metadata")
    return found


def all_notebooks(folder: Path) -> list[Path]:
    """Return all notebooks of a folder in the order of their names, but hidden files.

    Raises:
        UsageError: the folder is missing or holds no notebook.
    """
    found = sorted(path for path in folder.glob("*.ipynb") if not path.name.startswith("."))
    if not found:
        raise UsageError(str(folder), "no notebooks there", "name a folder of .ipynb files")
    return found


def _is_section(path: Path) -> bool:
    metadata = _read(path).get("metadata")
    return notebook_settings(path.name, metadata if isinstance(metadata, dict) else {}).page


def declared(notebooks: Iterable[Path]) -> dict[str, Parameter]:
    """Return every parameter that the notebooks declare, by name, in order of appearance.

    Raises:
        SetupError: a notebook is unreadable or has its parameters cell wrong, or two notebooks
            declare one name with different types.
    """
    found: dict[str, Parameter] = {}
    for notebook in notebooks:
        for parameter in _parameters(notebook):
            known = found.get(parameter.name)
            if known and known.type_name != parameter.type_name:
                raise SetupError(
                    notebook.name,
                    f"{parameter.name} is {parameter.type_name} here and {known.type_name} in "
                    f"{known.notebooks[0]}",
                    "give it one type",
                )
            names = (*known.notebooks, notebook.name) if known else (notebook.name,)
            found[parameter.name] = Parameter(
                parameter.name,
                parameter.type_name,
                known.default if known else parameter.default,
                known.help if known else parameter.help,
                names,
            )
    return found


def _parameters(notebook: Path) -> list[Parameter]:
    source = _parameters_cell(notebook)
    try:
        comments = _comments(source)
        return [
            _parameter(statement, comments.get(statement.lineno, ""), notebook.name)
            for statement in ast.parse(source).body
        ]
    except (SyntaxError, ValueError, tokenize.TokenError, RecursionError, MemoryError) as error:
        raise SetupError(
            notebook.name,
            f"the parameters cell cannot be read: {error}",
            "write each line as `name: type = default  # help`",
        ) from error


def _parameters_cell(notebook: Path) -> str:
    try:
        tagged = [
            each
            for each in _read(notebook)["cells"]
            if "parameters" in each.get("metadata", {}).get("tags", [])
        ]
        sources = ["".join(each["source"]) for each in tagged]
    except (LookupError, TypeError, AttributeError) as error:
        raise _unreadable(notebook) from error
    if len(sources) > 1:
        raise SetupError(
            notebook.name, f"{len(sources)} cells are tagged `parameters`", "tag one code cell"
        )
    return sources[0] if sources else ""


def _read(notebook: Path) -> dict[str, Any]:
    """Return a notebook's JSON.

    Raises:
        SetupError: it is unreadable or no object.
    """
    try:
        content = json.loads(read_regular(notebook, LARGEST, follow_links=True))
    except (OSError, ValueError, RecursionError) as error:
        raise _unreadable(notebook) from error
    if not isinstance(content, dict):
        raise _unreadable(notebook)
    return content


def _unreadable(notebook: Path) -> SetupError:
    what = "this is not a readable notebook"
    return SetupError(notebook.name, what, "save it from JupyterLab")


def _comments(source: str) -> dict[int, str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {
        token.start[0]: token.string.lstrip("# ")
        for token in tokens
        if token.type == tokenize.COMMENT
    }


def _parameter(statement: ast.stmt, help_text: str, notebook: str) -> Parameter:
    match statement:
        case ast.AnnAssign(ast.Name(name), ast.Name(type_name), ast.expr() as default):
            value = ast.literal_eval(default)
        case ast.Assign([ast.Name(name)], default):
            value = ast.literal_eval(default)
            type_name = type(value).__name__
        case _:
            name, type_name, value = "", "", None
    # Not isinstance: True would pass for a whole number.
    if isinstance(value, Value) and type(value) is TYPES.get(type_name):
        return Parameter(name, type_name, value, help_text, (notebook,))
    message = f"line {statement.lineno} is not `name: type = default` of {', '.join(TYPES)}"
    raise ValueError(message)


def typed_values(given: Mapping[str, str], known: Mapping[str, Parameter]) -> dict[str, Value]:
    """Return the given values in their declared types.

    Raises:
        UsageError: a name is unknown (with the nearest known one), or a value has a wrong type
            or is out of range.
    """
    return {name: _value(name, text, known) for name, text in given.items()}


def _value(name: str, text: str, known: Mapping[str, Parameter]) -> Value:
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
        raise UsageError("parameters", f"unknown parameter {name!a}", hint)
    value = _typed(name, text, known[name].type_name)
    # 0 may stand for "as printed" where it is the default.
    if value != known[name].default:
        _within_limits(name, value)
    return known_locale(str(value), "parameter locale") if name == LOCALE.name else value


def _typed(name: str, text: str, type_name: str) -> Value:
    match type_name:
        case "int" if WHOLE.fullmatch(text):
            return int(text)
        case "float" if DECIMAL.fullmatch(text):
            return float(text)
        case "bool" if text in ("true", "false", "True", "False"):
            return text.lower() == "true"
        case "str" if text.translate(NO_BREAK).isprintable():
            return text
    wanted = {"int": "a whole number like 2035", "float": "a plain decimal like 0.3",
              "bool": "true or false", "str": "printable text"}[type_name]  # fmt: skip
    raise UsageError(f"parameter {name}", f"{text!a} is not of type {type_name}", f"give {wanted}")


def _within_limits(name: str, value: Value) -> None:
    place = f"parameter {name}"
    if name.endswith("_year"):
        year_of(value, place)
    if name == "as_of":
        day_of(str(value), place)
    if name == "topic" and value and not TOPIC.match(str(value)):
        raise UsageError(place, f"{value!a} is not a topic", FIXES["key"])
