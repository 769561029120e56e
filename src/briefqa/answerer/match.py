"""How well a unit covers what a question speaks of."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Self

from briefqa.answerer.similar import TermVectors
from briefqa.answerer.units import Unit
from briefqa.query import Concept, Query, Wording

# What a match counts by where it stands: in the unit, in its block or under its heading, in the
# slide's title or section, anywhere else on the slide.
_OWN, _NEAR, _HEADS, _BESIDE, _AROUND = 1.0, 0.85, 0.75, 0.6, 0.35
_RAREST = 5.0  # nats; the importance of a word that stands in one passage of a few hundred


@dataclass(frozen=True, slots=True)
class Cover:
    """Shares of the question's importance, each in [0, 1].

    `own`: matched in the unit itself; `all`: matched in it or, at a discount, in what surrounds it;
    `names`: the names and numbers among the concepts that occur in it or around it (1.0 when the
    question has none). `numbers`: the least of the matches of its numbers and years, which nothing
    can stand for (1.0 when it has none). `missing`: the importance of the weightiest concept that is
    not matched, as a share of the rarest word's.
    """

    own: float
    all: float
    names: float
    numbers: float
    missing: float


@dataclass(frozen=True, slots=True)
class Matched:
    """One concept against the terms at hand: what single terms are worth, and wordings of several."""

    concept: Concept
    single: dict[str, float]
    several: tuple[Wording, ...]

    def value(self, terms: frozenset[str]) -> float:
        """Return in [0, 1] how well `terms` hold some wording of the concept."""
        best = max((worth for term, worth in self.single.items() if term in terms), default=0.0)
        for wording in self.several:
            if wording.weight > best:
                share = sum(1 for term in wording.terms if term in terms) / len(wording.terms)
                # Half of a name of several words is little: the first word alone says another thing.
                best = max(best, wording.weight * share**2)
        return best


@dataclass(frozen=True, slots=True)
class Matcher:
    """The concepts of a query, each ready to be matched."""

    concepts: tuple[Matched, ...]

    @classmethod
    def of(cls, query: Query, terms: Iterable[str], vectors: TermVectors) -> Self:
        """Prepare to match `query` against sets of these `terms`.

        A concept that is no name is also held, for less, by a term of like meaning.
        """
        known = sorted({term for term in terms if not any(map(str.isdigit, term))})
        soft = [concept for concept in query.concepts if not concept.is_name]
        likeness = vectors.likeness([concept.surface for concept in soft], known)
        rows = {id(concept): row for concept, row in zip(soft, likeness, strict=True)}
        return cls(
            tuple(
                _matched(concept, dict(_like(known, rows.get(id(concept)))))
                for concept in query.concepts
            )
        )


def _like(terms: list[str], row: object) -> Iterable[tuple[str, float]]:
    if row is None:
        return ()
    return ((term, float(worth)) for term, worth in zip(terms, row, strict=True) if worth > 0.05)


def _matched(concept: Concept, single: dict[str, float]) -> Matched:
    several: list[Wording] = []
    for wording in concept.wordings:
        if len(wording.terms) == 1:
            term = wording.terms[0]
            single[term] = max(wording.weight, single.get(term, 0.0))
        elif wording.terms:
            several.append(wording)
    return Matched(concept, single, tuple(several))


def cover(
    matcher: Matcher, unit: Unit, *, is_stated: Callable[[Concept], float] = lambda concept: -1.0
) -> Cover:
    """Return how far `unit` covers the concepts of `matcher`.

    `is_stated` returns in [0, 1] how far a unit's form states a concept, or -1 for a concept that its
    words must hold; the former count for less.
    """
    total = own = found = names = named = missing = 0.0
    numbers = 1.0
    for matched in matcher.concepts:
        concept = matched.concept
        by_form = is_stated(concept)
        weight = concept.importance * (1.5 if concept.is_name else 0.4 if by_form >= 0 else 1.0)
        inside = max(by_form, matched.value(unit.terms), 0.0)
        best = _best(matched, unit, inside)
        total += weight
        own += weight * inside
        found += weight * best
        if by_form < 0:
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


def _best(matched: Matched, unit: Unit, inside: float) -> float:
    """Return the best match of a concept in a unit (`inside`) or, at a discount, around it."""
    best = inside
    for share, surrounding in (
        (_NEAR, unit.near),
        (_HEADS, unit.heads),
        (_BESIDE, unit.beside),
        (_AROUND, unit.around),
    ):
        if best < share:
            best = max(best, share * matched.value(surrounding))
    return best
