"""What widens a question: the glossary's wordings, the lexicon, the terms that occur."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from briefqa.glossary import GlossaryEntry
from briefqa.lexical import LexicalIndex
from briefqa.lexicon import Lexicon
from briefqa.query.transliteration import Transliterator
from briefqa.text.normalise import normalise, squeeze
from briefqa.text.terms import term_groups


@dataclass(frozen=True, slots=True)
class OtherWording:
    """A wording of the glossary: as written, as it is looked for in a question, and its terms."""

    text: str
    normalised: str
    squeezed: str
    terms: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What widens a question: the briefings' glossary, the shipped lexicon, the terms that occur.

    `groups` holds, for each thing the glossary names, all of its wordings; `starts` the numbers of
    the groups that have a wording which begins with these two characters, squeezed; `kana` finds
    names by their sound.
    """

    terms: LexicalIndex
    groups: tuple[tuple[OtherWording, ...], ...]
    starts: Mapping[str, tuple[int, ...]]
    lexicon: Lexicon
    kana: Transliterator

    @classmethod
    def of(cls, terms: LexicalIndex, glossary: Sequence[GlossaryEntry], lexicon: Lexicon) -> Self:
        """Group the glossary's entries by their short form, ready to be looked for."""
        found: dict[str, dict[str, float]] = {}
        for entry in glossary:
            group = found.setdefault(entry.term, {entry.term: entry.weight})
            group[entry.expansion] = entry.weight
        groups = tuple(
            tuple(
                OtherWording(text, normalise(text), squeeze(text), telling_terms(text), weight)
                for text, weight in group.items()
            )
            for group in found.values()
        )
        starts: dict[str, tuple[int, ...]] = {}
        for number, wordings in enumerate(groups):
            for start in {other.squeezed[:2] for other in wordings}:
                starts[start] = (*starts.get(start, ()), number)
        return cls(terms, groups, starts, lexicon, Transliterator(terms.vocabulary()))

    def groups_in(self, squeezed: str) -> list[tuple[OtherWording, ...]]:
        """Return the groups of which some wording may stand in a squeezed question, in order."""
        numbers = {
            number
            for at in range(len(squeezed))
            for number in self.starts.get(squeezed[at : at + 2], ())
        }
        return [self.groups[number] for number in sorted(numbers)]

    def occur(self, terms: Sequence[str]) -> bool:
        """Say whether each of `terms` stands somewhere in the index."""
        return all(self.terms.document_frequency(term) for term in terms)

    def idf(self, term: str) -> float:
        """Return the inverse document frequency of `term` as Lucene's BM25 has it, in nats."""
        return idf(self.terms.document_frequency(term), self.terms.size)


def idf(frequency: int, size: int) -> float:
    """Return ln(1 + (size - frequency + 0.5) / (frequency + 0.5)); higher is rarer."""
    return math.log(1.0 + (size - frequency + 0.5) / (frequency + 0.5))


def telling_terms(text: str) -> tuple[str, ...]:
    """Return the most telling term of each word of `text`, each once."""
    return tuple(dict.fromkeys(group[0] for group in term_groups(text)))
