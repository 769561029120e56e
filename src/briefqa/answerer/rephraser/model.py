"""Ask a language model over HTTP: the one module that imports openai and httpx2.

Any server that speaks OpenAI's chat completions will do (Ollama, vLLM, llama.cpp). What comes back
is data from outside: its length is bounded in bytes and characters, the whole call has one
deadline, redirects are not followed, and whatever goes wrong is a `LanguageModelError`. Importing
this takes 0.7 s, so it is imported only where a language model is configured.
"""

import asyncio
import logging
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing

import httpx2
import openai

from briefqa.answerer.rephraser.prompt import Message
from briefqa.errors import LanguageModelError

BYTES_LIMIT = 1024 * 1024  # of a response, its framing included
TEXT_LIMIT = 4_000  # characters of what the model writes; an answer has at most a few hundred
TOKENS_ASKED = 500
CALLS_LIMIT = 4  # at a time
# The client adds headers of its own, and what it finds in the environment, as an organisation's id.
_HEADERS_SENT = frozenset([
    "host", "content-type", "content-length", "accept", "user-agent", "connection",
])  # fmt: skip
_UNREADABLE = (
    openai.OpenAIError,
    httpx2.HTTPError,
    httpx2.StreamError,
    ValueError,  # what is not JSON, not UTF-8, too long
    TypeError,  # the client reads JSON without a check, and trips over what is no object
    AttributeError,
    RecursionError,
)


class LanguageModel:
    """A language model behind a server that speaks OpenAI's chat completions.

    Safe to share between threads and event loops: each call has a connection of its own.
    """

    def __init__(self, url: str, model: str, *, key: str | None, timeout: float) -> None:
        """Take the server's base address (`http://localhost:11434/v1`) and the model's name.

        `timeout`: seconds that a whole call may take, from connecting to the last word.
        """
        # At DEBUG they log what is sent: the question and the slides' words.
        for name in ("openai", "httpx2", "httpcore2"):
            logging.getLogger(name).setLevel(logging.WARNING)
        self._url = url
        self._model = model
        self._key = key or "none"  # servers without keys ignore it; the client insists on one
        self._timeout = timeout
        self._certificates = httpx2.create_ssl_context(trust_env=False)  # takes 70 ms: once
        self._slots = threading.BoundedSemaphore(CALLS_LIMIT)

    async def write(self, messages: Sequence[Message]) -> AsyncGenerator[str, None]:
        """Yield what the model writes, piece by piece, as it comes.

        Raises LanguageModelError when as many calls as are allowed are under way, when the server
        cannot be reached, refuses, takes longer than the timeout, says what cannot be read, says
        too much, or stops before it has ended.
        """
        if not self._slots.acquire(blocking=False):
            raise LanguageModelError("busy")
        try:
            async with aclosing(self._in_time(messages)) as pieces:
                async for piece in pieces:
                    yield piece
        finally:
            self._slots.release()

    async def _in_time(self, messages: Sequence[Message]) -> AsyncGenerator[str, None]:
        deadline = asyncio.get_running_loop().time() + self._timeout
        async with aclosing(self._pieces(messages)) as pieces:
            while True:
                try:
                    async with asyncio.timeout_at(deadline):
                        piece = await anext(pieces)
                except StopAsyncIteration:
                    return
                except (TimeoutError, openai.APITimeoutError) as error:
                    raise LanguageModelError("too slow") from error
                except openai.APIStatusError as error:
                    raise LanguageModelError("refused", status=error.status_code) from error
                except (openai.APIConnectionError, OSError) as error:
                    raise LanguageModelError("unreachable") from error
                except _UNREADABLE as error:
                    raise LanguageModelError("unreadable") from error
                yield piece

    async def _pieces(self, messages: Sequence[Message]) -> AsyncGenerator[str, None]:
        length = 0
        reason = None
        async with (
            self._client() as client,
            await client.chat.completions.create(
                model=self._model,
                messages=[message.to_openai() for message in messages],
                temperature=0,
                max_tokens=TOKENS_ASKED,
                stream=True,
            ) as stream,
        ):
            async for chunk in stream:
                if not chunk.choices:
                    continue  # a chunk of usage figures
                reason = chunk.choices[0].finish_reason or reason
                piece = chunk.choices[0].delta.content or ""
                length += len(piece)
                if length > TEXT_LIMIT:
                    raise ValueError(f"more than {TEXT_LIMIT} characters")
                if piece:
                    yield piece
        if reason is None:
            raise ValueError("the stream ended before the answer did")

    def _client(self) -> openai.AsyncOpenAI:
        return openai.AsyncOpenAI(
            base_url=self._url,
            api_key=self._key,
            max_retries=0,
            timeout=self._timeout,
            http_client=openai.DefaultAsyncHttpxClient(
                follow_redirects=False,
                trust_env=False,
                verify=self._certificates,
                timeout=self._timeout,
                event_hooks={"request": [self._send_ours_only], "response": [_bound]},
            ),
        )

    async def _send_ours_only(self, request: httpx2.Request) -> None:
        for name in set(request.headers) - _HEADERS_SENT:
            del request.headers[name]
        request.headers["authorization"] = f"Bearer {self._key}"
        request.headers["accept-encoding"] = "identity"


class _Bounded(httpx2.AsyncByteStream):
    """The bytes of a response, up to the limit; more is an error."""

    def __init__(self, source: httpx2.AsyncByteStream) -> None:
        self._source = source

    async def __aiter__(self) -> AsyncIterator[bytes]:
        length = 0
        async for data in self._source:
            length += len(data)
            if length > BYTES_LIMIT:
                raise httpx2.StreamError(f"the response is longer than {BYTES_LIMIT} bytes")
            yield data

    async def aclose(self) -> None:
        await self._source.aclose()


async def _bound(response: httpx2.Response) -> None:
    """Refuse a packed body, which may unpack to anything, and one that is too long."""
    if response.headers.get("content-encoding", "identity") != "identity":
        raise httpx2.StreamError("the response is packed, though that was not asked for")
    if isinstance(response.stream, httpx2.AsyncByteStream):
        response.stream = _Bounded(response.stream)
