"""The HTTP API and the web chat.

`create_app` builds the application from the settings and a source of assistants; `server.serve`
runs it.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.middleware import Middleware
from starlette.staticfiles import StaticFiles

from briefqa.app import carrying, failures, library, problems, routes, signing
from briefqa.app.access import READERS, Access
from briefqa.app.flood import Buckets, FloodGuard
from briefqa.app.guards import LOCAL_HOSTS, BodyGuard, HostGuard, Observer, OriginGuard
from briefqa.app.pages import Pages
from briefqa.app.reference import answers, describe_problems
from briefqa.app.resources import web_folder
from briefqa.app.source import AssistantSource
from briefqa.app.streaming import Streams
from briefqa.composition import Composition
from briefqa.conversation import Conversations
from briefqa.listening import is_local
from briefqa.settings import Settings
from briefqa.upkeep import Upkeep

__all__ = ["AssistantSource", "create_app"]

_log = logging.getLogger(__name__)

_DESCRIPTION = (
    "Ask questions over slide briefings, in Japanese or English. Every answer comes with the "
    "slides and the exact words it rests on. Errors are problem documents (RFC 9457)."
)
CONVERSATIONS_KEPT = 5_000  # each page that shows an answer begins or continues one
REQUESTS_PER_SECOND = 40.0  # of one client that comes from another machine
_WILDCARDS = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared with, never bound to
_TELEMETRY_OFF: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
}


def create_app(
    settings: Settings, assistant_source: AssistantSource, upkeep: Upkeep | None = None
) -> FastAPI:
    """Return the application; it follows the index while its lifespan runs.

    `upkeep` changes the corpus and the index; left out, it is as the settings say.
    """
    buckets = Buckets(_requests_per_second(settings))
    app = FastAPI(
        title="briefqa",
        version=version("briefqa"),
        description=_DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        telemetry=_TELEMETRY_OFF,
        lifespan=_follow_index,
        middleware=[
            Middleware(Observer),
            Middleware(FloodGuard, buckets=buckets),
            Middleware(HostGuard, allowed=_allowed_hosts(settings)),
            Middleware(OriginGuard),
            Middleware(BodyGuard, streamed=library.STREAMED),
        ],
    )
    folder = web_folder()
    app.state.source = assistant_source
    app.state.conversations = Conversations(limit=CONVERSATIONS_KEPT)
    app.state.pages = Pages(folder)
    app.state.upkeep = upkeep or Composition(settings).upkeep
    app.state.buckets = buckets
    app.state.streams = Streams()
    app.state.access = Access.of(settings)
    app.state.embed_origins = settings.embed_origins
    app.state.log_questions = settings.log_questions
    failures.install(app)
    app.include_router(routes.public)
    app.include_router(signing.router)
    app.include_router(routes.router, dependencies=READERS, responses=answers(problems.NO_TOKEN))
    app.include_router(carrying.router, dependencies=READERS, responses=answers(problems.NO_TOKEN))
    app.include_router(library.router, dependencies=READERS, responses=answers(problems.NO_TOKEN))
    app.include_router(library.changes)
    app.include_router(routes.pages, dependencies=READERS)
    app.mount("/static", StaticFiles(directory=folder / "static"))
    describe_problems(app)
    return app


def _allowed_hosts(settings: Settings) -> frozenset[str]:
    """Return the names that requests may use: this machine's own, and those that settings give."""
    bound = {settings.host} - _WILDCARDS
    named = {f"[{name}]" if ":" in name else name for name in {*settings.allowed_hosts, *bound}}
    return LOCAL_HOSTS | {name.lower() for name in named}


def _requests_per_second(settings: Settings) -> float | None:
    """Return what one client may send, None for any number: on this machine there is only one."""
    if settings.requests_per_second is not None:
        return settings.requests_per_second
    return None if is_local(settings.host) else REQUESTS_PER_SECOND


@asynccontextmanager
async def _follow_index(app: FastAPI) -> AsyncIterator[None]:
    watching = asyncio.create_task(app.state.source.watch())
    watching.add_done_callback(_report_end)
    yield
    watching.cancel()
    await asyncio.wait([watching])


def _report_end(watching: "asyncio.Task[None]") -> None:
    if not watching.cancelled() and (error := watching.exception()):
        _log.critical("the index is no longer followed", exc_info=error)
