"""Run the application under uvicorn until it is told to stop."""

from typing import Literal, TypedDict

import uvicorn

from briefqa.app import create_app
from briefqa.app.protocol import DeadlineProtocol
from briefqa.app.source import AssistantSource
from briefqa.composition import Composition
from briefqa.settings import Settings

HEADER_LIMIT = (
    64 * 1024
)  # bytes; a question of 2,000 Japanese characters in an address takes 18,000
GRACE = 5  # seconds that running requests have after the signal to stop


class Options(TypedDict):
    """How uvicorn runs the application; see uvicorn's settings."""

    host: str
    port: int
    access_log: bool
    log_config: None
    server_header: bool
    proxy_headers: bool
    timeout_graceful_shutdown: int
    h11_max_incomplete_event_size: int
    http: type[DeadlineProtocol]
    ws: Literal["none"]


def serve(settings: Settings) -> None:
    """Serve on the settings' host and port until SIGINT or SIGTERM; then finish running requests.

    The caller has checked that the port is free and sets up logging: `briefqa.requests` logs a line
    a request at INFO. Raises SystemExit(1) when the port cannot be bound.
    """
    composition = Composition(settings)
    source = AssistantSource(composition.open_assistant, settings.index / "CURRENT")
    app = create_app(settings, source, composition.upkeep)
    uvicorn.Server(uvicorn.Config(app, **options(settings))).run()


def options(settings: Settings) -> Options:
    """Return how uvicorn is to run: its own access log would hold questions, so it is off."""
    return Options(
        host=settings.host,
        port=settings.port,
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE,
        h11_max_incomplete_event_size=HEADER_LIMIT,
        http=DeadlineProtocol,
        ws="none",
    )
