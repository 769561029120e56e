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
from briefqa.app.asking import Asked, draft_apart
from briefqa.app.negotiation import language_of
from briefqa.app.sentences import pieces_of
from briefqa.assistant import Assistant
from briefqa.errors import QuestionError
from briefqa.records import Reply, Scope

TRIES = 1  # of questions that might lead on, for which a page waits


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
            turn = _whole_turn(request, query, assistant)
        except QuestionError:
            refused = query.q
    context: dict[str, Any] = {
        "turn": turn,
        "refused": refused,
        "examples": () if turn else assistant.examples(language_of(request)),
        "briefings": outline.newest_first(assistant.briefings),
        "apart": outline.told_apart(assistant.briefings),
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
    try:
        draft = draft_apart(request, _asked(query), assistant)
    except QuestionError:
        return chat_page(request, query, assistant)
    return streaming.stream(request, draft, assistant, _shapes(request, query, draft, assistant))


def _shapes(
    request: Request, query: ChatQuery, draft: Reply, assistant: Assistant
) -> streaming.Shapes:
    """Return the shapes of the chat: parts of its page as HTML."""

    def set_part(template: str, turn: turns.Turn) -> wire.Json:
        return {"html": request.app.state.pages.set(request, template, {"turn": turn})}

    drafted = _turn_of(draft, query, assistant)

    def reply(final: Reply) -> wire.Json:
        if final is draft:
            is_awaited = assistant.is_rephrased(draft)
            return set_part("_turn.html", replace(drafted, is_awaited=is_awaited))
        return set_part("_turn.html", _said(drafted, _turn_of(final, query, assistant)))

    def sentence(text: str) -> wire.Json:
        pieces = pieces_of(text, drafted.citations)
        return set_part("_sentences.html", replace(drafted, sentences=pieces))

    def suggestions() -> wire.Json:
        found = assistant.suggestions(draft, scope=_scope(query), tries=streaming.TRIES)
        return set_part("_suggestions.html", replace(drafted, suggestions=found))

    return streaming.Shapes(reply, sentence, suggestions)


def _whole_turn(request: Request, query: ChatQuery, assistant: Assistant) -> turns.Turn:
    """Return the turn of a page, which has all that there is to show."""
    draft = draft_apart(request, _asked(query), assistant)
    found = assistant.suggestions(draft, scope=_scope(query), tries=TRIES)
    shown = replace(_turn_of(draft, query, assistant), suggestions=found)
    if not assistant.is_rephrased(draft):
        return shown
    return _said(shown, _turn_of(assistant.rephrase(draft), query, assistant))


def _said(drafted: turns.Turn, final: turns.Turn) -> turns.Turn:
    """Return a draft's turn with what a language model has said of it, or why it has not."""
    answer = replace(drafted.reply.answer, notices=final.reply.answer.notices)
    is_said = final.words.text != drafted.words.text
    return replace(
        drafted,
        reply=replace(final.reply, answer=answer),
        copied=final.copied,
        sentences=pieces_of(final.words.text, drafted.citations) if is_said else (),
    )


def _asked(query: ChatQuery) -> Asked:
    conversation = query.conversation or None
    return Asked(query.q, None, _scope(query), conversation, is_traced=query.trace)


def _scope(query: ChatQuery) -> Scope:
    return Scope(frozenset(query.briefing))


def _turn_of(reply: Reply, query: ChatQuery, assistant: Assistant) -> turns.Turn:
    return turns.turn(
        reply,
        assistant.briefings,
        asked_in=query.conversation,
        asked_of=tuple(query.briefing),
    )
