"""A JupyterLab on loopback, with settings and notebooks of its own in a temporary folder.

The browser reaches no other host.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright

from report_helpers.drawing.browser import find_browser
from report_helpers.package_files import shipped

OWN_FOLDERS = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR",
               "JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")  # fmt: skip
OFFLINE = ["--disable-background-networking",
           "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]  # fmt: skip
PATIENCE = 120_000
"""Milliseconds that a slow machine may take to start."""


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the notebooks."""
    folder = tmp_path_factory.mktemp("lab")
    (folder / "books").mkdir()
    for path in shipped("notebooks").glob("*.ipynb"):
        shutil.copy(path, folder / "books")
    return folder / "books"


@pytest.fixture(scope="module")
def address(books: Path) -> Iterator[str]:
    """A running JupyterLab that shows that folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {name: str(books.parent / name.lower()) for name in OWN_FOLDERS}
    environment = {
        name: text for name, text in os.environ.items() if name != "MARKET_REPORT_STATIC"
    }
    log = books.parent / "log"
    with log.open("w") as file:
        lab = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1",
             f"--port={port}", "--ServerApp.port_retries=0", "--IdentityProvider.token=",
             f"--ServerApp.root_dir={books}", "--LabApp.news_url=None"],
            env={**environment, **own}, stdout=file, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            _wait(lab, f"http://127.0.0.1:{port}/api/status", log)
            yield f"http://127.0.0.1:{port}"
        finally:
            # Lab stops its kernels when it is asked to stop.
            lab.terminate()
            lab.wait(60)


def _wait(lab: "subprocess.Popen[bytes]", status: str, log: Path) -> None:
    for _ in range(PATIENCE // 500):
        if lab.poll() is not None:
            break
        try:
            with urllib.request.urlopen(status):  # noqa: S310  # our own server
                return
        except OSError:
            time.sleep(0.5)
    pytest.fail(f"JupyterLab does not answer: {log.read_text()[-2000:]}")


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A browser that reaches loopback alone."""
    path = find_browser()
    if path is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no Chrome or Chromium found")
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    opened = playwright.chromium.launch(executable_path=path, args=[*OFFLINE, *root])
    yield opened
    opened.close()
