"""What formulas may not hold, because JavaScript might compute it otherwise."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from python_to_javascript import InexactError, javascript
from report_helpers.analysis.formulas import compound

Formula = Callable[..., Any]

COUNT = 3
HUGE = 2**60
FLAG = True
ENDLESS = float("inf")


def helper(x: float, n: int = 2) -> float:
    """Return a product."""
    return x * (1.0 + n)


SIGNATURE = "(x: float, y: float, n: int, values: list[float], flag: bool) -> float"
REFUSED = {
    "x ** 2.0": "Pow differs", "x // y": "FloorDiv differs", "x % y": "Mod differs",
    "x @ y": "MatMult differs", "1.0 * (n & 1)": "BitAnd differs",
    "1.0 * (n << 1)": "LShift differs", "+x": "UAdd differs", "1.0 * ~n": "Invert differs",
    "x * -n": "int where float", "1.0 * (n * n)": "may pass 2\\*\\*53",
    "1.0 * n * 9007199254740993": "small whole number", "x if y else 0.0": "float where bool",
    "x if n else 0.0": "int where bool", "x if values else 0.0": "list\\[float\\] where bool",
    "x if not y else 0.0": "float where bool", "x or y": "float where bool",
    "x if x and flag else y": "float where bool", "x if flag else n": "int where float",
    "x + flag": "bool where", "x * flag": "bool where", "x if flag == 1 else y": "bool where",
    "x if x is y else y": "Is differs", "x if x in values else y": "list\\[float\\] where",
    "x if values == values else y": "where", "n": "int where float", "flag": "bool where float",
    "None": "None where float", "1": "where float",
    "values[-1]": "int where count|float where count|where", "values[n]": "int where count",
    "values[n - 1]": "int where count", "values[len(values) - 1]": "int where count",
    "values[0:1][0]": "Slice", "values[x]": "float where count", "values[True]": "bool where count",
    "values + values": "where", "[1, 2][0]": "count where float", "[*values][0]": "Starred",
    "[v for v in values][0]": "ListComp", "(x, y)[0]": "Tuple", "{0: x}[0]": "Dict",
    "abs(x)": "not translated before", "max(x, y)": "not translated before",
    "float(n)": "not translated before", "sum(values)": "not translated before",
    "math.exp(x)": "this call is not", "round(x, 2)": "not translated before",
    "len(values, 1)": "not translated before", "helper(x, n=n)": "this call is not",
    "helper(*values)": "Starred", "helper(x, n, n)": "number of arguments",
    "helper()": "number of arguments", "helper(n)": "int where float",
    "helper(x, y)": "float where int", "formula(x, y, n, values, flag)": "not translated before",
    "unknown(x)": "not translated before", "'a'": "no finite float",
    "x if 'a' < 'b' else y": "no finite float", "f'{x}'": "JoinedStr", "1e999": "no finite float",
    "2j": "no finite float", "...": "no finite float", "x * HUGE": "no finite float",
    "x * ENDLESS": "no finite float", "x * FLAG": "no finite float", "x * math": "no finite float",
    "x * unknown": "no finite float", "x * later": "not be set yet",
    "(lambda: x)()": "this call is not", "(z := x)": "NamedExpr", "x.real": "Attribute",
    "(yield x)": "Yield",
}  # fmt: skip
STATEMENTS = {
    "while x < y:\n  x = x + y": "While", "n = n + 1": "set once", "n += 1": "set once",
    "x = n": "set once", "x = flag": "bool where float", "x = y = 1.0": "one name",
    "x, y = y, x": "one name", "values[0] = x": "one name", "values[0] += x": "only names",
    "values += values": "where", "x: float = y": "AnnAssign", "del x": "Delete",
    "assert flag": "Assert", "raise ValueError": "Raise", "pass": "Pass", "import math": "Import",
    "global COUNT": "Global", "try:\n  x = y\nfinally:\n  x = y": "Try", "with x:\n  x = y": "With",
    "def inner() -> float:\n  return 1.0": "FunctionDef", "x": "no effect",
    "values.append(n)": "int where float", "values.pop()": "no effect",
    "values.append(x, y)": "no effect", "x.append(y)": "float where list", "helper(x)": "no effect",
    "match x:\n  case _:\n    x = y": "Match", "return": "no value", "z = None": "None where",
    "for i in range(n):\n  x = x + y\nelse:\n  x = y": "no else",
    "for x in values:\n  y = x": "new name",
    "for i in range(0, n, 2):\n  x = y": "not translated before",
    "for i in range(x):\n  x = y": "float where int", "for i in range(n):\n  i = 3": "set once",
    "for i in range(n):\n  break": "Break", "for i, v in enumerate(values):\n  x = v": "new name",
    "for v in x:\n  y = v": "float where list",
    "for i in range(n):\n  z = x\nx = z": "not be set yet",
    "if flag:\n  z = x\nx = z": "not be set yet",
    "for i in range(n):\n  x = x\nx = 1.0 * i": "not be set yet",
    "if x:\n  x = y": "float where bool",
    "for i in range(n, 9):\n  x = values[i]": "int where count", "new = x": "no name in JavaScript",
    "é = x": "no name in JavaScript", "len = x\nx = 1.0 * len(values)": "not translated before",
    "helper = x\nx = helper(x)": "hides the function",
}  # fmt: skip
DEFINITIONS = {
    "def formula(x) -> float:\n  return x": "annotation",
    "def formula(x: float):\n  return x": "annotation",
    "def formula(x: str) -> float:\n  return 1.0": "annotation",
    "def formula(x: float, *rest: float) -> float:\n  return x": "plain ones",
    "def formula(*, x: float) -> float:\n  return x": "plain ones",
    "def formula(x: float, /) -> float:\n  return x": "plain ones",
    "def formula(x: float = 1) -> float:\n  return x": "count where float",
    "def formula(x: float = None) -> float:\n  return x": "no finite float",
    "def formula(n: int = -1) -> float:\n  return 1.0": "small whole number",
    "def formula(x: float) -> float:\n  if x > 1.0:\n    return x": "end with a return",
    "def formula(x: float) -> float:\n  'words'": "end with a return",
    "def formula(void: float) -> float:\n  return void": "no name in JavaScript",
    "async def formula(x: float) -> float:\n  return x": "plain functions",
    "@keep\ndef formula(x: float) -> float:\n  return x": "plain functions",
    "def outer():\n  x = 1.0\n  def formula() -> float:\n    return x\n  return formula\n"
    "formula = outer()": "function around it",
}  # fmt: skip


def defined(source: str, folder: Path) -> Formula:
    """Return the function `formula` of a module that holds this source."""
    file = folder / "formulas.py"
    file.write_text(source, encoding="utf-8")
    names = {**globals(), "keep": lambda function: function}
    exec(compile(source, str(file), "exec"), names)  # noqa: S102  # the sources are those above
    formula: Formula = names["formula"]
    return formula


def refusal(source: str, folder: Path) -> InexactError:
    """Return the error that a module's function `formula` is refused with."""
    formula = defined(source, folder)
    with pytest.raises(InexactError) as caught:
        javascript(helper, formula)
    return caught.value


@pytest.mark.parametrize(("expression", "reason"), REFUSED.items())
def test_an_inexact_expression_is_refused(expression: str, reason: str, tmp_path: Path) -> None:
    """A construct that is not exact for all inputs raises an error with the reason."""
    source = f"def formula{SIGNATURE}:\n  return {expression}\n  later = 1.0\n  return later\n"
    assert re.search(reason, str(refusal(source, tmp_path)))


@pytest.mark.parametrize(("statement", "reason"), STATEMENTS.items())
def test_an_inexact_statement_is_refused(statement: str, reason: str, tmp_path: Path) -> None:
    """The same for statements."""
    lines = "\n".join(f"  {line}" for line in statement.splitlines())
    assert re.search(
        reason, str(refusal(f"def formula{SIGNATURE}:\n{lines}\n  return x\n", tmp_path))
    )


@pytest.mark.parametrize(("source", "reason"), DEFINITIONS.items())
def test_an_inexact_definition_is_refused(source: str, reason: str, tmp_path: Path) -> None:
    """The same for parameters, results and what else a definition may hold."""
    assert re.search(reason, str(refusal(source, tmp_path)))


def test_a_refusal_names_file_line_and_text(tmp_path: Path) -> None:
    """It reads as a syntax error of the formula's own file."""
    error = refusal("\n\ndef formula(x: float) -> float:\n  y = x\n  return y ** 2.0\n", tmp_path)
    assert error.filename == str(tmp_path / "formulas.py")
    assert (error.lineno, error.text) == (5, "y ** 2.0")
    assert "formula: 'y ** 2.0': Pow differs between the languages" in str(error)


@pytest.mark.parametrize("several", [(len,), (lambda: 1.0,), (compound, compound), (InexactError,)])
def test_only_functions_of_their_own_names_are_translated(several: tuple[Formula, ...]) -> None:
    """Built-in functions, lambdas, classes and doubles are not."""
    with pytest.raises(InexactError):
        javascript(*several)
