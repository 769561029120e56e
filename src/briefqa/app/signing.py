"""Sign in with the token, for people with a browser: a session in a cookie; and sign out."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from briefqa.app.access import COOKIE, SESSION_SECONDS, Access
from briefqa.app.headers import FORM_HEADERS

router = APIRouter(include_in_schema=False)

_OWN_PATH = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")  # ASCII without a backslash
_HOME = "/"


@router.get("/sign-in")
def show_sign_in(request: Request, next: str = "/briefings") -> Response:  # noqa: A002 - as in the address
    """Show the form that asks for the token."""
    return _form(request, next, is_wrong=False)


@router.post("/sign-in")
def sign_in(
    request: Request,
    token: Annotated[str, Form(max_length=500)] = "",
    next: Annotated[str, Form(max_length=10_000)] = _HOME,  # noqa: A002 - as above
) -> Response:
    """Open a session for who knows the token, and lead on to where they wanted to go."""
    session = _access(request).sign_in(token.strip())
    if session is None:
        return _form(request, next, is_wrong=True)
    response = RedirectResponse(own_path(next), 303)
    _hand_over(response, session, is_encrypted=_is_encrypted(request))
    return response


@router.post("/sign-out")
def sign_out(request: Request) -> Response:
    """End the session."""
    _access(request).sessions.close(request.cookies.get(COOKIE, ""))
    response = RedirectResponse(_HOME, 303)
    response.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return response


def own_path(address: str) -> str:
    """Return a path of this server; an address that leads elsewhere becomes that of the chat.

    >>> own_path("/briefings?lang=ja"), own_path("//evil.example"), own_path("https://evil.example")
    ('/briefings?lang=ja', '/', '/')
    """
    return address if _OWN_PATH.fullmatch(address) else _HOME


def _access(request: Request) -> Access:
    access: Access = request.app.state.access
    return access


def _hand_over(response: Response, session: str, *, is_encrypted: bool) -> None:
    response.set_cookie(
        COOKIE,
        session,
        max_age=SESSION_SECONDS,
        secure=is_encrypted,
        httponly=True,
        samesite="strict",
    )


def _is_encrypted(request: Request) -> bool:
    """Tell whether the browser speaks HTTPS, perhaps to a proxy in front of this server."""
    origin = urlsplit(request.headers.get("origin", ""))
    return "https" in (request.url.scheme, origin.scheme)


def _form(request: Request, wanted: str, *, is_wrong: bool) -> Response:
    page: Response = request.app.state.pages.render(
        request,
        "sign_in.html",
        status=401 if is_wrong else 200,
        context={"next": own_path(wanted), "is_wrong": is_wrong},
    )
    page.headers.update(FORM_HEADERS)
    return page
