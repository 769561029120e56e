"""Find names in Latin letters in kana: Quezon is ケソン, Kitakyushu キタキュウシュウ to UniDic.

No rule spells a name from abroad in kana, so each is compared by its sound with the kana words that
the briefings use. UniDic's lemma of a Japanese name is its reading in kana, so those are met too.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cached_property

from briefqa.text.hepburn import hepburn

# Likeness from which on two spellings are of one name, see `likeness`: of a name that the lexicon
# does not know, of a long one, and of one that it renders in words which do not occur. Set by hand
# on names of cities: Berlin and ベレン are .93 alike, Kien Giang and キエンザン .84.
LEAST, LEAST_LONG, LEAST_KNOWN = 0.88, 0.82, 0.95
_LONG = 7  # sounds
_KANA = re.compile("[ァ-ヺー]{2,}")
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
_VOWEL, _FAINT = (
    0.3,
    0.35,
)  # cost of a vowel that is another or not there; of an h, r or n that is not


class Transliterator:
    """The kana words of an index by how they sound."""

    def __init__(self, terms: Iterable[str]) -> None:
        """Take the terms of an index; nothing is done with them before a name is looked for."""
        self._terms = terms

    @cached_property
    def _by_start(self) -> dict[str, list[tuple[str, str]]]:
        """(term, sounds) of each kana term, by its first consonant, or "" for a vowel."""
        found: dict[str, list[tuple[str, str]]] = {}
        for term in self._terms:
            if _KANA.fullmatch(term):
                sounds = sounds_of(hepburn(term))
                found.setdefault(_start(sounds), []).append((term, sounds))
        return found

    def find(self, name: str, *, is_known: bool = False) -> tuple[str, float] | None:
        """Return the kana term that sounds most like a name, with its likeness, or None.

        `is_known`: the lexicon has words for the name.
        """
        sounds = sounds_of(name)
        if len(sounds) < _FEWEST_SOUNDS:
            return None
        least = LEAST_KNOWN if is_known else LEAST_LONG if len(sounds) >= _LONG else LEAST
        starts = {_start(sounds), *_ALIKE_STARTS.get(_start(sounds), "")}
        near = [
            (term, likeness(sounds, other))
            for start in sorted(starts)
            for term, other in self._by_start.get(start, ())
            if abs(len(other) - len(sounds)) <= 2 + len(sounds) // 3
        ]
        best = max(near, key=lambda one: one[1], default=None)
        return best if best is not None and best[1] >= least else None


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
