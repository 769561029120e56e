"""The chat's page, with the answer to a question where one is asked, or that answer alone."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Annotated, Any

from fastapi import Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from briefqa import wire
from briefqa.app import outline, streaming, turns
from briefqa.app.asking import Asked, answer_apart, draft_apart
from briefqa.app.negotiation import language_of
from briefqa.assistant import Assistant
from briefqa.errors import QuestionError
from briefqa.records import Reply, Scope


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
            turn = _turn_of(answer_apart(request, _asked(query), assistant), query, assistant)
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


def chat_events(request: Request, query: ChatQuery, assistant: Assistant) -> Response:
    """Stream the answer to a question as `POST /ask` does, its data the turn's HTML: `{html}`.

    A question that cannot be asked gets its page. Raises UnknownBriefingError.
    """

    def show(reply: Reply) -> wire.Json:
        turn = _turn_of(reply, query, assistant)
        return {"html": request.app.state.pages.set(request, "_turn.html", {"turn": turn})}

    try:
        draft = draft_apart(request, _asked(query), assistant)
    except QuestionError:
        return chat_page(request, query, assistant)
    api = streaming.api_shapes(draft, assistant, Scope(frozenset(query.briefing)))
    return streaming.stream(request, draft, assistant, replace(api, reply=show))


def _asked(query: ChatQuery) -> Asked:
    scope = Scope(frozenset(query.briefing))
    return Asked(query.q, None, scope, query.conversation or None, is_traced=query.trace)


def _turn_of(reply: Reply, query: ChatQuery, assistant: Assistant) -> turns.Turn:
    return turns.turn(
        reply,
        assistant.briefings,
        asked_in=query.conversation,
        asked_of=tuple(query.briefing),
    )
