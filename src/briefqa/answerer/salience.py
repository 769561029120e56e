"""The lines of slides, and how much each tells: what a summary is made of."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

from briefqa.answerer.cite import Quote, quote, quote_blocks
from briefqa.answerer.spans import words_start
from briefqa.answerer.units import Unit, is_figure, term_set, terms_of, units_of
from briefqa.query.vocabulary import idf
from briefqa.records import BlockKind, Briefing, Slide
from briefqa.text.normalise import squeeze

# Chosen by reading extracts of the source briefing: what a heading, a note or
# a table's row tells by itself, and what a figure or a word that concludes adds.
_KIND: Mapping[BlockKind, float] = {
    "body": 1.0, "bullet": 1.0, "row": 0.85, "heading": 0.7, "footnote": 0.3, "source": 0.0,
    "title": 0.7, "chart": 0.7, "note": 0.7,
}  # fmt: skip
_FIGURE, _CONCLUSION, _FIRST, _NAMES = 1.15, 1.25, 1.15, 0.7
_TITLE_WORD = 0.5  # more of a word's weight where the slide's title or section holds it
_DAMPING = 4  # words; without it the shortest line of rare words would tell most
_LABEL_LIMIT = 30  # characters of the words above a bare figure; more are no label
_ROW_LIMIT = 160  # characters of a row that is one line
_SAME = 0.8  # of two lines' weight shared: the second says nothing new
_NEW = 0.3  # what likeness to the lines already chosen takes away
_CONCLUDES = re.compile(
    r"^\s*[→⇒➔➡⇨]|まとめ|結論|重要|必要|課題|目指|目標|要点|ポイント|すなわち|このため|したがって"
    r"|\b(?:conclu|therefore|important|must|goal|key)\w*",
    re.IGNORECASE,
)
_WORDS = re.compile(r"\w")
_REMARK = re.compile(r"^[（(][^（()）]{1,30}[）)]$")
_NAMES_ALONE = re.compile(r"^[^ぁ-ん]*[ァ-ヿ㐀-鿿々][^ぁ-ん]*$")  # Japanese, and nothing binds it

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a slide that a summary may state.

    `text` is as read, without its bullet; `quote` the same words as written. `place`: the position
    (0-based) of its block, then its start in that. `heading`: the position of the heading that it
    stands under, the title's left out, or None. `telling`: how much it tells, at least 0, higher is
    more.
    """

    slide: Slide
    text: str
    quote: Quote
    kind: BlockKind
    place: tuple[int, int]
    terms: frozenset[str]
    near: frozenset[str]
    heads: frozenset[str]
    heading: int | None
    telling: float


@dataclass(frozen=True, slots=True)
class Weights:
    """What each term of a briefing tells: its idf over the slides, as a share of the most.

    `lone`: what a term of one slide alone keeps of that. 1 where slides are told apart; less where
    the whole is summed up, which details do not tell.
    """

    slides: int
    frequencies: Mapping[str, int]
    lone: float = 1.0

    def __call__(self, term: str) -> float:
        """Return the weight of a term, in (0, 1]; higher is rarer."""
        frequency = self.frequencies.get(term, 0)
        weight = idf(frequency, self.slides) / idf(0, self.slides)
        return weight * self.lone if frequency < 2 else weight

    def of(self, terms: frozenset[str]) -> float:
        """Return the summed weight of terms."""
        return sum(map(self, terms))


@lru_cache(maxsize=16)
def weights_of(briefing: Briefing) -> Weights:
    """Return the weights of the terms of a briefing."""
    counted: Counter[str] = Counter()
    for slide in briefing.slides:
        counted.update(terms_of(slide))
    return Weights(len(briefing.slides), counted)


def title_line(slide: Slide) -> Line | None:
    """Return the line that is the slide's title, or None where no block is."""
    at = _title_at(slide)
    unit = next((unit for unit in units_of(slide) if unit.position == at), None)
    if at is None or unit is None:
        return None
    text = slide.blocks[at].text
    whole = Unit(
        slide, unit.block, at, 0, len(text), text, unit.terms, unit.near, unit.heads,
        unit.around, unit.beside, None,
    )  # fmt: skip
    return _line(whole, heading=None, telling=0.0)


def lines_of(slide: Slide, weights: Weights) -> list[Line]:
    """Return the lines of a slide in order, but its title and section; sources tell nothing.

    A bare figure goes with the label above it, a remark in brackets with what it stands under, as
    one line.
    """
    title_at, section = _title_at(slide), squeeze(slide.section)
    found: list[Line] = []
    for unit in _whole_rows(slide):
        block = unit.block
        if unit.position == title_at or not _WORDS.search(unit.text):
            continue  # marks alone say nothing
        if section and squeeze(block.text) == section:
            continue
        is_addition = is_figure(block.text) or _REMARK.match(block.text) is not None
        if is_addition and found and _is_label(found[-1], unit):
            found[-1] = _labelled(found[-1], unit)
        elif not is_figure(block.text):
            heading = _heading_above(slide, unit.position, title_at)
            found.append(_line(unit, heading=heading, telling=_telling(unit, weights)))
    return found


def _whole_rows(slide: Slide) -> Iterator[Unit]:
    """Yield the units of a slide, a short row's cells as one: apart, they say little. No heads."""
    last = -1
    for unit in units_of(slide):
        if not unit.is_cell or len(unit.block.text) > _ROW_LIMIT:
            yield unit
        elif unit.position != last and not unit.block.is_head:
            last = unit.position
            text = unit.block.text
            yield replace(unit, start=0, end=len(text), text=text, terms=term_set(text))


def choose(
    ranked: Sequence[tuple[Item, float]],
    limit: int,
    *,
    terms: Callable[[Item], frozenset[str]],
    weights: Weights,
) -> list[Item]:
    """Return at most `limit` items by maximal marginal relevance, the best first.

    Scores are at least 0, higher is better. Carbonell and Goldstein (1998, "The Use of MMR"): what
    an item adds is its score less its likeness to what is chosen already; one that says nothing new
    is left out.
    """
    left = [(item, score) for item, score in ranked if score > 0]
    top = max((score for _, score in left), default=1.0)
    likeness = [0.0] * len(left)
    chosen: list[Item] = []
    while left and len(chosen) < limit:
        gains = [score / top - _NEW * like for (_, score), like in zip(left, likeness, strict=True)]
        best = max(range(len(left)), key=gains.__getitem__)
        item = left[best][0]
        chosen.append(item)
        pairs = [
            (pair, max(like, _likeness(terms(pair[0]), terms(item), weights)))
            for at, (pair, like) in enumerate(zip(left, likeness, strict=True))
            if at != best
        ]
        kept = [(pair, like) for pair, like in pairs if like < _SAME]
        left, likeness = [pair for pair, _ in kept], [like for _, like in kept]
    return chosen


def _likeness(some: frozenset[str], others: frozenset[str], weights: Weights) -> float:
    """Return the shared weight as a share of the lighter one's, in [0, 1]."""
    least = min(weights.of(some), weights.of(others))
    return weights.of(some & others) / least if least > 0 else 0.0


def _title_at(slide: Slide) -> int | None:
    title = squeeze(slide.title)
    found = (i for i, block in enumerate(slide.blocks) if squeeze(block.text) == title)
    return next(found, None) if title else None


def _heading_above(slide: Slide, position: int, title_at: int | None) -> int | None:
    if slide.blocks[position].is_heading:
        return None
    above = range(position - 1, -1, -1)
    heading = next((i for i in above if slide.blocks[i].is_heading), None)
    return heading if heading != title_at else None


def _line(unit: Unit, *, heading: int | None, telling: float) -> Line:
    start = unit.start or words_start(unit.block.text)
    return Line(
        slide=unit.slide,
        text=unit.block.text[start : unit.end].replace("\t", " ").strip(),
        quote=quote(unit.slide, unit.block, start, unit.end),
        kind=unit.kind,
        place=(unit.position, unit.start),
        terms=unit.terms,
        near=unit.near,
        heads=unit.heads,
        heading=heading,
        telling=telling,
    )


def _is_label(line: Line, figure: Unit) -> bool:
    """Say whether a figure or a remark belongs to a line: the whole block right above it."""
    first, start = line.place
    is_short = len(line.text) <= _LABEL_LIMIT or not is_figure(figure.block.text)
    return first == figure.position - 1 and start == 0 and is_short


def _labelled(label: Line, figure: Unit) -> Line:
    first, last = label.place[0], figure.position
    return replace(
        label,
        text=f"{label.text} {figure.block.text.strip()}",
        quote=quote_blocks(label.slide, first, last + 1),
        terms=label.terms | figure.terms,
        near=label.near | figure.near,
    )


def _telling(unit: Unit, weights: Weights) -> float:
    """Return how much a unit tells: rare words and those of the title, figures, conclusions."""
    if all(any(map(str.isdigit, term)) for term in unit.terms):
        return 0.0  # the years along an axis, the numbers of a column
    total = sum(weights(t) * (1 + (_TITLE_WORD if t in unit.heads else 0)) for t in unit.terms)
    score = _KIND[unit.kind] * total / math.sqrt(len(unit.terms) + _DAMPING)
    share = unit.position / max(1, len(unit.slide.blocks) - 1)
    score *= _FIRST + (1 - _FIRST) * share
    if any(map(str.isdigit, unit.text)):
        score *= _FIGURE
    if _CONCLUDES.search(unit.text):
        score *= _CONCLUSION
    return score * _NAMES if _NAMES_ALONE.match(unit.text) else score
