"""Deterministic stand-ins for parts of briefqa."""

import hashlib
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from briefqa.errors import QuestionError, UnknownBriefingError, UnknownSlideError
from briefqa.records import (
    Answer,
    Block,
    Briefing,
    Citation,
    Hit,
    Language,
    Nearest,
    Page,
    Passage,
    Reply,
    Scope,
    Slide,
    Status,
    Trace,
    TraceHit,
    Turn,
    Unreadable,
    Working,
)
from briefqa.remarks import Remark


@dataclass(frozen=True, slots=True)
class ScriptedAnswer:
    """What `ScriptedAssistant` says: no `text` means not found; `quotes` are (slide, quote) pairs.

    A quote that does not stand in its slide is cited at offset 0, as a broken answerer would.
    """

    text: str | None = None
    confidence: float = 0.5
    quotes: tuple[tuple[int, str], ...] = ()
    ranking: tuple[int, ...] = ()


class ScriptedAssistant:
    """Answers from a script over one briefing, whose slides hold the texts given."""

    def __init__(self, slides: Sequence[str], script: Mapping[str, ScriptedAnswer]) -> None:
        made = tuple(
            Slide("rika", number, text, f"題{number}", "", ())
            for number, text in enumerate(slides, start=1)
        )
        self.briefings = (Briefing("rika", "理科", "2024", "", "ja", "rika.txt", "00", made),)
        self.generation = "gen-7"
        self._script = script

    def ask(self, question: str, *, id: str | None = None, scope: Scope | None = None) -> Reply:  # noqa: A002
        said = self._script[question]
        status: Status = "not_found" if said.text is None else "answered"
        citations = tuple(
            self._cite(marker, slide, quote)
            for marker, (slide, quote) in enumerate(said.quotes, start=1)
        )
        answer = Answer(status, said.text, said.confidence, citations)
        return Reply(id, question, "ja", answer, self.generation)

    def _cite(self, marker: int, slide: int, quote: str) -> Citation:
        start = max(0, self.slide("rika", slide).text.find(quote))
        end = start + len(quote)
        return Citation(marker, "rika", "理科", slide, f"題{slide}", quote, start, end)

    def search(
        self, question: str, *, limit: int = 10, scope: Scope | None = None
    ) -> "ScriptedHits":
        hits = tuple(
            Hit(Passage(f"rika/{n}/1", "rika", n, "body", 0, 1, "", ""), 1.0, 1, 1.0, 1, 1.0)
            for n in self._script[question].ranking
        )
        return ScriptedHits(hits[:limit])

    def slide(self, briefing_id: str, number: int) -> Slide:
        if number > len(self.briefings[0].slides):
            raise UnknownSlideError(f"{briefing_id} has no slide {number}.")
        return self.briefings[0].slides[number - 1]


@dataclass(frozen=True, slots=True)
class ScriptedHits:
    hits: tuple[Hit, ...]


class HashEmbedder:
    """Unit vectors that depend on the text alone: its SHAKE-128 bytes, centred.

    `embedded` counts the passages it was given.
    """

    def __init__(self, name: str = "hash", revision: str = "1", dimension: int = 8) -> None:
        self.name = name
        self.revision = revision
        self.dimension = dimension
        self.embedded = 0

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.embedded += len(texts)
        return self.embed_queries(texts)

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            digest = hashlib.shake_128(text.encode()).digest(self.dimension)
            row[:] = np.frombuffer(digest, dtype=np.uint8).astype(np.float32) - 127.5
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


class ScriptedEmbedder:
    """Vectors of two dimensions from a script; a text that it does not name has none, all zeros."""

    name = "scripted"
    revision = "1"
    dimension = 2

    def __init__(self, script: Mapping[str, tuple[float, float]] | None = None) -> None:
        self._script = dict(script or {})

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = [self._script.get(text, (0.0, 0.0)) for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(texts), 2)

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.embed_passages(texts)


SLIDES = (
    Slide(
        "kanko-2024",
        1,
        "観光の動向\n\n観光庁 2024年度",
        "観光の動向",
        "",
        (Block("heading", 0, 5, "観光の動向"), Block("body", 7, 17, "観光庁 2024年度")),
    ),
    Slide(
        "kanko-2024",
        2,
        "訪日旅行\n\n\uf06c2024年の訪日客数：３,６８７万人\n\uf06c旅行消費額は8兆円で、\n過去最高。\n\n（出典）観光庁",
        "訪日旅行",
        "観光の動向",
        (
            Block("heading", 0, 4, "訪日旅行"),
            Block("bullet", 6, 25, "\uf06c2024年の訪日客数：３,６８７万人"),
            Block("bullet", 26, 44, "\uf06c旅行消費額は8兆円で、過去最高。"),
            Block("source", 46, 53, "（出典）観光庁"),
        ),
    ),
)
KANKO = Briefing(
    "kanko-2024", "観光白書の要点", "2024-06", "観光庁", "ja", "kanko.txt", "0", SLIDES
)
KANKO_QUOTE = "2024年の訪日客数：３,６８７万人"
ANSWERED = Answer(
    "answered",
    "3,687万人",
    0.93,
    (Citation(1, KANKO.id, KANKO.title, 2, "訪日旅行", KANKO_QUOTE, 7, 25),),
)
NOT_FOUND = Answer("not_found", None, 0.2, (), (Nearest(KANKO.id, 2, "訪日旅行", 0.71),))


@dataclass(frozen=True, slots=True)
class FakeTrace:
    terms: tuple[str, ...]
    expansions: tuple[tuple[str, str, float], ...]


@dataclass(frozen=True, slots=True)
class FakeSearchReply:
    question: str
    language: Language
    hits: tuple[Hit, ...]
    generation: str
    trace: FakeTrace
    timings_ms: dict[str, float]


FAKE_TRACE = Trace(
    ("訪日", "客"),
    (("訪日客", "inbound", 0.5),),
    (TraceHit("kanko-2024/2/2", 2.5, 1, 0), TraceHit("kanko-2024/1/1", 0.25, 0, 2)),
    Working(),
)


class FakeAssistant:
    """What `briefqa.app` needs of an assistant: answers from a mapping, else `not_found`.

    `wholes`: the whole question that a question is read as where something came before it.
    `sentences`: what a language model makes of any answer, which then is these. `pages`: the looks
    and the pictures of slides, by briefing and number.
    """

    def __init__(
        self,
        briefings: Sequence[Briefing] = (KANKO,),
        *,
        answers: Mapping[str, Answer] | None = None,
        wholes: Mapping[str, str] | None = None,
        sentences: Sequence[str] = (),
        generation: str = "gen-1",
        notices: Sequence[Remark] = (),
        pages: Mapping[tuple[str, int], tuple[Page, bytes]] | None = None,
    ) -> None:
        self.briefings = tuple(briefings)
        self._pages = pages or {}
        self.generation = generation
        self.notices = tuple(notices)
        self.unreadable = (
            Unreadable("shashin.txt", 0, Remark(("The file holds no text.",)), "empty"),
        )
        self.scopes: list[Scope] = []
        self.histories: list[tuple[Turn, ...]] = []
        self._wholes = wholes or {}
        self._sentences = tuple(sentences)
        self._answers = {"訪日客数は？": ANSWERED} if answers is None else answers

    def ask(
        self,
        question: str,
        *,
        id: str | None = None,  # noqa: A002
        scope: Scope | None = None,
        history: Sequence[Turn] = (),
    ) -> Reply:
        return replace(self.explain(question, id=id, scope=scope, history=history), trace=None)

    def explain(
        self,
        question: str,
        *,
        id: str | None = None,  # noqa: A002
        scope: Scope | None = None,
        history: Sequence[Turn] = (),
    ) -> Reply:
        if not question.strip() or len(question) > 2000:
            raise QuestionError("The question cannot be asked.")
        for briefing_id in scope.briefings:
            self.briefing(briefing_id)
        self.scopes.append(scope)
        self.histories.append(tuple(history))
        language: Language = "en" if question.isascii() else "ja"
        whole = self._wholes.get(question) if history else None
        answer = self._answers.get(whole or question, NOT_FOUND)
        timings = {"search": 1.0, "answer": 0.5, "total": 1.5}
        return Reply(
            *(id, question, language, answer, self.generation, timings, whole),
            slides_searched=self.slide_count,
            trace=replace(FAKE_TRACE, working=answer.working),
        )

    draft = explain

    def is_rephrased(self, draft: Reply) -> bool:
        return bool(self._sentences)

    def rephrase(self, draft: Reply) -> Reply:
        text = "".join(self._sentences) or draft.answer.text
        return replace(draft, answer=replace(draft.answer, text=text))

    async def rephrased(self, draft: Reply) -> AsyncGenerator[str | Reply, None]:
        for sentence in self._sentences:
            yield sentence
        yield self.rephrase(draft)

    def search(
        self, question: str, *, limit: int = 10, scope: Scope | None = None
    ) -> FakeSearchReply:
        self.scopes.append(scope)
        text = SLIDES[1].text[6:25]
        passage = Passage("kanko-2024/2/2", "kanko-2024", 2, "bullet", 6, 25, text, text)
        trace = FakeTrace(("訪日", "客"), (("訪日客", "inbound", 0.5),))
        hits = (Hit(passage, 2.5, 1, 8.25, 2, 0.75),)[:limit]
        return FakeSearchReply(question, "ja", hits, self.generation, trace, {"total": 1.0})

    @property
    def slide_count(self) -> int:
        return sum(len(briefing.slides) for briefing in self.briefings)

    def briefing(self, briefing_id: str) -> Briefing:
        for briefing in self.briefings:
            if briefing.id == briefing_id:
                return briefing
        raise UnknownBriefingError(f"No briefing has the id {briefing_id}.")

    def slide(self, briefing_id: str, number: int) -> Slide:
        slides = self.briefing(briefing_id).slides
        if not 1 <= number <= len(slides):
            raise UnknownSlideError(f"{briefing_id} has no slide {number}.")
        return slides[number - 1]

    def page(self, briefing_id: str, number: int) -> Page | None:
        self.slide(briefing_id, number)
        return self._pages.get((briefing_id, number), (None, b""))[0]

    def picture(self, briefing_id: str, number: int) -> bytes | None:
        self.slide(briefing_id, number)
        return self._pages.get((briefing_id, number), (None, None))[1]

    def suggestions(
        self, reply: Reply, *, scope: Scope | None = None, tries: int = 0
    ) -> tuple[str, ...]:
        return ("旅行消費額は？",) if reply.answer.status == "answered" else ()

    def prepare(self, seconds: float) -> None:
        return

    def examples(self, language: Language) -> tuple[str, ...]:
        return ("訪日客数は？", "旅行消費額は？") if language == "ja" else ("How many visitors?",)
