"""Turn every error into an RFC 9457 problem document, or into a page where a person is reading.

A document never repeats what was sent: it names fields and limits, and stays below 2 KB. Where the
index, the model or a setting is at fault, which no request can cause, it says what the error says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from briefqa.app.headers import SECURITY_HEADERS
from briefqa.app.negotiation import wants_html
from briefqa.errors import (
    BriefqaError,
    EmbedderError,
    GenerationError,
    IndexLoadingError,
    IndexLockedError,
    IndexMissingError,
    InputError,
    NameTakenError,
    QuestionError,
    ReadError,
    SettingsError,
    TokenError,
    UnknownBriefingError,
    UnknownSlideError,
    in_sentences,
)

MEDIA_TYPE = "application/problem+json"
FIELD_LIMIT = 5  # fields named in one document, which keeps it below 2 KB
MESSAGE_LIMIT = 500  # bytes of an error's message and of its hint, which JSON at most doubles
HINT_LIMIT = 350


@dataclass(frozen=True, slots=True)
class Problem:
    """One kind of problem: `slug` names it in `type` and in the catalogue of messages."""

    slug: str
    status: int
    title: str
    detail: str


BAD_REQUEST = Problem(
    "bad-request",
    400,
    "The request cannot be read",
    "Send well-formed HTTP and, for POST, a JSON object in UTF-8.",
)
UNKNOWN_HOST = Problem(
    "unknown-host",
    400,
    "The Host header is not one of this server's names",
    "Use localhost or 127.0.0.1, or add the name to the setting allowed_hosts.",
)
CROSS_SITE = Problem(
    "cross-site",
    403,
    "The request comes from another site",
    "Only this server's own pages, and programs that are not browsers, may send it.",
)
NO_TOKEN = Problem(
    "no-token",
    401,
    "The token is missing, wrong or expired",
    "Send `Authorization: Bearer` with the token that `briefqa token` printed, or sign in at "
    "/sign-in.",
)
CHANGING_OFF = Problem(
    "changing-off",
    403,
    "Changing the briefings is switched off",
    "Run `briefqa token`, or set BRIEFQA_TOKEN: uploads, removals, rebuilds and roll-backs ask for "
    "that token.",
)
NOT_FOUND = Problem("not-found", 404, "There is nothing here", "GET /docs lists what there is.")
UNKNOWN_BRIEFING = Problem(
    "unknown-briefing",
    404,
    "No briefing has this id",
    "GET /briefings lists the ids.",
)
UNKNOWN_SLIDE = Problem(
    "unknown-slide",
    404,
    "The briefing has no slide of this number",
    "Slides are numbered from 1; GET /briefings/{id} lists them.",
)
NO_PICTURE = Problem(
    "no-picture",
    404,
    "The slide has no picture",
    "`picture` of GET /briefings/{id} is the address of a slide's picture, or null.",
)
NO_SOURCE = Problem(
    "no-source",
    404,
    "The file is not there any more",
    "The corpus has no file, or another one, in the place that the briefing was read from.",
)
NO_BUILD = Problem(
    "no-build", 404, "Nothing was built since the server started", "POST /rebuild builds."
)
EMBEDDING_OFF = Problem(
    "embedding-off",
    404,
    "No other site may embed the chat",
    "List the sites in the setting embed_origins.",
)
METHOD_NOT_ALLOWED = Problem(
    "method-not-allowed",
    405,
    "The method is not allowed here",
    "The Allow header lists the methods that are; GET /docs describes them.",
)
TOO_SLOW = Problem(
    "too-slow",
    408,
    "The body did not arrive in time",
    "Send the whole body within 15 seconds.",
)
BUILD_RUNNING = Problem(
    "build-running",
    409,
    "A build is running already",
    "GET /builds/current says how far it is; try again when it has ended.",
)
NAME_TAKEN = Problem(
    "name-taken",
    409,
    "The corpus has another file of this name",
    "Give yours another name, or remove the other briefing first.",
)
NOT_POSSIBLE = Problem(
    "not-possible",
    409,
    "The corpus cannot be changed so",
    "An index needs a briefing, and the folder must be writable.",
)
UPLOAD_TOO_LARGE = Problem(
    "upload-too-large",
    413,
    "That is too much at once",
    "Send at most 20 files, 50 MB each and 200 MB together.",
)
UNUSABLE_FILE = Problem(
    "unusable-file",
    422,
    "The file cannot be read",
    "Send a text, Markdown, HTML, PDF, PowerPoint (PPTX) or Word (DOCX) file.",
)
TOO_MANY = Problem(
    "too-many-requests",
    429,
    "Too many requests from one place",
    "Wait as long as Retry-After says.",
)
BUSY = Problem("busy", 503, "Too many streams are open", "Ask again in a moment.")
TOO_LARGE = Problem(
    "too-large",
    413,
    "The body is too large",
    "Send at most 64 KiB.",
)
INVALID_QUESTION = Problem(
    "invalid-question",
    422,
    "The question cannot be asked",
    "Ask in 1 to 2,000 characters of text.",
)
INVALID_REQUEST = Problem(
    "invalid-request",
    422,
    "The request has a field that cannot be used",
    "`errors` names the fields; GET /docs describes them.",
)
INTERNAL = Problem(
    "internal",
    500,
    "briefqa has failed",
    "This is a bug; the server's log holds its trace under the id in `instance`.",
)
NO_INDEX = Problem(
    "no-index",
    503,
    "There is no index yet",
    "Run `briefqa build`; the server takes the index up by itself.",
)
LOADING = Problem(
    "loading",
    503,
    "The index is being loaded",
    "Ask again in a moment.",
)
UNUSABLE_INDEX = Problem(
    "unusable-index",
    503,
    "The index cannot be used",
    "Run `briefqa check` to see why and `briefqa build` to make a new one.",
)
UNUSABLE_SETTINGS = Problem(
    "unusable-settings",
    503,
    "A setting cannot be used",
    "Mend it in the environment or in briefqa.toml, then start the server anew.",
)


class Refusal(Exception):  # noqa: N818 - an answer rather than an error
    """A request is refused with a problem."""

    def __init__(self, problem: Problem, *, headers: Mapping[str, str] | None = None) -> None:
        """Take the problem, and the headers that go with it."""
        self.problem = problem
        self.headers = headers
        super().__init__(problem.title)


PROBLEMS = (
    BAD_REQUEST,
    UNKNOWN_HOST,
    CROSS_SITE,
    NO_TOKEN,
    CHANGING_OFF,
    NOT_FOUND,
    UNKNOWN_BRIEFING,
    UNKNOWN_SLIDE,
    NO_PICTURE,
    NO_SOURCE,
    NO_BUILD,
    EMBEDDING_OFF,
    METHOD_NOT_ALLOWED,
    TOO_SLOW,
    BUILD_RUNNING,
    NAME_TAKEN,
    NOT_POSSIBLE,
    TOO_LARGE,
    UPLOAD_TOO_LARGE,
    INVALID_QUESTION,
    INVALID_REQUEST,
    UNUSABLE_FILE,
    TOO_MANY,
    INTERNAL,
    BUSY,
    NO_INDEX,
    LOADING,
    UNUSABLE_INDEX,
    UNUSABLE_SETTINGS,
)

_OF_ERROR: Mapping[type[BriefqaError], Problem] = {
    QuestionError: INVALID_QUESTION,
    UnknownBriefingError: UNKNOWN_BRIEFING,
    UnknownSlideError: UNKNOWN_SLIDE,
    IndexMissingError: NO_INDEX,
    IndexLoadingError: LOADING,
    IndexLockedError: BUILD_RUNNING,
    GenerationError: UNUSABLE_INDEX,
    ReadError: UNUSABLE_FILE,
    NameTakenError: NAME_TAKEN,
    InputError: NOT_POSSIBLE,
    EmbedderError: UNUSABLE_INDEX,
    SettingsError: UNUSABLE_SETTINGS,
    TokenError: UNUSABLE_SETTINGS,
}
# Errors whose own words are told: no text of a request is in them but the name that a file was
# given here.
_TELLING = (GenerationError, EmbedderError, SettingsError, TokenError, ReadError, InputError)
_OF_STATUS: Mapping[int, Problem] = {
    400: BAD_REQUEST,
    404: NOT_FOUND,
    405: METHOD_NOT_ALLOWED,
    413: TOO_LARGE,
}


def problem_of(error: BriefqaError) -> Problem:
    """Return the problem that `error` is: the kind of its nearest class listed.

    Its detail is the error's own where the server is at fault, or a file that was sent, and the
    kind's where a request is.
    """
    kind = next((_OF_ERROR[kind] for kind in type(error).__mro__ if kind in _OF_ERROR), INTERNAL)
    if not isinstance(error, _TELLING):
        return kind
    said = in_sentences(_cut(error.message, MESSAGE_LIMIT), _cut(error.hint, HINT_LIMIT))
    return replace(kind, detail=said)


def _cut(text: str, limit: int) -> str:
    """Return `text` in at most `limit` bytes, its control characters and broken ones as spaces.

    >>> _cut("防災\\n白書.txt", 13)
    '防災 白…'
    """
    line = "".join(character if character.isprintable() else " " for character in text)
    if len(line.encode()) <= limit:
        return line
    return line.encode()[: limit - len("…".encode())].decode(errors="ignore") + "…"


def respond(
    request: Request,
    problem: Problem,
    *,
    errors: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Answer with `problem`: as a page where the client prefers HTML, else as a document."""
    if wants_html(request):
        page: Response = request.app.state.pages.render(
            request, "error.html", status=problem.status, context={"problem": problem}
        )
    else:
        document = {
            "type": f"/docs#{problem.slug}",
            "title": problem.title,
            "status": problem.status,
            "detail": problem.detail,
            "instance": f"urn:uuid:{request.scope['state']['request_id']}",
        }
        content = {**document, "errors": list(errors)} if errors else document
        page = JSONResponse(content, problem.status, media_type=MEDIA_TYPE)
    page.headers.update(headers or {})
    if problem.slug == LOADING.slug:
        page.headers["Retry-After"] = "1"
    return page


async def on_error(request: Request, error: Exception) -> Response:
    """Answer an error of briefqa's own tree."""
    if not isinstance(error, BriefqaError):
        raise error
    return respond(request, problem_of(error))


async def on_refusal(request: Request, refusal: Exception) -> Response:
    """Answer what a route refuses; a person who has to sign in first is led there."""
    if not isinstance(refusal, Refusal):
        raise refusal
    if refusal.problem is NO_TOKEN and request.method == "GET" and wants_html(request):
        wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/sign-in?{urlencode({'next': wanted})}", 303)
    return respond(request, refusal.problem, headers=refusal.headers)


async def on_bug(request: Request, _error: Exception) -> Response:
    """Answer what must not happen; the framework raises it again for the server's log.

    This answer is sent from outside `guards.Observer`, so it brings the safe headers itself.
    """
    headers = {**SECURITY_HEADERS, "X-Request-ID": request.scope["state"]["request_id"]}
    return respond(request, INTERNAL, headers=headers)


async def on_http_error(request: Request, error: Exception) -> Response:
    """Answer what the framework refuses: no such path, no such method, an unreadable body."""
    if not isinstance(error, HTTPException):
        raise error
    known = _OF_STATUS.get(error.status_code)
    status = HTTPStatus(error.status_code)
    problem = known or Problem("bad-request", status, status.phrase, status.description)
    return respond(request, problem, headers=error.headers)


async def on_invalid(request: Request, error: Exception) -> Response:
    """Answer a request whose fields do not fit, naming the fields but not their values."""
    if not isinstance(error, RequestValidationError):
        raise error
    found = error.errors()
    if any(item["type"] == "json_invalid" for item in found):
        return respond(request, BAD_REQUEST)
    return respond(
        request, INVALID_REQUEST, errors=[_field_error(item) for item in found[:FIELD_LIMIT]]
    )


def _field_error(item: Mapping[str, Any]) -> dict[str, str]:
    """Name the field and what is wrong with it; an unknown field's name is not repeated."""
    place = [str(part) for part in item["loc"]]
    if item["type"] == "extra_forbidden":
        place = [*place[:-1], "(unknown field)"]
    return {"field": ".".join(place)[:100], "detail": str(item["msg"])[:160]}


def install(app: FastAPI) -> None:
    """Make `app` answer every error with a problem."""
    app.add_exception_handler(BriefqaError, on_error)
    app.add_exception_handler(Refusal, on_refusal)
    app.add_exception_handler(HTTPException, on_http_error)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(Exception, on_bug)
