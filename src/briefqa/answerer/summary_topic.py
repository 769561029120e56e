"""The lines of slides that speak of a topic, and tell most of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from briefqa.answerer import Slides
from briefqa.answerer.candidates import Source
from briefqa.answerer.match import holds
from briefqa.answerer.salience import Line, choose, lines_of, weights_of
from briefqa.answerer.units import term_set
from briefqa.query import Concept, Query
from briefqa.text.normalise import squeeze

_SLIDE_SHARE = 5  # lines of one slide, at most: a topic is seldom one slide's alone
# What a word of the topic counts by where it stands not in the line but in the heading above it, or
# in its slide's title or section; the least that each word must count by, and all together.
_NEAR, _HEADS, _LEAST, _SPEAKS = 0.85, 0.7, 0.25, 0.4
_NAME, _GENERAL = 1.5, 0.2  # weight of a name, and of a word that can stand with any topic
_NOISE = 0.15  # of the best line's worth; what is worth less is left out
_ONE_WORD = re.compile(r"^[^ぁ-ん\s]{2,}$")
_GENERAL_WORDS = frozenset([  # as `text.terms` gives them
    "取り組み", "取り組む", "状況", "現状", "動向", "活動", "施策", "対策", "対応", "内容",
    "全体", "概要", "特徴", "詳細", "情報", "役割", "重要", "性", "最近", "最新", "今後",
    "initiative", "effort", "activity", "measure", "situation", "status", "plan", "role",
    "importance", "issue", "topic", "trend", "overview", "detail", "work", "policy", "approach",
    "current", "recent", "future", "overall", "various",
])  # fmt: skip


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic's words: squeezed, and as concepts; `general` ones can stand with any topic.

    `is_name`: it is one word as written, and some slide writes it so: 避難経路 is no 経路 for 避難.
    """

    words: str
    telling: tuple[Concept, ...]
    general: tuple[Concept, ...]
    is_name: bool

    @classmethod
    def of(cls, words: str, query: Query, sources: Sequence[Source]) -> Self:
        """Take the concepts of `query` that are words of the topic."""
        own = tuple(concept for concept in query.concepts if concept.text in term_set(words))
        telling = tuple(concept for concept in own if concept.text not in _GENERAL_WORDS)
        general = tuple(concept for concept in own if concept.text in _GENERAL_WORDS)
        squeezed = squeeze(words)
        is_name = _ONE_WORD.match(words) is not None and any(
            squeezed in squeeze(source.slide.text) for source in sources
        )
        return cls(squeezed, telling or own, general if telling else (), is_name)

    def spoken_of(self, line: Line) -> float:
        """Return in [0, 1] how far a line speaks of the topic, or what it stands under does."""
        if self.words in squeeze(line.text):
            return 1.0
        if self.is_name and self.words not in squeeze(_above(line)) and not self._renamed(line):
            return 0.0
        values = [_value(concept, line) for concept in self.telling]
        if not values or min(values) < _LEAST:
            return 0.0
        weights = [c.importance * (_NAME if c.is_name else 1.0) for c in self.telling]
        values += [_value(concept, line) for concept in self.general]
        weights += [_GENERAL * concept.importance for concept in self.general]
        total = sum(weights)
        return sum(map(float.__mul__, values, weights)) / total if total else 0.0

    def _renamed(self, line: Line) -> bool:
        """Say whether a line holds another wording, such as an abbreviation, of each concept."""
        return all(
            any(wording.terms and line.terms.issuperset(wording.terms) for wording in others)
            for concept in self.telling
            for others in [[one for one in concept.wordings if one.weight < 1.0]]
        )


def _above(line: Line) -> str:
    """Return the title, the section and the heading that a line stands under, and its block."""
    slide = line.slide
    heading = slide.blocks[line.heading].text if line.heading is not None else ""
    return f"{slide.title}{slide.section}{heading}{slide.blocks[line.place[0]].text}"


def _value(concept: Concept, line: Line) -> float:
    return max(
        holds(concept, line.terms),
        _NEAR * holds(concept, line.near),
        _HEADS * holds(concept, line.heads),
    )


def lines_on(
    topic: Topic, sources: Sequence[Source], slides: Slides, *, limit: int
) -> tuple[list[Line], float]:
    """Return at most `limit` lines, and how far the best of them speaks of the topic, in [0, 1].

    The newest briefing's come first, then those of the best slide; within a slide in its order.
    """
    ranked: list[tuple[Line, float]] = []
    best = 0.0
    for source in sources:
        found, spoken = _of_slide(topic, source, slides)
        ranked += found
        best = max(best, spoken)
    if not ranked:
        return [], 0.0
    weights = weights_of(slides.briefing(ranked[0][0].slide.briefing_id))
    most = max(score for _, score in ranked)
    ranked = [(line, score) for line, score in ranked if score >= _NOISE * most]
    chosen = choose(ranked, limit, terms=_terms, weights=weights)
    order = [source.slide for source in sources]
    chosen.sort(key=lambda line: (order.index(line.slide), line.place))
    chosen.sort(key=lambda line: slides.briefing(line.slide.briefing_id).date, reverse=True)
    return chosen, best


def _of_slide(
    topic: Topic, source: Source, slides: Slides
) -> tuple[list[tuple[Line, float]], float]:
    """Return the lines of one slide with their worth, and how far the best speaks of the topic."""
    weights = weights_of(slides.briefing(source.slide.briefing_id))
    spoken = {line: topic.spoken_of(line) for line in lines_of(source.slide, weights)}
    worth = [
        (line, speaks**2 * line.telling * (1 + source.prior) / 2)
        for line, speaks in spoken.items()
        if speaks >= _SPEAKS
    ]
    kept = set(choose(worth, _SLIDE_SHARE, terms=_terms, weights=weights))
    chosen = [(line, score) for line, score in worth if line in kept]
    return chosen, max((spoken[line] for line, _ in chosen), default=0.0)


def _terms(line: Line) -> frozenset[str]:
    return line.terms
