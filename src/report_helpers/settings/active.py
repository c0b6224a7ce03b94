"""The settings that are active: those of the claims read last, or of the report being made.

They are set at the edges only, because an argument would pass through some hundred functions: by
`read_claims` in a notebook, and by the command around what it checks or publishes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from report_helpers.settings.model import Settings

__all__ = ["NONE", "report_name", "settings", "use_settings", "using_settings"]

NONE: Final = Settings()
"""The settings of a report without any."""
_active: ContextVar[Settings] = ContextVar("report_settings", default=NONE)


def settings() -> Settings:
    """Return the active settings."""
    return _active.get()


def report_name() -> str:
    """Return the name of the report: the title of the active settings, if they have one."""
    return settings().title or "Market report"


def use_settings(given: Settings) -> None:
    """Make settings active from now on, as a notebook does by reading its claims."""
    _active.set(given)


@contextmanager
def using_settings(given: Settings) -> Iterator[None]:
    """Make settings active during the block."""
    token = _active.set(given)
    try:
        yield
    finally:
        _active.reset(token)
