"""Claims behind an address: real servers that answer, fail, lie, drip and redirect."""

import asyncio
import gzip
import socket
import ssl
import struct
import subprocess
import sys
import threading
import traceback
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext, suppress
from dataclasses import replace
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import trustme
from pandas.testing import assert_frame_equal

from report_helpers.claims import read_claims
from report_helpers.claims.fetching.fetch import fetch
from report_helpers.claims.fetching.http import RetryPolicy
from report_helpers.claims.fetching.http_answer import RefusedError, asked_pause, refuse_inner
from report_helpers.claims.inputs.claims_input import fetch_input
from report_helpers.claims.read import parse_claims
from report_helpers.errors import DataError, InputError

pytestmark = pytest.mark.slow

SHORT = RetryPolicy(connect=20, read=20, total=60, tries=3, pause=0.01, longest=0.05)
"""For servers that fail at once: no test waits for it, unless what it tests is broken."""


class Asked(BaseHTTPRequestHandler):
    """One request; the server's script answers it."""

    server: "Server"

    def do_GET(self) -> None:
        """Give the next answer of the script, the last one again and again."""
        self.server.asked.append((self.path, self.headers["Authorization"]))
        script = self.server.script
        # The client may leave before the end.
        with suppress(ConnectionError):
            (script.pop(0) if len(script) > 1 else script[0])(self)

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


Answer = Callable[[Asked], None]


class Server(ThreadingHTTPServer):
    """A server on loopback that answers as scripted and remembers who asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Asked)
        self.script: list[Answer] = []
        self.asked: list[tuple[str, str | None]] = []
        self.over = threading.Event()
        self.address = f"http://127.0.0.1:{self.server_port}/claims.csv"


@pytest.fixture
def servers() -> Iterator[Callable[[], Server]]:
    """A maker of running servers."""
    running: list[tuple[Server, threading.Thread]] = []

    def started() -> Server:
        server = Server()
        running.append((server, threading.Thread(target=server.serve_forever, args=[0.02])))
        running[-1][1].start()
        return server

    yield started
    for server, thread in running:
        server.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def server(servers: Callable[[], Server]) -> Server:
    """One running server."""
    return servers()


def says(body: bytes = b"", status: int = 200, **headers: object) -> Answer:
    """Return an answer with its true length, unless a header differs; `_` in names means `-`."""

    def answer(asked: Asked) -> None:
        asked.send_response(status)
        named = {name.replace("_", "-"): str(value) for name, value in headers.items()}
        length = {} if "Transfer-Encoding" in named else {"Content-Length": str(len(body))}
        for name, value in {**length, **named}.items():
            asked.send_header(name, value)
        asked.end_headers()
        asked.wfile.write(body)

    return answer


def resets(asked: Asked) -> None:
    """Close the connection with a reset."""
    asked.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def drips(asked: Asked) -> None:
    """Send a byte at a time, never silent for long, and end well after ten seconds."""
    says(b"", Content_Length=200)(asked)
    for _ in range(200):
        asked.server.over.wait(0.05)
        asked.wfile.write(b"x")


def drips_headers(asked: Asked) -> None:
    """Begin an answer whose headers never end."""
    asked.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
    for _ in range(200):
        asked.server.over.wait(0.05)
        asked.wfile.write(b"x")


def falls_silent(asked: Asked) -> None:
    """Send half an answer and nothing more, with the connection open."""
    says(b"claim_id", Content_Length=1000)(asked)
    asked.server.over.wait(60)


def greets(asked: Asked) -> None:
    """Answer as a mail server does."""
    asked.wfile.write(b"220 mail.example ESMTP\r\n")


def refusal(address: str, policy: RetryPolicy = SHORT) -> str:
    """Return the error of an address, after checking that it is an input error without secrets."""
    with pytest.raises(InputError) as caught:
        fetch(address, policy)
    assert caught.value.exit_code == 66
    shown = "".join(traceback.format_exception(caught.value))
    # The folder of the checkout is in every line of a traceback and may be named anything.
    shown = shown.replace(str(Path(__file__).parents[2]), "")
    assert not [secret for secret in ("word", "token", "secret") if secret in shown]
    return str(caught.value)


def test_addresses_are_read(server: Server, good: str) -> None:
    """A file behind an http address gives the same table as the file itself."""
    server.script = [says(good.encode())]
    assert_frame_equal(read_claims(server.address), parse_claims(good.encode(), "x"))


def test_addresses_are_read_while_an_event_loop_runs(server: Server) -> None:
    """A notebook's kernel has an event loop of its own, in which a cell runs."""
    server.script = [says(b"claims")]

    async def cell() -> bytes:
        return fetch(server.address)

    # In a thread: a browser that Playwright drives holds a loop of this one.
    with ThreadPoolExecutor() as pool:
        assert pool.submit(lambda: asyncio.run(cell())).result() == b"claims"


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_transient_answers_are_asked_again(server: Server, status: int) -> None:
    """Two failures that pass, then the file."""
    server.script = [says(status=status), says(status=status), says(b"claims")]
    assert fetch(server.address, SHORT) == b"claims"
    assert len(server.asked) == 3


@pytest.mark.parametrize(
    "failure",
    [resets, says(b"half", Content_Length=9), says(b"1f\r\nhalf", Transfer_Encoding="chunked")],
)
def test_broken_connections_are_tried_again(server: Server, failure: Answer) -> None:
    """Neither a reset nor half an answer is taken for the file."""
    server.script = [failure, failure, says(b"claims")]
    assert fetch(server.address, SHORT) == b"claims"
    assert len(server.asked) == 3


def test_silence_is_left_and_tried_again(server: Server) -> None:
    """A server that stops in the middle is given up after the time between two pieces."""
    server.script = [falls_silent, says(b"claims")]
    assert fetch(server.address, replace(SHORT, read=0.3)) == b"claims"


@pytest.mark.parametrize("drip", [drips, drips_headers])
def test_a_drip_ends_with_the_time_for_all(server: Server, drip: Answer) -> None:
    """A server that is never silent, and never done, is left when the whole time is over."""
    server.script = [drip]
    message = refusal(server.address, replace(SHORT, total=0.5))
    assert "does not answer in time (asked once)" in message


@pytest.mark.parametrize("status", [202, 204, 206, 304, 400, 401, 403, 404, 410, 451, 501, 799])
def test_last_words_are_asked_for_once(server: Server, status: int) -> None:
    """What another try cannot mend is not tried again, and what is no whole file is none."""
    server.script = [says(status=status)]
    assert f"{server.address}: the server answers {status}" in refusal(server.address)
    assert len(server.asked) == 1


@pytest.mark.parametrize(("status", "said"), [(410, "410 Gone;"), (799, "799;")])
def test_a_status_has_its_standard_phrase_or_none(server: Server, status: int, said: str) -> None:
    """The server's own phrase could be anything."""
    server.script = [says(status=status)]
    assert refusal(server.address).startswith(f"{server.address}: the server answers {said}")


@pytest.mark.parametrize(
    ("failure", "part"),
    [
        (says(status=503), "the server answers 503 Service Unavailable (asked 3 times)"),
        (says(b"half", Content_Length=9), "the answer breaks off or cannot be unpacked (asked 3"),
        (
            says(b"no gzip", Content_Encoding="gzip"),
            "the answer breaks off or cannot be unpacked (asked 3",
        ),
        (resets, "the server closes the connection (asked 3 times)"),
    ],
)
def test_a_server_that_stays_away_is_named_without_secrets(
    server: Server, failure: Answer, part: str
) -> None:
    """The error has the bare address, the number of requests and the last reason."""
    server.script = [failure]
    address = server.address.replace("//", "//user:word@")
    message = refusal(f"{address}?token=secret#x")
    assert message.startswith(f"{server.address}: {part}")
    assert server.asked == [("/claims.csv?token=secret", "Basic dXNlcjp3b3Jk")] * 3


def test_a_port_without_a_server_is_an_error(server: Server) -> None:
    """A closed port and an unknown host give no connection."""
    address = server.address.replace("127.0.0.1", "127.0.0.2")
    assert "no connection (Connection refused) (asked 3 times)" in refusal(address)
    assert "no connection (" in refusal("http://user:word@nowhere.invalid/x?token=secret")


@pytest.mark.parametrize("address", ["http://", "http://:80/x", "https://[user:word@a/?secret"])
def test_half_an_address_is_refused(address: str) -> None:
    """An address without a host, or one that cannot be read, is never asked."""
    assert "is not a complete address" in refusal(address)


def test_a_server_of_another_protocol_is_refused(server: Server) -> None:
    """Another service's greeting is no answer."""
    server.script = [greets]
    assert "does not speak HTTP" in refusal(server.address)


@pytest.mark.parametrize("asked", ["2", "3600", formatdate(4e9, usegmt=True)])
def test_a_long_pause_is_not_cut_short(server: Server, asked: str) -> None:
    """A server that asks for longer than this waits is neither asked sooner nor waited for."""
    server.script = [says(status=503, Retry_After=asked), says(b"claims")]
    assert "503 Service Unavailable, and asks for a pause of " in refusal(server.address)
    assert len(server.asked) == 1


def test_a_pause_counts_in_the_whole_time(server: Server) -> None:
    """A pause that is short enough, but ends after all time, is not begun."""
    server.script = [says(status=429, Retry_After="50"), says(b"claims")]
    policy = replace(SHORT, longest=60, total=40)
    assert "asks for a pause of 50 s (asked once)" in refusal(server.address, policy)


def test_a_short_pause_is_kept(server: Server) -> None:
    """After the pause that the server asks for, it is asked again."""
    server.script = [says(status=429, Retry_After="1"), says(b"claims")]
    assert fetch(server.address, replace(SHORT, longest=60)) == b"claims"


@pytest.mark.parametrize("value", ["", "-1", "soon", "Mon, 01 Jan 2001 00:00:00 GMT", "1.5"])
def test_pauses_that_are_none(value: str) -> None:
    """What is neither a number nor a date to come asks for no pause."""
    assert asked_pause(value) == 0


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [("gzip", gzip.compress), ("deflate", zlib.compress),
     ("deflate", lambda raw: zlib.compress(raw, wbits=-15))],
)  # fmt: skip
def test_packed_answers_are_unpacked(
    server: Server, encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    """Both packings of HTTP, deflate with its header and without."""
    server.script = [says(pack(b"claims" * 1000), Content_Encoding=encoding)]
    assert fetch(server.address) == b"claims" * 1000


def endless(asked: Asked) -> None:
    """Send 50 MB without telling how much it will be."""
    asked.send_response(200)
    asked.end_headers()
    for _ in range(50):
        asked.wfile.write(bytes(1 << 20))


@pytest.mark.parametrize(
    "large",
    [
        pytest.param(endless, id="while-reading"),
        pytest.param(says(b"", Content_Length=10**12), id="before-reading"),
        pytest.param(
            says(gzip.compress(bytes(64 << 20), mtime=0), Content_Encoding="gzip"), id="bomb"
        ),
    ],
)
def test_large_answers_are_refused(
    server: Server, large: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """D25: by the announced length, by the bytes received, and by the bytes unpacked."""
    server.script = [large]
    monkeypatch.setattr("report_helpers.claims.fetching.fetch.LIMIT", 1 << 20)
    assert f"{server.address}: is larger than 1 MB; " in refusal(server.address)
    assert len(server.asked) == 1


def test_redirects_are_followed_without_the_password(servers: Callable[[], Server]) -> None:
    """A file that moved to another server is read there; the password stays with the first."""
    first, second = servers(), servers()
    first.script = [says(status=301, Location=second.address)]
    second.script = [says(b"claims")]
    assert fetch(first.address.replace("//", "//user:word@")) == b"claims"
    assert first.asked[0][1]
    assert second.asked == [("/claims.csv", None)]


def test_redirects_in_a_circle_end(server: Server) -> None:
    """A server that redirects to itself is left after ten times."""
    server.script = [says(status=302, Location="/claims.csv?token=secret")]
    assert "redirects more than 10 times" in refusal(server.address)
    assert len(server.asked) <= 11


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://secret@a.example/b", "data:,x"])
def test_redirects_lead_to_web_addresses_only(server: Server, target: str) -> None:
    """A server cannot make the program read a local file or use another protocol."""
    server.script = [says(status=302, Location=target)]
    assert "redirects to another scheme than http and https" in refusal(server.address)


@pytest.mark.parametrize("host", ["169.254.169.254", "[::ffff:169.254.169.254]", "0.0.0.0"])  # noqa: S104
def test_redirects_never_lead_to_the_machine_s_own_link(server: Server, host: str) -> None:
    """D31: where clouds keep their secrets; it is not even asked."""
    server.script = [says(status=302, Location=f"http://{host}/claims.csv")]
    assert "redirects to an address of this machine or its network" in refusal(server.address)


@pytest.mark.parametrize(
    ("here", "target", "refused"),
    [
        ("8.8.8.8", "127.0.0.1", True),
        ("8.8.8.8", "10.0.0.1", True),
        ("8.8.8.8", "localhost", True),
        ("10.0.0.1", "127.0.0.1", True),
        ("10.0.0.1", "[fe80::1]", True),
        ("8.8.8.8", "1.1.1.1", False),
        ("10.0.0.1", "192.168.0.1", False),
        ("127.0.0.1", "127.0.0.1", False),
        ("127.0.0.1", "8.8.8.8", False),
    ],
)
def test_redirects_lead_no_nearer_to_this_machine(here: str, target: str, *, refused: bool) -> None:
    """D31: a server outside cannot have services asked that trust this machine."""
    with pytest.raises(RefusedError) if refused else nullcontext():
        refuse_inner(here, urlsplit(f"http://{target}/claims.csv"))


@pytest.fixture
def encrypted(servers: Callable[[], Server], tmp_path: Path) -> Server:
    """A TLS server with a certificate of its own authority, ca.pem."""
    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    server = servers()
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.address = server.address.replace("http", "https", 1)
    return server


def fetched(address: str, authority: Path) -> tuple[int, str]:
    """Return exit code and stderr of a program of its own that trusts one authority."""
    code = "import sys; from report_helpers.claims.fetching.fetch import fetch; fetch(sys.argv[1])"
    done = subprocess.run(
        [sys.executable, "-c", code, address],
        env={"SSL_CERT_FILE": str(authority)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stderr


def test_redirects_never_leave_encryption(
    encrypted: Server, servers: Callable[[], Server], tmp_path: Path
) -> None:
    """From https a redirect leads to https; a plain server behind it is not even asked."""
    plain = servers()
    plain.script = [says(b"claims")]
    encrypted.script = [says(status=302, Location="/b"), says(b"claims")]
    assert fetched(encrypted.address, tmp_path / "ca.pem") == (0, "")
    encrypted.script = [says(status=302, Location=plain.address)]
    code, message = fetched(encrypted.address, tmp_path / "ca.pem")
    assert code == 1
    assert f"{encrypted.address}: the server redirects from https to http; " in message
    assert not plain.asked


def test_unknown_certificates_are_refused(encrypted: Server) -> None:
    """A certificate of an unknown authority is an error, without another try."""
    assert "no encrypted connection (unable to get local issuer certificate)" in refusal(
        encrypted.address
    )


@pytest.mark.parametrize(
    ("page", "kind"),
    [(b"<!DOCTYPE html><title>Sign in</title>", "an HTML page"),
     (b"version https://git-lfs.github.com/spec/v1\noid sha256:1\n", "a Git LFS pointer"),
     (gzip.compress(bytes(range(256)), mtime=0), "a gzip archive"), (b"", "is empty")],
    ids=["login", "pointer", "packed", "empty"],
)  # fmt: skip
def test_pages_that_are_no_claims_are_refused(server: Server, page: bytes, kind: str) -> None:
    """What comes in place of the file, as after a login that ended, breaks the schema: 65."""
    server.script = [says(status=302, Location="/login"), says(page)]
    with pytest.raises(DataError, match=kind) as caught:
        read_claims(f"{server.address}?token=secret")
    assert caught.value.exit_code == 65
    assert str(caught.value).startswith(f"{server.address}:1:-: ")
    assert "secret" not in str(caught.value)


def test_claims_may_call_themselves_a_page(server: Server, good: str) -> None:
    """What a server calls the file does not matter, what is in it does."""
    server.script = [says(good.encode(), Content_Type="text/html")]
    assert len(read_claims(server.address)) == 3


def test_documents_are_asked_for_as_the_claims_are(server: Server) -> None:
    """As often, and no more; the error names the address of the documents."""
    server.script = [says(b"claim_id,source_id\na,b\n"), says(status=503)]
    with pytest.raises(InputError) as caught:
        fetch_input(f"{server.address}?token=secret", SHORT)
    beside = server.address.replace("claims.csv", "sources.csv")
    assert str(caught.value) == (
        f"{beside}: the server answers 503 Service Unavailable (asked 3 times); "
        "try again later, or check the address and the network"
    )
    assert [path for path, _ in server.asked] == [
        "/claims.csv?token=secret", *["/sources.csv?token=secret"] * 3
    ]  # fmt: skip


def test_documents_that_a_server_lacks_are_none(server: Server) -> None:
    """Nor are they asked for where the claims describe their documents."""
    server.script = [says(b"claim_id,source_id\na,b\n"), says(status=404)]
    assert fetch_input(server.address, SHORT).sources is None
    assert len(server.asked) == 2
    server.script = [says(b"claim_id,topic\na,b\n")]
    assert fetch_input(server.address, SHORT).sources is None
    assert len(server.asked) == 3
