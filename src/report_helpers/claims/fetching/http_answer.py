"""Sends one request for claims and classifies its errors as transient or final."""

import ipaddress
import os
import socket
import ssl
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.client import responses
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

import httpx

__all__ = [
    "SLOW", "AbsentError", "RefusedError", "TooLargeError", "TransientError", "answer",
    "asked_pause", "refuse_inner",
]  # fmt: skip

TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses for which a retry may help; all others are final."""
REDIRECTS = 10
LOOPBACK, LINK = 2, 3
"""How near this machine is, and addresses that only its own link has."""
# Encodings that httpx decompresses in pieces, so that the limit also stops decompression bombs.
HEADERS = {"Accept": "text/csv, */*;q=0.5", "Accept-Encoding": "gzip, deflate"}
SLOW = "the server does not answer in time"
CLOSED = "the server closes the connection"
BROKEN = "the answer breaks off or cannot be unpacked"

NO_HTTP = "the server does not speak HTTP as it should"
PASSING = (
    ((httpx.TimeoutException, TimeoutError), SLOW),
    ((httpx.DecodingError,), BROKEN),
    ((httpx.NetworkError, OSError), CLOSED),
)
FINAL = (
    (httpx.TooManyRedirects, f"the server redirects more than {REDIRECTS} times"),
    (httpx.RemoteProtocolError, NO_HTTP),
    (Exception, "is not a complete address"),
)


class TransientError(Exception):
    """An error for which a retry may help; `after` is the server's Retry-After in seconds."""

    def __init__(self, reason: str, after: float = 0) -> None:
        super().__init__(reason)
        self.after = after


class RefusedError(Exception):
    """An error for which no retry can help."""


class AbsentError(RefusedError):
    """The server has no such file."""


class TooLargeError(Exception):
    """The response is larger than the limit."""


def answer(address: str, limit: int, timeout: httpx.Timeout) -> bytes:
    """Return the decompressed response to one request.

    Args:
        address: the address to request.
        limit: maximum bytes, compressed and decompressed.
        timeout: seconds for each step.

    Raises:
        TransientError: a retry may help.
        TooLargeError: the response is larger than `limit` bytes.
        RefusedError: no retry can help.
    """
    client = httpx.Client(
        timeout=timeout,
        headers=HEADERS,
        follow_redirects=True,
        max_redirects=REDIRECTS,
        event_hooks={"response": [refuse_redirect]},
        verify=ssl.create_default_context(),
        trust_env=False,
    )
    trace = {"trace": HttpOnly()}
    try:
        with client, client.stream("GET", complete(address), extensions=trace) as response:
            refuse_status(response)
            return body(response, limit)
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        raise meaning(error) from None


class HttpOnly:
    """Rejects a server of another protocol by its first bytes; httpx would wait for more."""

    def __init__(self) -> None:
        self._socket: socket.socket | None = None

    def __call__(self, event: str, info: Mapping[str, Any]) -> None:
        """Check the first bytes of a response; httpx calls this at each step of a request."""
        if event == "connection.connect_tcp.complete":
            self._socket = info["return_value"].get_extra_info("socket")
        elif event == "connection.start_tls.started":
            # The first bytes are encrypted and cannot be checked.
            self._socket = None
        elif event == "http11.receive_response_headers.started" and self._socket:
            start = self._socket.recv(len(b"HTTP/"), socket.MSG_PEEK)
            if not b"HTTP/".startswith(start):
                raise RefusedError(NO_HTTP)


def complete(address: str) -> httpx.URL:
    """Return the address as an httpx URL; raise `RefusedError` if it has no host."""
    try:
        if urlsplit(address).hostname:
            return httpx.URL(address)
    except (ValueError, httpx.InvalidURL):
        pass
    raise RefusedError("is not a complete address")


def meaning(error: Exception) -> TransientError | RefusedError:
    """Classify an error of httpx as transient or final; the result contains no address."""
    if isinstance(error, httpx.ConnectError):
        return no_connection(error)
    # httpx uses the same class for a response that is not HTTP; only the message differs.
    if isinstance(error, httpx.RemoteProtocolError) and "disconnected" in str(error):
        return TransientError(CLOSED)
    for kinds, reason in PASSING:
        if isinstance(error, kinds):
            return TransientError(reason)
    return RefusedError(next(reason for kind, reason in FINAL if isinstance(error, kind)))


def no_connection(error: BaseException) -> TransientError | RefusedError:
    """Return why there is no connection, from the operating system's error that caused it."""
    cause: BaseException | None = error
    while cause and not isinstance(cause, OSError):
        cause = cause.__cause__ or cause.__context__
    if isinstance(cause, ssl.SSLError):
        why = getattr(cause, "verify_message", "") or cause.reason
        return RefusedError(f"no encrypted connection ({why})")
    # Failed DNS lookups have negative numbers.
    number = getattr(cause, "errno", 0) or 0
    known = os.strerror(number) if number > 0 else getattr(cause, "strerror", "")
    return TransientError(f"no connection ({known or 'unknown host'})")


def body(response: httpx.Response, limit: int) -> bytes:
    """Return the decompressed body; check its length before and during the download."""
    raw = bytearray()
    if int(response.headers.get("Content-Length", 0)) > limit:
        raise TooLargeError
    try:
        for block in response.iter_bytes():
            raw += block
            if len(raw) > limit:
                raise TooLargeError
    except httpx.RemoteProtocolError:
        raise TransientError(BROKEN) from None
    return bytes(raw)


def refuse_status(response: httpx.Response) -> None:
    """Raise an error for a status other than 200, even for partial or empty success."""
    status = response.status_code
    if status in TRANSIENT:
        asked = asked_pause(response.headers.get("Retry-After", ""))
        more = f", and asks for a pause of {asked:,.0f} s" if asked else ""
        raise TransientError(f"the server answers {in_words(status)}{more}", asked)
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        raise AbsentError(f"the server answers {in_words(status)}")
    if status != HTTPStatus.OK:
        raise RefusedError(f"the server answers {in_words(status)}")


def in_words(status: int) -> str:
    """Return a status with its standard phrase; the server's own could contain anything."""
    return f"{status} {responses.get(status, '')}".rstrip()


def asked_pause(value: str) -> float:
    """Return the seconds of a Retry-After header (a number or a date); 0 if it is neither."""
    try:
        if value.isdecimal():
            return float(value)
        return max(parsedate_to_datetime(value).timestamp() - time.time(), 0)
    except (ValueError, OverflowError):
        return 0


def refuse_redirect(response: httpx.Response) -> None:
    """Raise an error before httpx follows a redirect away from http(s) or from encryption."""
    if not response.has_redirect_location:
        return
    here = str(response.url)
    try:
        scheme = urlsplit(urljoin(here, response.headers["Location"])).scheme
    except ValueError:
        scheme = ""
    if scheme not in {"http", "https"}:
        raise RefusedError("the server redirects to another scheme than http and https")
    if urlsplit(here).scheme == "https" and scheme == "http":
        raise RefusedError("the server redirects from https to http")
    refuse_inner(urlsplit(here).hostname, urlsplit(urljoin(here, response.headers["Location"])))


def refuse_inner(here: str | None, target: SplitResult) -> None:
    """Raise an error for a redirect to an address that the server itself could not reach.

    Such as from the internet to this machine or its network, whose services trust this machine.
    """
    if max(reaches(target.hostname)) > min(LOOPBACK, *reaches(here)):
        raise RefusedError("the server redirects to an address of this machine or its network")


def reaches(host: str | None) -> list[int]:
    """Return how near the addresses of a host are: 0 the internet, 3 this machine's own link."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        # The request itself will tell.
        return [0]
    return [nearness(str(each[4][0])) for each in found] or [0]


def nearness(address: str) -> int:
    """Return how near an IP address is; see `reaches`."""
    given = ipaddress.ip_address(address.partition("%")[0])
    ip = getattr(given, "ipv4_mapped", None) or given
    if ip.is_link_local or ip.is_unspecified or ip.is_multicast:
        return LINK
    if ip.is_loopback:
        return LOOPBACK
    return int(not ip.is_global)
