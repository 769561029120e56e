"""What a question becomes: its concepts, each with its other wordings, and the query."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from briefqa.records import Language


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to say a concept, by all its terms together.

    `weight` in (0, 1]: 1 for the question's own.
    """

    terms: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that the question speaks of.

    `text` is its key, a term; `surface` the word as the question has it.
    `importance` is the idf of its commonest likely wording, in nats. `is_name`: a proper name, a
    number or an abbreviation, which no other word can stand for. `is_known`: some wording of it
    occurs in the index.
    """

    text: str
    surface: str
    wordings: tuple[Wording, ...]
    importance: float
    is_name: bool
    is_known: bool


@dataclass(frozen=True, slots=True)
class Expansion:
    """A wording that was added to a question, for the trace; `weight` in (0, 1]."""

    source: str
    target: str
    weight: float


@dataclass(frozen=True, slots=True)
class Query:
    """A question as search and answerer take it.

    `terms` and `bigrams` map what BM25 counts to weights; `vector` has shape (dimension,), unit
    length, float32.
    """

    text: str
    language: Language
    concepts: tuple[Concept, ...]
    expansions: tuple[Expansion, ...]
    terms: dict[str, float]
    bigrams: dict[str, float]
    vector: NDArray[np.float32]
