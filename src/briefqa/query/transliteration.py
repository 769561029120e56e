"""Find names in Latin letters in kana: Quezon is ケソン, Kitakyushu キタキュウシュウ to UniDic.

No rule spells a name from abroad in kana, so each is compared by its sound with the kana words that
the briefings use. UniDic's lemma of a Japanese name is its reading in kana, so those are met too.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from briefqa.text.hepburn import hepburn

# Likeness from which on two spellings are of one name, see `likeness`: of a name that the lexicon
# does not know, of a long one, and of one that it renders in words which do not occur. Set by hand
# on names of cities: Berlin and ベレン are .93 alike, Kien Giang and キエンザン .84.
LEAST, LEAST_LONG, LEAST_KNOWN = 0.88, 0.82, 0.95
_LONG = 7  # sounds
_KANA = re.compile("[ァ-ヺー]{2,}")
_ROUNDING = 1e-9
_FEWEST_SOUNDS = 3  # of a name; fewer are like too much
_VOWELS = frozenset("aiueo")
# What is written in several ways and sounds alike; the longest first.
_SOUNDS = (
    ("sch", "s"), ("tch", "t"), ("sh", "s"), ("ch", "t"), ("ts", "t"), ("ph", "h"), ("th", "t"),
    ("ck", "k"), ("qu", "k"), ("gh", "g"), ("kh", "k"), ("ce", "se"), ("ci", "si"), ("cy", "si"),
    ("ge", "ze"), ("gi", "zi"), ("x", "ks"), ("c", "k"), ("q", "k"), ("l", "r"), ("v", "b"),
    ("f", "h"), ("j", "z"), ("y", "i"), ("w", "u"),
)  # fmt: skip
# What one sound costs in the place of another, where less than 1.
_NEAR = {
    frozenset(pair): cost
    for pair, cost in (
        ("sz", 0.2), ("td", 0.4), ("kg", 0.4), ("bp", 0.4), ("nm", 0.3), ("st", 0.5), ("zd", 0.5),
        ("hb", 0.5), ("hp", 0.5),
    )
}  # fmt: skip
# Cost of a vowel that is another or not there, and of an h, r or n that is not there.
_VOWEL, _FAINT = 0.3, 0.35


class Transliterator:
    """The kana words of an index by how they sound."""

    def __init__(self, terms: Iterable[str]) -> None:
        """Take the terms of an index; nothing is done with them before a name is looked for."""
        self._terms = terms

    @cached_property
    def _kana(self) -> list[str]:
        """The kana terms, in the order of the terms."""
        return [term for term in self._terms if _KANA.fullmatch(term)]

    @cached_property
    def _sounds(self) -> NDArray[np.uint8]:
        """The sounds of each kana term as codes, padded; shape (sounds of the longest, terms)."""
        return _coded([sounds_of(hepburn(term)) for term in self._kana])

    @cached_property
    def _lengths(self) -> NDArray[np.intp]:
        """How many sounds each kana term has, shape (terms,)."""
        lengths: NDArray[np.intp] = np.count_nonzero(self._sounds != _PAD, axis=0)
        return lengths

    def find(self, name: str, *, is_known: bool = False) -> tuple[str, float] | None:
        """Return the kana term that sounds most like a name, with its likeness, or None.

        `is_known`: the lexicon has words for the name.
        """
        sounds = sounds_of(name)
        if len(sounds) < _FEWEST_SOUNDS:
            return None
        least = LEAST_KNOWN if is_known else LEAST_LONG if len(sounds) >= _LONG else LEAST
        starts = {_start(sounds), *_ALIKE_STARTS.get(_start(sounds), "")}
        firsts = [code for code, letter in enumerate(_LETTERS) if _start(letter) in starts]
        slack = 2 + len(sounds) // 3
        is_near = np.abs(self._lengths - len(sounds)) <= slack
        near = np.flatnonzero(is_near & np.isin(self._sounds[:1], firsts).all(axis=0))
        alike = _likenesses(sounds, self._sounds[: len(sounds) + slack, near], least)
        if not alike.size or alike.max() < least:
            return None
        best = int(alike.argmax())
        return self._kana[near[best]], float(alike[best])


# First sounds that writers of kana take for one another.
_ALIKE_STARTS = {
    "s": "zt", "z": "sd", "t": "ds", "d": "t", "k": "g", "g": "k", "b": "ph", "p": "b", "h": "b",
}  # fmt: skip


def _start(sounds: str) -> str:
    return "" if sounds[:1] in _VOWELS else sounds[:1]


def sounds_of(name: str) -> str:
    """Return how a name in Latin letters sounds, roughly: one letter for each sound.

    >>> sounds_of("Quezon"), sounds_of("Belém"), sounds_of("Kitakyūshū")
    ('kezon', 'berem', 'kitakiusu')
    """
    plain = unicodedata.normalize("NFKD", name).lower()
    letters = "".join(c for c in plain if "a" <= c <= "z")
    for written, sound in _SOUNDS:
        letters = letters.replace(written, sound)
    return re.sub(r"(.)\1+", r"\1", letters)


def likeness(one: str, other: str) -> float:
    """Return in [0, 1] how alike two names sound: an edit distance that makes little of vowels.

    >>> round(likeness("kezon", "keson"), 2), likeness("kezon", "maniira") < 0.5
    (0.95, True)
    """
    row = [0.0]
    for sound in other:
        row.append(row[-1] + _alone(sound))
    for first in one:
        previous, row = row, [row[0] + _alone(first)]
        for at, second in enumerate(other, start=1):
            row.append(
                min(
                    previous[at] + _alone(first),
                    row[at - 1] + _alone(second),
                    previous[at - 1] + _instead(first, second),
                )
            )
    most = max(sum(map(_weight, one)), sum(map(_weight, other)))
    return max(0.0, 1.0 - row[-1] / most) if most else 0.0


def _likenesses(one: str, others: NDArray[np.uint8], least: float) -> NDArray[np.float64]:
    """Return `likeness` of a name to each of `others`, or 0 where it is below `least`.

    All at once, since a large index holds ten thousand kana words. The distance cannot fall below
    the least figure of a row of its table, so most words are dropped after two or three sounds.
    """
    found = np.zeros(others.shape[1])
    kept = np.arange(others.shape[1])
    most = np.maximum(sum(map(_weight, one)), _WEIGHTS[others].sum(axis=0))
    row = np.concatenate([np.zeros((1, len(kept))), np.cumsum(_ALONE[others], axis=0)])
    for first in _coded([one])[:, 0]:
        previous, row = row, np.empty_like(row)
        row[0] = previous[0] + _ALONE[first]
        for at, sound in enumerate(others, start=1):
            row[at] = np.minimum(
                np.minimum(previous[at] + _ALONE[first], row[at - 1] + _ALONE[sound]),
                previous[at - 1] + _INSTEAD[first][sound],
            )
        is_alike = row.min(axis=0) <= (1.0 - least) * most + _ROUNDING
        row, others, most, kept = (
            row[:, is_alike],
            others[:, is_alike],
            most[is_alike],
            kept[is_alike],
        )
    found[kept] = np.maximum(0.0, 1.0 - row[-1] / most)
    return found


def _coded(names: Sequence[str]) -> NDArray[np.uint8]:
    """Return the sounds of names as places in `_LETTERS`, padded; shape (longest, names)."""
    longest = max(map(len, names), default=0)
    data = "".join(name.ljust(longest, "{") for name in names).encode("ascii")  # { follows z
    codes = np.frombuffer(data, dtype=np.uint8).reshape(len(names), longest) - ord("a")
    return np.ascontiguousarray(codes.T)


def _weight(sound: str) -> float:
    return 0.6 if sound in _VOWELS else 1.0


def _alone(sound: str) -> float:
    if sound in _VOWELS:
        return _VOWEL
    return _FAINT if sound in "hrn" else 0.9


def _instead(one: str, other: str) -> float:
    if one == other:
        return 0.0
    if one in _VOWELS and other in _VOWELS:
        return _VOWEL
    return _NEAR.get(frozenset((one, other)), 1.0)


# The same figures by code. A pad costs nothing alone, and nothing can stand in its place: so the
# distance to a padded name is that to the name.
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_PAD = len(_LETTERS)
_ALONE = np.array([*map(_alone, _LETTERS), 0.0])
_WEIGHTS = np.array([*map(_weight, _LETTERS), 0.0])
_INSTEAD = np.array([[*(_instead(one, other) for other in _LETTERS), np.inf] for one in _LETTERS])
