"""Runs announced to a real webhook on loopback, with the real command."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from .mailbox import Mailbox
from .place import Ended, Place

pytestmark = pytest.mark.kernel

SECRET = "pa55word"  # noqa: S105 (of nothing)


class Inbox(BaseHTTPRequestHandler):
    """Takes every message."""

    messages: list[dict[str, Any]]

    def do_POST(self) -> None:
        """Keep a message."""
        length = int(self.headers["Content-Length"])
        self.messages.append(json.loads(self.rfile.read(length)))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def inbox() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Return an address, and the messages that arrive there."""
    messages: list[dict[str, Any]] = []
    server = HTTPServer(("127.0.0.1", 0), type("Own", (Inbox,), {"messages": messages}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"json://user:{SECRET}@127.0.0.1:{server.server_port}/", messages
    server.shutdown()
    server.server_close()


def written(place: Place, address: str) -> Path:
    """Write a file with an address, which others cannot read."""
    file = place.folder / "notify.txt"
    file.write_text(f"# recipients\n{address}\n", encoding="utf-8")
    file.chmod(0o600)
    return file


def everything(place: Place) -> bytes:
    """Return all that the runs wrote, their stdout and stderr among it."""
    files = [path for path in place.folder.rglob("*") if path.is_file()]
    return b"".join(path.read_bytes() for path in files if path.name != "notify.txt")


def test_a_change_is_announced_and_the_same_again_is_not(
    published: Place, inbox: tuple[str, list[dict[str, Any]]]
) -> None:
    """X17: what changed and what the audit found; no path of the machine, and no secret."""
    address, messages = inbox
    options = "--notify-file", str(written(published, address))
    claims = published.folder / "mine.csv"
    (run,) = (published.out / "runs").iterdir()
    text = (run / "claims.csv").read_text("utf-8")
    claims.write_text(text.replace("yearly revenue of", "the yearly revenue of"), encoding="utf-8")
    for _ in range(2):
        assert published.run("--data", str(claims), *options).code == 0
    (message,) = messages
    assert message["title"] == "Market report published, as of 23 Nov 2026"
    assert "changed since 22 Nov 2026" in message["message"]
    assert "The audit found " in message["message"]
    assert str(published.folder) not in message["message"]
    assert SECRET.encode() not in everything(published)


def test_a_failure_is_announced(published: Place, inbox: tuple[str, list[dict[str, Any]]]) -> None:
    """X17: the error line without folders, and that the page stays.

    The address may come from the environment.
    """
    address, messages = inbox
    published.write(f"raise ValueError('no {published.folder}/my claims')")
    ended = published.run("--notify-on", "failure", env={"MARKET_REPORT_NOTIFY": address})
    assert ended.code == 70
    (message,) = messages
    assert message["title"] == "Market report failed (70), as of 23 Nov 2026"
    line = ended.error.splitlines()[0]
    assert line.replace(f"{published.folder}/", "") in message["message"]
    assert str(published.folder) not in message["message"]
    assert "The page stays as it was" in message["message"]
    assert SECRET.encode() not in everything(published)


def test_success_is_announced_to_who_asks_for_it(
    published: Place, inbox: tuple[str, list[dict[str, Any]]]
) -> None:
    """Also when the page is up to date."""
    address, messages = inbox
    options = "--notify-file", str(written(published, address)), "--notify-on", "success"
    assert published.run("--as-of", "2026-11-22", *options).code == 0
    assert [message["title"] for message in messages] == [
        "Market report up to date, as of 22 Nov 2026"
    ]


def test_mails_show_the_figures_if_asked(published: Place, mailbox: Mailbox) -> None:
    """The lines of the digest stand below them."""
    address = f"mailto://127.0.0.1:{mailbox.port}?from=report@a.example&to=you@b.example"
    options = "--notify-file", str(written(published, address)), "--notify-figures"
    assert published.run(*options, "--notify-on", "success") == Ended(0, f"{published.page}\n", "")
    (received,) = mailbox.mails
    body = received.get_body(("html",))
    assert received["subject"] == "Market report published, as of 23 Nov 2026"
    assert body
    assert "The figures</h2>" in body.get_content()
    assert "The audit found " in body.get_content()
    assert str(published.folder) not in body.get_content()


def test_no_notebook_sees_the_addresses(
    published: Place, inbox: tuple[str, list[dict[str, Any]]]
) -> None:
    """The environment of a kernel does not hold them."""
    address, _ = inbox
    published.write(
        "import os; print(*os.environ)", "print(os.environ.get('MARKET_REPORT_NOTIFY'))"
    )
    assert published.run(env={"MARKET_REPORT_NOTIFY": address}).code == 0
    assert "MARKET_REPORT_NOTIFY" not in published.page.read_text("utf-8")
    assert SECRET.encode() not in everything(published)


def test_an_announcement_that_fails_does_not_fail_the_run(published: Place) -> None:
    """The page is published; one line warns, without the address."""
    file = written(published, f"json://user:{SECRET}@127.0.0.1:9/")
    ended = published.run("--notify-file", str(file), "--notify-on", "success")
    assert ended.code == 0
    assert ended.error.startswith("warning: ")
    assert len(ended.error.splitlines()) == 1
    assert SECRET not in ended.error
