"""Claims behind an address: one whole answer, asked for again only where that can help."""

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
    RefusedError,
    TooLargeError,
    TransientError,
    answer,
)
from report_helpers.errors import InputError

__all__ = ["RETRIES", "RetryPolicy", "download"]


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How long to wait for an address, in seconds, and in `tries` how often to ask it.

    `connect` limits the time until there is a connection, `read` the silence between two pieces of
    the answer, `total` everything, all tries and pauses included. `pause` comes before the second
    try, twice as long a one before the third, and so on up to `longest`; a server that asks for
    more than `longest` in its Retry-After is not asked again.
    """

    connect: float = 15
    read: float = 30
    total: float = 600
    tries: int = 4
    pause: float = 1
    longest: float = 60


RETRIES = RetryPolicy()


def download(address: str, place: str, limit: int, policy: RetryPolicy = RETRIES) -> bytes:
    """Return what an http or https address answers, unpacked, at most `limit` bytes.

    Args:
        address: where to ask; errors never show its user, password and query.
        place: what errors call the address.
        limit: the most bytes, packed and unpacked.
        policy: how long to wait, and how often to ask.

    Raises:
        InputError: the server cannot be reached, refuses, redirects to an address that is not
            allowed, or its answer is too large.
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
        refusal = InputError(place, what, "split it, or take rows out")
    except RefusedError as error:
        refusal = InputError(place, str(error), "check the address")
    # Raised out here: what led to it may hold the password or the token of the address.
    raise refusal


def within(end: float, work: Callable[[], bytes]) -> bytes:
    """Return what the work returns before the monotonic clock shows `end`.

    It runs in a thread, which is left behind when the time is over: no timeout of httpx limits
    looking up a name, or headers that come a byte at a time.
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
    """Return whether another try may help, and comes soon enough."""
    return isinstance(error, TransientError) and error.after <= policy.longest


def pause(state: RetryCallState, policy: RetryPolicy) -> float:
    """Return the seconds before the next try, at least what the server asks for.

    They differ a little each time, so that many schedulers do not come back at once.
    """
    error = state.outcome.exception() if state.outcome else None
    asked = error.after if isinstance(error, TransientError) else 0
    own = wait_exponential(policy.pause, policy.longest) + wait_random(0, policy.pause / 2)
    return max(asked, own(state))
