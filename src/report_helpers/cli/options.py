"""What the commands share: their common options, the day, and progress on a terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

__all__ = ["FOLDER", "OUT", "SECONDS", "common", "many", "progress", "today"]

OUT = "report"
"""The folder of the report where none is named."""


class NamedPath(click.ParamType[Path]):
    """A path that is not empty: an empty one would mean the working directory."""

    name = "path"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path, or refuse an empty text."""
        if not str(value):
            self.fail("the path is empty (a variable that is not set?)", param, ctx)
        return Path(value)


FOLDER = NamedPath()
SECONDS = click.FloatRange(min=0, min_open=True)


def common(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that every command has."""
    quiet = click.option("--quiet", is_flag=True, help="Say nothing but errors.")
    debug = click.option("--debug", is_flag=True, help="Show the traceback of an error.")
    return quiet(debug(function))


def today() -> date:
    """Return the day in UTC."""
    return datetime.now(UTC).date()


@contextmanager
def progress(*, quiet: bool) -> Iterator[Callable[[str], None]]:
    """Show what is being done."""
    # rich stays silent where stderr is no terminal, so that a cron mail on success is empty.
    console = Console(stderr=True, quiet=quiet)
    if not console.is_terminal:
        yield lambda _: None
        return
    with console.status("starting") as status:
        yield status.update


@contextmanager
def many(*, quiet: bool) -> Iterator[Callable[[Any, int], None]]:
    """Show how many reports are done, and the time that is left."""
    console = Console(stderr=True, quiet=quiet)
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"),
               TimeRemainingColumn())  # fmt: skip
    with Progress(*columns, console=console, disable=not console.is_terminal) as shown:
        task = shown.add_task("starting", total=None)

        def done(one: Any, total: int) -> None:
            shown.update(task, total=total, advance=1, description=one.point.name)

        yield done
