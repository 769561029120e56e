"""How well a unit covers what a question speaks of."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from briefqa.answerer.similar import Vector, WordVectors
from briefqa.answerer.units import Unit, terms_of, units_of
from briefqa.query import Concept, Query, Wording
from briefqa.records import Slide

# What a match counts by where it stands outside the unit: in its block or the heading above, in the
# slide's title or section, in the blocks beside it, anywhere else on the slide. Fitted on questions
# over slides not in the repository, see docs/architecture.md; so are the other weights here.
_NEAR, _HEADS, _BESIDE, _AROUND = 0.85, 0.75, 0.6, 0.35
_NAME, _FORM = 1.5, 0.4  # weight of a name, and of a word that only says what kind is asked for
_LEAST = 0.05  # likeness below which two words are not alike
_RAREST = 5.0  # nats; the importance of a word that stands in one passage of a few hundred


@dataclass(frozen=True, slots=True)
class Cover:
    """Shares of the question's importance, each in [0, 1].

    `own`: matched in the unit itself; `all`: matched in it or, at a discount, in what surrounds it;
    `names`: the names and numbers among the concepts that occur in it or around it (1.0 when the
    question has none). `numbers`: the least of the matches of its numbers and years, which nothing
    can stand for (1.0 when it has none). `missing`: the importance of the weightiest concept that
    is not matched, as a share of the rarest word's.
    """

    own: float
    all: float
    names: float
    numbers: float
    missing: float


@dataclass(frozen=True, slots=True)
class Matched:
    """One concept against the terms of a slide.

    `ranked`: what single terms are worth, best first; `keys`: those terms; `several`: wordings of
    more than one term.
    `is_form`: it only says what kind of thing is asked for. `heads`, `around`: its match in the
    slide's title or section, and anywhere on the slide.
    """

    concept: Concept
    ranked: tuple[tuple[str, float], ...]
    keys: frozenset[str]
    several: tuple[Wording, ...]
    is_form: bool
    heads: float
    around: float

    def value(self, terms: frozenset[str]) -> float:
        """Return in [0, 1] how well `terms` hold some wording of the concept."""
        best = 0.0
        if not self.keys.isdisjoint(terms):
            best = next(worth for term, worth in self.ranked if term in terms)
        for wording in self.several:
            if wording.weight > best:
                best = max(best, _held(wording, terms))
        return best


@dataclass(frozen=True, slots=True)
class Matcher:
    """The concepts of a query, each ready to be matched on one slide."""

    concepts: tuple[Matched, ...]

    @classmethod
    def of(
        cls,
        query: Query,
        slide: Slide,
        vectors: WordVectors,
        *,
        is_form: Callable[[Concept], bool],
    ) -> Self:
        """Prepare to match `query` against sets of the terms of `slide`.

        A concept that is no name is also held, for less, by a term of like meaning.
        """
        words = [concept.surface for concept in query.concepts if not concept.is_name]
        likeness = iter(vectors.likeness(words, slide))
        return cls(
            tuple(
                _matched(
                    concept,
                    slide,
                    likeness=None if concept.is_name else next(likeness),
                    is_form=is_form(concept),
                )
                for concept in query.concepts
            )
        )


def _matched(concept: Concept, slide: Slide, *, likeness: Vector | None, is_form: bool) -> Matched:
    """Match a concept; `likeness`: how alike it is to `terms_of(slide)` each, None for a name."""
    terms = terms_of(slide)
    units = units_of(slide)
    around = units[0].around if units else frozenset[str]()
    heads = units[0].heads if units else frozenset[str]()
    worth: dict[str, float] = {}
    if likeness is not None:
        worth = {terms[i]: float(likeness[i]) for i in np.flatnonzero(likeness > _LEAST)}
    for wording in concept.wordings:
        if len(wording.terms) == 1 and wording.terms[0] in around:
            worth[wording.terms[0]] = max(wording.weight, worth.get(wording.terms[0], 0.0))
    several = tuple(w for w in concept.wordings if len(w.terms) > 1 and _held(w, around))
    ranked = tuple(sorted(worth.items(), key=lambda pair: -pair[1]))
    found = Matched(concept, ranked, frozenset(worth), several, is_form, 0.0, 0.0)
    return replace(found, heads=found.value(heads), around=found.value(around))


def holds(concept: Concept, terms: frozenset[str]) -> float:
    """Return in [0, 1] how well `terms` hold some wording of `concept`, by the words alone."""
    return max((_held(wording, terms) for wording in concept.wordings), default=0.0)


def _held(wording: Wording, terms: frozenset[str]) -> float:
    if not wording.terms:
        return 0.0
    share = sum(1 for term in wording.terms if term in terms) / len(wording.terms)
    # Half of a name of several words is little: the first word alone says another thing.
    return wording.weight * share**2


def cover(matcher: Matcher, unit: Unit, *, labelled: bool) -> Cover:
    """Return how far `unit` covers the concepts of `matcher`.

    Concepts that only say what kind is asked for count for less; a unit whose label says it
    (`labelled`) states them.
    """
    total = own = found = names = named = missing = 0.0
    numbers = 1.0
    for matched in matcher.concepts:
        concept = matched.concept
        weight = concept.importance * _weight(matched)
        inside = 1.0 if matched.is_form and labelled else matched.value(unit.terms)
        best = _best(matched, unit, inside)
        total += weight
        own += weight * inside
        found += weight * best
        if not matched.is_form:
            missing = max(missing, concept.importance * (1.0 - best))
        if concept.is_name:
            names += weight
            named += weight * min(1.0, best / _HEADS)
            if any(map(str.isdigit, concept.text)):
                numbers = min(numbers, best)
    if total == 0.0:
        return Cover(0.0, 0.0, 1.0, 1.0, 0.0)
    return Cover(
        own / total,
        found / total,
        named / names if names else 1.0,
        numbers,
        min(1.0, missing / _RAREST),
    )


def _weight(matched: Matched) -> float:
    if matched.concept.is_name:
        return _NAME
    return _FORM if matched.is_form else 1.0


def _best(matched: Matched, unit: Unit, inside: float) -> float:
    """Return the best match of a concept in a unit (`inside`) or, at a discount, around it."""
    best = max(inside, _HEADS * matched.heads, _AROUND * matched.around)
    # What is not on the slide at all is not near either.
    if matched.around and best < _NEAR:
        best = max(best, _NEAR * matched.value(unit.near))
        if best < _BESIDE:
            best = max(best, _BESIDE * matched.value(unit.beside))
    return best
