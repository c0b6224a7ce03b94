"""Reads YAML files of parameters; every value stays the text that is in the file."""

from pathlib import Path
from typing import Any

import yaml

from report_helpers.errors import UsageError
from report_helpers.files import read_regular

__all__ = ["read_lists", "read_parameters"]

LONGEST_FILE = 100_000
ONE_VALUE = "write one `name: value` a line"


class _PlainLoader(yaml.BaseLoader):
    """Reads YAML scalars as text and refuses aliases, tags and duplicate names."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or getattr(event, "tag", None):
            raise yaml.MarkedYAMLError(
                problem="anchors and tags are not allowed", problem_mark=event.start_mark
            )
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:  # noqa: FBT001, FBT002
        seen = set()
        for name, _ in node.value:
            if not isinstance(name, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(
                    problem="a name is a list or a mapping", problem_mark=name.start_mark
                )
            if name.value in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"{name.value!a} is given twice", problem_mark=name.start_mark
                )
            seen.add(name.value)
        return super().construct_mapping(node, deep=deep)


def read_parameters(path: Path) -> dict[str, str]:
    """Return the parameters of a YAML file of `name: value` lines, each value as text.

    Raises:
        UsageError: the file is missing, too large, not YAML, or not a mapping to plain values.
    """
    found = _mapping(path, ONE_VALUE)
    if not all(isinstance(text, str) for text in found.values()):
        raise UsageError(str(path), "not a mapping of names to plain values", ONE_VALUE)
    return found


def read_lists(path: Path) -> dict[str, list[str]]:
    """Return the parameters of a YAML file, each with its list of values as text.

    A single value is a list of one.

    Raises:
        UsageError: the file is missing, too large, not YAML, or not a mapping to lists of values.
    """
    fix = "write `name: value` or `name: [value, value]`, a parameter a line"
    found = _mapping(path, fix)
    lists = {name: [value] if isinstance(value, str) else value for name, value in found.items()}
    for values in lists.values():
        if not isinstance(values, list) or not all(isinstance(text, str) for text in values):
            raise UsageError(str(path), "not a mapping of names to lists of values", fix)
    return lists


def _mapping(path: Path, fix: str) -> dict[str, Any]:
    try:
        text = read_regular(path, LONGEST_FILE, follow_links=True).decode()
        found = yaml.load(text, Loader=_PlainLoader)  # noqa: S506 (builds no objects)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise UsageError(f"{path}:{line}", str(error.problem), fix) from error
    except OSError as error:
        raise UsageError(str(path), error.strerror or str(error), fix) from error
    except (ValueError, RecursionError, yaml.YAMLError) as error:
        raise UsageError(str(path), "this is not a YAML file", fix) from error
    if not isinstance(found, dict):
        raise UsageError(str(path), "not a mapping of names to plain values", fix)
    return found
