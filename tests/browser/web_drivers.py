"""Firefox and WebKit as a test drives them: the same two calls, each by its own protocol.

Firefox speaks WebDriver BiDi by itself. WebKit has a driver program, which needs a screen: a
virtual one.
"""

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any, Final, Protocol

import httpx
import websocket

__all__ = ["DRIVERS", "Driver"]

LIMIT: Final = 60.0
"""Seconds to start a browser, and for each of its answers."""
OFFLINE: Final = "127.0.0.1:1"
"""A proxy that does not exist, so that no request leaves this machine."""
PREFERENCES: Final = {
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.proxy.type": 1,
    "network.proxy.http": OFFLINE.split(":")[0],
    "network.proxy.http_port": 1,
    "network.proxy.ssl": OFFLINE.split(":")[0],
    "network.proxy.ssl_port": 1,
    "toolkit.telemetry.enabled": False,
}


class Driver(Protocol):
    """A browser with one window."""

    def open(self, address: str) -> None:
        """Open a page, and wait until it is loaded."""

    def run(self, script: str) -> Any:
        """Return what the body of a function returns, as JSON holds it."""


class _Firefox:
    """Firefox by WebDriver BiDi."""

    def __init__(self, channel: websocket.WebSocket) -> None:
        self.channel = channel
        self.number = 0
        self.call("session.new", capabilities={})
        tree = self.call("browsingContext.getTree")
        self.window = tree["contexts"][0]["context"]
        size = {"width": 1280, "height": 900}
        self.call("browsingContext.setViewport", context=self.window, viewport=size)

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command, and return its result."""
        self.number += 1
        command = {"id": self.number, "method": method, "params": parameters}
        self.channel.send(json.dumps(command))
        while (answer := json.loads(self.channel.recv())).get("id") != self.number:
            pass
        assert answer["type"] == "success", answer
        return dict(answer["result"])

    def open(self, address: str) -> None:
        """Open a page, and wait until it is loaded."""
        self.call("browsingContext.navigate", context=self.window, url=address, wait="complete")

    def run(self, script: str) -> Any:
        """Return what the body of a function returns, as JSON holds it."""
        answer = self.call(
            "script.evaluate",
            expression=f"JSON.stringify((() => {{ {script} }})() ?? null)",
            target={"context": self.window},
            awaitPromise=False,
        )
        assert answer["type"] == "success", answer
        return json.loads(answer["result"]["value"])


class _WebKit:
    """WebKit by its driver program."""

    def __init__(self, driver: httpx.Client, binary: Path) -> None:
        self.driver = driver
        options = {"binary": str(binary), "args": ["--automation"]}
        wanted = {
            "webkitgtk:browserOptions": options,
            "proxy": {"proxyType": "manual", "httpProxy": OFFLINE, "sslProxy": OFFLINE},
        }
        answer = self.call("/session", capabilities={"alwaysMatch": wanted})
        self.session = f"/session/{answer['sessionId']}"
        self.call(f"{self.session}/window/rect", width=1280, height=900)

    def call(self, place: str, **content: Any) -> Any:
        """Send a command, and return its result."""
        answer = self.driver.post(place, json=content)
        assert answer.is_success, answer.text
        return answer.json()["value"]

    def open(self, address: str) -> None:
        """Open a page, and wait until it is loaded."""
        self.call(f"{self.session}/url", url=address)

    def run(self, script: str) -> Any:
        """Return what the body of a function returns, as JSON holds it."""
        return self.call(f"{self.session}/execute/sync", script=script, args=[])


@contextmanager
def _firefox(folder: Path) -> Iterator[Driver | str]:
    """Yield Firefox, or why there is none."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    if program is None:
        yield "no Firefox: install firefox-esr"
        return
    lines = [f"user_pref({json.dumps(key)}, {json.dumps(value)});"
             for key, value in PREFERENCES.items()]  # fmt: skip
    (folder / "user.js").write_text("\n".join(lines), encoding="utf-8")
    port = _free_port()
    command = [program, "--headless", "--no-remote", "--profile", str(folder),
               "--remote-debugging-port", str(port)]  # fmt: skip
    with _running(command):
        address = f"ws://127.0.0.1:{port}/session"
        connect = lambda: websocket.create_connection(  # noqa: E731 it is tried again and again
            address, timeout=LIMIT, suppress_origin=True
        )
        with closing(_patiently(connect)) as channel:
            yield _Firefox(channel)


@contextmanager
def _webkit(folder: Path) -> Iterator[Driver | str]:
    """Yield WebKit, or why there is none."""
    program, screen = shutil.which("WebKitWebDriver"), shutil.which("Xvfb")
    found = sorted(Path("/usr").glob("lib*/**/webkit2gtk-4.*/MiniBrowser"))
    if program is None or screen is None or not found:
        yield "no WebKit: install webkit2gtk-driver, libwebkit2gtk-4.1-0 and xvfb"
        return
    with ExitStack() as stack:
        read, write = os.pipe()
        shown = [screen, "-displayfd", str(write), "-screen", "0", "1600x1200x24"]
        stack.enter_context(_running([*shown, "-nolisten", "tcp"], pass_fds=(write,)))
        os.close(write)
        with os.fdopen(read, encoding="ascii") as number:
            display = f":{number.readline().strip()}"
        environment = {**os.environ, "DISPLAY": display, "HOME": str(folder),
                       "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"}  # fmt: skip
        port = _free_port()
        stack.enter_context(_running([program, "-p", str(port)], env=environment))
        address = f"http://127.0.0.1:{port}"
        client = httpx.Client(base_url=address, timeout=LIMIT, trust_env=False)
        driver = stack.enter_context(client)
        _patiently(lambda: driver.get("/status").raise_for_status())
        browser = _WebKit(driver, found[-1])
        stack.callback(lambda: driver.delete(browser.session))
        yield browser


DRIVERS: Final = {"firefox": _firefox, "webkit": _webkit}
"""A context manager by name: given a private folder, it yields a driver, or why there is none."""


@contextmanager
def _running(command: list[str], **options: Any) -> Iterator[None]:
    """Run a program in the background, and end it."""
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options
    )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _patiently(connect: Callable[[], Any]) -> Any:
    """Return a connection to a program that has just been started."""
    until = time.monotonic() + LIMIT
    while True:
        try:
            return connect()
        except (OSError, httpx.TransportError, websocket.WebSocketException):
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
