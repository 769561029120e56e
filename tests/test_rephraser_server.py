"""The language model's client against a real server, in every way that one can fail."""

import asyncio
import json
import threading
from pathlib import Path

import pytest

from briefqa.answerer.rephraser.model import CALLS_LIMIT, LanguageModel
from briefqa.answerer.rephraser.prompt import Message
from briefqa.errors import LanguageModelError
from tests import llm_server
from tests.llm_server import chunk, serving
from tests.timing import soonest, took

ASKED = (Message("system", "よ"), Message("user", "い"))
TIMEOUT = 60.0  # seconds, which a busy machine needs none of
SHORT = 1.0


def write(url: str, *, timeout: float = TIMEOUT, key: str | None = None) -> str:
    model = LanguageModel(url, "test-model", key=key, timeout=timeout)

    async def whole() -> str:
        return "".join([piece async for piece in model.write(ASKED)])

    return asyncio.run(whole())


def failure(reply: llm_server.Reply, *, timeout: float = TIMEOUT) -> tuple[str, int]:
    """Return how a call fails, and its status."""
    with serving(reply) as server:
        with pytest.raises(LanguageModelError) as caught:
            write(server.url, timeout=timeout)
        assert len(server.requests) == 1
    assert str(server.port) not in str(caught.value)
    return caught.value.failure, caught.value.status


def test_what_the_model_writes_comes_whole() -> None:
    with serving(llm_server.says("避難所は36か所です。[1]")) as server:
        assert write(server.url) == "避難所は36か所です。[1]"
    (request,) = server.requests
    assert request.path == "/v1/chat/completions"
    assert request.body == {
        "model": "test-model",
        "messages": [{"role": "system", "content": "よ"}, {"role": "user", "content": "い"}],
        "temperature": 0,
        "max_tokens": 500,
        "stream": True,
    }


def test_only_our_own_headers_are_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "env-key")
    monkeypatch.setenv("OPENAI_ORG_ID", "env-organisation")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Env: env\nAuthorization: Bearer env")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:1/")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1/")
    with serving(llm_server.says("よ")) as server:
        write(server.url, key="own-key")
        write(server.url)
    assert [request.headers["authorization"] for request in server.requests] == [
        "Bearer own-key",
        "Bearer none",
    ]
    assert set(server.requests[0].headers) == {
        *("host", "authorization", "content-type", "content-length"),
        *("accept", "accept-encoding", "user-agent", "connection"),
    }
    assert "env" not in json.dumps(server.requests[0].headers)


def test_chunks_without_words_are_passed_over() -> None:
    usage = b'data: {"choices": [], "usage": {"total_tokens": 3}}\n\n'
    role = b'data: {"choices": [{"index": 0, "delta": {"role": "assistant"}}]}\n\n'
    comment = b": keep-alive\n\n"
    body = comment + role + chunk("は") + chunk("い", "stop") + usage + b"data: [DONE]\n\n"
    with serving(llm_server.sends(body)) as server:
        assert write(server.url) == "はい"


def test_nothing_listens() -> None:
    with pytest.raises(LanguageModelError) as caught:
        write(f"http://127.0.0.1:{llm_server.closed_port()}/v1")
    assert (caught.value.failure, caught.value.status) == ("unreachable", 0)


@pytest.mark.parametrize("code", [400, 401, 403, 404, 429, 500, 503])
def test_the_server_answers_with_an_error(code: int) -> None:
    assert failure(llm_server.answers_status(code)) == ("refused", code)


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(code: int) -> None:
    with serving(llm_server.says("inside")) as inside:
        reply = llm_server.answers_status(code, Location=f"{inside.url}/chat/completions")
        assert failure(reply) == ("refused", code)
    assert inside.requests == []


SLOW = {
    "silence": llm_server.hangs,
    "head in drips": llm_server.drips_headers,
    "bytes in drips": llm_server.sends_forever(b"d", pause=0.05),
    "comments in drips": llm_server.sends_forever(b": wait\n\n", pause=0.05),
    "words in drips": llm_server.sends_forever(chunk("あ"), pause=0.05),
    "silence after a word": llm_server.sends_forever(b"", pause=0.05, first=[chunk("あ")]),
}


@pytest.mark.parametrize("reply", SLOW.values(), ids=SLOW)
def test_the_whole_call_has_one_deadline(reply: llm_server.Reply) -> None:
    def failing() -> None:
        assert failure(reply, timeout=SHORT) == ("too slow", 0)

    assert soonest(lambda: took(failing), SHORT + 1) < SHORT + 1


UNREADABLE = {
    "endless words": llm_server.sends_forever(chunk("あ" * 100)),
    "an endless line": llm_server.sends_forever(b"data: " + b"a" * 65_536),
    "endless comments": llm_server.sends_forever(b": " + b"a" * 65_536 + b"\n\n"),
    "no JSON": llm_server.sends(b"data: {what}\n\n"),
    "no UTF-8": llm_server.sends(b"data: \xff\xfe\n\n"),
    "noise": llm_server.sends(bytes(range(256)) * 20),
    "a number": llm_server.sends(b"data: 5\n\n"),
    "a list": llm_server.sends(b"data: [1]\n\n"),
    "choices of text": llm_server.sends(b'data: {"choices": "ab"}\n\n'),
    "a choice that is none": llm_server.sends(b'data: {"choices": [null]}\n\n'),
    "a delta that is none": llm_server.sends(b'data: {"choices": [{"delta": 7}]}\n\n'),
    "words that are a number": llm_server.sends(
        b'data: {"choices": [{"delta": {"content": 7}}]}\n\n'
    ),
    "deep JSON": llm_server.sends(b"data: " + b"[" * 100_000 + b"\n\n"),
    "an error in the stream": llm_server.sends(b'data: {"error": {"message": "no"}}\n\n'),
    "HTML": llm_server.sends(b"<html>", content_type="text/html"),
    "nothing": llm_server.sends(b""),
    "the end before the reason": llm_server.sends(chunk("あ") + b"data: [DONE]\n\n"),
    "the end in mid-word": llm_server.sends(chunk("あ") + b'data: {"choices": [{"del'),
    "a packed body": llm_server.sends(b"", Content_Encoding="gzip"),
}


@pytest.mark.parametrize("reply", UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_an_error(reply: llm_server.Reply) -> None:
    assert failure(reply) == ("unreadable", 0)


def test_a_connection_that_breaks_is_an_error() -> None:
    assert failure(llm_server.cuts_off("あ")) == ("unreachable", 0)


def test_an_endless_error_page_is_not_read_to_its_end() -> None:
    def reply(handler: llm_server.Handler) -> None:
        handler.send_response(500)
        handler.end_headers()
        while True:
            handler.write(b"a" * 65_536)

    assert failure(reply) == ("unreadable", 0)


def test_an_endless_reply_takes_little_memory() -> None:
    with serving(llm_server.sends_forever(b"data: " + b"a" * 65_536)) as server:
        before = peak()
        with pytest.raises(LanguageModelError):
            write(server.url, timeout=60)
    assert peak() - before < 32 * 1024  # KiB


def peak() -> int:
    """Return the most memory that this process has used, in KiB."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])


def test_calls_beyond_the_limit_are_turned_away_and_slots_come_back() -> None:
    everyone = threading.Barrier(CALLS_LIMIT + 1)

    def reply(handler: llm_server.Handler) -> None:
        everyone.wait(60)
        everyone.wait(60)
        llm_server.says("はい")(handler)

    with serving(reply) as server:
        model = LanguageModel(server.url, "m", key=None, timeout=60)

        async def whole() -> str:
            return "".join([piece async for piece in model.write(ASKED)])

        said: list[str] = []
        threads = [
            threading.Thread(target=lambda: said.append(asyncio.run(whole())))
            for _ in range(CALLS_LIMIT)
        ]
        for thread in threads:
            thread.start()
        everyone.wait(60)
        with pytest.raises(LanguageModelError) as caught:
            asyncio.run(whole())
        assert caught.value.failure == "busy"
        everyone.wait(60)
        for thread in threads:
            thread.join()
        assert said == ["はい"] * CALLS_LIMIT
        assert len(server.requests) == CALLS_LIMIT
