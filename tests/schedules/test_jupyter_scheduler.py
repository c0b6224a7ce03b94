"""jupyter-scheduler makes the report's page in a real Jupyter server, through its REST API."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from report_helpers.package_files import shipped

from .helpers import missing, write_notebook

pytestmark = pytest.mark.kernel

NOTEBOOK = "02_market_growth.ipynb"
CHART = '<figure id="figure-'
PATIENCE = 240
"""Seconds that a slow machine may take for one step; nothing is measured by it."""


@dataclass(frozen=True)
class Server:
    """A running Jupyter server; it works in `folder`."""

    folder: Path
    address: str
    token: str

    def ask(self, path: str, sent: dict[str, Any] | None = None) -> Any:
        """Return the answer to a request, None where it has no text."""
        request = urllib.request.Request(  # noqa: S310  # our own server
            f"{self.address}/{path}",
            data=json.dumps(sent).encode() if sent else None,
            headers={"Authorization": f"token {self.token}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            text = answer.read()
        return json.loads(text) if text else None

    def job(self, notebook: str, formats: list[str]) -> dict[str, Any]:
        """Make a job and wait for its end."""
        environment = self.ask("scheduler/runtime_environments")[0]["name"]
        job = self.ask("scheduler/jobs", {
            "name": "weekly", "input_uri": notebook, "runtime_environment_name": environment,
            "output_formats": formats, "parameters": {"as_of": '"2026-11-20"'},
        })  # fmt: skip
        return self.until(f"scheduler/jobs/{job['job_id']}", "status", ["COMPLETED", "FAILED"])

    def until(self, path: str, key: str, values: Sequence[Any]) -> dict[str, Any]:
        """Ask again and again until the answer holds one of the values."""
        answer: dict[str, Any] = {}
        for _ in range(2 * PATIENCE):
            answer = self.ask(path)
            if answer[key] in values:
                return answer
            time.sleep(0.5)
        pytest.fail(f"{path}: {answer}")


@pytest.fixture(scope="module")
def server(recipes: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with the shipped configuration and the notebook, in folders of its own."""
    if find_spec("jupyter_scheduler") is None:
        missing("no jupyter-scheduler: requirements-dev.txt brings it")
    home = tmp_path_factory.mktemp("scheduler")
    folder, config = home / "work", home / "config"
    folder.mkdir()
    config.mkdir()
    shutil.copy(shipped(f"notebooks/{NOTEBOOK}"), folder)
    shutil.copy(recipes / "jupyter_server_config.py", config)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {"JUPYTER_CONFIG_DIR": str(config), "JUPYTER_DATA_DIR": str(home / "data"),
           "JUPYTER_RUNTIME_DIR": str(home / "runtime"), "IPYTHONDIR": str(home / "ipython"),
           "JUPYTER_TOKEN": "secret"}  # fmt: skip
    with (home / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root",
             "--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0"],
            cwd=folder, env=os.environ | own, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        running = Server(folder, f"http://127.0.0.1:{port}", "secret")
        try:
            for _ in range(2 * PATIENCE):
                assert process.poll() is None, (home / "log").read_text()
                try:
                    running.ask("api/status")
                    break
                except urllib.error.URLError:
                    time.sleep(0.5)
            yield running
        finally:
            process.terminate()
            process.wait(60)


def test_the_format_is_offered(server: Server) -> None:
    """Whoever makes a job in JupyterLab can choose it by its name."""
    (environment,) = server.ask("scheduler/runtime_environments")
    formats = {each["name"]: each["label"] for each in environment["output_formats"]}
    assert formats == {"ipynb": "Notebook", "html": "HTML", "market-report": "Market report"}


def test_a_job_makes_the_page_with_every_chart(server: Server) -> None:
    """The page holds each chart of the notebook; the scheduler's own HTML holds none."""
    done = server.job(NOTEBOOK, ["ipynb", "html", "market-report"])
    assert done["status"] == "COMPLETED", done["status_message"]
    path = f"scheduler/jobs/{done['job_id']}"
    server.ask(f"{path}/download_files")
    files = {each["file_format"]: each["file_path"]
             for each in server.until(path, "downloaded", [True])["job_files"]}  # fmt: skip
    assert files["market-report"].endswith(".market-report.html")
    made = json.loads((server.folder / files["ipynb"]).read_text(encoding="utf-8"))
    charts = sum(
        "application/vnd.plotly.v1+json" in output.get("data", {})
        for cell in made["cells"] for output in cell.get("outputs", ())
    )  # fmt: skip
    page = (server.folder / files["market-report"]).read_text(encoding="utf-8")
    assert charts > 1
    assert page.count(CHART) == charts
    assert ">20 Nov 2026</time>" in page
    usual = (server.folder / files["html"]).read_text(encoding="utf-8")
    assert CHART not in usual
    assert "Plotly" not in usual


def test_a_job_that_fails_makes_no_page(server: Server) -> None:
    """A cell that raises fails the job."""
    write_notebook(server.folder / "fails.ipynb", "raise RuntimeError('no figures today')")
    done = server.job("fails.ipynb", ["market-report"])
    assert done["status"] == "FAILED"
    assert "refusing to publish: the cell failed with RuntimeError" in done["status_message"]
    server.ask(f"scheduler/jobs/{done['job_id']}/download_files")
    assert not list(server.folder.glob("jobs/**/fails*.html"))
