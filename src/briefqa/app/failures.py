"""Answer every error with the problem that it is.

Where the index, the model or a setting is at fault, which no request can cause, or a file that was
sent, the answer says what the error says.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from briefqa.app.headers import SECURITY_HEADERS
from briefqa.app.negotiation import wants_html
from briefqa.app.problems import (
    BAD_REQUEST,
    BUILD_RUNNING,
    INTERNAL,
    INVALID_QUESTION,
    INVALID_REQUEST,
    LOADING,
    METHOD_NOT_ALLOWED,
    NAME_TAKEN,
    NO_INDEX,
    NO_TOKEN,
    NOT_FOUND,
    NOT_POSSIBLE,
    TOO_LARGE,
    UNKNOWN_BRIEFING,
    UNKNOWN_SLIDE,
    UNUSABLE_FILE,
    UNUSABLE_INDEX,
    UNUSABLE_SETTINGS,
    FieldError,
    Problem,
    Refusal,
    cut,
    respond,
)
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
)
from briefqa.remarks import Remark

FIELD_LIMIT = 5  # fields named in one document, which keeps it below 2 KB
WORDS_LIMIT = 350  # bytes of each sentence, name and value of what an error says

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


# Pydantic's messages that hold a value, by the type of the error.
_MESSAGES: Mapping[str, str] = {
    "string_too_short": "String should have at least {min_length} character",
    "string_too_long": "String should have at most {max_length} characters",
    "too_short": "List should have at least {min_length} item",
    "too_long": "List should have at most {max_length} items",
    "greater_than_equal": "Input should be greater than or equal to {ge}",
    "less_than_equal": "Input should be less than or equal to {le}",
    "literal_error": "Input should be {expected}",
}


def problem_of(error: BriefqaError) -> Problem:
    """Return the problem that `error` is: the kind of its nearest class listed.

    It has the error's own words where the server is at fault, or a file that was sent, and the
    kind's where a request is.
    """
    kind = next((_OF_ERROR[kind] for kind in type(error).__mro__ if kind in _OF_ERROR), INTERNAL)
    if not isinstance(error, _TELLING):
        return kind
    return replace(kind, remark=error.remark.visible(partial(cut, limit=WORDS_LIMIT)))


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


def _field_error(item: Mapping[str, Any]) -> FieldError:
    """Name the field and what is wrong with it; an unknown field's name is not repeated."""
    place = [str(part) for part in item["loc"]]
    if item["type"] == "extra_forbidden":
        place = [*place[:-1], "(unknown field)"]
    return FieldError(".".join(place)[:100], _what_is_wrong(item))


def _what_is_wrong(item: Mapping[str, Any]) -> Remark:
    """Return pydantic's message, the values of those that are met with here apart."""
    message = _MESSAGES.get(item["type"])
    if message is None:
        return Remark((str(item["msg"]),))
    given = item["ctx"].items()
    return Remark((message,), tuple(pair for pair in given if f"{{{pair[0]}}}" in message))


def install(app: FastAPI) -> None:
    """Make `app` answer every error with a problem."""
    app.add_exception_handler(BriefqaError, on_error)
    app.add_exception_handler(Refusal, on_refusal)
    app.add_exception_handler(HTTPException, on_http_error)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(Exception, on_bug)
