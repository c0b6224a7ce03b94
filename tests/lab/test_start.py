"""`make lab` opens on the start notebook, which leads to one's own claims."""

import json
import os
import re
import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
import papermill
import psutil
import pytest
from playwright.sync_api import Browser

from report_helpers.package_files import shipped

pytestmark = [pytest.mark.browser, pytest.mark.kernel]

ROOT = Path(__file__).parents[2]
PATIENCE = 120_000
"""Milliseconds that a slow machine may take for one step; nothing is measured by it."""


@pytest.fixture
def opened_by_make(tmp_path: Path) -> Iterator[str]:
    """The address that `make lab` opens in a browser."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = tmp_path / "told"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {shlex.quote(str(told))}\n', encoding="utf-8")
    browser.chmod(0o700)
    options = ["--allow-root", "--ip=127.0.0.1", f"--port={port}", "--IdentityProvider.token=",
               "--LabApp.news_url=None", f"--ServerApp.browser={browser} %s"]  # fmt: skip
    names = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR",
             "JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")  # fmt: skip
    own = {name: str(tmp_path / name.lower()) for name in names}
    lab = subprocess.Popen(
        ["make", "--assume-old=.venv/runtime", "lab", f"BIN={Path(sys.executable).parent}",
         f"LAB={shlex.join(options)}"],
        cwd=ROOT, env={**os.environ, **own}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(PATIENCE // 500):
            if told.exists() and told.read_text(encoding="utf-8"):
                break
            time.sleep(0.5)
        yield told.read_text(encoding="utf-8")
    finally:
        # A lab that has opened a browser does not always end when it is asked to.
        started = psutil.Process(lab.pid).children(recursive=True)
        for process in started:
            process.terminate()
        for process in psutil.wait_procs(started, timeout=10)[1]:
            process.kill()
        lab.wait(60)


def test_make_lab_opens_the_start_notebook(opened_by_make: str, browser: Browser) -> None:
    """The browser's first address leads to it, and it is shown."""
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(opened_by_make)
    page.get_by_role("heading", name="Start here").wait_for()
    assert page.url.endswith("/lab/tree/00_start.ipynb")
    page.close()


def test_the_start_notebook_leads_to_own_claims(tmp_path: Path) -> None:
    """Its parameter names the file: the first run writes it, and audits its rows."""
    own, out = tmp_path / "mine.csv", tmp_path / "ran.ipynb"
    papermill.execute_notebook(
        str(shipped("notebooks/00_start.ipynb")), str(out), {"own": str(own)}, progress_bar=False
    )
    assert own.read_bytes() == shipped("docs/first_claims.csv").read_bytes()
    cells = nbformat.read(out, as_version=4).cells
    last = [cell for cell in cells if cell.cell_type == "code"][-1]
    text = json.dumps(last.outputs)
    assert re.search("my_article", text)
    assert "a01_ml_market" not in text
