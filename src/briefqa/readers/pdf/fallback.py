"""Tell where pdfium misreads a page's characters, and read them another way."""

import re
import struct
import zlib

from pdfminer.psexceptions import PSException

from briefqa.readers.pdf.glyphs import Glyph
from briefqa.readers.pdf.miner import Miner
from briefqa.readers.pdf.radicals import mend

__all__ = ["FallbackGlyphs", "corruption", "is_corrupt", "mend"]

# CJK Extension A: pdfium reads the kana of Google Slides as its characters (の as 䛾), a fifth of
# them, for it passes over a ToUnicode range that runs over a high byte and gives the number of the
# glyph; in ordinary Japanese there is one in a hundred thousand.
_MISREAD = re.compile("[\u3400-\u4dbf]")
_MISREAD_SHARE = 0.01
# Without a letter: replaced, or of a font's own, where bullets and icons are too.
_WITHOUT_LETTER = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")
_WITHOUT_LETTER_SHARE = 0.2
_LEAST = 2  # characters: one alone may be a name's, or a bullet
# What pdfminer raises on broken files, besides its own errors: it trusts what it parses.
_FAILURES = (
    PSException,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    OSError,
    RecursionError,
    struct.error,
    TypeError,
    ValueError,
    zlib.error,
)


def corruption(text: str) -> float:
    """Return the share of characters, without white space, that are surely not what is shown."""
    shown = len("".join(text.split()))
    misread, lost = len(_MISREAD.findall(text)), len(_WITHOUT_LETTER.findall(text))
    return (misread + lost) / shown if shown else 0.0


def is_corrupt(text: str) -> bool:
    """Say whether a page's characters were misread: kana as rare ideographs, or no letters.

    >>> is_corrupt("䛣䛾表䛿例䛷䛒䜛"), is_corrupt("この表は例である")
    (True, False)
    """
    shown = len("".join(text.split()))
    misread, lost = len(_MISREAD.findall(text)), len(_WITHOUT_LETTER.findall(text))
    return (misread >= _LEAST and misread > _MISREAD_SHARE * shown) or (
        lost >= _LEAST and lost > _WITHOUT_LETTER_SHARE * shown
    )


class FallbackGlyphs:
    """The characters of one document's pages as pdfminer reads them, where pdfium misreads them."""

    def __init__(self, data: bytes) -> None:
        """Take the document's bytes; they are parsed when a page is first asked for."""
        self._data = data
        self._miner: Miner | None = None
        self._is_broken = False

    def glyphs(self, number: int) -> list[Glyph]:
        """Return the characters of a page (from 1) in the order of its stream.

        None where the file is too broken for pdfminer.
        """
        if self._is_broken:
            return []
        try:
            if self._miner is None:
                self._miner = Miner(self._data)
            return self._miner.glyphs(number)
        except _FAILURES:
            self._is_broken = self._miner is None
            return []
