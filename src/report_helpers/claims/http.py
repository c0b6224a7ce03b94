"""Claims behind an address: one whole answer, asked for again only where that can help."""

import os
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.client import responses
from types import SimpleNamespace
from urllib.parse import urljoin, urlsplit

import aiohttp
from fsspec.asyn import get_loop, sync
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception,
    stop_after_attempt,
    stop_before_delay,
    wait_exponential,
    wait_random,
)

from report_helpers.errors import InputError

__all__ = ["PATIENCE", "Patience", "download"]

TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses that another try may mend; every other one is the server's last word."""
BLOCK = 1 << 20
REDIRECTS = 10
# Encodings that aiohttp unpacks piece by piece, so that no answer swells beyond the limit unseen.
HEADERS = {"Accept": "text/csv, */*;q=0.5", "Accept-Encoding": "gzip, deflate"}


@dataclass(frozen=True, slots=True)
class Patience:
    """How long an address is waited for, in seconds, and `tries`, how often it is asked.

    `connect` bounds the way to a connection, `read` the silence between two pieces of the answer,
    `total` everything, all tries and pauses included. `pause` comes before the second try, twice
    as long a one before the third, and so on up to `longest`; a server that asks for more than
    `longest` in its Retry-After is not asked again.
    """

    connect: float = 15
    read: float = 30
    total: float = 600
    tries: int = 4
    pause: float = 1
    longest: float = 60


PATIENCE = Patience()


class AwayError(Exception):
    """What another try may mend; `after` is the pause that the server asks for, in seconds."""

    def __init__(self, reason: str, after: float = 0) -> None:
        super().__init__(reason)
        self.after = after


class RefusedError(Exception):
    """What no other try can mend."""


class TooLargeError(Exception):
    """The answer is larger than the limit."""


def download(address: str, place: str, limit: int, patience: Patience = PATIENCE) -> bytes:
    """Return what an http or https address answers, unpacked, at most `limit` bytes.

    Args:
        address: where to ask; user, password and query are sent and never told.
        place: what errors call the address.
        limit: the most bytes, packed and unpacked.
        patience: how long, and how often.

    Raises:
        InputError: the server is away, refuses, redirects astray, or its answer is too large.
    """
    end = time.monotonic() + patience.total
    retrying = Retrying(
        retry=retry_if_exception(lambda error: worth_a_try(error, patience)),
        stop=stop_after_attempt(patience.tries) | stop_before_delay(patience.total),
        wait=lambda state: pause(state, patience),
        reraise=True,
    )
    try:
        # The loop of fsspec runs beside the one of a notebook's kernel.
        return retrying(
            lambda: bytes(sync(get_loop(), answer, address, limit, time_limits(patience, end)))
        )
    except AwayError as error:
        tries = retrying.statistics["attempt_number"]
        what = f"{error} (asked {'once' if tries == 1 else f'{tries} times'})"
        fix = "try again later, or check the address and the network"
        refusal = InputError(place, what, fix)
    except TooLargeError:
        what = f"is larger than {limit >> 20} MB"
        refusal = InputError(place, what, "split it, or take rows out")
    except (RefusedError, aiohttp.ClientError, ValueError) as error:
        refusal = InputError(place, final_reason(error), "check the address")
    # Raised out here: what led to it may hold the password or the token of the address.
    raise refusal


def time_limits(patience: Patience, end: float) -> aiohttp.ClientTimeout:
    """Return the time limits of one try, which ends when the monotonic clock shows `end`."""
    left = max(end - time.monotonic(), 0.001)
    return aiohttp.ClientTimeout(total=left, connect=patience.connect, sock_read=patience.read)


def worth_a_try(error: BaseException, patience: Patience) -> bool:
    """Return whether another try may help, and comes soon enough."""
    return isinstance(error, AwayError) and error.after <= patience.longest


def pause(state: RetryCallState, patience: Patience) -> float:
    """Return the seconds before the next try, at least what the server asks for.

    They differ a little each time, so that many schedulers do not come back at once.
    """
    error = state.outcome.exception() if state.outcome else None
    asked = error.after if isinstance(error, AwayError) else 0
    own = wait_exponential(patience.pause, patience.longest) + wait_random(0, patience.pause / 2)
    return max(asked, own(state))


async def answer(address: str, limit: int, times: aiohttp.ClientTimeout) -> bytearray:
    """Return the answer to one try.

    Raises:
        AwayError: another try may help.
        TooLargeError: the answer is larger than `limit` bytes.
        RefusedError, aiohttp.ClientError, ValueError: nothing will help.
    """
    trace = aiohttp.TraceConfig()
    trace.on_request_redirect.append(refuse_downgrade)
    try:
        async with (
            aiohttp.ClientSession(
                timeout=times, headers=HEADERS, trace_configs=[trace], middlewares=[once]
            ) as session,
            session.get(address, max_redirects=REDIRECTS) as response,
        ):
            refuse_status(response)
            return await body(response, limit)
    except TimeoutError:
        raise AwayError("the server does not answer in time") from None
    except aiohttp.ClientPayloadError:
        raise AwayError("the answer breaks off or cannot be unpacked") from None
    except (OSError, aiohttp.ClientConnectionError):
        raise AwayError("the server closes the connection") from None


async def once(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Make one request, where aiohttp would repeat one that fails, uncounted and without a pause.

    Raises:
        AwayError: there is no connection, or it ended before the answer.
        RefusedError: the connection cannot be trusted.
    """
    try:
        return await handler(request)
    except aiohttp.ClientSSLError as error:
        why = getattr(error.os_error, "verify_message", "") or error.strerror
        raise RefusedError(f"no encrypted connection ({why})") from None
    except aiohttp.ClientConnectorError as error:
        raise AwayError(f"no connection ({why_none(error)})") from None
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError):
        raise AwayError("the server closes the connection") from None


def why_none(error: aiohttp.ClientConnectorError) -> str:
    """Return why there is no connection; names that nobody knows have negative numbers."""
    number = error.errno or 0
    return os.strerror(number) if number > 0 else error.strerror or "unknown host"


async def body(response: aiohttp.ClientResponse, limit: int) -> bytearray:
    """Return the unpacked body; its length is checked before and while it comes in."""
    raw = bytearray()
    if (response.content_length or 0) > limit:
        raise TooLargeError
    async for block in response.content.iter_chunked(BLOCK):
        raw += block
        if len(raw) > limit:
            raise TooLargeError
    return raw


def refuse_status(response: aiohttp.ClientResponse) -> None:
    """Raise what a status other than 200 means: partial, later or empty answers are no file."""
    if response.status in TRANSIENT:
        asked = asked_pause(response.headers.get("Retry-After", ""))
        more = f", and asks for a pause of {asked:,.0f} s" if asked else ""
        raise AwayError(f"the server answers {said(response.status)}{more}", asked)
    if response.status != HTTPStatus.OK:
        raise RefusedError(f"the server answers {said(response.status)}")


def said(status: int) -> str:
    """Return a status in words; the server's own ones could hold anything."""
    return f"{status} {responses.get(status, '')}".rstrip()


def asked_pause(value: str) -> float:
    """Return the seconds of a Retry-After header, a number or a date; 0 if it is neither."""
    try:
        if value.isdecimal():
            return float(value)
        return max(parsedate_to_datetime(value).timestamp() - time.time(), 0)
    except (ValueError, OverflowError):
        return 0


async def refuse_downgrade(
    _session: aiohttp.ClientSession,
    _context: SimpleNamespace,
    step: aiohttp.TraceRequestRedirectParams,
) -> None:
    """Refuse a redirect that leaves encryption; aiohttp refuses all but http and https."""
    here = str(step.response.url)
    there = urljoin(here, step.response.headers.get("Location", ""))
    if urlsplit(here).scheme == "https" and urlsplit(there).scheme == "http":
        raise RefusedError("the server redirects from https to http")


def final_reason(error: Exception) -> str:
    """Return why no other try was made, without any address."""
    if isinstance(error, aiohttp.TooManyRedirects):
        return f"the server redirects more than {REDIRECTS} times"
    if isinstance(error, aiohttp.RedirectClientError):
        return "the server redirects to what is no http or https address"
    if isinstance(error, aiohttp.ClientResponseError):
        return "the server does not speak HTTP as it should"
    return str(error) if isinstance(error, RefusedError) else "is no complete address"
