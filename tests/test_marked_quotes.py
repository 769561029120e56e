"""On real decks: what is marked on a slide's picture holds the words that are quoted.

Each deck is read, 200 of its lines are drawn at random, and the page is asked through pdfium what
stands in the rectangles that `briefqa.marking` gives for them. The decks are no part of the
repository; where they are missing the test is skipped.
"""

import ctypes
import random
import re
import unicodedata
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image

from briefqa.marking import Rectangle, Span, picture_size, rectangles
from briefqa.readers import read_document
from briefqa.records import Page, Slide
from tests.decks import decks

DECKS = 10
LINES = 200
ALONE_AT_LEAST = 0.98  # of the lines: at most as many other characters as a line end may bring
DRAWN_AT_MOST = 0.05  # of the lines: titles that Keynote and others draw as outlines
_INK = 40  # of 255: by how much letters differ from what they stand on
_SCALE = 1_000_000  # of device coordinates, which are whole numbers
# pdfium reads kana of some fonts as these; they say nothing about what is drawn.
_MISREAD = re.compile("[\u3400-\u4dbf\ufffd\ue000-\uf8ff]")
_DECKS = decks("pdf")
pytestmark = pytest.mark.skipif(len(_DECKS) < DECKS, reason="the real decks are not here")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A line of a slide, or a part of it, and what stands in its rectangles; no white space.

    `is_drawn`: the line is drawn as outlines, so that pdfium does not read it anywhere.
    """

    place: str
    words: str
    found: str
    is_drawn: bool

    @property
    def holds(self) -> bool:
        """Whether every character of the line stands there, in whatever order."""
        return _missing(self.words, self.found) == 0

    @property
    def is_alone(self) -> bool:
        """Whether little else stands there."""
        return self.holds and len(self.found) <= 1.2 * len(self.words) + 1


def _missing(words: str, found: str) -> int:
    """Return how many characters of `words` are not in `found`, misread ones standing for any."""
    left = list(found)
    missing = 0
    for character in words:
        if character in left:
            left.remove(character)
        else:
            missing += 1
    return max(0, missing - sum(bool(_MISREAD.match(character)) for character in left))


def _folded(text: str) -> str:
    """Return what is compared: no white space, no control characters, no width, no hyphens."""
    # pdfium gives the halves of a character beyond U+FFFF one by one.
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    kept = (
        c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c)[0] not in "CZ"
    )
    return "".join(c for c in kept if c not in "-‐‑­")


@contextmanager
def text_page(document: pypdfium2.PdfDocument, number: int) -> Iterator["Printed"]:
    page = document[number - 1]
    text = page.get_textpage()
    try:
        yield Printed(page, text)
    finally:
        text.close()
        page.close()


class Printed:
    """The characters of a page with their centres, in fractions of the page as it is shown."""

    def __init__(self, page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> None:
        self._page = page
        self._text = text
        self._characters = [
            (self._centre(index), chr(pdfium.FPDFText_GetUnicode(text, index)))
            for index in range(text.count_chars())
        ]

    def within(self, places: tuple[Rectangle, ...]) -> str:
        """Return the characters whose centres are in the rectangles."""
        return "".join(
            character
            for (x, y), character in self._characters
            if any(one.left <= x <= one.right and one.top <= y <= one.bottom for one in places)
        )

    def _centre(self, index: int) -> tuple[float, float]:
        left, bottom, right, top = self._text.get_charbox(index)
        x, y = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(
            self._page, 0, 0, _SCALE, _SCALE, 0, (left + right) / 2, (bottom + top) / 2, x, y
        )
        return x.value / _SCALE, y.value / _SCALE


def _lines(
    slides: tuple[Slide, ...], pages: tuple[Page, ...]
) -> Iterator[tuple[Slide, Page, Span]]:
    for slide, page in zip(slides, pages, strict=True):
        for line in re.finditer(r"[^\n\t]+", slide.text):
            if len(_folded(line.group())) > 1:
                yield slide, page, line.span()


def measure(count: int = LINES, *, seed: int = 5, is_part: bool = False) -> list[Quoted]:
    """Return lines drawn at random from ten decks, as many of each as far as they have them.

    `is_part`: of each line a part drawn at random, as a quote of an answer's words is.
    """
    chooser = random.Random(seed)
    drawn: list[list[Quoted]] = []
    for path in chooser.sample(_DECKS, DECKS):
        data = path.read_bytes()
        read = read_document(data, path=path)
        lines = list(_lines(read.slides, read.pages))
        chooser.shuffle(lines)
        with closing(pypdfium2.PdfDocument(data)) as document:
            drawn.append(
                [
                    _quoted(path, document, *line, part=chooser if is_part else None)
                    for line in lines[: count // 4]
                ]
            )
    turns = zip_longest(*drawn)
    found = [one for turn in turns for one in turn if one is not None]
    assert sum(one.is_drawn for one in found) <= DRAWN_AT_MOST * len(found)
    return [one for one in found if not one.is_drawn][:count]


def _quoted(
    path: Path,
    document: pypdfium2.PdfDocument,
    slide: Slide,
    page: Page,
    span: Span,
    *,
    part: random.Random | None,
) -> Quoted:
    line = _folded(slide.text[slice(*span)])
    start, end = sorted(part.sample(range(span[0], span[1] + 1), 2)) if part else span
    with text_page(document, slide.number) as printed:
        found = _folded(printed.within(rectangles(page, [(start, end)])))
        everything = _folded(printed.within((Rectangle(0, 0, 1, 1),)))
    shown = _folded(slide.text).count(line)  # a drawn title may stand in the text below it too
    is_drawn = everything.count(line) < shown and not _MISREAD.search(everything)
    place = f"{path.name}, slide {slide.number}, {start}-{end}"
    return Quoted(place, _folded(slide.text[start:end]), found, is_drawn)


@pytest.mark.parametrize("is_part", [False, True])
def test_the_rectangles_of_a_quote_hold_its_words_and_little_else(is_part: bool) -> None:
    quoted = measure(is_part=is_part)
    assert len(quoted) == LINES
    crowded = [one for one in quoted if not one.is_alone]
    assert [one for one in quoted if not one.holds] == []
    assert 1 - len(crowded) / LINES >= ALONE_AT_LEAST, crowded


def test_where_a_line_is_marked_on_the_picture_there_is_ink(tmp_path: Path) -> None:
    path = min(_DECKS, key=lambda deck: deck.stat().st_size)
    read = read_document(path.read_bytes(), path=path, pictures=tmp_path)
    blank, total = [], 0
    for page, slide in zip(read.pages, read.slides, strict=True):
        with Image.open(tmp_path / page.picture) as picture:
            size = picture_size(page)
            assert picture.size == size
            for _, _, span in _lines((slide,), (page,)):
                for one in rectangles(page, [span]):
                    total += 1
                    part = one.scaled(size)
                    crop = picture.convert("L").crop((part.left, part.top, part.right, part.bottom))
                    darkest, lightest = crop.getextrema()
                    if lightest - darkest < _INK:
                        blank.append((slide.number, slide.text[slice(*span)]))
    assert total > LINES / 4
    assert len(blank) <= 0.01 * total, blank
