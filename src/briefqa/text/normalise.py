"""Bring text to one form for the index, and know where each character came from."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

# Control, bidirectional, zero-width, filler, variation, tag and noncharacters: nothing a reader
# sees, and what hostile text hides words with. NUL is among them: MeCab drops what follows it.
# Newline and tab stay.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e0fff\ufdd0-\ufdef\ufffe\uffff]"
)
# Where a long run of combining marks may stand; no writing needs 30 (Unicode's UAX 15, section 13).
_MARKS_LIMIT = 30
_MARKS = re.compile(rf"[^\w\s\x00-\x7f]{{{_MARKS_LIMIT},}}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_VOICED_MARKS = "ﾞﾟ\u3099\u309a"
# Dashes that writers of Japanese use for one another between city names, ranges and numbers.
_DASHES = re.compile("[‐‑‒–—―−﹣－]")


def strip_invisible(text: str) -> str:
    r"""Return `text` without characters that show nothing; lone surrogates become U+FFFD.

    >>> strip_invisible("防災\u200b計画\x00の概要")
    '防災計画の概要'
    """
    return _SURROGATE.sub("\ufffd", _INVISIBLE.sub("", text))


def is_visible(text: str) -> bool:
    """Say whether `strip_invisible` leaves `text` as it is."""
    return _INVISIBLE.search(text) is None and _SURROGATE.search(text) is None


def has_surrogate(text: str) -> bool:
    """Say whether `text` holds a lone surrogate, which no encoder accepts."""
    return _SURROGATE.search(text) is not None


@lru_cache(maxsize=16)  # a passage's terms and bigrams are made one after the other
def normalise(text: str) -> str:
    """Return the form of which terms are made: NFKC, lower case, one dash, nothing invisible.

    Normalising twice changes nothing.

    >>> normalise("ＣＯ２排出量は約１，２００万ｔ")
    'co2排出量は約1,200万t'
    >>> normalise("ﾊﾟｰﾄﾅｰ − 25℃")
    'パートナー - 25°c'
    """
    visible = strip_invisible(text)
    if len(visible) > _MARKS_LIMIT:
        visible = _MARKS.sub(_in_order, visible)
    folded = _DASHES.sub("-", unicodedata.normalize("NFKC", visible)).lower()
    if unicodedata.is_normalized("NFKC", folded):
        return folded
    return normalise(unicodedata.normalize("NFKC", folded))


def _in_order(run: re.Match[str]) -> str:
    """Put combining marks into the order that NFKC gives them; it does so in quadratic time."""
    groups = groupby(run.group(), key=lambda character: unicodedata.combining(character) > 0)
    return "".join("".join(sorted(marks, key=unicodedata.combining)) for _, marks in groups)


@dataclass(frozen=True, slots=True)
class Folded:
    """Normalised text that knows its origin.

    `starts[i]` and `ends[i]` bound, in the original string, the character that gave `text[i]`.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open range of the original that `text[start:end]` came from."""
        if start >= end:
            raise ValueError(f"empty range {start}..{end}")
        return self.starts[start], self.ends[end - 1]


@lru_cache(maxsize=8_192)
def fold(text: str) -> Folded:
    """Normalise `text` character by character and keep the way back.

    >>> folded = fold("約２５℃")
    >>> folded.text, folded.origin(3, 5)
    ('約25°c', (3, 4))
    """
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    while position < len(text):
        end = position + 1
        while end < len(text) and (text[end] in _VOICED_MARKS or unicodedata.combining(text[end])):
            end += 1
        single = end == position + 1
        piece = _fold_one(text[position]) if single else normalise(text[position:end])
        parts.append(piece)
        starts.extend([position] * len(piece))
        ends.extend([end] * len(piece))
        position = end
    return Folded("".join(parts), tuple(starts), tuple(ends))


@lru_cache(maxsize=16_384)
def _fold_one(character: str) -> str:
    return normalise(character)


def wide_to_narrow(text: str) -> str:
    """Return `text` in NFKC, each run of white space as one space; letters keep their case.

    >>> wide_to_narrow("ＷＨＯ　憲章")
    'WHO 憲章'
    """
    return " ".join(unicodedata.normalize("NFKC", text).split())


def squeeze(text: str) -> str:
    """Return `text` normalised and without white space: the form in which wordings are compared.

    >>> squeeze("30 か国\\n一覧")
    '30か国一覧'
    """
    return "".join(normalise(text).split())
