"""Say an extractive answer in whole sentences, with a language model that is never believed.

The model is given the question and the cited quotes. Each of its sentences is checked against the
quotes it names; what passes becomes the answer's text, and where nothing does, or the model fails
in any way, the extractive answer stands with a notice. Citations never change.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Coroutine, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Protocol

from briefqa.answerer.rephraser.notices import notice
from briefqa.answerer.rephraser.prompt import Message, messages
from briefqa.answerer.rephraser.sentences import (
    SentenceCheck,
    SentenceCutter,
    Ungrounded,
    without_markers,
)
from briefqa.errors import LanguageModelError
from briefqa.grounding import states
from briefqa.records import Answer, Language
from briefqa.text.normalise import squeeze
from briefqa.text.quantities import values_in

__all__ = ["Rephraser", "Writer", "is_rephrasable"]

_log = logging.getLogger(__name__)

# What is asked for is one name: sentences that name another are not this answer.
_NAMING = frozenset({"place", "person", "organisation", "name"})


class Writer(Protocol):
    """A language model."""

    def write(self, messages: Sequence[Message]) -> AsyncGenerator[str, None]:
        """Yield what the model writes, piece by piece. Raises LanguageModelError."""
        ...


@dataclass(frozen=True, slots=True)
class Rephraser:
    """Says answers in the words of `model`, as far as `ungrounded` finds nothing amiss."""

    model: Writer
    ungrounded: Ungrounded

    def is_for(self, answer: Answer) -> bool:
        """Say whether the model is asked about an answer."""
        return is_rephrasable(answer)

    def rephrase(self, question: str, answer: Answer, *, language: Language) -> Answer:
        """Return the answer with the model's sentences as `text`, or as it was with a notice.

        An answer that is not rephrasable comes back as it is. Not for use within an event loop.
        """
        if not is_rephrasable(answer):
            return answer
        return _run(self._last(question, answer, language))

    async def stream(
        self, question: str, answer: Answer, *, language: Language
    ) -> AsyncGenerator[str | Answer, None]:
        """Yield each sentence that may stand as soon as it does, and last the answer as it is then.

        The last need not hold the sentences: a model may fail after it has said some.
        """
        if not is_rephrasable(answer):
            yield answer
            return
        cutter = SentenceCutter()
        check = SentenceCheck({c.marker: c.quote for c in answer.citations}, self.ungrounded)
        said: list[str] = []
        asked = messages(question, answer.citations, language=language)
        try:
            async with aclosing(self.model.write(asked)) as pieces:
                async for piece in pieces:
                    for sentence in check.passed(cutter.add(piece)):
                        said.append(sentence)
                        yield sentence
        except LanguageModelError as error:
            _log.warning("%s", error)
            yield _unchanged(answer, notice(error, language))
            return
        for sentence in check.passed(cutter.rest()):
            said.append(sentence)
            yield sentence
        text = ("" if language == "ja" else " ").join(said)
        if not text or not _says(answer, without_markers(text)):
            yield _unchanged(answer, notice("unsupported", language))
            return
        yield replace(answer, text=text, original=answer.original or answer.text)

    async def _last(self, question: str, answer: Answer, language: Language) -> Answer:
        last = answer
        async with aclosing(self.stream(question, answer, language=language)) as steps:
            async for step in steps:
                if isinstance(step, Answer):
                    last = step
        return last


def is_rephrasable(answer: Answer) -> bool:
    """Say whether an answer is a stretch of slides: not a refusal, a table, a sum or a conflict."""
    return (
        answer.text is not None
        and bool(answer.citations)
        and not (answer.rows or answer.is_computed or answer.alternatives)
    )


def _says(answer: Answer, text: str) -> bool:
    """Say whether `text` has the value or name that the answer is, where it is one.

    A quote holds other figures and names too; a sentence about one of these would be grounded.
    """
    if answer.value is not None:
        return any(states(answer.value, found.value) for found in values_in(text))
    if answer.type in _NAMING:
        held = squeeze(text)
        return any(squeeze(words) in held for words in (answer.text, answer.original) if words)
    return True


def _unchanged(answer: Answer, said: str) -> Answer:
    return replace(answer, notices=(*answer.notices, said))


def _run(answering: Coroutine[None, None, Answer]) -> Answer:
    """Run a coroutine in this thread, without waiting for look-ups of names that hang.

    `asyncio.run` would wait for the threads that these are made in, past any deadline.
    """
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(answering)
    finally:
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()
