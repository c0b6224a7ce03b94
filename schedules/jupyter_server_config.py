"""The report's page among the outputs of jupyter-scheduler.

docs/schedules/jupyter-scheduler.md says where to put it, and how to make a job.
"""  # noqa: INP001

from typing import Any

from jupyter_scheduler.environments import CondaEnvironmentManager
from jupyter_scheduler.scheduler import Scheduler

FORMAT = "market-report"  # the name under which nbconvert knows the exporter


class Environments(CondaEnvironmentManager):
    """The environments as they are, with one more output format."""

    def list_environments(self) -> list[Any]:
        """Offer the format."""
        found = super().list_environments()
        for environment in found:
            environment.output_formats.append(FORMAT)
        return found

    def output_formats_mapping(self) -> dict[str, str]:
        """Name the format."""
        return super().output_formats_mapping() | {FORMAT: "Market report"}


class ReportScheduler(Scheduler):
    """The scheduler as it is, but the page's file ends in .html, so that it opens as one."""

    def get_staging_paths(self, model: Any) -> dict[str, str]:
        """Name the file that the job writes."""
        return _html(super().get_staging_paths(model))

    def get_job_filenames(self, model: Any) -> dict[str, Any]:
        """Name the file that the reader gets."""
        return _html(super().get_job_filenames(model))


def _html(names: dict[str, Any]) -> dict[str, Any]:
    return names | {FORMAT: f"{names[FORMAT]}.html"} if FORMAT in names else names


c = get_config()  # noqa: F821 Jupyter hands it to its configuration files
c.SchedulerApp.environment_manager_class = Environments
c.SchedulerApp.scheduler_class = ReportScheduler
