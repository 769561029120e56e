"""Translate the words of an English question into Japanese terms, from a shipped dictionary.

The file is one read-only SQLite table `translation(english, japanese, weight)`, made by
`training/lexicon.py`. English is kept in dictionary form, so inflection is undone here, at look-up.
"""

import re
import sqlite3
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

from briefqa.errors import SettingsError
from briefqa.text.english import FUNCTION_WORDS, singulars

MAX_WORDS = 4  # words of the longest phrase in the dictionary
MAX_QUESTION_WORDS = 200  # words of a question that are looked up

# Abbreviations that lose their meaning in lower case ("us", "un").
ABBREVIATIONS = {
    "US": "united states",
    "USA": "united states",
    "UK": "united kingdom",
    "UN": "united nations",
    "EU": "european union",
}
IRREGULAR = {
    "began": "begin", "begun": "begin", "bought": "buy", "brought": "bring", "built": "build",
    "children": "child", "chose": "choose", "chosen": "choose", "feet": "foot", "fell": "fall",
    "fallen": "fall", "found": "find", "gave": "give", "given": "give", "grew": "grow",
    "grown": "grow", "held": "hold", "kept": "keep", "knew": "know", "known": "know",
    "led": "lead", "left": "leave", "lost": "lose", "made": "make", "men": "man", "met": "meet",
    "paid": "pay", "people": "people", "ran": "run", "rose": "rise", "risen": "rise",
    "said": "say", "sent": "send", "set": "set", "sold": "sell", "spent": "spend",
    "spoke": "speak", "spoken": "speak", "taken": "take", "taught": "teach", "thought": "think",
    "told": "tell", "took": "take", "went": "go", "women": "woman", "won": "win",
    "written": "write", "wrote": "write",
}  # fmt: skip
STOP_WORDS = FUNCTION_WORDS | frozenset(
    {"because", "may", "might", "must", "no", "nor", "not", "s", "t", "whether"}
)

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:\.[A-Za-z]\b\.?)*|[0-9]+")
_POSSESSIVE = re.compile(r"['’]s?\b")
_VOWEL = re.compile(r"[aeiouy]")


@dataclass(frozen=True, slots=True)
class Translation:
    """A Japanese rendering. `weight` in (0, 1]: higher is likelier; a phrase's sum to about 1."""

    japanese: str
    weight: float


class Lexicon:
    """English phrases and their Japanese translations; safe to share between threads."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Take a connection that other threads may use."""
        self._connection = connection
        self._lock = threading.Lock()

    @classmethod
    def open(cls, path: Path | None = None) -> "Lexicon":
        """Open a lexicon file, or the shipped one.

        Raises `SettingsError` if the file is missing or is no lexicon.
        """
        if path is not None:
            return cls(_connect(path))
        with as_file(files("briefqa") / "models" / "lexicon" / "lexicon.sqlite") as shipped:
            return cls(_connect(shipped))

    def translate(self, phrase: str, *, limit: int = 8) -> tuple[Translation, ...]:
        """Return the translations of a word or phrase of up to four words, likeliest first.

        Inflected forms are found by their dictionary form. Nothing is returned for unknown phrases.
        """
        words = english_words(phrase)
        if not 0 < len(words) <= MAX_WORDS:
            return ()
        variants = _variants(words)
        return _merge(variants, self._rows(variants), limit)

    def translate_question(
        self, text: str, *, limit: int = 8
    ) -> tuple[tuple[str, tuple[Translation, ...]], ...]:
        """Return the phrases of an English question with their translations, in order.

        The longest known phrase is taken first, from left to right. Stop words on their own and
        unknown words are left out. Phrases are in lower case, as they stand in the question.
        """
        words = english_words(text)[:MAX_QUESTION_WORDS]
        spans = {span: _variants(words[span[0] : span[1]]) for span in _spans(words)}
        rows = self._rows([variant for variants in spans.values() for variant in variants])
        found: list[tuple[str, tuple[Translation, ...]]] = []
        start = 0
        while start < len(words):
            end, translations = self._longest(spans, rows, start, limit)
            if translations:
                found.append((" ".join(words[start:end]), translations))
            start = end
        return tuple(found)

    @staticmethod
    def _longest(
        spans: dict[tuple[int, int], list[str]],
        rows: dict[str, list[Translation]],
        start: int,
        limit: int,
    ) -> tuple[int, tuple[Translation, ...]]:
        for end in range(start + MAX_WORDS, start, -1):
            variants = spans.get((start, end))
            if variants and (translations := _merge(variants, rows, limit)):
                return end, translations
        return start + 1, ()

    def _rows(self, phrases: Sequence[str]) -> dict[str, list[Translation]]:
        wanted = sorted(set(phrases))
        rows: dict[str, list[Translation]] = {}
        with self._lock:
            for begin in range(
                0, len(wanted), 500
            ):  # SQLite takes at most 999 parameters in places
                part = wanted[begin : begin + 500]
                marks = ",".join("?" * len(part))
                query = (
                    f"SELECT english, japanese, weight FROM translation WHERE english IN ({marks})"  # noqa: S608 - marks alone
                )
                for english, japanese, weight in self._connection.execute(query, part):
                    rows.setdefault(english, []).append(Translation(japanese, weight / 1000))
        return rows


def english_words(text: str) -> list[str]:
    """Return the lower-case words of an English text, hyphens split, possessives cut.

    >>> english_words("Kyoto's city-to-city programme, e.g. the U.S. one")
    ['kyoto', 'city', 'to', 'city', 'programme', 'eg', 'the', 'united', 'states', 'one']
    """
    plain = _POSSESSIVE.sub("", unicodedata.normalize("NFKC", text).replace("’", "'"))
    words: list[str] = []
    for match in _WORD.finditer(plain):
        word = match.group().replace(".", "")
        words += ABBREVIATIONS.get(word, word.lower()).split()
    return words


def dictionary_forms(word: str) -> tuple[str, ...]:
    """Return the forms under which an inflected word may stand in a dictionary, likeliest first.

    >>> dictionary_forms("countries"), dictionary_forms("planned"), dictionary_forms("reducing")
    (('country',), ('plan', 'plann', 'planne'), ('reduc', 'reduce'))
    >>> dictionary_forms("gas"), dictionary_forms("held")
    ((), ('hold',))
    """
    if word in IRREGULAR:
        return (IRREGULAR[word],)
    if found := singulars(word):
        return found
    for ending in ("ing", "ed"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2 and _VOWEL.search(stem):
            return _base_forms(stem, ending)
    return ()


def _base_forms(stem: str, ending: str) -> tuple[str, ...]:
    if ending == "ed" and stem.endswith("i"):
        return (stem[:-1] + "y",)
    doubled = stem[-1] == stem[-2] and stem[-1] not in "aeiouls"
    undoubled = (stem[:-1],) if doubled else ()
    return (*undoubled, stem, stem + "e")


def _spans(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of up to four words that neither begin nor end with a stop word."""
    for start in range(len(words)):
        for end in range(start + 1, min(start + MAX_WORDS, len(words)) + 1):
            if words[start] not in STOP_WORDS and words[end - 1] not in STOP_WORDS:
                yield start, end


def _variants(words: Sequence[str]) -> list[str]:
    """Return the ways a phrase may stand in the dictionary: as written first."""
    last = [[*words[:-1], form] for form in dictionary_forms(words[-1])]
    every = [(dictionary_forms(word) or (word,))[0] for word in words]
    phrases = [" ".join(variant) for variant in ([*words], *last, every)]
    return list(dict.fromkeys(phrases))


def _merge(
    variants: Sequence[str], rows: dict[str, list[Translation]], limit: int
) -> tuple[Translation, ...]:
    """Join the translations of a phrase as written with those of its dictionary form, in halves.

    Both are needed: `leading` has senses of its own, and `emissions` those of `emission`.
    """
    known = [variant for variant in variants if variant in rows]
    chosen = known[:2] if known[:1] == [variants[0]] else known[:1]
    best: dict[str, float] = {}
    for variant in chosen:
        for translation in rows[variant]:
            weight = translation.weight / len(chosen)
            best[translation.japanese] = best.get(translation.japanese, 0.0) + weight
    ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Translation(japanese, round(weight, 6)) for japanese, weight in ranked[:limit])


def _connect(path: Path) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        connection.execute("SELECT english, japanese, weight FROM translation LIMIT 1").fetchone()
    except sqlite3.Error as error:
        raise SettingsError(
            f"{path} is not a lexicon ({error}).",
            hint="Reinstall briefqa, or rebuild the file with `make -C training lexicon`.",
        ) from error
    return connection
