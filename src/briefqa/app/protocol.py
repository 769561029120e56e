"""uvicorn's HTTP protocol with a deadline for what it has none for: the head of a request."""

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

# Seconds from a connection, or from the first byte of a request: one less than the 15 that are
# promised, for a machine that is busy when they are over.
HEAD_DEADLINE = 14.0


class DeadlineProtocol(H11Protocol):
    """Closes a connection whose next request does not begin, or does not arrive, in time.

    Between two requests uvicorn's own `timeout_keep_alive` closes it; the time that a body may take
    is `guards.BodyGuard`'s.
    """

    _giving_up: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._wait_for_head()

    def data_received(self, data: bytes) -> None:
        """Take bytes; the wait ends when they make the head of a request whole."""
        super().data_received(data)
        self._wait_for_head()

    def on_response_complete(self) -> None:
        """Wait for what has come of the next request already."""
        super().on_response_complete()
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait_for_head(self) -> None:
        is_waiting = self.conn.their_state is h11.IDLE and not self.transport.is_closing()
        has_begun = bool(self.conn.trailing_data[0]) or self.cycle is None
        if not (is_waiting and has_begun):
            self._stop_waiting()
        elif self._giving_up is None:
            self._giving_up = self.loop.call_later(HEAD_DEADLINE, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._giving_up is not None:
            self._giving_up.cancel()
            self._giving_up = None
