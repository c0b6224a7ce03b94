"""The market report once a week in Airflow 3; docs/schedules/airflow.md says how to install it."""  # noqa: INP001

import os
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from airflow.providers.standard.hooks.subprocess import SubprocessHook
from airflow.sdk import DAG, BaseOperator, Param
from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowSkipException

COMMAND = os.environ.get("MARKET_REPORT", "/opt/market-report/.venv/bin/market-report")

HELD = 75
RETRIED = {124: "it took too long", 137: "a kernel died", 129: "hung up", 130: "interrupted",
           143: "terminated"}  # fmt: skip
FAILED = {2: "a wrong option", 65: "the data break the schema", 66: "no data",
          70: "a notebook failed", 73: "the report cannot be written",
          78: "the environment lacks something"}  # fmt: skip


class RenderReport(BaseOperator):
    """Runs the command in a process group of its own, and says what its exit code means."""

    template_fields = ("arguments",)

    def __init__(self, *, arguments: list[str], **options: Any) -> None:
        super().__init__(**options)
        self.arguments = arguments

    @cached_property
    def hook(self) -> SubprocessHook:
        """What runs the command, and stops it."""
        return SubprocessHook()

    def execute(self, context: Any) -> str:
        """Render; return the path of the page."""
        del context
        result = self.hook.run_command([COMMAND, "render", *self.arguments])
        code = result.exit_code
        if code == HELD:
            raise AirflowSkipException("another run holds the report")
        if code in FAILED:
            raise AirflowFailException(f"{FAILED[code]} (exit code {code}): {result.output}")
        if code:
            what = RETRIED.get(code, "unexpected")
            raise AirflowException(f"{what} (exit code {code}): {result.output}")
        return result.output

    def on_kill(self) -> None:
        """Pass the end on: the command then ends its kernels, and leaves the page as it was."""
        self.hook.send_sigterm()


with DAG(
    "market_report",
    description="Render the market report",
    schedule="17 6 * * 1",
    start_date=datetime(2026, 1, 5, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    params={
        "out": Param("/var/lib/market-report", description="Folder of the report"),
        "data": Param("", type="string", description="Path or address of the claims"),
    },
    doc_md=__doc__,
):
    RenderReport(
        task_id="render",
        arguments=[
            "--out={{ params.out }}",
            "--data={{ params.data }}",
            # A run started by hand may have no logical date.
            "--as-of={{ (dag_run.logical_date or dag_run.run_after) | ds }}",
            "--expect-every=7d",
            "--time-limit=1800",
            "--lock-timeout=600",
            "--keep=12",
        ],
        retries=2,
        retry_delay=timedelta(minutes=10),
        # The command's own limit comes first.
        execution_timeout=timedelta(minutes=45),
    )
