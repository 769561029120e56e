"""Where a question's words stand in a passage, as figures for each word of the passage."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from briefqa.comprehension.tokens import FLAGS, Floats, Ints, Words, key_of
from briefqa.query import Concept

WINDOWS = (4, 12)  # words to each side in which the question's concepts are counted
REACHES = (3.0, 10.0)  # words over which nearness falls to 1/e
FEATURES = 2 + len(WINDOWS) + 3 + 2 * len(REACHES)
CONCEPTS_FOUND = 2 + len(WINDOWS) + 2  # the column that says how much of the question is found
_DIGITS = re.compile(r"\d+(?:\.\d+)*")
_NAME = 1.5  # weight of a name among concepts


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question speaks of, ready to be looked for.

    `wordings[c]` maps hashes of words to how well each says concept c, in (0, 1]; `weights` are
    shares of the concepts, sum 1; `surfaces` the hashes of the question's own words.
    """

    wordings: tuple[dict[int, float], ...]
    weights: Floats
    surfaces: NDArray[np.int64]

    @classmethod
    def of(cls, concepts: Sequence[Concept], words: Words) -> "Asked":
        """Read the concepts of a query and the words of its question."""
        wordings = tuple(_hashes(concept) for concept in concepts)
        weights = np.array(
            [c.importance * (_NAME if c.is_name else 1.0) for c in concepts], dtype=np.float32
        )
        return cls(wordings, weights / max(float(weights.sum()), 1e-6), words.surface)


def _hashes(concept: Concept) -> dict[int, float]:
    found: dict[int, float] = {}
    for wording in concept.wordings:
        share = wording.weight / len(wording.terms) if wording.terms else 0.0
        for term in wording.terms:
            digits = _DIGITS.match(term)
            for form in {term, digits.group() if digits else term}:
                key = key_of(form)
                found[key] = max(share, found.get(key, 0.0))
    return found


def match(asked: Asked, passage: Words) -> Floats:
    """Return the figures, shape (words, FEATURES), each in [0, 1].

    Same surface; best match of a concept; weight of the concepts found within each of WINDOWS; in
    the block, in the heading above, on the whole passage; nearness of a match before and after.
    """
    n = len(passage)
    found = np.zeros((n, FEATURES), dtype=np.float32)
    if not n:
        return found
    hits = _hits(asked, passage)
    best = hits.max(axis=0, initial=0.0)
    found[:, 0] = np.isin(passage.surface, asked.surfaces)
    found[:, 1] = best
    column = 2
    for reach in WINDOWS:
        found[:, column] = asked.weights @ _window_max(hits, reach)
        column += 1
    blocks = int(passage.block[-1]) + 1
    of_block = np.zeros((len(hits), blocks), dtype=np.float32)
    for block in range(blocks):
        inside = hits[:, passage.block == block]
        of_block[:, block] = inside.max(axis=1, initial=0.0)
    cover = asked.weights @ of_block
    found[:, column] = cover[passage.block]
    found[:, column + 1] = cover[_headings(passage, blocks)][passage.block]
    found[:, column + 2] = asked.weights @ of_block.max(axis=1, initial=0.0)
    weighted = (asked.weights[:, None] * hits).max(axis=0, initial=0.0) > 0
    column += 3
    for distance in REACHES:
        found[:, column] = _nearness(weighted, distance)
        found[:, column + 1] = _nearness(weighted[::-1], distance)[::-1]
        column += 2
    return found


def _hits(asked: Asked, passage: Words) -> Floats:
    """Return how well each word says each concept, shape (concepts, words)."""
    hits = np.zeros((len(asked.wordings), len(passage)), dtype=np.float32)
    known = {key for wordings in asked.wordings for key in wordings}
    places: list[tuple[int, int, int]] = [
        (i, lemma, surface)
        for i, (lemma, surface) in enumerate(
            zip(passage.lemma.tolist(), passage.surface.tolist(), strict=True)
        )
        if lemma in known or surface in known
    ]
    for row, wordings in zip(hits, asked.wordings, strict=True):
        for i, lemma, surface in places:
            row[i] = wordings.get(lemma) or wordings.get(surface) or 0.0
    return hits


def _window_max(hits: Floats, reach: int) -> Floats:
    """Return the greatest of each row within `reach` columns to either side."""
    padded = np.pad(hits, ((0, 0), (reach, reach)))
    best: Floats = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1, axis=1).max(-1)
    return best


def _headings(passage: Words, blocks: int) -> Ints:
    """Return for each block the last heading before it, itself where there is none."""
    is_heading = passage.flags[:, FLAGS.index("heading")]
    kinds = np.zeros(blocks, dtype=np.bool_)
    kinds[passage.block[is_heading]] = True
    found = np.arange(blocks, dtype=np.int32)
    last = -1
    for block in range(blocks):
        if last >= 0:
            found[block] = last
        if kinds[block]:
            last = block
    return found


def _nearness(is_match: NDArray[np.bool_], reach: float) -> Floats:
    """Return exp(-distance / reach) to the last match before each word, 0 where there is none."""
    at = np.where(is_match, np.arange(len(is_match)), -(10**6))
    last = np.concatenate(([-(10**6)], np.maximum.accumulate(at)[:-1]))
    nearness: Floats = np.exp((last - np.arange(len(is_match))) / reach).astype(np.float32)
    return nearness
