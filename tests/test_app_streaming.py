"""Events over a real socket: what is sent at once, and what happens when the client leaves."""

import socket
import threading
import time
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from dataclasses import replace

from briefqa.answerer.rephraser import Rephraser
from briefqa.answerer.rephraser.model import LanguageModel
from briefqa.grounding import ungrounded
from briefqa.records import Reply
from tests import llm_server
from tests.fakes import FakeAssistant
from tests.llm_server import Handler, serving
from tests.serving import make_app, running
from tests.timing import soonest, wait_until

BODY = '{"question": "訪日客数は？"}'.encode()
REQUEST = (
    b"POST /ask HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
    b"Content-Type: application/json\r\nConnection: close\r\n"
    b"Content-Length: " + str(len(BODY)).encode() + b"\r\n\r\n" + BODY
)


class RephrasingAssistant(FakeAssistant):
    """The fake, with the real rephraser."""

    def __init__(self, rephraser: Rephraser) -> None:
        super().__init__()
        self._rephraser = rephraser

    async def rephrased(self, draft: Reply) -> AsyncGenerator[str | Reply, None]:
        async for step in self._rephraser.stream(
            draft.question, draft.answer, language=draft.language
        ):
            yield step if isinstance(step, str) else replace(draft, answer=step)


@contextmanager
def asked(url: str) -> Iterator[socket.socket]:
    model = LanguageModel(url, "m", key=None, timeout=60)
    with (
        running(make_app(RephrasingAssistant(Rephraser(model, ungrounded)))) as port,
        socket.create_connection(("127.0.0.1", port), timeout=60) as client,
    ):
        client.sendall(REQUEST)
        yield client


def read_until(client: socket.socket, words: bytes) -> bytes:
    data = b""
    while words not in data:
        piece = client.recv(65_536)
        assert piece, data
        data += piece
    return data


def test_the_draft_and_each_sentence_come_before_the_model_has_ended() -> None:
    going_on = threading.Event()

    def reply(handler: Handler) -> None:
        handler.begin()
        handler.say("訪日客数は3,687万人です。[1] 次")
        going_on.wait(60)
        handler.say("", "stop")

    with serving(reply) as server, asked(server.url) as client:
        data = read_until(client, b"event: sentence\n")
        assert data.count(b"event: draft\n") == 1
        assert b"event: answer" not in data
        going_on.set()
        read_until(client, b"event: answer\n")


def test_the_model_is_left_within_a_second_of_the_client_leaving() -> None:
    assert soonest(leaving, 1.0) < 1.0


def leaving() -> float:
    """Return the seconds from the client's leaving to the model's being left."""
    left: list[float] = []

    def reply(handler: Handler) -> None:
        handler.rfile.read(1)  # until the connection is closed from the other side
        left.append(time.perf_counter())

    with serving(reply) as server, asked(server.url) as client:
        read_until(client, b"event: draft\n")
        assert wait_until(lambda: bool(server.requests))
        client.close()
        closed = time.perf_counter()
        assert wait_until(lambda: bool(left))
    return left[0] - closed


def test_a_server_that_fails_ends_the_stream_with_the_draft_and_a_notice() -> None:
    with serving(llm_server.answers_status(500)) as server, asked(server.url) as client:
        data = read_until(client, "エラー500を返したため".encode())
    assert b"event: sentence" not in data
