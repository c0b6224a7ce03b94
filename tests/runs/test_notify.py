"""Announcements: a real mail server and a real webhook, and secrets that stay secret."""

import json
import logging
import sys
import threading
import traceback
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from report_helpers.errors import SetupError, UsageError
from report_helpers.page.mail.message import Mail
from report_helpers.runs.notify.notifier import addresses, announce, exposed

from .mailbox import Mailbox

pytestmark = pytest.mark.slow

TITLE = "Market report: 2 claims changed, größer →"
BODY = "a01_ml_market: 26.03 → 225.91\n<b>a & b</b> *c* _d_\n\nÜber allem: 機械学習"


class Hook(BaseHTTPRequestHandler):
    """A webhook; below /waits it answers only after another message came."""

    server: "Hooks"

    def do_POST(self) -> None:
        """Keep a message, or wait, or refuse."""
        posted = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path.startswith("/waits"):
            self.server.came.wait(60)
        else:
            self.server.posts.append(posted)
            self.server.came.set()
        self.send_response(403 if self.path.startswith("/refuses") else 200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


class Hooks(ThreadingHTTPServer):
    """A server of webhooks on loopback."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Hook)
        self.posts: list[dict[str, str]] = []
        self.came = threading.Event()
        self.address = f"json://127.0.0.1:{self.server_port}"


@pytest.fixture
def hooks() -> Iterator[Hooks]:
    """A running server of webhooks."""
    with Hooks() as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.02])
        thread.start()
        yield server
        server.came.set()
        server.shutdown()
        thread.join()


@pytest.fixture
def problems(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> Iterator[list[str]]:
    """What a test says; nothing of it, of stdout, stderr or a log at any level holds a secret."""
    said: list[str] = []
    with caplog.at_level(logging.NOTSET):
        yield said
    out, err = capfd.readouterr()
    text = "\n".join([*said, out, err, caplog.text])
    assert not [secret for secret in ("hunter2", "t0ken") if secret in text]
    assert not out + err


def test_a_digest_arrives_whole(mailbox: Mailbox, hooks: Hooks, problems: list[str]) -> None:
    """Title and body come as they are, by mail and by webhook."""
    mail = f"mailto://127.0.0.1:{mailbox.port}?from=report@a.example&to=you@b.example"
    problems.append(announce((mail, f"{hooks.address}/t0ken"), TITLE, BODY))
    assert problems == [""]
    assert [(post["title"], post["message"]) for post in hooks.posts] == [(TITLE, BODY)]
    [received] = mailbox.mails
    body = received.get_body(("plain",))
    assert received["subject"] == TITLE
    assert received["to"] == "you@b.example"
    assert body
    assert body.get_content().splitlines() == BODY.splitlines()


def test_mail_servers_get_the_mail_with_its_pictures(mailbox: Mailbox, hooks: Hooks) -> None:
    """Its HTML names the picture, a part of the mail; others get the body."""
    server = f"mailto://127.0.0.1:{mailbox.port}?from=report@a.example&to=you@b.example"
    html = '<p>Größer → 機械学習</p><img src="cid:chart.png">'
    mail = Mail(TITLE, date(2026, 11, 23), BODY, html, {"chart.png": b"\x89PNG\r\n\x1a\n\0"})
    to = (server, f"{server}&format=text", f"{hooks.address}/")
    assert announce(to, TITLE, BODY, mail=mail) == ""
    assert [post["message"] for post in hooks.posts] == [BODY]
    shown = {each.get_body(("html",)) is not None: each for each in mailbox.mails}
    assert set(shown) == {True, False}
    body = shown[True].get_body(("html",))
    assert body
    assert html in body.get_content()
    (picture,) = (part for part in shown[True].walk() if part.get_content_type() == "image/png")
    assert picture["Content-ID"] == "<chart.png>"
    assert picture.get_content() == mail.pictures["chart.png"]


def test_a_long_digest_arrives_in_parts(hooks: Hooks) -> None:
    """What is too long for one message of a service comes in several, and nothing is lost."""
    body = "\n".join(f"claim {number}" for number in range(5000))
    assert not announce((hooks.address,), TITLE, body)
    assert len(hooks.posts) > 1
    assert set(body.split()) == set("\n".join(post["message"] for post in hooks.posts).split())


def test_refusals_are_reported_without_secrets(
    mailbox: Mailbox, hooks: Hooks, problems: list[str]
) -> None:
    """The error has number and kind of the addresses that failed; the others got the message."""
    wrong = f"mailto://me:hunter2@127.0.0.1:{mailbox.port}?from=a@b.example&to=c@d.example"
    closed = "jsons://t0ken:hunter2@127.0.0.1:1/t0ken"
    refused = f"{hooks.address}/refuses/t0ken"
    problems.append(announce((wrong, f"{hooks.address}/", closed, refused), TITLE, BODY))
    assert problems == ["3 of 4 addresses got no message (json, jsons, mailto)"]
    assert [post["title"] for post in hooks.posts] == [TITLE, TITLE]
    assert not mailbox.mails


def test_output_of_apprise_is_not_shown(
    hooks: Hooks, problems: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even a verbose Python prints nothing on stderr."""
    monkeypatch.setenv("PYTHONVERBOSE", "1")
    problems.append(announce((f"{hooks.address}/t0ken",), TITLE, BODY))
    assert problems == [""]


def test_a_server_that_never_answers_is_left(hooks: Hooks, problems: list[str]) -> None:
    """The limit for a message holds, whatever timeout the address sets."""
    hanging = f"{hooks.address}/waits/t0ken?rto=600&cto=600"
    problems.append(announce((hanging,), TITLE, BODY, limit=3))
    assert problems == ["1 of 1 address got no message within 3 s (json)"]


def test_no_address_waits_for_another(hooks: Hooks) -> None:
    """A slow address does not delay the others."""
    waits = f"{hooks.address}/waits?rto=600"
    assert not announce((waits, f"{hooks.address}/"), TITLE, BODY)


def test_without_addresses_nothing_is_sent() -> None:
    """Without addresses nothing happens and nothing is wrong, apprise or not."""
    assert addresses(None, {}) == ()
    assert announce((), TITLE, BODY) == ""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of two addresses, for its owner only."""
    path = tmp_path / "notify.txt"
    path.write_text(
        "\ufeff# who is problems\n\n  json://a.example/t0ken#x  \r\nmailto://me:hunter2@b.example\n",
        encoding="utf-8",
    )
    path.chmod(0o600)
    return path


def test_addresses_come_from_a_file_before_the_environment(file: Path, problems: list[str]) -> None:
    """Comments and blank lines do not count, and the file alone does."""
    found = addresses(file, {"MARKET_REPORT_NOTIFY": "nonsense"})
    assert found == ("json://a.example/t0ken#x", "mailto://me:hunter2@b.example")
    problems.append(repr(found))
    assert problems == ["(<address: json>, <address: mailto>)"]


def test_addresses_come_from_the_environment() -> None:
    """Any white space separates them."""
    value = " json://a.example/1\n\tjson://a.example/2 json://a.example/3\n"
    assert len(addresses(None, {"MARKET_REPORT_NOTIFY": value})) == 3


def refusal(problems: list[str], file: Path | None, **environment: str) -> str:
    """Return the usage error about addresses; its traceback is collected too."""
    with pytest.raises(UsageError) as caught:
        addresses(file, environment)
    problems.append("".join(traceback.format_exception(caught.value)))
    return str(caught.value)


@pytest.mark.parametrize(
    ("line", "kind"),
    [("foo://me:hunter2@a.example", " (foo)"), ("https://a.example/t0ken", " (https)"),
     ("t0ken/hunter2", ""), ("slack://t0ken", " (slack)"), ("mailto:hunter2", "")],
)  # fmt: skip
def test_unknown_addresses_are_reported_by_their_line(
    file: Path, problems: list[str], line: str, kind: str
) -> None:
    """The error has the line and at most the kind, for a file and for the environment."""
    with file.open("a", encoding="utf-8") as handle:
        handle.write(line)
    what = f"apprise does not support this address{kind}; see docs/notifications.md"
    assert refusal(problems, file) == f"{file}:5: {what}"
    value = f"json://a.example {line}"
    assert refusal(problems, None, MARKET_REPORT_NOTIFY=value) == f"MARKET_REPORT_NOTIFY:2: {what}"


def test_files_that_cannot_be_read_are_refused(file: Path, problems: list[str]) -> None:
    """A missing file, a folder, what is no text, and what is far too long."""
    assert "cannot be read (No such file" in refusal(problems, file.with_name("none"))
    assert "cannot be read (Is a directory)" in refusal(problems, file.parent)
    file.write_bytes(b"json://a.example/t0ken\xff")
    assert "is not UTF-8 text" in refusal(problems, file)
    file.write_bytes(b"#" * (1 << 21))
    assert "is larger than 1 MB" in refusal(problems, file)


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_files_that_others_can_write_are_refused(
    file: Path, problems: list[str], mode: int
) -> None:
    """Whoever may write the file decides where messages go."""
    file.chmod(mode)
    assert "others can change where messages go; chmod 600 " in refusal(problems, file)


def test_files_that_everybody_can_read_are_warned_about(file: Path) -> None:
    """One line of warning, and only where everybody may read."""
    assert exposed(None) == exposed(file) == ""
    file.chmod(0o644)
    assert exposed(file) == f"{file}: all users can read these addresses; chmod 600 {file}"
    assert len(addresses(file, {})) == 2


def test_without_apprise_the_extra_is_named(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where apprise is not installed, the error says how to install it."""
    monkeypatch.setitem(sys.modules, "apprise", None)
    with pytest.raises(SetupError, match=r'pip install "market-report\[notify\]"') as caught:
        addresses(file, {})
    assert caught.value.exit_code == 78
