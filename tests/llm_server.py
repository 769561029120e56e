"""A real HTTP server that speaks OpenAI's streaming chat completions, or fails to, in every way."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[["Handler"], None]
"""Answers one request; `Handler.asked` is its body."""


@dataclass(slots=True)
class ModelServer:
    """A server on a free port of 127.0.0.1; `requests` holds what it was sent, in order."""

    reply: Reply
    port: int = 0
    requests: list["Request"] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"


@dataclass(frozen=True, slots=True)
class Request:
    path: str
    headers: dict[str, str]
    body: dict[str, Any]


class Handler(BaseHTTPRequestHandler):
    """Hands each request to the server's `reply`, and goes on when the client has left."""

    protocol_version = "HTTP/1.1"
    asked: dict[str, Any]

    def do_POST(self) -> None:
        model: ModelServer = self.server.model  # type: ignore[attr-defined]
        self.asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        names = {name.lower(): value for name, value in self.headers.items()}
        model.requests.append(Request(self.path, names, self.asked))
        self.close_connection = True
        try:
            model.reply(self)
        except OSError:
            return

    def do_GET(self) -> None:
        model: ModelServer = self.server.model  # type: ignore[attr-defined]
        model.requests.append(Request(self.path, {}, {}))
        self.status(404)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's own name
        return

    def quotes(self) -> list[str]:
        """Return the quotes that the request asks about."""
        asked = json.loads(self.asked["messages"][-1]["content"])
        return [one["quote"] for one in asked["quotes"]]

    def begin(self, content_type: str = "text/event-stream", **headers: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Connection", "close")
        self.end_headers()

    def write(self, data: bytes) -> None:
        self.wfile.write(data)
        self.wfile.flush()

    def say(self, piece: str, reason: str | None = None) -> None:
        self.write(chunk(piece, reason))

    def status(self, code: int, body: bytes = b"{}", **headers: str) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.write(body)


def chunk(piece: str, reason: str | None = None) -> bytes:
    """Return one server-sent event of a streamed completion."""
    choice = {"index": 0, "delta": {"content": piece}, "finish_reason": reason}
    event = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "test"}
    return f"data: {json.dumps({**event, 'choices': [choice]})}\n\n".encode()


@contextmanager
def serving(reply: Reply) -> Iterator[ModelServer]:
    """Serve until the block ends."""
    model = ModelServer(reply)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.model = model  # type: ignore[attr-defined]
    model.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def closed_port() -> int:
    """Return a port of 127.0.0.1 that refuses connections."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


# Replies


def says(text: str, *, piece: int = 3, pause: float = 0.0) -> Reply:
    """Stream `text`, `piece` characters at a time."""
    return says_each(lambda handler: text, piece=piece, pause=pause)


def says_each(text: Callable[[Handler], str], *, piece: int = 3, pause: float = 0.0) -> Reply:
    """Stream what `text` makes of the request."""

    def reply(handler: Handler) -> None:
        said = text(handler)
        handler.begin()
        for start in range(0, len(said), piece):
            handler.say(said[start : start + piece])
            time.sleep(pause)
        handler.say("", "stop")
        handler.write(b"data: [DONE]\n\n")

    return reply


def answers_status(
    code: int, body: bytes = b'{"error": {"message": "no"}}', **headers: str
) -> Reply:
    """Answer with a status."""
    return lambda handler: handler.status(code, body, **headers)


def sends(data: bytes, *, content_type: str = "text/event-stream", **headers: str) -> Reply:
    """Answer with bytes as they are, and close."""

    def reply(handler: Handler) -> None:
        handler.begin(content_type, **headers)
        handler.write(data)

    return reply


def sends_forever(data: bytes, *, pause: float = 0.0, first: Sequence[bytes] = ()) -> Reply:
    """Send the same bytes again and again, until the client leaves."""

    def reply(handler: Handler) -> None:
        handler.begin()
        for piece in first:
            handler.write(piece)
        while True:
            handler.write(data)
            time.sleep(pause)

    return reply


def drips_headers(handler: Handler) -> None:
    """Send a response's head a letter at a time, for ever."""
    handler.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while True:
        handler.write(b"a")
        time.sleep(0.05)


def hangs(handler: Handler) -> None:
    """Say nothing, until the client leaves."""
    handler.connection.settimeout(30)
    handler.rfile.read(1)


def cuts_off(text: str) -> Reply:
    """Stream `text` in chunks of HTTP and drop the connection in the middle of one."""

    def reply(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        data = chunk(text)
        handler.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        handler.write(b"ffff\r\ndata: {")

    return reply
