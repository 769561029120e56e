"""The kinds of problem that a request can meet, and the document or page that each is told by.

A document (RFC 9457) never repeats what was sent: it names fields and limits, and stays below 2 KB.
Its title and detail are in the language that the client asks for, English otherwise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from starlette.responses import JSONResponse, Response

from briefqa.app.negotiation import saying, wants_html
from briefqa.remarks import Remark

MEDIA_TYPE = "application/problem+json"
SAID_LIMIT = 850  # bytes of a detail, which JSON at most doubles


@dataclass(frozen=True, slots=True)
class Problem:
    """One kind of problem: `slug` names it in `type` and in the catalogue of messages.

    `remark`: what the error itself says, where that is told in place of `detail`.
    """

    slug: str
    status: int
    title: str
    detail: str
    remark: Remark | None = None


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


@dataclass(frozen=True, slots=True)
class FieldError:
    """A field of a request, and what is wrong with it."""

    field: str
    remark: Remark


def respond(
    request: Request,
    problem: Problem,
    *,
    errors: Sequence[FieldError] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Answer with `problem`: as a page where the client prefers HTML, else as a document."""
    if wants_html(request):
        page: Response = request.app.state.pages.render(
            request, "error.html", status=problem.status, context={"problem": problem}
        )
    else:
        page = JSONResponse(
            _document(request, problem, errors), problem.status, media_type=MEDIA_TYPE
        )
        page.headers["Vary"] = "Accept, Accept-Language"
    page.headers.update(headers or {})
    if problem.slug == LOADING.slug:
        page.headers["Retry-After"] = "1"
    return page


def _document(request: Request, problem: Problem, errors: Sequence[FieldError]) -> dict[str, Any]:
    """Return the document, its words in the reader's language."""
    say = saying(request)
    document = {
        "type": f"/docs#{problem.slug}",
        "title": say(Remark((problem.title,))),
        "status": problem.status,
        "detail": cut(say(problem.remark or Remark((problem.detail,))), SAID_LIMIT),
        "instance": f"urn:uuid:{request.scope['state']['request_id']}",
    }
    if errors:
        found = [{"field": one.field, "detail": cut(say(one.remark), 160)} for one in errors]
        return {**document, "errors": found}
    return document


def cut(text: str, limit: int) -> str:
    """Return `text` in at most `limit` bytes, its control characters and broken ones as spaces.

    >>> cut("防災\\n白書.txt", 13)
    '防災 白…'
    """
    line = "".join(character if character.isprintable() else " " for character in text)
    if len(line.encode()) <= limit:
        return line
    return line.encode()[: limit - len("…".encode())].decode(errors="ignore") + "…"
