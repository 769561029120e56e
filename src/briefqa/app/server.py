"""Run the application under uvicorn until it is told to stop."""

from typing import TYPE_CHECKING

import uvicorn

from briefqa.app import create_app
from briefqa.app.source import AssistantSource

if TYPE_CHECKING:
    from briefqa.settings import Settings

HEADER_LIMIT = (
    64 * 1024
)  # bytes; a question of 2,000 Japanese characters in an address takes 18,000
GRACE = 5  # seconds that running requests have after the signal to stop


def serve(settings: "Settings") -> None:
    """Serve on the settings' host and port until SIGINT or SIGTERM; then finish running requests.

    The caller has checked that the port is free and sets up logging: `briefqa.requests` logs a line
    a request at INFO. Raises SystemExit(1) when the port cannot be bound.
    """
    uvicorn.Server(configure(settings)).run()


def configure(settings: "Settings") -> uvicorn.Config:
    """Return how uvicorn runs the application."""
    from briefqa.assistant import open_assistant

    source = AssistantSource(lambda: open_assistant(settings), settings.index / "CURRENT")
    return uvicorn.Config(
        create_app(settings, source),
        host=settings.host,
        port=settings.port,
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE,
        h11_max_incomplete_event_size=HEADER_LIMIT,
    )
