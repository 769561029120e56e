"""The chat's page, with the answer to a question where one is asked."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any

from fastapi import Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from briefqa.app import outline, turns
from briefqa.app.asking import Asked, answer_apart
from briefqa.app.negotiation import language_of
from briefqa.assistant import Assistant
from briefqa.errors import QuestionError
from briefqa.records import Scope


class ChatQuery(BaseModel):
    """What the address of a chat says: a question, and where to look for its answer."""

    q: str = ""
    conversation: str = ""
    briefing: Annotated[list[str], Field(max_length=1000)] = []
    trace: bool = False


def chat_page(
    request: Request,
    query: ChatQuery,
    assistant: Assistant,
    *,
    template: str = "chat.html",
    headers: Mapping[str, str] = MappingProxyType({}),
) -> Response:
    """Return the page; a question without a conversation begins one, so that it can be followed up.

    Raises UnknownBriefingError.
    """
    turn, refused = None, ""
    if query.q.strip():
        try:
            turn = _turn(request, query, assistant)
        except QuestionError:
            refused = query.q
    context: dict[str, Any] = {
        "turn": turn,
        "refused": refused,
        "examples": assistant.examples(language_of(request)),
        "briefings": outline.newest_first(assistant.briefings),
        "chosen": frozenset(query.briefing),
        "slide_count": assistant.slide_count,
        "notices": assistant.notices,
    }
    page: Response = request.app.state.pages.render(
        request, template, status=422 if refused else 200, context=context
    )
    page.headers.update(headers)
    return page


def _turn(request: Request, query: ChatQuery, assistant: Assistant) -> turns.Turn:
    scope = Scope(frozenset(query.briefing))
    asked = Asked(query.q, None, scope, query.conversation or None, is_traced=query.trace)
    reply = answer_apart(request, asked, assistant)
    return turns.turn(
        reply,
        assistant.briefings,
        asked_in=query.conversation,
        asked_of=tuple(query.briefing),
    )
