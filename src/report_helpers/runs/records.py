"""The records that runs leave for later runs.

A record may be damaged, so it is read with a limit of size and validated. A damaged record is
renamed in its folder: it does not stop later runs and is not lost.
"""

import json
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Final, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from report_helpers.files import is_of_other_kind, read_regular

__all__ = [
    "BatchRecord",
    "DamagedError",
    "Holder",
    "LogEntry",
    "Record",
    "Results",
    "RunRecord",
    "UnreadableError",
    "Warn",
    "as_json",
    "read_record",
    "set_aside",
]

LIMIT: Final = 1 << 20
"""The largest record, in bytes."""

Warn = Callable[[str], None]
"""Shows a warning of one line to the user."""


class DamagedError(ValueError):
    """A record exists and cannot be used; the message says why."""


class UnreadableError(OSError, DamagedError):
    """The system could not read a record, which may be whole."""


class Parameters(BaseModel):
    """The parameters of a run that later runs read."""

    as_of: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class Data(BaseModel):
    """The claims of a run: their public name and the SHA-256 of their bytes."""

    name: str = ""
    sha256: str


class RunRecord(BaseModel):
    """The part of a run's `manifest.json` that later runs read."""

    run_id: str = ""
    page_sha256: str = ""
    inputs: str = ""
    parameters: Parameters
    data: Data
    rendered: Annotated[str, Field(min_length=1)]
    claims: int | None = None
    findings: dict[str, int] = {}
    changed: str = ""
    durations_seconds: dict[str, float] = {}


class LogEntry(BaseModel):
    """The part of a line of `log.jsonl` that the history page shows."""

    started: str = ""
    as_of: str = ""
    outcome: str
    exit_code: int | None = None
    error: str = ""


class Headline(BaseModel):
    """A projection in `results.json`, as the index of a batch shows it."""

    model_config = ConfigDict(extra="allow")

    value: float
    unit: str
    horizon: int


class Results(BaseModel):
    """The part of `results.json` that the index of a batch shows."""

    projections: list[Headline]


class BatchRow(BaseModel):
    """A report in the list of a batch, by which the list is known as ours."""

    name: str
    outcome: str
    exit_code: int


class BatchRecord(BaseModel):
    """The part of a batch's `manifest.json` by which it is known as ours."""

    written: str
    reports: list[BatchRow]


class Holder(BaseModel):
    """The content of `.running.json`: the run that has the lock."""

    pid: int
    started: str
    as_of: str = ""
    grid: str = ""


Record = TypeVar("Record", bound=BaseModel)


def as_json(record: Mapping[str, object], indent: int | None = None) -> bytes:
    """Return a record as JSON in UTF-8, each lone surrogate replaced by a question mark."""
    return json.dumps(record, indent=indent, ensure_ascii=False).encode(errors="replace")


def read_record(path: Path, model: type[Record], limit: int = LIMIT) -> Record | None:
    """Return the record in a JSON file, or None if the file does not exist.

    Raises:
        DamagedError: the file is not regular, larger than `limit` bytes, or does not match `model`.
        UnreadableError: the system could not read it.
    """
    try:
        return model.model_validate_json(read_regular(path, limit))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        if is_of_other_kind(error):
            raise DamagedError(error.strerror or str(error)) from error
        raise UnreadableError(error.errno, error.strerror, str(path)) from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(each)[:40] for each in first["loc"][:4])
        raise DamagedError(f"{place}: {first['msg']}" if place else first["msg"]) from error


def set_aside(path: Path, problem: object, warn: Warn) -> None:
    """Rename a damaged record in its folder and warn; warn too if it cannot be renamed.

    One that could not be read stays: it may be whole.
    """
    if isinstance(problem, UnreadableError):
        warn(f"{path}: cannot be read ({problem.strerror}); it is ignored in this run")
        return
    aside = path.with_name(f".damaged-{path.name.lstrip('.')}-{secrets.token_hex(4)}")
    try:
        path.rename(aside)
    except OSError:
        warn(f"{path}: damaged ({problem}); it is ignored, move it elsewhere")
    else:
        warn(f"{path}: damaged ({problem}); it is renamed to {aside.name}, and the run continues")
