"""A small notebook to render, and the tools that a test may need."""

import os
import shutil
import sys
from pathlib import Path

import nbformat
import pytest

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def write_notebook(path: Path, source: str) -> Path:
    """Write a notebook with the parameters of all notebooks and one cell."""
    parameters = 'data: str = ""  # the claims\nas_of: str = "2026-11-23"  # the day'
    notebook = nbformat.v4.new_notebook(
        metadata={"kernelspec": KERNEL},
        cells=[
            nbformat.v4.new_markdown_cell("# Small"),
            nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]}),
            nbformat.v4.new_code_cell(source),
        ],
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path


def missing(what: str) -> None:
    """Skip a test that lacks something, but not in continuous integration."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(what)


def tool(name: str) -> str:
    """Return a program: one of this environment, or one on PATH."""
    own = shutil.which(name, path=str(Path(sys.executable).parent))
    found = own or shutil.which(name)
    if found is None:
        missing(f"no {name}: tests/schedules/install.py and requirements-dev.txt bring it")
    return str(found)
