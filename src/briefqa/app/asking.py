"""Put a question to the assistant, within the conversation that it follows up."""

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from fastapi import Request

from briefqa.assistant import Assistant
from briefqa.conversation import Conversation, Conversations
from briefqa.conversation.turns import known, turn_of
from briefqa.records import Language, Reply, Scope, Turn

_log = logging.getLogger("briefqa.questions")

NEW = "new"
_EVERYWHERE = Scope()
# To those who see a page, and to those who send ids.
_LOST: dict[Language, str] = {
    "ja": "前のやり取りはもう残っていないため、この質問だけを読みました。",
    "en": "The conversation is no longer kept, so this question was read on its own.",
}
_UNKNOWN: dict[Language, str] = {
    "ja": "conversationのIDが不明です（期限切れか、発行されていないものです）。"
    'この質問だけを読みました。新しく始めるには"new"を送ってください。',
    "en": "Unknown conversation id: it has expired or was never given out, so this question was"
    ' read on its own. Send "new" to begin a conversation.',
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was sent.

    `conversation`: an id, `NEW`, the turns themselves, or None where the question stands alone.
    """

    question: str
    name: str | None = None
    scope: Scope = _EVERYWHERE
    conversation: str | tuple[Turn, ...] | None = None
    is_traced: bool = False


def answer(request: Request, asked: Asked, assistant: Assistant) -> Reply:
    """Return the reply; a conversation that the server keeps goes on with its `conversation`.

    An id that is no longer kept is no error: a new conversation begins, and a notice says so.
    Raises as `Assistant.ask` does.
    """
    ask = assistant.explain if asked.is_traced else assistant.ask
    return _go_on(request, asked, assistant, ask)


def draft(request: Request, asked: Asked, assistant: Assistant) -> Reply:
    """Return the reply as `answer` does, in the slides' own words: see `Assistant.draft`."""
    reply = _go_on(request, asked, assistant, assistant.draft)
    return reply if asked.is_traced else replace(reply, trace=None)


def answer_apart(request: Request, asked: Asked, assistant: Assistant) -> Reply:
    """Return the reply as `answer` does, within a conversation of its own that goes on from there.

    So a page that is loaded again, or gone back to, answers as it did, and leads on as it did.
    """
    ask = assistant.explain if asked.is_traced else assistant.ask
    return _go_on_apart(request, asked, assistant, ask)


def draft_apart(request: Request, asked: Asked, assistant: Assistant) -> Reply:
    """Return the reply as `draft` does, within a conversation as that of `answer_apart`."""
    reply = _go_on_apart(request, asked, assistant, assistant.draft)
    return reply if asked.is_traced else replace(reply, trace=None)


def _go_on_apart(
    request: Request, asked: Asked, assistant: Assistant, ask: Callable[..., Reply]
) -> Reply:
    conversations = _conversations(request)
    conversation = _open(str(asked.conversation or NEW), conversations)
    log_question(request, asked.question)
    reply = _ask(asked, assistant, ask, conversation.turns)
    onward = replace(conversation, id=conversations.open().id)
    conversations.add(onward, turn_of(reply))
    return _within(onward, reply, _LOST)


def log_question(request: Request, question: str) -> None:
    """Log the question where the settings say so, as JSON so that it stays on one line."""
    if request.app.state.log_questions:
        _log.info(
            "%s %s", request.scope["state"]["request_id"], json.dumps(question, ensure_ascii=False)
        )


def _go_on(
    request: Request, asked: Asked, assistant: Assistant, ask: Callable[..., Reply]
) -> Reply:
    log_question(request, asked.question)
    if not isinstance(asked.conversation, str):
        return _ask(asked, assistant, ask, asked.conversation or ())
    conversations = _conversations(request)
    conversation = _open(asked.conversation, conversations)
    reply = _ask(asked, assistant, ask, conversation.turns)
    conversations.add(conversation, turn_of(reply))
    return _within(conversation, reply, _UNKNOWN)


def _ask(
    asked: Asked, assistant: Assistant, ask: Callable[..., Reply], turns: tuple[Turn, ...]
) -> Reply:
    history = known(turns, assistant.slide)
    return ask(asked.question, id=asked.name, scope=asked.scope, history=history)


def _conversations(request: Request) -> Conversations:
    conversations: Conversations = request.app.state.conversations
    return conversations


def _open(identifier: str, conversations: Conversations) -> Conversation:
    return conversations.open(None if identifier == NEW else identifier)


def _within(conversation: Conversation, reply: Reply, lost: Mapping[Language, str]) -> Reply:
    notices = (lost[reply.language],) if conversation.was_lost else ()
    said = replace(reply.answer, notices=(*reply.answer.notices, *notices))
    return replace(reply, answer=said, conversation=conversation.id)
