"""From a question to its answer: the one object that the command line and the server share."""

import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from briefqa.answerer import Answerer
from briefqa.answerer.smalltalk import read_smalltalk
from briefqa.answerer.summary import summarise
from briefqa.answerer.summary_request import read_summary_request
from briefqa.conversation import interpret
from briefqa.conversation.turns import known
from briefqa.embedder import Embedder
from briefqa.errors import UnknownBriefingError, UnknownSlideError
from briefqa.examples import example_questions, follow_up_questions
from briefqa.index import Generation
from briefqa.lexicon import Lexicon
from briefqa.localise import english_names, in_language
from briefqa.query import Query, Vocabulary, check_question, language_of, read_question
from briefqa.ranker import Ranker
from briefqa.records import (
    Answer,
    Briefing,
    Hit,
    Language,
    Page,
    Reply,
    Scope,
    Slide,
    Trace,
    TraceHit,
    Turn,
    Working,
)
from briefqa.search import Library, is_in_scope

if TYPE_CHECKING:
    # Imported where a language model is configured.
    from briefqa.answerer.rephraser import Rephraser

HITS_READ = 24  # passages; enough for the slides that the answerer reads, several passages each
# Of the best score: what a passage of a slide that was cited last gets on top. Set by hand.
_CITED_BEFORE = 0.1


@dataclass(frozen=True, slots=True)
class SearchReply:
    """The passages found for a question, best first; `timings_ms` by step."""

    question: str
    language: Language
    hits: tuple[Hit, ...]
    generation: str
    trace: Trace
    timings_ms: dict[str, float] = field(default_factory=dict)


class Assistant:
    """Answers questions over one generation of the index. Safe to share between threads."""

    def __init__(
        self,
        generation: Generation,
        *,
        embedder: Embedder,
        lexicon: Lexicon,
        ranker: Ranker,
        answerer: Answerer,
        rephraser: "Rephraser | None" = None,
        notices: tuple[str, ...] = (),
    ) -> None:
        """Take the parts; `briefqa.composition` builds them from the settings."""
        contents = generation.contents
        self.generation = generation.name
        self.notices = notices
        self.unreadable = contents.unreadable
        self._pages = generation.pages
        self._embedder = embedder
        self._ranker = ranker
        self._answerer = answerer
        self._rephraser = rephraser
        self._briefings = {briefing.id: briefing for briefing in contents.briefings}
        self._glossary = contents.glossary
        self._names = english_names(contents.glossary)
        self._vocabulary = Vocabulary.of(contents.terms, contents.glossary, lexicon)
        self._library = Library(
            contents.briefings,
            contents.passages,
            contents.terms,
            contents.bigrams,
            contents.dense,
        )

    @property
    def briefings(self) -> tuple[Briefing, ...]:
        """All briefings, in the order of their ids."""
        return tuple(self._briefings.values())

    @property
    def slide_count(self) -> int:
        """How many slides are searched."""
        return sum(len(briefing.slides) for briefing in self._briefings.values())

    def slides_in(self, scope: Scope) -> int:
        """Return how many slides a question with this scope is put to."""
        return sum(
            len(briefing.slides)
            for briefing in self._briefings.values()
            if is_in_scope(briefing, scope)
        )

    def briefing(self, briefing_id: str) -> Briefing:
        """Return a briefing. Raises UnknownBriefingError."""
        try:
            return self._briefings[briefing_id]
        except KeyError:
            raise UnknownBriefingError(
                f"There is no briefing {briefing_id!r}.",
                hint="`briefqa build` and GET /briefings name the ids.",
            ) from None

    def slide(self, briefing_id: str, number: int) -> Slide:
        """Return a slide by its 1-based number. Raises UnknownBriefingError, UnknownSlideError."""
        slides = self.briefing(briefing_id).slides
        if not 1 <= number <= len(slides):
            raise UnknownSlideError(
                f"{briefing_id} has no slide {number}.", hint=f"It has slides 1 to {len(slides)}."
            )
        return slides[number - 1]

    def page(self, briefing_id: str, number: int) -> Page | None:
        """Return what is known of a slide's looks, None for nothing.

        Raises as `slide` does, and IndexCorruptError where the file of it is missing or altered.
        """
        self.slide(briefing_id, number)
        return self._pages.page(self.briefing(briefing_id), number)

    def picture(self, briefing_id: str, number: int) -> bytes | None:
        """Return a slide's picture (WebP), None where it has none. Raises as `page` does."""
        self.slide(briefing_id, number)
        return self._pages.picture(self.briefing(briefing_id), number)

    def ask(
        self,
        question: str,
        *,
        id: str | None = None,  # noqa: A002 - the answer object's own word
        scope: Scope | None = None,
        history: Sequence[Turn] = (),
    ) -> Reply:
        """Answer a question; `id` comes back in the reply.

        `history`: the turns of the conversation so far, oldest first; a follow-up question is made
        whole from them.

        Slides that earlier answers cited and that are gone are left out.

        Raises QuestionError when the question is empty, too long or holds a lone surrogate;
        UnknownBriefingError when the scope names a briefing that does not exist.
        """
        return replace(self.explain(question, id=id, scope=scope, history=history), trace=None)

    def explain(
        self,
        question: str,
        *,
        id: str | None = None,  # noqa: A002 - as above
        scope: Scope | None = None,
        history: Sequence[Turn] = (),
    ) -> Reply:
        """Answer a question as `ask` does, and say how the answer came about (`Reply.trace`)."""
        draft = self.draft(question, id=id, scope=scope, history=history)
        if self._rephraser is None:
            return draft
        started = time.perf_counter()
        answer = self._rephraser.rephrase(
            draft.interpreted_as or question, draft.answer, language=draft.language
        )
        return _rephrased(draft, answer, started)

    async def rephrased(self, draft: Reply) -> AsyncGenerator[str | Reply, None]:
        """Yield the sentences of a draft's rephrasing as they come, and last the reply to keep."""
        started = time.perf_counter()
        if self._rephraser is None:
            yield draft
            return
        asked = draft.interpreted_as or draft.question
        steps = self._rephraser.stream(asked, draft.answer, language=draft.language)
        async with aclosing(steps):
            async for step in steps:
                yield step if isinstance(step, str) else _rephrased(draft, step, started)

    def draft(
        self,
        question: str,
        *,
        id: str | None = None,  # noqa: A002 - as above
        scope: Scope | None = None,
        history: Sequence[Turn] = (),
    ) -> Reply:
        """Answer a question as `explain` does, in the slides' own words alone."""
        clock = _Clock()
        self._check_scope(scope)
        text = check_question(question)
        history = known(history, self.slide)
        interpreted = interpret(text, history, slide_of=self.slide)
        clock.mark("interpret")
        query, hits, answer = self._answer(interpreted or text, scope, history, clock)
        language = language_of(text)
        return Reply(
            id,
            question,
            language,
            in_language(answer, language, names=self._names),
            self.generation,
            clock.timings(),
            interpreted_as=interpreted,
            slides_searched=self.slides_in(scope or Scope()),
            trace=_trace(query, hits, answer.working),
        )

    def _answer(
        self, question: str, scope: Scope | None, history: Sequence[Turn], clock: "_Clock"
    ) -> tuple[Query, list[Hit], Answer]:
        """Answer a whole question: what is said to the assistant, a summary, or from the slides."""
        smalltalk = read_smalltalk(question)
        request = read_summary_request(question) if smalltalk is None else None
        sought = request.topic if request is not None and request.topic else question
        query, hits = self.find(sought, HITS_READ, scope)
        cited = history[-1].cited if history else ()
        hits = preferring(hits, cited) if cited else hits
        clock.mark("search")
        if smalltalk is not None:
            answer = Answer("not_found", None, 0.0, message=smalltalk.message)
        elif request is not None:
            current = next((one for one in cited[:1] if self._is_within(one[0], scope)), None)
            answer = summarise(request, query, hits, self, current=current)
        else:
            answer = self._answerer.answer(query, hits, self)
        clock.mark("answer")
        return query, hits, answer

    def search(self, question: str, *, limit: int = 10, scope: Scope | None = None) -> SearchReply:
        """Return the passages nearest to a question. Raises as `ask` does."""
        clock = _Clock()
        query, hits = self.find(question, limit, scope)
        clock.mark("search")
        trace = _trace(query, hits, Working())
        return SearchReply(
            question, query.language, tuple(hits), self.generation, trace, clock.timings()
        )

    def examples(self, language: Language) -> tuple[str, ...]:
        """Return up to four questions that the briefings answer, made from their own words."""
        return self._examples[language]

    def suggestions(self, question: str, *, scope: Scope | None = None) -> tuple[str, ...]:
        """Return up to three questions that lead on from a whole question. Raises as `ask` does."""
        reply = self.draft(question, scope=scope)
        cited = dict.fromkeys((one.briefing, one.slide) for one in reply.answer.citations)
        slides = [self.slide(*place) for place in cited]

        def ask(other: str) -> Reply:
            return self.draft(other, scope=scope)

        return follow_up_questions(reply, slides, self._glossary, ask=ask)

    @cached_property
    def _examples(self) -> dict[Language, tuple[str, ...]]:
        glossary = self._glossary
        return {
            "ja": example_questions(self.briefings, glossary, "ja", ask=self.draft),
            "en": example_questions(self.briefings, glossary, "en", ask=self.draft),
        }

    def find(
        self, question: str, limit: int, scope: Scope | None = None
    ) -> tuple[Query, list[Hit]]:
        """Return a question as read and at most `limit` hits, best first. Raises as `ask` does."""
        self._check_scope(scope)
        text = check_question(question)
        query = read_question(text, vocabulary=self._vocabulary, embedder=self._embedder)
        return query, self._ranker.search(query, self._library, limit=limit, scope=scope)

    def _is_within(self, briefing_id: str, scope: Scope | None) -> bool:
        return is_in_scope(self.briefing(briefing_id), scope or Scope())

    def _check_scope(self, scope: Scope | None) -> None:
        for briefing_id in sorted(scope.briefings) if scope is not None else ():
            self.briefing(briefing_id)


def _rephrased(draft: Reply, answer: Answer, started: float) -> Reply:
    """Return a draft with its final answer, and the time that it took since `started`."""
    took = round((time.perf_counter() - started) * 1000, 3)
    total = round(draft.timings_ms.get("total", 0.0) + took, 3)
    timings = {**draft.timings_ms, "rephrase": took, "total": total}
    return replace(draft, answer=answer, timings_ms=timings)


def preferring(hits: Sequence[Hit], cited: Sequence[tuple[str, int]]) -> list[Hit]:
    """Return hits with those first that nearly lead and stand on the slides cited last."""
    top = max((hit.score for hit in hits), default=0.0)
    raised = [
        replace(hit, score=hit.score + _CITED_BEFORE * top)
        if (hit.passage.briefing_id, hit.passage.slide) in cited
        else hit
        for hit in hits
    ]
    return sorted(raised, key=lambda hit: -hit.score)


def _trace(query: Query, hits: Sequence[Hit], working: Working) -> Trace:
    return Trace(
        tuple(query.terms),
        tuple((one.source, one.target, one.weight) for one in query.expansions),
        tuple(
            TraceHit(hit.passage.id, hit.score, hit.lexical_rank, hit.dense_rank) for hit in hits
        ),
        working,
    )


class _Clock:
    """Times of the steps of one request, in milliseconds."""

    def __init__(self) -> None:
        self._started = self._last = time.perf_counter()
        self._timings: dict[str, float] = {}

    def mark(self, step: str) -> None:
        now = time.perf_counter()
        self._timings[step] = round((now - self._last) * 1000, 3)
        self._last = now

    def timings(self) -> dict[str, float]:
        return {**self._timings, "total": round((self._last - self._started) * 1000, 3)}
