"""Stand before every route: request ids and logs, safe headers, Host, origin and body limits.

Written as plain ASGI, so that a refused request is never parsed. The framework's own body limit
answers in plain text and has no deadline; this one answers with a problem document and has both.
"""

import asyncio
import logging
import re
import time
import uuid
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from briefqa.app import problems
from briefqa.app.headers import DEFAULT_HEADERS

_log = logging.getLogger("briefqa.requests")

BODY_LIMIT = 64 * 1024  # bytes
BODY_DEADLINE = 14.0  # seconds; see `protocol.HEAD_DEADLINE`
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})
_LENGTH = re.compile(r"[0-9]{1,18}")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Observer:
    """Give requests an id, responses the safe headers, and the log a line without content."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, watching what is sent."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = str(uuid.uuid4())
        scope.setdefault("state", {})["request_id"] = request_id
        status, sent, started = 500, 0, time.perf_counter()

        async def watch(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = request_id
                for name, value in DEFAULT_HEADERS.items():
                    headers.setdefault(name, value)
            sent += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(_as_get(scope), receive, watch)
        finally:
            elapsed = (time.perf_counter() - started) * 1000
            size = scope["state"].get("body_size", 0)
            _log.info(
                "%s %s %s %d in=%d out=%d ms=%.1f",
                *(request_id, scope["method"][:10], _printable_path(scope), status),
                *(size, sent, elapsed),
            )


class HostGuard:
    """Refuse requests for a host name that is not the server's (DNS rebinding)."""

    def __init__(self, app: ASGIApp, *, allowed: frozenset[str]) -> None:
        """Wrap `app`; `allowed` holds lower-case names without ports, IPv6 in brackets."""
        self._app = app
        self._allowed = allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what names an allowed host."""
        if scope["type"] == "http":
            named = Headers(scope=scope).getlist("host")
            if len(named) != 1 or host_name(named[0]) not in self._allowed:
                await _refuse(problems.UNKNOWN_HOST, scope, receive, send)
                return
        await self._app(scope, receive, send)


class OriginGuard:
    """Refuse requests other than reads that a browser sends from another site's page."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on reads, programs' requests, and what the server's own pages send."""
        if scope["type"] == "http" and scope["method"] not in SAFE_METHODS:
            headers = Headers(scope=scope)
            site = headers.get("sec-fetch-site", "none")
            origin = headers.get("origin")
            is_foreign = origin is not None and urlsplit(origin).netloc != headers.get("host")
            # A form of a page without a referrer names no origin (Fetch, "append a request
            # `Origin` header"); no page can forge Sec-Fetch-Site.
            is_foreign = is_foreign and not (origin == "null" and site == "same-origin")
            if site not in {"none", "same-origin"} or is_foreign:
                await _refuse(problems.CROSS_SITE, scope, receive, send)
                return
        await self._app(scope, receive, send)


class BodyGuard:
    """Read the body up to the limit and within the deadline before anything parses it."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        limit: int = BODY_LIMIT,
        deadline: float = BODY_DEADLINE,
        streamed: frozenset[tuple[str, str]] = frozenset(),
    ) -> None:
        """Wrap `app`; `limit` in bytes, `deadline` in seconds for the whole body.

        `streamed`: methods and paths of the routes that read their body themselves, within limits
        of their own, after they have seen who sends it.
        """
        self._streamed = streamed
        self._app = app
        self._limit = limit
        self._deadline = deadline

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on the request with its body already whole."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "0")
        if not _LENGTH.fullmatch(declared):
            await _refuse(problems.BAD_REQUEST, scope, receive, send)
            return
        if (scope["method"], scope["path"]) in self._streamed:
            await self._app(scope, receive, _closing(send))
            return
        try:
            async with asyncio.timeout(self._deadline):
                body = None if int(declared) > self._limit else await self._read(receive)
        except TimeoutError:
            await _refuse(problems.TOO_SLOW, scope, receive, send)
            return
        except ClientDisconnect:
            return
        if body is None:
            await _refuse(problems.TOO_LARGE, scope, receive, send)
            return
        scope["state"]["body_size"] = len(body)
        await self._app(scope, _replay(body, receive), send)

    async def _read(self, receive: Receive) -> bytes | None:
        """Return the whole body, or None as soon as it exceeds the limit."""
        body = b""
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            piece: bytes = message.get("body", b"")
            body += piece
            if len(body) > self._limit:
                return None
            if not message.get("more_body", False):
                return body


def _as_get(scope: Scope) -> Scope:
    """Route HEAD as GET, which FastAPI does not do; uvicorn leaves out the body."""
    return {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope


def host_name(host: str) -> str:
    """Return the name in a Host header without its port, lower case.

    >>> host_name("LocalHost:8000"), host_name("[::1]:8000")
    ('localhost', '[::1]')
    """
    name, separator, port = host.rpartition(":")
    return (name if separator and port.isdigit() else host).lower()


def _replay(body: bytes, receive: Receive) -> Receive:
    """Return a `receive` that hands out `body` once and then what comes after it."""
    is_given = False

    async def replay() -> Message:
        nonlocal is_given
        if is_given:
            return await receive()
        is_given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


async def _refuse(problem: problems.Problem, scope: Scope, receive: Receive, send: Send) -> None:
    await problems.respond(Request(scope), problem)(scope, receive, _closing(send))


def _closing(send: Send) -> Send:
    """Return a `send` that ends the connection after a refusal: what is still to come is unread."""

    async def close(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] >= 400:
            MutableHeaders(scope=message)["Connection"] = "close"
        await send(message)

    return close


def _printable_path(scope: Scope) -> str:
    """Return the path as sent, percent-encoded: no line break and no query."""
    raw: bytes = scope.get("raw_path", b"")
    return raw.decode("ascii", "replace")[:200]
