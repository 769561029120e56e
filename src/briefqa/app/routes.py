"""The routes: JSON for programs, pages for people.

`/ask` and `/search` answer in JSON. A briefing and a slide have one address each, `/briefings/{id}`
and `/briefings/{id}/slides/{n}`, which give JSON unless the client prefers `text/html`, as browsers
do; `?mark=start-end` marks characters on the page. `.../picture` beside a slide's address is its
picture. `/` is the chat, `/?q=` the permanent address of a question and `/embed` the chat for the
frames of other sites. Answering is CPU work of milliseconds in plain functions, so the framework
runs those handlers in its thread pool and `/healthz` stays prompt meanwhile.
"""

import logging
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from briefqa import wire
from briefqa.app import outline, pictures, problems, schemas, streaming, views
from briefqa.app.asking import Asked, answer, draft, log_question
from briefqa.app.chatting import ChatQuery, chat_events, chat_page
from briefqa.app.flood import QUESTION, SUGGESTIONS_COST, charge
from briefqa.app.headers import FORM_HEADERS, framed_by
from briefqa.app.negotiation import saying, wants_events, wants_html
from briefqa.app.reference import answers, read_reference
from briefqa.assistant import Assistant
from briefqa.errors import IndexCorruptError
from briefqa.records import Page

_log = logging.getLogger(__name__)

public = APIRouter()
router = APIRouter()
pages = APIRouter(include_in_schema=False)

_INDEX = (problems.NO_INDEX,)
_QUESTION = (problems.UNKNOWN_BRIEFING, problems.INVALID_REQUEST, problems.TOO_MANY, *_INDEX)
Marks = Annotated[
    tuple[str, ...],
    Query(
        max_length=50,
        description="Characters to mark, as `start-end` in offsets into the slide's text.",
        examples=["6-23"],
    ),
]
Find = Annotated[
    str,
    Query(max_length=200, description="Words that a briefing on the page or its slides hold."),
]
_BODY = (problems.BAD_REQUEST, problems.CROSS_SITE, problems.TOO_LARGE, *_QUESTION)


@router.post(
    "/ask",
    dependencies=QUESTION,
    tags=["questions"],
    response_model=schemas.AnswerObject,
    responses={200: {"content": {streaming.MEDIA_TYPE: {}}}, **answers(*_BODY)},
)
def ask(request: Request, body: schemas.AskRequest, trace: schemas.IsTraced = False) -> Response:
    """Answer a question with the slides and the exact words that the answer rests on.

    With `Accept: text/event-stream` the answer in the slides' own words comes first (`draft`), then
    each checked sentence of a language model (`sentence`), then the answer that holds (`answer`),
    last what leads on from it (`suggestions`).
    """
    asked = Asked(body.question, body.id, body.scope(), body.earlier(), is_traced=trace)
    assistant = _assistant(request)
    if wants_events(request):
        said = draft(request, asked, assistant)
        shapes = streaming.api_shapes(said, assistant, asked.scope)
        return streaming.stream(request, said, assistant, shapes)
    return JSONResponse(wire.reply_to_json(answer(request, asked, assistant)))


@router.get(
    "/ask",
    dependencies=QUESTION,
    tags=["questions"],
    response_model=schemas.AnswerObject,
    responses=answers(*_QUESTION),
)
def ask_by_address(request: Request, query: Annotated[schemas.AskQuery, Query()]) -> Response:
    """Answer a question given in the address, in the same form."""
    asked = Asked(query.q, None, query.scope(), query.conversation, is_traced=query.trace)
    return JSONResponse(wire.reply_to_json(answer(request, asked, _assistant(request))))


@router.post(
    "/search",
    dependencies=QUESTION,
    tags=["questions"],
    response_model=schemas.SearchObject,
    responses=answers(*_BODY),
)
def search(request: Request, body: schemas.SearchRequest) -> Response:
    """List the passages nearest to a question, with how each index ranked them."""
    log_question(request, body.question)
    found = _assistant(request).search(body.question, limit=body.limit, scope=body.scope())
    return JSONResponse(wire.search_to_json(found))


@router.get(
    "/suggestions",
    dependencies=QUESTION,
    tags=["questions"],
    response_model=schemas.SuggestionList,
    responses=answers(*_QUESTION),
)
def suggest(request: Request, query: Annotated[schemas.SuggestionQuery, Query()]) -> Response:
    """List up to three questions that lead on from a question; each is known to be answered."""
    charge(request, SUGGESTIONS_COST)
    log_question(request, query.q)
    assistant, scope = _assistant(request), query.scope()
    reply = assistant.draft(query.q, scope=scope)
    found = assistant.suggestions(reply, scope=scope, tries=streaming.TRIES)
    return JSONResponse(streaming.suggestions_to_json(found))


@router.get(
    "/briefings",
    tags=["briefings"],
    response_model=schemas.BriefingList,
    responses=answers(*_INDEX),
)
def list_briefings(request: Request, find: Find = "") -> Response:
    """List the briefings of the index, the newest first; the page shows those with some words."""
    assistant = _assistant(request)
    if wants_html(request):
        shelf = outline.shelf(assistant.briefings, find)
        shown = {"shelf": shelf, "find": find, "unread": outline.unread(assistant.unreadable)}
        build = request.app.state.upkeep.current()
        return _page(request, "briefings.html", {**shown, "build": build}, headers=FORM_HEADERS)
    return _document(_all_of(assistant, saying(request)))


@router.get(
    "/briefings/{briefing_id}",
    tags=["briefings"],
    response_model=schemas.BriefingObject,
    responses=answers(problems.UNKNOWN_BRIEFING, *_INDEX),
)
def show_briefing(request: Request, briefing_id: str) -> Response:
    """Give a briefing and its outline."""
    briefing = _assistant(request).briefing(briefing_id)
    if wants_html(request):
        view = outline.outline(briefing)
        return _page(request, "briefing.html", {"view": view}, headers=FORM_HEADERS)
    return _document(wire.briefing_to_json(briefing, say=saying(request)))


@router.get(
    "/briefings/{briefing_id}/slides/{number}",
    tags=["briefings"],
    response_model=schemas.SlideObject,
    responses=answers(problems.UNKNOWN_SLIDE, *_INDEX),
)
def show_slide(
    request: Request,
    briefing_id: str,
    number: int,
    mark: Marks = (),
) -> Response:
    """Give a slide: its text as written, its blocks, and their places on its picture."""
    assistant = _assistant(request)
    briefing, slide = assistant.briefing(briefing_id), assistant.slide(briefing_id, number)
    page, marks = _looks(assistant, briefing_id, number), views.parse_marks(mark)
    if wants_html(request):
        view = views.slide_view(briefing, slide, marks, page)
        shown = {"view": view, "apart": outline.told_apart(assistant.briefings).get(briefing_id)}
        return _page(request, "slide.html", shown)
    return _document(wire.slide_to_json(briefing, slide, page, marks=marks))


@router.get(
    "/briefings/{briefing_id}/slides/{number}/picture",
    tags=["briefings"],
    response_class=Response,
    responses={
        200: {"content": {pictures.MEDIA_TYPE: {}}},
        **answers(problems.NO_PICTURE, problems.INVALID_REQUEST, *_INDEX),
    },
)
def show_picture(
    request: Request, briefing_id: str, number: int, v: pictures.Version = ""
) -> Response:
    """Give a slide's picture, 1280 pixels on its long edge."""
    assistant = _assistant(request)
    briefing, picture = assistant.briefing(briefing_id), assistant.picture(briefing_id, number)
    if picture is None:
        return problems.respond(request, problems.NO_PICTURE)
    return pictures.respond(request, picture, is_lasting=v == wire.picture_version(briefing))


@public.get("/healthz", tags=["server"], response_model=schemas.HealthObject)
async def health() -> Response:
    """Tell that the server is alive."""
    return JSONResponse({"status": "alive"})


@router.get(
    "/readyz",
    tags=["server"],
    response_model=schemas.ReadyObject,
    responses=answers(*_INDEX),
)
async def ready(request: Request) -> Response:
    """Tell that an index is loaded, and which."""
    assistant = _assistant(request)
    counts = {"briefings": len(assistant.briefings), "slides": assistant.slide_count}
    return JSONResponse({"status": "ready", "generation": assistant.generation, **counts})


@pages.get("/", dependencies=QUESTION)
def chat(request: Request, query: Annotated[ChatQuery, Query()]) -> Response:
    """Show the chat, with the answer to `q` where there is one; or stream that answer alone."""
    if query.q.strip() and wants_events(request):
        return chat_events(request, query, _assistant(request))
    return chat_page(request, query, _assistant(request))


@pages.get("/embed", dependencies=QUESTION)
def embed(request: Request, query: Annotated[ChatQuery, Query()]) -> Response:
    """Show the chat for the frames of other sites: those that the settings name, and no others."""
    origins = request.app.state.embed_origins
    if not origins:
        return problems.respond(request, problems.EMBEDDING_OFF)
    headers = framed_by(origins)
    return chat_page(request, query, _assistant(request), template="embed.html", headers=headers)


@pages.get("/docs")
def docs(request: Request) -> Response:
    """Show the API's description, set from /openapi.json."""
    shown = {
        "reference": read_reference(request.app.openapi()),
        "problems": problems.PROBLEMS,
        "frame": str(request.url_for("embed")),
        "frame_origins": request.app.state.embed_origins,
    }
    return _page(request, "reference.html", shown)


@pages.get("/favicon.ico")
async def favicon() -> Response:
    """Lead browsers that look here to the picture."""
    return RedirectResponse("/static/favicon.svg", status_code=308)


def _assistant(request: Request) -> Assistant:
    current: Assistant = request.app.state.source.current()
    return current


def _all_of(assistant: Assistant, say: wire.Say) -> wire.Json:
    return {
        "briefings": [
            wire.summary_to_json(briefing, say=say)
            for briefing in outline.newest_first(assistant.briefings)
        ],
        "unreadable": [wire.unreadable_to_json(lost, say=say) for lost in assistant.unreadable],
        "generation": assistant.generation,
    }


def _looks(assistant: Assistant, briefing_id: str, number: int) -> Page | None:
    """Return a slide's looks; a file of them that is damaged leaves its words to be shown."""
    try:
        return assistant.page(briefing_id, number)
    except IndexCorruptError as error:
        _log.error("slide %d of %s without its picture: %s", number, briefing_id, error)
        return None


def _document(content: wire.Json) -> Response:
    return JSONResponse(content, headers={"Vary": "Accept, Accept-Language"})


def _page(
    request: Request,
    template: str,
    context: dict[str, Any],
    *,
    headers: Mapping[str, str] = MappingProxyType({}),
) -> Response:
    page: Response = request.app.state.pages.render(request, template, context=context)
    page.headers.update(headers)
    return page
