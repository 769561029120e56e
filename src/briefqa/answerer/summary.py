"""Sum up a slide, a topic or a briefing: its most telling lines, each as written and cited."""

import re
from collections.abc import Sequence
from dataclasses import replace

from briefqa.answerer import Slides
from briefqa.answerer.candidates import Source
from briefqa.answerer.extractive import nearest, numbered, read_sources
from briefqa.answerer.salience import Line, Weights, choose, lines_of, title_line, weights_of
from briefqa.answerer.statement import citation_of
from briefqa.answerer.summary_request import SummaryRequest
from briefqa.answerer.summary_topic import Topic, lines_on
from briefqa.answerer.units import units_of
from briefqa.query import Query
from briefqa.records import Answer, Briefing, Hit, Language, Slide

LINES = 8
_SURE = 0.95  # confidence in a summary of a slide or a briefing that the question names
_SPOKEN = 0.9  # and in one of a topic whose words stand in a line
_NOISE = 0.35  # of what the most telling line tells; what tells less is left out
_LONE = 0.25  # what words of one slide alone count by where a whole briefing is summed up
_CONCLUDING_LINES = 3  # of the slides that conclude a briefing; one of each other slide
_CONCLUDES = re.compile(
    r"まとめ|結論|総括|要点|ポイント|[終お]わりに|\b(?:summary|conclusions?|takeaways?)\b",
    re.IGNORECASE,
)
_SAYS_NOTHING = re.compile(
    r"目次|もくじ|アジェンダ|清聴|問い?合わ?せ|参考資料|自己紹介"
    r"|\b(?:agenda|contents|thank you|appendix|references)\b",
    re.IGNORECASE,
)


def summarise(
    request: SummaryRequest,
    query: Query,
    hits: Sequence[Hit],
    slides: Slides,
    *,
    current: tuple[str, int] | None = None,
) -> Answer:
    """Return at most eight lines that tell most, in their order, each with its own citation.

    `hits`: those of the topic, best first, or those that tell which briefing is meant. `current`:
    the briefing and the 1-based slide that the conversation is about. Where there is no such slide,
    or no slide speaks of the topic, the answer is `not_found` with a message.
    """
    if request.kind == "topic":
        return _of_topic(request, query, hits, slides, current)
    briefing = _briefing_meant(request, hits, slides, current)
    if briefing is None or (request.kind == "current" and current is None):
        return _nothing(_no_slide_yet(request.language), hits, slides)
    if request.kind == "briefing":
        lines = _telling_of_briefing(briefing)
        return _answer(
            lines, hits, slides, sure=_SURE, coverage=_within(briefing, request.language)
        )
    number = _slide_number(request, briefing, current)
    if not 1 <= number <= len(briefing.slides):
        return _nothing(_no_such_slide(number, briefing, request.language), hits, slides)
    lines = _telling_of_slide(briefing.slides[number - 1], weights_of(briefing))
    coverage = _within(briefing, request.language, number)
    return _answer(lines, hits, slides, sure=_SURE, coverage=coverage)


def _briefing_meant(
    request: SummaryRequest,
    hits: Sequence[Hit],
    slides: Slides,
    current: tuple[str, int] | None,
) -> Briefing | None:
    """Return the briefing that the question names, else the current one, else the best hit's."""
    if current is not None and (request.kind == "topic" or not request.topic):
        return slides.briefing(current[0])
    return slides.briefing(hits[0].passage.briefing_id) if hits else None


def _slide_number(
    request: SummaryRequest, briefing: Briefing, current: tuple[str, int] | None
) -> int:
    if request.kind == "current" and current is not None:
        return current[1] + request.number
    return request.number if request.number > 0 else len(briefing.slides) + 1 + request.number


def _of_topic(
    request: SummaryRequest,
    query: Query,
    hits: Sequence[Hit],
    slides: Slides,
    current: tuple[str, int] | None,
) -> Answer:
    sources = read_sources(hits, slides)
    if request.number:
        briefing = _briefing_meant(request, hits, slides, current)
        if briefing is None:
            return _nothing(_no_slide_yet(request.language), hits, slides)
        number = _slide_number(request, briefing, None)
        if not 1 <= number <= len(briefing.slides):
            return _nothing(_no_such_slide(number, briefing, request.language), hits, slides)
        sources = [Source(briefing.slides[number - 1], 1.0)]
    lines, spoken = lines_on(Topic.of(request.topic, query, sources), sources, slides, limit=LINES)
    if not lines:
        return _nothing(_not_spoken_of(request.topic, request.language), hits, slides)
    return _answer(lines, hits, slides, sure=_SPOKEN * spoken)


def _telling_of_slide(slide: Slide, weights: Weights) -> list[Line]:
    """Return the title and the lines that tell most, in order, headings with what they head."""
    lines = lines_of(slide, weights)
    title = title_line(slide)
    chosen = [title] if title is not None else []
    heads = {line.heading for line in lines}
    for line in _most_telling([one for one in lines if one.place[0] not in heads], LINES, weights):
        heading = next((one for one in lines if one.place[0] == line.heading), None)
        wanted = [one for one in (heading, line) if one is not None and one not in chosen]
        if len(chosen) + len(wanted) <= LINES:
            chosen += wanted
    # A title that comes last on its slide still says first what the slide is about.
    return sorted(chosen, key=lambda line: (line is not title, line.place))


def _most_telling(lines: Sequence[Line], limit: int, weights: Weights) -> list[Line]:
    most = max((line.telling for line in lines), default=0.0)
    ranked = [(line, line.telling) for line in lines if line.telling >= _NOISE * most]
    return choose(ranked, limit, terms=lambda line: line.terms, weights=weights)


def _telling_of_briefing(briefing: Briefing) -> list[Line]:
    """Return lines of the slides that tell most, in order: more of those that conclude."""
    weights = replace(weights_of(briefing), lone=_LONE)
    lines = {slide: lines_of(slide, weights) for slide in briefing.slides}
    told = [slide for slide in briefing.slides if not _SAYS_NOTHING.search(slide.title)]
    concluding = [slide for slide in told if _CONCLUDES.search(slide.title)]
    chosen = _most_telling(
        [line for slide in concluding for line in lines[slide]], _CONCLUDING_LINES, weights
    )
    ranked = [(slide, _worth(lines[slide])) for slide in told if slide not in concluding]
    for slide in choose(ranked, LINES - len(chosen), terms=_terms_of, weights=weights):
        chosen += _most_telling(lines[slide], 1, weights)
    return sorted(chosen, key=lambda line: (line.slide.number, line.place))


def _worth(lines: Sequence[Line]) -> float:
    """Return how much a slide tells: its three best lines; a cover or a divider has fewer."""
    return sum(sorted((line.telling for line in lines), reverse=True)[:3])


def _terms_of(slide: Slide) -> frozenset[str]:
    units = units_of(slide)
    return units[0].around if units else frozenset()


def _answer(
    lines: Sequence[Line],
    hits: Sequence[Hit],
    slides: Slides,
    *,
    sure: float,
    coverage: str = "",
) -> Answer:
    text = "\n".join(line.text for line in lines)
    cited = [citation_of(line.slide, line.quote, slides) for line in lines]
    return Answer(
        "answered",
        text,
        round(sure, 4),
        numbered(cited),
        nearest(hits, slides),
        original=text,
        type="summary",
        coverage=coverage,
    )


def _nothing(message: str, hits: Sequence[Hit], slides: Slides) -> Answer:
    return Answer(
        "not_found", None, 0.0, nearest=nearest(hits, slides), type="summary", message=message
    )


def _within(briefing: Briefing, language: Language, number: int = 0) -> str:
    """Say what was summed up."""
    if language == "ja":
        return f"「{briefing.title}」{f'のスライド{number}' if number else '全体'}"
    return f"{f'Slide {number} of ' if number else 'The whole of '}“{briefing.title}”"


def _no_slide_yet(language: Language) -> str:
    if language == "ja":
        return "どのスライドのことか分かりません。番号でお尋ねください（例：スライド3の要点は？）。"
    return "It is not clear which slide is meant. Ask by its number: What is on slide 3?"


def _no_such_slide(number: int, briefing: Briefing, language: Language) -> str:
    count = len(briefing.slides)
    if language == "ja":
        return f"「{briefing.title}」のスライドは{count}枚で、スライド{number}はありません。"
    return f"“{briefing.title}” has {count} slides; there is no slide {number}."


def _not_spoken_of(topic: str, language: Language) -> str:
    if language == "ja":
        return f"「{topic}」について述べたスライドは見つかりませんでした。"
    return f"No slide was found that speaks of “{topic}”."
