"""Downloads claims from an address and retries after transient errors."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial

import httpx
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception,
    stop_after_attempt,
    stop_before_delay,
    wait_exponential,
    wait_random,
)

from report_helpers.claims.fetching.http_answer import (
    SLOW,
    AbsentError,
    RefusedError,
    TooLargeError,
    TransientError,
    answer,
)
from report_helpers.errors import InputError, NothingThereError

__all__ = ["RETRIES", "RetryPolicy", "download"]


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Timeouts and retries for an address.

    Attributes:
        connect: seconds to wait for a connection.
        read: seconds to wait for the next piece of the response.
        total: seconds for the whole download, all tries and pauses included.
        tries: maximum number of requests.
        pause: seconds before the second try; doubles before each further try.
        longest: maximum pause in seconds; a longer Retry-After ends the retries.
    """

    connect: float = 15
    read: float = 30
    total: float = 600
    tries: int = 4
    pause: float = 1
    longest: float = 60


RETRIES = RetryPolicy()


def download(address: str, place: str, limit: int, policy: RetryPolicy = RETRIES) -> bytes:
    """Return the decompressed response of an http or https address, at most `limit` bytes.

    Args:
        address: the address; errors never show its user, password and query.
        place: the name of the address in errors.
        limit: maximum bytes, compressed and decompressed.
        policy: timeouts and retries.

    Raises:
        InputError: the server cannot be reached, refuses, redirects to a forbidden address, or
            its response is too large.
    """
    end = time.monotonic() + policy.total
    timeout = httpx.Timeout(policy.read, connect=policy.connect)
    retrying = Retrying(
        retry=retry_if_exception(lambda error: worth_a_try(error, policy)),
        stop=stop_after_attempt(policy.tries) | stop_before_delay(policy.total),
        wait=lambda state: pause(state, policy),
        reraise=True,
    )
    try:
        return retrying(lambda: within(end, partial(answer, address, limit, timeout)))
    except TransientError as error:
        tries = retrying.statistics["attempt_number"]
        what = f"{error} (asked {'once' if tries == 1 else f'{tries} times'})"
        refusal = InputError(place, what, "try again later, or check the address and the network")
    except TooLargeError:
        what = f"is larger than {limit >> 20} MB"
        refusal = InputError(place, what, "split it, or remove rows")
    except AbsentError as error:
        refusal = NothingThereError(place, str(error), "check the address")
    except RefusedError as error:
        refusal = InputError(place, str(error), "check the address")
    # Raised outside `except`: its context could contain the password or token of the address.
    raise refusal


def within(end: float, work: Callable[[], bytes]) -> bytes:
    """Return the result of `work`, with a deadline of `end` on the monotonic clock.

    `work` runs in a daemon thread that is abandoned at the deadline, because no timeout of httpx
    limits DNS lookups or headers that arrive one byte at a time.

    Raises:
        TransientError: the deadline passed.
    """
    outcome: Future[bytes] = Future()

    def run() -> None:
        try:
            outcome.set_result(work())
        except BaseException as error:  # noqa: BLE001 (raised again where the result is awaited)
            outcome.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        return outcome.result(max(end - time.monotonic(), 0))
    except TimeoutError:
        raise TransientError(SLOW) from None


def worth_a_try(error: BaseException, policy: RetryPolicy) -> bool:
    """Return whether to retry: the error is transient and its Retry-After short enough."""
    return isinstance(error, TransientError) and error.after <= policy.longest


def pause(state: RetryCallState, policy: RetryPolicy) -> float:
    """Return the seconds before the next try, at least the server's Retry-After.

    Random jitter keeps many schedulers from retrying at the same moment.
    """
    error = state.outcome.exception() if state.outcome else None
    asked = error.after if isinstance(error, TransientError) else 0
    own = wait_exponential(policy.pause, policy.longest) + wait_random(0, policy.pause / 2)
    return max(asked, own(state))
