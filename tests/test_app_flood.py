"""Clients that ask too much, too slowly, or never stop: what they get, and what others do."""

import asyncio
import http.client
import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncGenerator, Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path

import pytest

from briefqa.app import flood, protocol
from briefqa.app.flood import BURST_SECONDS, CLIENTS_KEPT, Buckets, client_of
from briefqa.app.guards import BODY_DEADLINE
from briefqa.app.protocol import HEAD_DEADLINE
from briefqa.app.streaming import STREAMS_LIMIT
from briefqa.app.uploads import PIECE_DEADLINE
from briefqa.records import Reply
from tests.busy_server import FLOOD, status
from tests.fakes import FakeAssistant
from tests.serving import make_app, make_client, running
from tests.timing import soonest, took, wait_until

# Too many


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let refusals not wait."""
    monkeypatch.setattr(flood, "REFUSAL_DELAY", 0.0)


def test_a_bucket_pays_until_it_is_empty_and_fills_again() -> None:
    now = [0.0]
    buckets = Buckets(2.0, clock=lambda: now[0])
    assert [buckets.take("a", 4.0) for _ in range(3)] == [0.0, 0.0, 1.0]
    now[0] = 1.0
    assert [buckets.take("a", 4.0), buckets.take("a", 1.0)] == [0.0, 0.5]
    now[0] = 1_000.0
    assert [buckets.take("a", 2.0 * BURST_SECONDS), buckets.take("a", 1.0)] == [0.0, 0.5]


def test_each_client_has_a_bucket_of_its_own_and_the_quiet_are_forgotten() -> None:
    buckets = Buckets(1.0, clock=lambda: 0.0)
    assert buckets.take("a", BURST_SECONDS) == 0.0
    assert buckets.take("a", 1.0) == 1.0
    assert buckets.take("b", 1.0) == 0.0
    for number in range(CLIENTS_KEPT):
        buckets.take(str(number), 1.0)
    assert buckets.take("a", 1.0) == 0.0


def test_what_costs_more_than_there_ever_is_is_paid_off_afterwards() -> None:
    buckets = Buckets(1.0, clock=lambda: 0.0)
    assert buckets.take("a", BURST_SECONDS / 2) == 0.0
    assert buckets.take("a", 1_000.0) == 0.0
    assert buckets.take("a", 1.0) == 1_000.0 - BURST_SECONDS / 2 + 1.0


def test_a_customer_with_many_addresses_is_one_client() -> None:
    first, second = (client_of({"client": (f"2001:db8::{n}", 1)}) for n in (1, 2))
    assert first == second
    assert client_of({"client": ("192.0.2.1", 1)}) != client_of({"client": ("192.0.2.2", 1)})


def test_a_flood_is_refused_before_it_is_answered_and_told_when_to_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assistant = FakeAssistant()
    app = make_app(assistant, requests_per_second=4.0)
    monkeypatch.setattr(app.state.buckets, "_clock", lambda: 0.0)  # nothing flows back meanwhile
    client = make_client(app)
    responses = [client.get("/ask?q=x") for _ in range(10)]
    assert [response.status_code for response in responses] == [200] * 5 + [429] * 5
    assert len(assistant.scopes) == 5
    refused = responses[-1]
    assert int(refused.headers["retry-after"]) >= 1
    assert refused.json()["type"] == "/docs#too-many-requests"
    assert client.post("/ask", content=b"x" * 10_000).status_code == 429


def test_refusals_wait_a_moment_but_no_more_than_so_many_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(flood, "REFUSAL_DELAY", 0.3)
    app = make_app(requests_per_second=1.0)
    monkeypatch.setattr(app.state.buckets, "_clock", lambda: 0.0)
    client = make_client(app)
    assert wait_until(lambda: client.get("/healthz").status_code != 200)
    assert took(lambda: client.get("/healthz")) >= 0.3
    monkeypatch.setattr(flood, "HELD_LIMIT", 0)
    assert soonest(lambda: took(lambda: client.get("/healthz")), 0.2) < 0.2


def test_an_export_costs_as_much_as_its_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    app = make_app(requests_per_second=20.0)
    monkeypatch.setattr(app.state.buckets, "_clock", lambda: 0.0)
    client = make_client(app)
    body = {"questions": ["x"] * 30, "format": "csv"}
    assert client.post("/export", json=body).status_code == 200
    assert client.post("/export", json=body).status_code == 429


@pytest.mark.usefixtures("at_once")
def test_on_this_machine_nobody_is_held_back_unless_the_settings_say_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = make_client(make_app())
    assert {client.get("/healthz").status_code for _ in range(500)} == {200}
    remote = make_app(host="192.0.2.1", token="x" * 16, allowed_hosts=("localhost",))
    monkeypatch.setattr(remote.state.buckets, "_clock", lambda: 0.0)
    client = make_client(remote)
    assert 429 in [client.get("/healthz").status_code for _ in range(500)]


# Too slow


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The port of a server that waits for a head for half a second."""
    monkeypatch.setattr(protocol, "HEAD_DEADLINE", 0.5)
    with running(make_app()) as port:
        yield port


def test_the_deadlines_leave_a_second_of_the_fifteen_to_a_busy_machine() -> None:
    assert max(HEAD_DEADLINE, BODY_DEADLINE, PIECE_DEADLINE) <= 14.0


@pytest.mark.parametrize("start", [b"", b"G", b"GET / HTTP/1.1\r\nHost: localhost\r\n"])
def test_a_head_that_does_not_arrive_ends_the_connection(hasty: int, start: bytes) -> None:
    with socket.create_connection(("127.0.0.1", hasty), timeout=10) as connection:
        connection.sendall(start)
        assert connection.recv(1024) == b""


def test_a_head_that_comes_byte_by_byte_does_not_gain_time(hasty: int) -> None:
    with (
        socket.create_connection(("127.0.0.1", hasty), timeout=10) as connection,
        pytest.raises((BrokenPipeError, ConnectionResetError)),
    ):
        drip(connection, b"GET / HTTP/1.1\r\nX: " + b"a" * 1_000)  # ten seconds in all


def drip(connection: socket.socket, request: bytes) -> None:
    for byte in request:
        connection.send(bytes([byte]))
        time.sleep(0.01)


def receive(connection: socket.socket) -> bytes:
    """Return a whole answer of /healthz, whose head and body may come apart."""
    received = b""
    while not received.endswith(b'{"status":"alive"}'):
        received += connection.recv(65536)
    return received


def test_a_second_head_on_the_same_connection_has_the_same_deadline(hasty: int) -> None:
    with socket.create_connection(("127.0.0.1", hasty), timeout=10) as connection:
        whole = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
        connection.sendall(whole)
        assert receive(connection).startswith(b"HTTP/1.1 200 ")
        time.sleep(1.0)  # between requests it may rest
        connection.sendall(whole + b"GET /heal")
        assert receive(connection).startswith(b"HTTP/1.1 200 ")
        while connection.recv(65536):
            pass


# Without end


class Endless(FakeAssistant):
    """An assistant whose language model goes on for ever; counts the streams that are open."""

    open = 0

    async def rephrased(self, draft: Reply) -> AsyncGenerator[str | Reply, None]:
        self.open += 1
        try:
            while True:
                yield "。"
                await asyncio.sleep(0.2)
        finally:
            self.open -= 1


def test_streams_are_bounded_and_health_stays_prompt() -> None:
    assistant = Endless()
    body = json.dumps({"question": "x"}).encode()
    request = (
        b"POST /ask HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
        b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
    )
    wanted = 300
    with running(make_app(assistant)) as port:
        alone = slowest_health(port)

        def ending() -> float:
            connections = [socket.create_connection(("127.0.0.1", port), 60) for _ in range(wanted)]
            for connection in connections:
                connection.sendall(request)
            answers = [connection.recv(15) for connection in connections]
            assert answers.count(b"HTTP/1.1 200 OK") == STREAMS_LIMIT
            assert answers.count(b"HTTP/1.1 503 Se") == wanted - STREAMS_LIMIT
            # A busy machine delays those beside no stream, too.
            limit = max(0.1, 3 * alone)
            assert soonest(lambda: slowest_health(port), limit) <= limit
            for connection in connections:
                connection.close()
            return took(lambda: wait_until(lambda: assistant.open == 0))

        assert soonest(ending, 1.0) <= 1.0
        with socket.create_connection(("127.0.0.1", port), 60) as connection:
            connection.sendall(request)  # its place is free again
            assert connection.recv(15) == b"HTTP/1.1 200 OK"


def slowest_health(port: int) -> float:
    """Return the time within which 99 of 100 answers on its health came."""
    return sorted(health(port) for _ in range(100))[98]


def health(port: int) -> float:
    started = time.perf_counter()
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        connection.getresponse().read()
    return time.perf_counter() - started


@contextmanager
def started(*arguments: str) -> Iterator["subprocess.Popen[str]"]:
    """Run a part of `tests.busy_server` beside this process, which shares no lock with it."""
    command = [sys.executable, "-m", "tests.busy_server", *arguments]
    root = Path(__file__).parent.parent
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=root, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def test_a_flood_slows_another_client_to_no_more_than_twice() -> None:
    """Quiet and flooded rounds take turns, for what else the machine does changes.

    The best pair of rounds counts: other work delays some, a flood that got through delays all.
    """
    with started() as server:
        assert server.stdout is not None
        port = int(server.stdout.readline())
        clients = (f"127.1.{one // 250}.{one % 250 + 1}" for one in count())

        def slowest() -> float:
            """Return the time within which 19 of 20 answers came, each to a client of its own."""
            return sorted(asking(port, next(clients)) for _ in range(20))[18]

        with started(str(port)) as flooding:
            assert wait_until(lambda: status(port, FLOOD) == 429)

            def slowed() -> float:
                flooding.send_signal(signal.SIGSTOP)
                quiet = slowest()
                flooding.send_signal(signal.SIGCONT)
                return slowest() / quiet

            assert soonest(slowed, 2.0, tries=8) <= 2.0
            assert wait_until(lambda: status(port, FLOOD) == 429)  # the flood goes on


def asking(port: int, source: str) -> float:
    """Return how long a client waits for its answer."""
    started = time.perf_counter()
    assert status(port, source) == 200
    return time.perf_counter() - started
