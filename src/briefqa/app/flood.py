"""Hold back a client that asks too much: one bucket of tokens for each, refilled as time goes by.

A request costs one, a question more: it is computed. See "token bucket", RFC 2697, section 3.
"""

import asyncio
import ipaddress
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from fastapi import Depends, Request
from starlette.types import ASGIApp, Receive, Scope, Send

from briefqa.app.problems import TOO_MANY, Refusal, respond

QUESTION_COST = 4
SUGGESTIONS_COST = 12  # more: some may have to be tried
BURST_SECONDS = 5.0  # of requests that may come at once: a page with its pictures
CLIENTS_KEPT = 10_000
REFUSAL_DELAY = 0.2  # seconds
HELD_LIMIT = 200  # refusals that wait at once
_IPV6_NETWORK = 64  # bits that one customer is given at least (RFC 6177)


class Buckets:
    """What each client has left; those that were quiet the longest are forgotten first."""

    def __init__(
        self, per_second: float | None, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Refill each at `per_second`; None: nobody is held back."""
        self._rate = per_second
        self._clock = clock
        self._lock = threading.Lock()
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, client: str, cost: float) -> float:
        """Take `cost` out of a client's bucket; return 0, or the seconds until there is enough.

        What costs more than half a full bucket waits for half of one, and is paid off afterwards.
        """
        if self._rate is None:
            return 0.0
        full, now = self._rate * BURST_SECONDS, self._clock()
        needed = min(cost, full / 2)
        with self._lock:
            left, at = self._left.pop(client, (full, now))
            left = min(full, left + (now - at) * self._rate)
            wait = 0.0 if left >= needed else (needed - left) / self._rate
            self._left[client] = (left if wait else left - cost, now)
            while len(self._left) > CLIENTS_KEPT:
                self._left.popitem(last=False)
        return wait


class FloodGuard:
    """Refuse the requests of a client that has sent too many, before they are read.

    A refusal is sent a moment later, so that a client that asks again at once takes little of the
    server's time, not all that answers leave of it.
    """

    def __init__(self, app: ASGIApp, *, buckets: Buckets) -> None:
        """Wrap `app`."""
        self._app = app
        self._buckets = buckets
        self._held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what the client's bucket pays for."""
        if scope["type"] == "http" and (wait := self._buckets.take(client_of(scope), 1.0)):
            await self._hold()
            response = respond(Request(scope), TOO_MANY, headers=retry_after(wait))
            response.headers["Connection"] = "close"
            await response(scope, receive, send)
            return
        await self._app(scope, receive, send)

    async def _hold(self) -> None:
        """Wait a moment; where too many wait already, not at all."""
        if self._held >= HELD_LIMIT:
            return
        self._held += 1
        try:
            await asyncio.sleep(REFUSAL_DELAY)
        finally:
            self._held -= 1


def charge_question(request: Request) -> None:
    """Charge a client for a question. Raises Refusal where its bucket cannot pay."""
    charge(request, QUESTION_COST - 1.0)


def charge(request: Request, cost: float) -> None:
    """Charge a client for what a request takes beyond its own arrival. Raises Refusal."""
    buckets: Buckets = request.app.state.buckets
    if wait := buckets.take(client_of(request.scope), cost):
        raise Refusal(TOO_MANY, headers=retry_after(wait))


QUESTION = (Depends(charge_question),)
"""For the routes that answer one."""


def retry_after(wait: float) -> dict[str, str]:
    """Return the header that says how long to wait (RFC 9110, section 10.2.3)."""
    return {"Retry-After": str(max(1, math.ceil(wait)))}


def client_of(scope: Scope) -> str:
    """Return what a client is known by: its address, of IPv6 its network.

    >>> client_of({"client": ("2001:db8::7", 1)}), client_of({"client": None})
    ('2001:db8::/64', '')
    """
    host = (scope.get("client") or ("", 0))[0]
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return str(host)
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address, _IPV6_NETWORK), strict=False))
