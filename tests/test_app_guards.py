"""What reaches no route: foreign hosts, other sites' requests, bodies too large or too slow."""

import asyncio
import json
import socket
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from briefqa.app.guards import BODY_LIMIT, BodyGuard
from tests.fakes import FakeAssistant
from tests.serving import HTML, make_app, make_client, running

BODY_CASES = {
    "lone surrogate": b'{"question": "\\ud800"}',
    "lone surrogate in id": b'{"question": "x", "id": "\\udfff"}',
    "surrogate in an unknown field": b'{"question": "x", "\\ud800": 1}',
    "NaN": b'{"question": NaN}',
    "infinite limit": b'{"question": "x", "id": 1e999}',
    "NaN in a list": b'{"question": "x", "briefings": [NaN, 1e999, -Infinity]}',
    "20k-deep lists": b'{"question": ' + b"[" * 20_000 + b"]" * 20_000 + b"}",
    "10k-deep objects": b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "huge integer": b'{"question": ' + b"9" * 60_000 + b"}",
    "not JSON": b"himitsu",
    "broken UTF-8": b'{"question": "\xff\xfe"}',
    "cut short": b'{"question": "x',
    "a list": b"[]",
    "a string": b'"himitsu"',
    "null": b"null",
    "no body": b"",
    "null question": b'{"question": null}',
    "many unknown fields": json.dumps({f"himitsu{n}": n for n in range(3000)}).encode(),
    "duplicate key": b'{"question": "x", "question": 5}',
    "empty question": b'{"question": ""}',
}
JSON_TYPE = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def app() -> FastAPI:
    return make_app(FakeAssistant(answers={}))


@pytest.fixture(scope="module")
def client(app: FastAPI) -> TestClient:
    return make_client(app)


@pytest.mark.parametrize("path", ["/ask", "/search", "/export"])
@pytest.mark.parametrize("name", BODY_CASES)
def test_hostile_bodies_are_refused_briefly_and_not_repeated(
    client: TestClient, path: str, name: str
) -> None:
    response = client.post(path, content=BODY_CASES[name], headers=JSON_TYPE)
    assert response.status_code in {400, 422}
    assert response.headers["content-type"] == "application/problem+json"
    assert len(response.content) <= 2048
    assert "himitsu" not in response.text
    assert "9999" not in response.json()["detail"]


@pytest.mark.parametrize("path", ["/ask?q=%ED%A0%80", "/?q=%00%ED%A0%80", "/ask?q=%F0%9F%98%80"])
def test_hostile_addresses_do_not_fail(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 200


HOSTILE_TEXTS = ["%ED%A0%80", "%00", "%FF%FE", "..%2F..%2Fetc%2Fpasswd", "%E2%80%AE", "9" * 400]


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
@pytest.mark.parametrize(
    "path",
    [
        "/ask?q=x&briefings={}",
        "/ask?q=x&since={}",
        "/ask?q=x&conversation={}",
        "/?q=x&briefing={}&conversation={}&trace={}",
        "/export?q={}&format=csv",
        "/export?q=x&format={}&language={}",
        "/suggestions?q={}",
        "/briefings/{}",
        "/briefings/{}/slides/{}",
        "/briefings/{}/slides/1/picture?v={}",
        "/briefings/{}/source",
        "/briefings/kanko-2024/slides/1?mark={}-{}",
        "/sign-in?next={}",
        "/builds/{}",
        "/static/{}",
    ],
)
def test_no_text_in_an_address_ends_in_an_error_of_ours(
    client: TestClient, path: str, text: str
) -> None:
    response = client.get(path.replace("{}", text))
    assert response.status_code in {200, 400, 404, 422}
    assert "root:" not in response.text


def all_routes(app: FastAPI) -> Iterator[tuple[str, str]]:
    paths = app.openapi()["paths"]
    yield from ((method.upper(), path) for path in paths for method in paths[path])
    yield from (
        ("GET", path) for path in ("/", "/docs", "/openapi.json", "/static/design.css", "/x")
    )


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "", "localhost:x", "[::2]"]
)
def test_every_route_refuses_a_foreign_host(app: FastAPI, client: TestClient, host: str) -> None:
    statuses = {
        client.request(method, path, headers={"Host": host}).status_code
        for method, path in all_routes(app)
    }
    assert statuses == {400}


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "[::1]:8000", "KAIGI.example:80"])
def test_own_names_and_those_of_the_settings_are_let_in(host: str) -> None:
    client = make_client(make_app(allowed_hosts=("kaigi.example",)))
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


def test_the_address_that_is_listened_on_is_let_in_but_no_wildcard() -> None:
    app = make_app(host="192.0.2.7", allow_remote_without_login=True)
    assert make_client(app).get("/healthz", headers={"Host": "192.0.2.7"}).status_code == 200
    wildcard = "0.0.0.0"  # noqa: S104 - nothing listens here
    wild = make_client(make_app(host=wildcard, allow_remote_without_login=True))
    assert wild.get("/healthz", headers={"Host": wildcard}).status_code == 400


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "http://localhost:3000"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_other_sites_cannot_post(headers: dict[str, str], status: int) -> None:
    assistant = FakeAssistant()
    response = make_client(make_app(assistant)).post(
        "/ask", json={"question": "?"}, headers=headers
    )
    assert response.status_code == status
    assert len(assistant.scopes) == (1 if status == 200 else 0)
    assert "access-control-allow-origin" not in response.headers


@pytest.mark.parametrize("path", ["/", "/healthz", "/nothing", "/static/chat.js"])
@pytest.mark.parametrize("accept", ["*/*", HTML["Accept"]])
def test_every_response_carries_the_safe_headers(
    client: TestClient, path: str, accept: str
) -> None:
    headers = client.get(path, headers={"Accept": accept}).headers
    assert headers["content-security-policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_a_body_of_exactly_the_limit_is_read(client: TestClient) -> None:
    body = b'{"question": "x"}'.ljust(BODY_LIMIT)
    assert client.post("/ask", content=body, headers=JSON_TYPE).status_code == 200
    assert client.post("/ask", content=body + b" ", headers=JSON_TYPE).status_code == 413


@pytest.fixture(scope="module")
def port(app: FastAPI) -> Iterator[int]:
    with running(app) as port:
        yield port


def exchange(port: int, request: bytes, *, endless: bytes = b"") -> tuple[bytes, int]:
    """Send `request`, then `endless` until the server answers; return the answer and bytes sent."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(request)
        sent = 0
        while sent < 4_000_000:
            # Past the limit a busy server may need a while to say so.
            connection.settimeout(0.05 if sent < 200_000 else 1.0)
            try:
                return connection.recv(65536), sent
            except TimeoutError:
                if not endless:
                    continue
            try:
                sent += connection.send(endless)
            except (BrokenPipeError, ConnectionResetError):
                return b"", sent
        return b"", sent


def test_a_declared_body_over_the_limit_is_refused_unread(port: int) -> None:
    head = b"POST /ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    answer, sent = exchange(port, head + b"Content-Length: 120000000\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert sent == 0


def test_an_endless_chunked_body_is_cut_off(port: int) -> None:
    head = b"POST /ask HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunk = b"4000\r\n" + b" " * 0x4000 + b"\r\n"
    answer, sent = exchange(port, head, endless=chunk)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert sent <= 1_000_000


@pytest.mark.parametrize("length", [b"-1", b"1e3", b"9" * 30, b"0x10"])
def test_a_length_that_is_no_number_is_refused(port: int, length: bytes) -> None:
    head = b"POST /ask HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length
    answer, _ = exchange(port, head + b"\r\n\r\n")
    assert answer.split(b" ")[1] in {b"400", b"413"}


def test_a_question_of_2000_japanese_characters_fits_in_an_address(port: int) -> None:
    address = b"/ask?q=" + b"%E3%81%82" * 2000
    answer, _ = exchange(port, b"GET " + address + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200 ")


def test_head_is_get_without_a_body(port: int) -> None:
    answer, _ = exchange(port, b"HEAD /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 ")
    assert b"content-length: 18" in head
    assert body == b""


def test_a_body_that_does_not_arrive_is_given_up(app: FastAPI) -> None:
    sent: list[Message] = []

    async def receive() -> Message:
        await asyncio.sleep(600)
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: Scope = {
        "type": "http",
        "method": "POST",
        "path": "/ask",
        "query_string": b"",
        "headers": [(b"content-length", b"5")],
        "state": {"request_id": "0"},
        "app": app,
    }
    asyncio.run(BodyGuard(_never, deadline=0.01)(scope, receive, send))
    assert sent[0]["status"] == 408


def test_a_client_that_leaves_in_mid_body_reaches_no_route() -> None:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: Scope = {"type": "http", "method": "POST", "path": "/", "headers": [], "state": {}}
    asyncio.run(BodyGuard(_never)(scope, receive, send))
    assert sent == []


async def _never(scope: Scope, receive: Receive, send: Send) -> None:
    raise RuntimeError("the request was passed on")
