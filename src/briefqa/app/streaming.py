"""An answer as server-sent events: the slides' words at once, a language model's as they come.

The events of a stream: `draft`, the answer object in the slides' own words; `sentence`, an object
whose `text` is a sentence that has passed the check; `answer`, the answer object that holds in the
end, sent always; `suggestions`, the questions that lead on from it. Without a language model
`answer` follows `draft` and says the same.
"""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from briefqa import wire
from briefqa.app.problems import BUSY, Refusal
from briefqa.assistant import Assistant
from briefqa.records import Reply
from briefqa.records import Scope as SlideScope

MEDIA_TYPE = "text/event-stream"
TRIES = 4  # of questions that might lead on, once the answer has been sent
STREAMS_LIMIT = 64  # open at once, of all clients together


@dataclass(frozen=True, slots=True)
class Shapes:
    """What makes the data of the events: of a reply, a sentence, and the questions that lead on."""

    reply: Callable[[Reply], wire.Json]
    sentence: Callable[[str], wire.Json]
    suggestions: Callable[[], wire.Json]


def stream(
    request: Request, draft: Reply, assistant: Assistant, shapes: Shapes
) -> StreamingResponse:
    """Return the response that sends a draft (`Assistant.draft`), and what becomes of it.

    The stream ends as soon as the client has left, and the language model is left then too. Not for
    the event loop: the first event is made here.
    """
    first = shapes.reply(draft)
    return respond(request, _events(request, draft, first, assistant, shapes))


def api_shapes(draft: Reply, assistant: Assistant, scope: SlideScope) -> Shapes:
    """Return the shapes of the API for a question that was put to `scope`."""

    def suggestions() -> wire.Json:
        return suggestions_to_json(assistant.suggestions(draft, scope=scope, tries=TRIES))

    return Shapes(wire.reply_to_json, lambda text: {"text": text}, suggestions)


def suggestions_to_json(questions: Sequence[str]) -> wire.Json:
    """Return questions that lead on as the API gives them."""
    return {"suggestions": list(questions)}


def respond(request: Request, events: AsyncIterator[str]) -> StreamingResponse:
    """Return the response that sends events. Raises Refusal where too many streams are open."""
    streams: Streams = request.app.state.streams
    if not streams.take():
        raise Refusal(BUSY, headers={"Retry-After": "1"})
    return _Counted(events, streams)


class Streams:
    """How many streams are open, and may be; used by the event loop and by worker threads."""

    def __init__(self, limit: int = STREAMS_LIMIT) -> None:
        """Begin with none."""
        self._free = threading.BoundedSemaphore(limit)

    def take(self) -> bool:
        """Count one more; False where there are as many as may be."""
        return self._free.acquire(blocking=False)

    def give_back(self) -> None:
        """Count one less."""
        self._free.release()


class _Counted(StreamingResponse):
    def __init__(self, events: AsyncIterator[str], streams: Streams) -> None:
        super().__init__(
            events,
            media_type=MEDIA_TYPE,
            headers={"X-Accel-Buffering": "no"},  # else nginx holds the events back
        )
        self._streams = streams

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._streams.give_back()


async def _events(
    request: Request, draft: Reply, first: wire.Json, assistant: Assistant, shapes: Shapes
) -> AsyncIterator[str]:
    yield event("draft", first)
    leaving = asyncio.ensure_future(_left(request))
    try:
        async with aclosing(assistant.rephrased(draft)) as steps:
            while (step := await _next(steps, leaving)) is not None:
                if isinstance(step, str):
                    yield event("sentence", shapes.sentence(step))
                elif step is draft:
                    yield event("answer", first)
                else:
                    yield event("answer", await run_in_threadpool(shapes.reply, step))
        if not leaving.done():
            yield event("suggestions", await run_in_threadpool(shapes.suggestions))
    finally:
        leaving.cancel()


async def _next(
    steps: AsyncIterator[str | Reply], leaving: "asyncio.Future[None]"
) -> str | Reply | None:
    """Return the next step, or None where there is none or the client leaves before it."""
    following = asyncio.ensure_future(anext(steps, None))
    try:
        either: set[asyncio.Future[Any]] = {following, leaving}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
    finally:
        if not following.done():
            following.cancel()
            await asyncio.wait({following})
    return None if following.cancelled() else following.result()


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def event(name: str, data: wire.Json) -> str:
    """Return one event of a stream."""
    # JSON has no bare line ends, which would end the data.
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
