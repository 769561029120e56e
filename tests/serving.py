"""Run an application for tests: in process, or on a real socket as `briefqa serve` does."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from starlette.testclient import TestClient

from briefqa.app import AssistantSource, create_app, schemas
from briefqa.app.server import options
from briefqa.settings import Settings
from briefqa.upkeep import Upkeep
from tests.fakes import FakeAssistant

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
NOWHERE = Path("/nonexistent/CURRENT")


def make_app(
    assistant: FakeAssistant | None = None, *, upkeep: Upkeep | None = None, **settings: Any
) -> FastAPI:
    """Return an application over `assistant`, already loaded; by default over the fake's slides."""
    chosen = assistant or FakeAssistant()
    source = AssistantSource(lambda: chosen, Path(__file__))
    source.refresh()
    return create_app(Settings(**settings), source, upkeep)


def make_client(app: FastAPI, *, raises: bool = True) -> TestClient:
    """Return a client that names the host as a browser on this machine does."""
    return TestClient(
        app, base_url="http://localhost", follow_redirects=False, raise_server_exceptions=raises
    )


def problem(client: TestClient, method: str, path: str, **request: object) -> tuple[int, str]:
    """Send what is to fail; check its problem document and return its status and type."""
    response = client.request(method, path, **request)
    body = response.json()
    assert response.headers["content-type"] == "application/problem+json"
    assert len(response.content) <= 2048
    assert body["status"] == response.status_code
    assert body["instance"] == f"urn:uuid:{response.headers['x-request-id']}"
    assert all(body[name] for name in ("title", "detail"))
    return response.status_code, body["type"]


def described(answer: dict[str, object]) -> dict[str, object]:
    """Return what the API's description lets through of an answer object."""
    model = schemas.AnswerObject.model_validate(answer)
    return model.model_dump(by_alias=True, exclude_unset=True)


@contextmanager
def running(app: FastAPI) -> Iterator[int]:
    """Serve `app` on a free port of 127.0.0.1, which is given."""
    server = uvicorn.Server(uvicorn.Config(app, **{**options(Settings()), "port": 0}))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise RuntimeError("the server has not started")
        time.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(10)
