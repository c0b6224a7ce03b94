"""The reliability page and the tests cite each other."""

import ast
import re
from functools import cache
from pathlib import Path

TESTS = Path(__file__).parent
PAGE = TESTS.parent / "docs" / "reliability.md"
CODE = r"(?:D[0-2]\d|[BCESX][01]\d)"
ROW = re.compile(rf"^\| ({CODE}) \|(.*)\|$", re.MULTILINE)


def rows() -> dict[str, set[str]]:
    """Return the tests that the page names, by code; a code has one row."""
    found = ROW.findall(PAGE.read_text(encoding="utf-8"))
    codes = [code for code, _ in found]
    assert len(codes) == len(set(codes))
    return {code: set(re.findall(r"`([\w/]+\.py::\w+)`", row)) for code, row in found}


@cache
def cited() -> dict[str, set[str]]:
    """Return the codes that each test cites in its docstring or in the ids of its cases."""
    found = {}
    for path in TESTS.rglob("test_*.py"):
        source = path.read_text(encoding="utf-8")
        lines = source.splitlines()
        for node in ast.parse(source).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                first = min([node.lineno, *(part.lineno for part in node.decorator_list)])
                text = "\n".join(lines[first - 1 : node.end_lineno])
                name = f"{path.relative_to(TESTS).as_posix()}::{node.name}"
                found[name] = set(re.findall(rf"\b{CODE}\b", text))
    return found


def test_every_cited_code_has_a_row() -> None:
    """A code that a test cites is explained on the page, next to that test."""
    named = rows()
    for test, codes in cited().items():
        for code in codes:
            assert code in named, f"{test} cites {code}"
            assert test in named[code], f"the row of {code} lacks {test}"


def test_every_named_test_exists() -> None:
    """A row names at least one test, and each of them exists."""
    tests = cited()
    for code, named in rows().items():
        assert named, code
        assert named <= tests.keys(), code
