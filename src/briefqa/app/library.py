"""The routes that change the briefings and the index, and those that tell how far that is.

Changing asks for the token (`access.may_change`) before a byte of the body is read. A change
answers 202 with the address of its build, and sends people to that build's page.
"""

import asyncio
import tempfile
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from briefqa.app import problems, schemas, streaming
from briefqa.app.access import CHANGERS
from briefqa.app.builds import build_to_json, progress
from briefqa.app.headers import FORM_HEADERS
from briefqa.app.negotiation import chosen_language, saying, wants_events, wants_html
from briefqa.app.reference import answers
from briefqa.app.uploads import FIELD, MEDIA_TYPE, receive_files
from briefqa.upkeep import Build, Upkeep

CURRENT = "/builds/current"
STREAMED = frozenset({("POST", "/briefings")})
"""The route whose body is taken piece by piece, once it is known who sends it."""
_SENT = {
    "type": "object",
    "required": [FIELD],
    "properties": {FIELD: {"type": "array", "items": {"type": "string", "format": "binary"}}},
}
_UPLOAD: dict[str, Any] = {"requestBody": {"content": {MEDIA_TYPE: {"schema": _SENT}}}}
_CHANGE = (problems.CROSS_SITE, problems.NO_TOKEN, problems.BUILD_RUNNING)
_STARTED: dict[str, Any] = {
    "status_code": 202,
    "tags": ["library"],
    "response_model": schemas.BuildObject,
}

router = APIRouter()
changes = APIRouter(dependencies=CHANGERS)


@changes.post(
    "/briefings",
    openapi_extra=_UPLOAD,
    responses=answers(
        *(*_CHANGE, problems.BAD_REQUEST, problems.UPLOAD_TOO_LARGE, problems.UNUSABLE_FILE)
    ),
    **_STARTED,
)
async def upload(request: Request) -> Response:
    """Add briefings: one or several files. Each is read first; if one cannot be, none is added."""
    upkeep = _upkeep(request)
    upkeep.require_idle()
    with tempfile.TemporaryDirectory(prefix="briefqa-") as folder:
        paths = await receive_files(request, Path(folder))
        build = await asyncio.to_thread(upkeep.add, paths)
    return _started(request, build)


@changes.delete(
    "/briefings/{briefing_id}",
    responses=answers(*_CHANGE, problems.UNKNOWN_BRIEFING, problems.NOT_POSSIBLE),
    **_STARTED,
)
@changes.post(
    "/briefings/{briefing_id}/remove",
    responses=answers(*_CHANGE, problems.UNKNOWN_BRIEFING, problems.NOT_POSSIBLE),
    **_STARTED,
)
def remove(request: Request, briefing_id: str) -> Response:
    """Delete a briefing's file and its sidecar from the corpus, and build."""
    briefing = request.app.state.source.current().briefing(briefing_id)
    build = _upkeep(request).remove(briefing.id, briefing.source)
    return _started(request, build)


@changes.post("/rebuild", responses=answers(*_CHANGE), **_STARTED)
def rebuild(
    request: Request,
    *,
    reread: Annotated[
        bool, Query(description="Read files again that have not changed too.")
    ] = False,
) -> Response:
    """Build the index of the corpus as it is now."""
    upkeep = _upkeep(request)
    return _started(request, upkeep.reread() if reread else upkeep.rebuild())


@changes.post("/rollback", responses=answers(*_CHANGE), **_STARTED)
def roll_back(request: Request) -> Response:
    """Put the generation before the one in use into use again."""
    return _started(request, _upkeep(request).roll_back())


@router.get(
    CURRENT,
    tags=["library"],
    response_model=schemas.BuildObject,
    responses={200: {"content": {streaming.MEDIA_TYPE: {}}}},
)
async def show_build(request: Request) -> Response:
    """Tell how far the build is that runs, or how the last one ended.

    With `Accept: text/event-stream` it is told again and again (`progress`), and at the end once
    more (`report`).
    """
    upkeep = _upkeep(request)
    if wants_events(request):
        return streaming.respond(request, progress(upkeep, say=saying(request)))
    if wants_html(request):
        return _page(request, "build.html", {"build": upkeep.current()})
    return _document(request, upkeep.current())


@router.get(
    "/builds/last",
    tags=["library"],
    response_model=schemas.BuildObject,
    responses=answers(problems.NO_BUILD),
)
async def show_last_build(request: Request) -> Response:
    """Tell how the last build ended that did."""
    last = _upkeep(request).last()
    if last is None:
        return problems.respond(request, problems.NO_BUILD)
    return _document(request, last)


def _upkeep(request: Request) -> Upkeep:
    upkeep: Upkeep = request.app.state.upkeep
    return upkeep


def _document(request: Request, build: Build | None) -> Response:
    content = build_to_json(build, say=saying(request))
    return JSONResponse(content, headers={"Vary": "Accept, Accept-Language"})


def _started(request: Request, build: Build) -> Response:
    """Say that a build has begun; a person is sent to its page."""
    if not wants_html(request):
        content = build_to_json(build, say=saying(request))
        return JSONResponse(content, 202, headers={"Location": CURRENT})
    language = chosen_language(request)
    return RedirectResponse(CURRENT + (f"?lang={language}" if language else ""), 303)


def _page(request: Request, template: str, context: dict[str, Any]) -> Response:
    page: Response = request.app.state.pages.render(request, template, context=context)
    page.headers.update(FORM_HEADERS)
    return page
