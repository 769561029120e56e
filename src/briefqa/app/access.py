"""Who may read and who may change: a bearer token, or a browser's session that was opened with it.

Routes ask by a dependency, `may_read` or `may_change`; nothing is decided by a path. Changing asks
for the token always. Reading asks for it where other machines can reach the server, unless the
settings open it to them.
"""

import hashlib
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from fastapi import Depends, Request

from briefqa.app.problems import CHANGING_OFF, NO_TOKEN, Refusal
from briefqa.errors import TokenError
from briefqa.listening import is_local
from briefqa.settings import Settings
from briefqa.tokens import TokenDigest, Verdict, read_token

COOKIE = "briefqa_session"
SESSION_SECONDS = 8 * 3600  # a working day
SESSIONS_KEPT = 1_000
_ID_BYTES = 32
_CHALLENGE = 'Bearer realm="briefqa"'  # RFC 6750, section 3

Presented = Verdict | Literal["none"]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a page has to know: whether changing is switched on, and whether this visitor may."""

    is_on: bool
    may_change: bool
    is_signed_in: bool


class Sessions:
    """Sessions by the digest of their ids: memory that is read by others opens none of them."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin without a session; `clock` in seconds."""
        self._clock = clock
        self._lock = threading.Lock()
        self._opened: OrderedDict[str, tuple[TokenDigest, float]] = OrderedDict()

    def open(self, token: TokenDigest) -> str:
        """Open a session for one who has shown the token, and return its id."""
        identifier = secrets.token_urlsafe(_ID_BYTES)
        with self._lock:
            self._opened[_digest(identifier)] = (token, self._clock() + SESSION_SECONDS)
            while len(self._opened) > SESSIONS_KEPT:
                self._opened.popitem(last=False)
        return identifier

    def token(self, identifier: str) -> TokenDigest | None:
        """Return the token that a session was opened with, None where there is no such session."""
        with self._lock:
            token, end = self._opened.get(_digest(identifier), (None, 0.0))
        return token if self._clock() < end else None

    def close(self, identifier: str) -> None:
        """End a session."""
        with self._lock:
            self._opened.pop(_digest(identifier), None)


class Access:
    """Judges requests by the token in use, which `find_token` finds anew for each.

    `is_open`: whether reading asks for no token.
    """

    def __init__(
        self,
        find_token: Callable[[], TokenDigest | None],
        *,
        is_open: bool,
        sessions: Sessions | None = None,
    ) -> None:
        """Begin without a session."""
        self._find = find_token
        self.is_open = is_open
        self.sessions = sessions or Sessions()

    @classmethod
    def of(cls, settings: Settings) -> "Access":
        """Return what the settings describe: their token, else the one kept in the index folder."""
        fixed = TokenDigest.of(settings.token) if settings.token is not None else None
        return cls(
            lambda: fixed or read_token(settings.index),
            is_open=settings.allow_remote_without_login or is_local(settings.host),
        )

    def require_reader(self, request: Request) -> None:
        """Raise Refusal unless the request may read."""
        if not self.is_open:
            self._require(request)

    def require_changer(self, request: Request) -> None:
        """Raise Refusal unless the request may change the corpus and the index."""
        if self._find() is None:
            raise Refusal(CHANGING_OFF)
        self._require(request)

    def sign_in(self, presented: str) -> str | None:
        """Return the id of a new session, None where `presented` is not the token."""
        token = self._find()
        if token is None or token.judge(presented, now=time.time()) != "valid":
            return None
        return self.sessions.open(token)

    def standing(self, request: Request) -> Standing:
        """Return what a page has to know. A token that cannot be read lets nobody in."""
        try:
            is_on, is_valid = self._find() is not None, self._judge(request) == "valid"
        except TokenError:
            is_on = is_valid = False
        return Standing(is_on, is_valid, is_valid and COOKIE in request.cookies)

    def _require(self, request: Request) -> None:
        verdict = self._judge(request)
        if verdict != "valid":
            error = "" if verdict == "none" else ', error="invalid_token"'
            raise Refusal(NO_TOKEN, headers={"WWW-Authenticate": _CHALLENGE + error})

    def _judge(self, request: Request) -> Presented:
        token = self._find()
        scheme, _, presented = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return token.judge(presented.strip(), now=time.time()) if token else "wrong"
        identifier = request.cookies.get(COOKIE)
        if identifier is None:
            return "none"
        if token is None or self.sessions.token(identifier) != token:
            return "wrong"
        return "expired" if token.is_expired(now=time.time()) else "valid"


def may_read(request: Request) -> None:
    """Let those who may read reach the route."""
    _access(request).require_reader(request)


def may_change(request: Request) -> None:
    """Let those who may change reach the route."""
    _access(request).require_changer(request)


READERS = (Depends(may_read),)
CHANGERS = (Depends(may_change),)
"""For the routes that only those may reach."""


def _access(request: Request) -> Access:
    access: Access = request.app.state.access
    return access


def _digest(identifier: str) -> str:
    return hashlib.sha256(identifier.encode("utf-8", "surrogateescape")).hexdigest()
