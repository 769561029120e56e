"""The server's memory of conversations: bounded, forgetful, and safe to share between threads."""

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from briefqa.records import Turn

_ID_BYTES = 18  # 144 random bits: nobody guesses another's conversation


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation as it stands: its id and its turns, oldest first.

    `is_new`: it begins with this question. `was_lost`: an id was given that is unknown or expired,
    so that it begins anew, and users are told so.
    """

    id: str
    turns: tuple[Turn, ...] = ()
    is_new: bool = False
    was_lost: bool = False


@dataclass(frozen=True, slots=True)
class _Kept:
    turns: tuple[Turn, ...]
    used_at: float


class Conversations:
    """Conversations by their ids, each kept until `seconds` after its last use.

    At most `limit` are kept (the one unused the longest goes first) and the last `turns` turns of
    each. `clock` gives seconds and never goes back.
    """

    def __init__(
        self,
        *,
        limit: int = 1_000,
        turns: int = 20,
        seconds: float = 30 * 60,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Start empty."""
        self._limit = limit
        self._turns = turns
        self._seconds = seconds
        self._clock = clock
        self._kept: OrderedDict[str, _Kept] = OrderedDict()  # the one unused the longest first
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """Return how many conversations are kept."""
        with self._lock:
            self._forget(self._clock())
            return len(self._kept)

    def open(self, conversation_id: str | None = None) -> Conversation:
        """Return the conversation of this id, or a new one where it is None, unknown or expired.

        An id that is not known is no error: the server may have been started anew, and the question
        can be answered without what came before. `was_lost` says so. The new one gets an id of its
        own, so that nobody chooses ids.
        """
        with self._lock:
            now = self._clock()
            self._forget(now)
            kept = self._kept.get(conversation_id) if conversation_id is not None else None
            if kept is None or conversation_id is None:
                lost = conversation_id is not None
                return Conversation(secrets.token_urlsafe(_ID_BYTES), is_new=True, was_lost=lost)
            self._put(conversation_id, kept.turns, now)
            return Conversation(conversation_id, kept.turns)

    def add(self, conversation: Conversation, turn: Turn) -> None:
        """Keep `turn` as the latest of `conversation`.

        Turns that others have added since it was opened stay before it. Nothing is kept of a
        conversation before its first turn.
        """
        with self._lock:
            now = self._clock()
            self._forget(now)
            kept = self._kept.get(conversation.id)
            turns = (*(kept.turns if kept is not None else conversation.turns), turn)
            self._put(conversation.id, turns[-self._turns :], now)
            while len(self._kept) > self._limit:
                self._kept.popitem(last=False)

    def _put(self, conversation_id: str, turns: tuple[Turn, ...], now: float) -> None:
        self._kept[conversation_id] = _Kept(turns, now)
        self._kept.move_to_end(conversation_id)

    def _forget(self, now: float) -> None:
        while self._kept:
            oldest = next(iter(self._kept))
            if now - self._kept[oldest].used_at <= self._seconds:
                return
            del self._kept[oldest]
