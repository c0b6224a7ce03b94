"""Reads a grid: lists of parameter values whose product is the points."""

import hashlib
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from report_helpers.errors import UsageError
from report_helpers.execution.parameter_files import read_lists
from report_helpers.execution.parameters import AS_OF, LOCALE, Parameter, Value, typed_values

__all__ = ["MOST", "Point", "read_grid"]

MOST: Final = 10_000
"""The most points of a grid."""
LONGEST: Final = 120
"""Characters of a point's name; file systems allow 255."""
ODD: Final = re.compile(r"[^A-Za-z0-9.-]+")
DATA: Final = Parameter("data", "str", "", "the claims", ())


@dataclass(frozen=True, slots=True)
class Point:
    """One report of a grid: all its parameters, and a name made from those that vary."""

    name: str
    parameters: Mapping[str, Value]


def read_grid(
    path: Path, known: Mapping[str, Parameter], *, as_of: str, locale: str
) -> list[Point]:
    """Return the points of a YAML file that gives each parameter a value or a list of values.

    Args:
        path: the file.
        known: the parameters that the notebooks declare; `data`, `as_of` and `locale` are always
            known.
        as_of: the date of points without one, as YYYY-MM-DD.
        locale: the locale of points without one.

    Raises:
        UsageError: the file is not a grid, a name or value is wrong, there are too many points, or
            two points have the same name.
    """
    lists = {"as_of": [as_of], "locale": [locale], **read_lists(path)}
    count = 1
    for values in lists.values():
        count *= len(values)
    if count > MOST:
        raise UsageError(str(path), f"{count:,} points", f"make it at most {MOST:,}")
    known = {"data": DATA, "as_of": AS_OF, "locale": LOCALE, **known}
    typed = {name: _values(name, values, known) for name, values in lists.items()}
    points = list(_points(typed))
    _check_names(path, points)
    return points


def _values(name: str, values: Sequence[str], known: Mapping[str, Parameter]) -> list[Value]:
    if not values:
        raise UsageError(f"parameter {name}", "an empty list", "give at least one value")
    return [typed_values({name: value}, known)[name] for value in values]


def _points(lists: Mapping[str, Sequence[Value]]) -> Iterator[Point]:
    varying = [name for name, values in lists.items() if len(values) > 1]
    for values in itertools.product(*lists.values()):
        parameters = dict(zip(lists, values, strict=True))
        yield Point(_named({name: parameters[name] for name in varying}), parameters)


def _named(varying: Mapping[str, Value]) -> str:
    """Return a name for folders and URLs; a long name is shortened with a hash."""
    words = {name: ODD.sub("-", str(value)).strip("-.") for name, value in varying.items()}
    parts = [f"{name}-{word or 'default'}" for name, word in words.items()]
    name = "_".join(parts) or "report"
    if len(name) <= LONGEST:
        return name
    digits = hashlib.sha256(repr(sorted(varying.items())).encode()).hexdigest()[:10]
    return f"{name[:LONGEST]}-{digits}"


def _check_names(path: Path, points: Sequence[Point]) -> None:
    """Refuse two points with one name; case is ignored, as on some file systems."""
    seen: dict[str, Point] = {}
    for point in points:
        other = seen.setdefault(point.name.casefold(), point)
        if other is not point:
            differ = [f"{name} {value!a} and {point.parameters[name]!a}"
                      for name, value in other.parameters.items()
                      if value != point.parameters[name]]  # fmt: skip
            what = f"two reports would be called {point.name}"
            which = f"({'; '.join(differ)})" if differ else "(a value is given twice)"
            raise UsageError(str(path), f"{what} {which}", "take one of them out")
