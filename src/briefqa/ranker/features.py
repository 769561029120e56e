"""What is known of a passage beside its scores: how and where it holds what is asked. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from briefqa.answerer.ask import Ask
from briefqa.query import Query
from briefqa.ranker.matching import (
    Floats,
    Found,
    Ints,
    Texts,
    find_characters,
    find_pairs,
    find_words,
    longest_runs,
)
from briefqa.text.normalise import normalise

KINDS = ("number", "date", "place", "person", "organisation", "definition", "reason", "text")
_KATAKANA = re.compile("[ァ-ヺー・]{3,}")
_FORMS = {
    "number": re.compile("[0-9]|[一二三四五六七八九十百千万億兆]+[^\\Wぁ-ん]"),
    "date": re.compile("[0-9]{1,4}(?:年|月|日|時)|世紀|時代|年間|[0-9]{3,4}"),
    "place": re.compile("[都道府県市区町村国州島山川]|地方|大陸|" + _KATAKANA.pattern),
    "person": re.compile("[氏君王帝妃]|[者家]|" + _KATAKANA.pattern),
    "organisation": re.compile("社|会|省|庁|団|局|党|校|大学|軍|[a-z]{2,}|" + _KATAKANA.pattern),
    "definition": re.compile("とは|であ[るり]|こと|一種|総称|という"),
    "reason": re.compile("ため|ので|から|より|よって|よる|理由|原因|目的"),
}
_FULL_STOP = ord("。")
_OTHER_FORM = re.compile("「|『|" + _KATAKANA.pattern)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as passages are matched with it.

    `pairs` maps character pairs to their idf; `words` has spellings and importance; `is_name` says
    of each word whether it is a name or number.
    """

    text: str
    kind: str
    units: tuple[str, ...]
    pairs: dict[str, float]
    words: tuple[tuple[tuple[str, ...], float], ...]
    is_name: NDArray[np.bool_]


def read_asked(query: Query, ask: Ask, pairs: dict[str, float]) -> Asked:
    """Return what passages are matched with; `pairs` has the idf of those that occur."""
    words = [
        (_spellings(concept.text, [w.terms for w in concept.wordings]), concept.importance)
        for concept in query.concepts
    ]
    return Asked(
        text=normalise(query.text),
        kind=ask.kind if ask.kind in KINDS else "text",
        units=tuple(unit for units in ask.units for unit in units),
        pairs={pair: weight for pair, weight in pairs.items() if len(pair) == 2},
        words=tuple(words),
        is_name=np.array([concept.is_name for concept in query.concepts], dtype=np.bool_),
    )


def _spellings(text: str, wordings: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return how a word may stand in a text: a verb or adjective by its kanji alone."""
    found = [text] + [terms[0] for terms in wordings if len(terms) == 1]
    stems = (re.sub("(?<=[一-鿿々])[ぁ-ん]+$", "", one) for one in found)
    return tuple(dict.fromkeys(stem for stem in stems if stem))


FEATURES: tuple[str, ...] = (
    *(
        f"{channel}_{measure}"
        for channel in ("pairs", "words", "kanji")
        for measure in (
            "text", "sentence", "two", "window", "line",
            "text_gap", "sentence_gap", "two_gap", "window_gap", "most_missing",
        )
    ),
    *(
        f"{channel}_telling_{measure}"
        for channel in ("pairs", "words", "kanji")
        for measure in ("text", "sentence", "two", "window",
                        "text_gap", "sentence_gap", "two_gap", "window_gap")
    ),
    "run", "run_gap", "runs", "runs_gap", "names_missing", "topic", "count",
    "length", "sentences", "form", "form_near", "unit", "share", "share_gap", "place",
    *(f"asks_{kind}" for kind in KINDS),
)  # fmt: skip


def passage_features(asked: Asked, texts: Texts, shares: Floats) -> Floats:
    """Return a row of figures for each text, shape (texts, len(FEATURES)).

    `shares`: the part of the question's term weight that BM25 found in each.
    """
    pairs = find_pairs(texts, asked.text, asked.pairs)
    words = find_words(texts, asked.words)
    kanji = find_characters(texts, asked.text)
    of_pairs, telling_pairs, best_pairs = _channel(texts, pairs)
    of_words, telling_words, best_words = _channel(texts, words)
    of_kanji, telling_kanji, _ = _channel(texts, kanji)
    best = _best_sentences(texts, best_pairs + best_words)
    run, runs = longest_runs(texts, pairs)
    stretch = (np.minimum(run, 16) / 8).astype(np.float32)
    stretches = (np.log1p(runs) / 4).astype(np.float32)
    names = _names_missing(asked, texts, words)
    place = np.argsort(np.argsort(-shares, kind="stable"), kind="stable")
    form = np.array([_has_form(asked, texts, text) for text in range(texts.count)])
    near = np.array([_fits(asked, texts.sentence_text(number)) for number in best])
    columns: list[NDArray[np.floating]] = [
        *of_pairs, *of_words, *of_kanji, *telling_pairs, *telling_words, *telling_kanji,
        stretch, _gap(stretch), stretches, _gap(stretches), names, _topic(texts, asked),
        np.log1p(_per_text(texts, texts.of_text[words.place])) / 3,
        np.log(texts.lengths / 200) / 2,
        np.log1p(_per_text(texts, texts.of_text[texts.codes == _FULL_STOP])) / 2,
        form, near[:, 0], near[:, 1], shares, _gap(shares),
        1.0 / (1.0 + place),
        *(np.full(texts.count, float(asked.kind == kind)) for kind in KINDS),
    ]  # fmt: skip
    return np.stack(columns, axis=1).astype(np.float32)


def _per_text(texts: Texts, numbers: Ints) -> Ints:
    counts: Ints = np.bincount(numbers, minlength=texts.count)
    return counts


def _channel(texts: Texts, found: Found) -> tuple[list[Floats], list[Floats], Floats]:
    """Return the figures of one kind of match, and how much each sentence holds.

    The second list is weighted by what tells the texts apart: what all of them hold weighs nothing.
    """
    in_text = found.cover(texts.of_text, texts.count)
    common = in_text.sum(axis=0)
    telling = found.weights * np.log((texts.count + 0.5) / (common + 0.5)).astype(np.float32)
    telling[common == 0] = 0
    weights = np.stack([_shares(found.weights), _shares(telling)], axis=1)
    in_sentence = found.cover(texts.sentence, int(texts.sentence[-1]) + 1)
    in_bin = found.cover(texts.bin, int(texts.bin[-1]) + 1)
    by_sentence = in_sentence @ weights
    text = in_text @ weights
    sentence = np.maximum.reduceat(by_sentence, texts.first_sentence)
    two = _two(in_sentence, texts.first_sentence) @ weights
    two = np.maximum.reduceat(two, texts.first_sentence)
    window = np.maximum.reduceat(_two(in_bin, texts.first_bin) @ weights, texts.first_bin)
    line = by_sentence[texts.first_sentence, 0]
    missing = np.max(np.where(in_text, 0, weights[:, 0]), axis=1, initial=0.0)
    of_all = [text[:, 0], sentence[:, 0], two[:, 0], window[:, 0]]
    told = [text[:, 1], sentence[:, 1], two[:, 1], window[:, 1]]
    return (
        [*of_all, line, *map(_gap, of_all), missing],
        [*told, *map(_gap, told)],
        by_sentence[:, 0],
    )


def _shares(weights: Floats) -> Floats:
    total = float(weights.sum())
    shares: Floats = weights / np.float32(total) if total > 0 else weights
    return shares


def _two(held: NDArray[np.bool_], first: Ints) -> NDArray[np.bool_]:
    """Return what each group and the next one of the same text hold together."""
    together = held.copy()
    together[:-1] |= held[1:]
    together[first[1:] - 1] = held[first[1:] - 1]
    return together


def _gap(values: Floats) -> Floats:
    gap: Floats = values - values.max()
    return gap


def _best_sentences(texts: Texts, held: Floats) -> list[int]:
    """Return for each text the number of the sentence that holds most, the first of equals."""
    ends = [*texts.first_sentence[1:].tolist(), len(held)]
    firsts = texts.first_sentence.tolist()
    return [
        first + int(np.argmax(held[first:end])) for first, end in zip(firsts, ends, strict=True)
    ]


def _names_missing(asked: Asked, texts: Texts, words: Found) -> Floats:
    """Return the share of the question's names and numbers that each text has not."""
    if not asked.is_name.any():
        return np.zeros(texts.count, dtype=np.float32)
    held = words.cover(texts.of_text, texts.count)[:, asked.is_name]
    missing: Floats = 1.0 - held.mean(axis=1, dtype=np.float32)
    return missing


def _topic(texts: Texts, asked: Asked) -> Floats:
    """Return the share of the question's words that each text has as a topic or subject."""
    topics = find_words(texts, asked.words, before="はが")
    covered: Floats = topics.cover(texts.of_text, texts.count) @ _shares(topics.weights)
    return covered


def _has_form(asked: Asked, texts: Texts, text: int) -> float:
    start, length = int(texts.starts[text]), int(texts.lengths[text])
    return _fits(asked, texts.joined[start : start + length])[0]


def _fits(asked: Asked, text: str) -> tuple[float, float]:
    """Say whether a text has what could answer: its form, and the unit asked for (1.0 or 0.0)."""
    form = _FORMS.get(asked.kind, _OTHER_FORM)
    has_form = any(match.group() not in asked.text for match in form.finditer(text))
    unit = any(re.search(f"[0-9万億兆][^0-9。、]?{re.escape(u)}", text) for u in asked.units)
    return float(has_form), float(unit)
