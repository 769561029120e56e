"""Answer with a slide's own words: the shortest stretch that answers, and where else it is said."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefqa.answerer import Slides
from briefqa.answerer.ask import Ask
from briefqa.answerer.ask_english import read_english
from briefqa.answerer.ask_japanese import read_japanese
from briefqa.answerer.candidates import Candidate, Source, candidates
from briefqa.answerer.cite import Quote, quote, quote_blocks
from briefqa.answerer.evidence import answerable, confidence, probability
from briefqa.answerer.lists import list_range
from briefqa.answerer.readings import PassageReader
from briefqa.answerer.similar import WordVectors
from briefqa.answerer.spans import plain, unquoted, words_start
from briefqa.comprehension import SpanReader
from briefqa.embedder import Embedder
from briefqa.query import Query
from briefqa.records import Answer, Citation, Hit, Nearest, Slide
from briefqa.text.align import join_lines
from briefqa.text.normalise import squeeze

SLIDES_READ = 8
CITATION_LIMIT = 5  # slides that say the same
QUOTE_LIMIT = 200  # characters; of a longer unit, what stands around the answer is quoted
THRESHOLD = 0.5  # of the probability that there is an answer; see docs/architecture.md
_AGREEING = 0.6  # of the best candidate's score; another slide's must have as much to be cited too
_TITLE_LIMIT = 40  # characters of what stands for a title that is missing


@dataclass(frozen=True, slots=True)
class ExtractiveAnswerer:
    """Reads the slides of the best hits unit by unit, with the shipped reading model's help."""

    vectors: WordVectors
    reader: PassageReader
    threshold: float = THRESHOLD

    @classmethod
    def of(cls, embedder: Embedder, reader: SpanReader) -> "ExtractiveAnswerer":
        """Return an answerer whose word vectors are `embedder`'s and whose model is `reader`."""
        return cls(WordVectors(embedder), PassageReader(reader))

    def answer(self, query: Query, hits: Sequence[Hit], slides: Slides) -> Answer:
        """Return the answer; see `briefqa.answerer.Answerer`."""
        sources = read_sources(hits, slides)
        ask = read_ask(query)
        readings = self.reader.read(query, hits, slides)
        found = candidates(query, ask, sources, self.vectors, readings)
        if not found:
            return Answer("not_found", None, 0.0, nearest=nearest(hits, slides))
        best = found[0]
        evidence = replace(best.evidence, margin=margin([(c.text, c.score) for c in found]))
        sure = confidence(evidence, query.language)
        if probability(answerable(evidence, query.language)) < self.threshold:
            return Answer("not_found", None, sure, nearest=nearest(hits, slides))
        text, first = _state(best, ask, slides)
        others = [_cite(c, slides) for c in agreeing(best, found)]
        citations = _numbered([first, *others])
        return Answer("answered", text, sure, citations, nearest(hits, slides))


def read_ask(query: Query) -> Ask:
    """Return what the query asks for."""
    return read_japanese(query.text) if query.language == "ja" else read_english(query.text)


def read_sources(hits: Sequence[Hit], slides: Slides) -> list[Source]:
    """Return the slides of the best hits, each once, with their scores relative to the best."""
    found: dict[tuple[str, int], Source] = {}
    top = max((hit.score for hit in hits), default=0.0)
    for hit in hits:
        place = (hit.passage.briefing_id, hit.passage.slide)
        if place not in found and len(found) < SLIDES_READ:
            prior = max(0.0, hit.score / top) if top > 0 else 0.0
            found[place] = Source(slides.slide(*place), prior)
    return list(found.values())


def nearest(hits: Sequence[Hit], slides: Slides, *, limit: int = 3) -> tuple[Nearest, ...]:
    """Return the slides that came closest, best first, each once."""
    found: dict[tuple[str, int], Nearest] = {}
    for hit in hits:
        place = (hit.passage.briefing_id, hit.passage.slide)
        if place not in found and len(found) < limit:
            score = min(1.0, max(0.0, hit.score))
            found[place] = Nearest(*place, title_of(slides.slide(*place)), round(score, 4))
    return tuple(found.values())


def title_of(slide: Slide) -> str:
    """Return a slide's title, or how its text begins where it has none."""
    if slide.title or not slide.blocks:
        return slide.title
    text = slide.blocks[0].text
    return text if len(text) <= _TITLE_LIMIT else f"{text[: _TITLE_LIMIT - 1]}…"


def margin(ranked: Sequence[tuple[str, float]]) -> float:
    """Return by how much the best of ranked texts leads the next that says something else.

    Texts come with their scores, best first. In [0, 1]; 1 where there is no other.
    """
    said = squeeze(ranked[0][0])
    other = next((score for text, score in ranked if not _says(squeeze(text), said)), None)
    return min(1.0, ranked[0][1] - other) if other is not None else 1.0


def _says(text: str, said: str) -> bool:
    """Say whether one of two squeezed texts is part of the other."""
    return text in said or said in text


def agreeing(best: Candidate, found: Sequence[Candidate]) -> list[Candidate]:
    """Return the best candidate of each other slide that says the same as `best`."""
    said = squeeze(best.text)
    taken = {_place(best)}
    same: list[Candidate] = []
    for candidate in found:
        if _place(candidate) in taken or squeeze(candidate.text) != said:
            continue
        if (
            candidate.score >= _AGREEING * best.score
            and candidate.evidence.names >= best.evidence.names
        ):
            taken.add(_place(candidate))
            same.append(candidate)
    return same[: CITATION_LIMIT - 1]


def _place(candidate: Candidate) -> tuple[str, int]:
    return candidate.unit.slide.briefing_id, candidate.unit.slide.number


def _state(best: Candidate, ask: Ask, slides: Slides) -> tuple[str, Citation]:
    """Return the answer's words and the citation that holds them."""
    slide = best.unit.slide
    if ask.kind == "list" or ask.wants_all:
        first, last = list_range(best.unit)
        if last - first > 1:
            text = " ".join(block.text for block in slide.blocks[first:last])
            return text[words_start(text) :], _citation(
                slide, quote_blocks(slide, first, last), slides
            )
    words = quote(slide, best.unit.block, best.start, best.end).text
    # As written, a note's number ends where its line does: ※1 and 2か所 below it are not ※12か所.
    return unquoted(join_lines(plain(words))), _cite(best, slides)


def _cite(candidate: Candidate, slides: Slides) -> Citation:
    """Return the citation of the unit that a candidate stands in."""
    unit, slide = candidate.unit, candidate.unit.slide
    start, end = min(candidate.start, unit.start or words_start(unit.block.text)), unit.end
    if end - start > QUOTE_LIMIT:
        start = max(start, candidate.start - QUOTE_LIMIT // 2)
        end = min(end, max(candidate.end, start + QUOTE_LIMIT))
    return _citation(slide, quote(slide, unit.block, start, end), slides)


def _citation(slide: Slide, words: Quote, slides: Slides) -> Citation:
    return Citation(
        marker=1,
        briefing=slide.briefing_id,
        briefing_title=slides.briefing(slide.briefing_id).title,
        slide=slide.number,
        slide_title=title_of(slide),
        quote=words.text,
        start=words.start,
        end=words.end,
    )


def _numbered(citations: Sequence[Citation]) -> tuple[Citation, ...]:
    return tuple(replace(citation, marker=i) for i, citation in enumerate(citations, start=1))
