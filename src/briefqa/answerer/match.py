"""How well a unit covers what a question speaks of."""

from collections.abc import Callable
from dataclasses import dataclass

from briefqa.answerer.units import Unit
from briefqa.query import Concept, Query, Wording

Similarity = Callable[[str, frozenset[str]], float]

# What a match counts by where it stands: in the unit, in its block or under its heading, in the
# slide's title or section, anywhere else on the slide.
_OWN, _NEAR, _HEADS, _AROUND = 1.0, 0.85, 0.75, 0.35


@dataclass(frozen=True, slots=True)
class Cover:
    """Shares of the question's importance, each in [0, 1].

    `own`: matched in the unit itself; `all`: matched in it or, at a discount, in what surrounds it;
    `names`: the names and numbers among the concepts that occur in it or around it (1.0 when the
    question has none).
    """

    own: float
    all: float
    names: float


def cover(
    query: Query,
    unit: Unit,
    similarity: Similarity | None = None,
    *,
    is_stated: Callable[[Concept], float] = lambda concept: -1.0,
) -> Cover:
    """Return how far `unit` covers the concepts of `query`.

    `is_stated` returns in [0, 1] how far a unit's form states a concept, or -1 for a concept that its
    words must hold; the former count for less.
    """
    total = own = found = names = named = 0.0
    for concept in query.concepts:
        by_form = is_stated(concept)
        weight = concept.importance * (1.5 if concept.is_name else 0.4 if by_form >= 0 else 1.0)
        inside = max(by_form, match(concept, unit.terms, similarity))
        best = max(
            _OWN * inside,
            _NEAR * match(concept, unit.near),
            _HEADS * match(concept, unit.heads),
            _AROUND * match(concept, unit.around),
        )
        total += weight
        own += weight * inside
        found += weight * best
        if concept.is_name:
            names += weight
            named += weight * min(1.0, best / _HEADS)
    if total == 0.0:
        return Cover(0.0, 0.0, 1.0)
    return Cover(own / total, found / total, named / names if names else 1.0)


def match(concept: Concept, terms: frozenset[str], similarity: Similarity | None = None) -> float:
    """Return in [0, 1] how well `terms` hold some wording of `concept`.

    `similarity`, where given, is asked about a concept that is no name and stands in no wording.
    """
    best = max((_held(wording, terms) for wording in concept.wordings), default=0.0)
    if best < 0.5 and similarity is not None and not concept.is_name:
        return max(best, similarity(concept.text, terms))
    return best


def _held(wording: Wording, terms: frozenset[str]) -> float:
    if not wording.terms:
        return 0.0
    share = sum(1 for term in wording.terms if term in terms) / len(wording.terms)
    # Half of a name of several words is little: 気候 alone does not say 気候資金.
    return wording.weight * share**2
