"""From a question to its answer: the one object that the command line and the server share."""

import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from briefqa.answerer import Answerer
from briefqa.answerer.extractive import ROWS_LEAST, read_ask
from briefqa.answerer.rows import answer_from_rows
from briefqa.answerer.similar import WordVectors
from briefqa.answerer.smalltalk import read_smalltalk
from briefqa.answerer.summary import summarise
from briefqa.answerer.summary_request import read_summary_request
from briefqa.conversation import interpret
from briefqa.conversation.turns import known
from briefqa.embedder import Embedder
from briefqa.errors import UnknownBriefingError, UnknownSlideError
from briefqa.index import Generation
from briefqa.lexicon import Lexicon
from briefqa.localise import english_names, in_language, label_in_english
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
    Turn,
    Working,
)
from briefqa.remarks import Remark
from briefqa.replies import Clock, SearchReply, trace_of, with_answer
from briefqa.search import Library, is_in_scope, preferring
from briefqa.suggestions import Places, Suggestions

if TYPE_CHECKING:
    # Imported where a language model is configured.
    from briefqa.answerer.rephraser import Rephraser

HITS_READ = 24  # passages; enough for the slides that the answerer reads, several passages each


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
        vectors: WordVectors | None = None,
        rephraser: "Rephraser | None" = None,
        notices: tuple[Remark, ...] = (),
    ) -> None:
        """Take the parts; `briefqa.composition` builds them from the settings.

        `vectors`: those of the answerer, which has embedded the slides that it has read.
        """
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
        self._names = english_names(contents.glossary)
        self._vocabulary = Vocabulary.of(contents.terms, contents.glossary, lexicon)
        self._vectors = vectors or WordVectors(embedder)
        self._drafted = 0  # questions so far; one that is not counted does no harm
        self._suggestions = Suggestions(
            contents.briefings,
            contents.glossary,
            ask=self._draft,
            find_row=self._find_row,
            render=partial(label_in_english, names=self._names),
        )
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
        return self.rephrase(self.draft(question, id=id, scope=scope, history=history))

    def rephrase(self, draft: Reply) -> Reply:
        """Return a draft as a language model has rephrased it; without one, as it is."""
        if self._rephraser is None:
            return draft
        started = time.perf_counter()
        asked = draft.interpreted_as or draft.question
        answer = self._rephraser.rephrase(asked, draft.answer, language=draft.language)
        return with_answer(draft, answer, started)

    def is_rephrased(self, draft: Reply) -> bool:
        """Say whether a language model is going to be asked about a draft."""
        return self._rephraser is not None and self._rephraser.is_for(draft.answer)

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
                yield step if isinstance(step, str) else with_answer(draft, step, started)

    def draft(
        self,
        question: str,
        *,
        id: str | None = None,  # noqa: A002 - as above
        scope: Scope | None = None,
        history: Sequence[Turn] = (),
    ) -> Reply:
        """Answer a question as `explain` does, in the slides' own words alone."""
        self._drafted += 1
        return self._draft(question, id=id, scope=scope, history=history)

    def _draft(
        self,
        question: str,
        *,
        id: str | None = None,  # noqa: A002 - as above
        scope: Scope | None = None,
        history: Sequence[Turn] = (),
    ) -> Reply:
        clock = Clock()
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
            trace=trace_of(query, hits, answer.working),
        )

    def _answer(
        self, question: str, scope: Scope | None, history: Sequence[Turn], clock: Clock
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
            current = next((one for one in cited[:1] if self._is_within(one[0], scope=scope)), None)
            answer = summarise(request, query, hits, self, current=current)
        else:
            answer = self._answerer.answer(query, hits, self)
        clock.mark("answer")
        return query, hits, answer

    def search(self, question: str, *, limit: int = 10, scope: Scope | None = None) -> SearchReply:
        """Return the passages nearest to a question. Raises as `ask` does."""
        clock = Clock()
        query, hits = self.find(question, limit, scope)
        clock.mark("search")
        trace = trace_of(query, hits, Working())
        return SearchReply(
            question, query.language, tuple(hits), self.generation, trace, clock.timings()
        )

    def examples(self, language: Language) -> tuple[str, ...]:
        """Return up to four questions that the briefings answer, made from their own words."""
        return self._suggestions.examples(language)

    def suggestions(
        self, reply: Reply, *, scope: Scope | None = None, tries: int = 0
    ) -> tuple[str, ...]:
        """Return up to three questions that lead on from a reply, each known to be answered.

        `scope`: that of the reply's question. `tries`: how many questions may be tried now, each as
        long as it takes to answer it, beside those that `prepare` has tried.
        """
        cited = dict.fromkeys((one.briefing, one.slide) for one in reply.answer.citations)
        slides = [self.slide(*place) for place in cited]
        within = partial(self._is_within, scope=scope)
        return self._suggestions.of(reply, slides, tries=tries, within=within)

    def prepare(self, seconds: float) -> None:
        """Find out what leads on from slides, until `seconds` are over or a question comes in.

        For one thread at a time.
        """
        ends, drafted = time.perf_counter() + seconds, self._drafted
        self._suggestions.prepare(lambda: self._drafted == drafted and time.perf_counter() < ends)

    def _find_row(self, question: str, slide: Slide) -> Places:
        """Return where the one row of a slide stands that answers a question, or nothing."""
        query = self._read(question)
        found = answer_from_rows(query, read_ask(query), [slide], self, self._vectors)
        if found is None or found.strength < ROWS_LEAST or len(found.rows) != 1:
            return frozenset()
        return frozenset((one.briefing, one.slide, one.start) for one in found.citations)

    def find(
        self, question: str, limit: int, scope: Scope | None = None
    ) -> tuple[Query, list[Hit]]:
        """Return a question as read and at most `limit` hits, best first. Raises as `ask` does."""
        self._check_scope(scope)
        query = self._read(question)
        return query, self._ranker.search(query, self._library, limit=limit, scope=scope)

    def _read(self, question: str) -> Query:
        text = check_question(question)
        return read_question(text, vocabulary=self._vocabulary, embedder=self._embedder)

    def _is_within(self, briefing_id: str, *, scope: Scope | None) -> bool:
        return is_in_scope(self.briefing(briefing_id), scope or Scope())

    def _check_scope(self, scope: Scope | None) -> None:
        for briefing_id in sorted(scope.briefings) if scope is not None else ():
            self.briefing(briefing_id)
