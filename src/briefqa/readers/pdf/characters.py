"""Read the characters of a PDF page in the order of its content stream, and where each is shown."""

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from briefqa.readers.pdf.glyphs import Glyph, sheet_of
from briefqa.readers.pdf.upright import turn_upright
from briefqa.text.normalise import strip_invisible

GLYPH_LIMIT = 60_000  # of one page, some thirty pages of print; it takes a second to read them
# Of a character's width: prints of one character closer than that are one, made bold or shadowed.
_OVERPRINT = 0.4
_LIGATED = frozenset("bcfhijkltsT")  # letters that follow one another in ligatures: ff, ffi, tt, Th
_HYPHEN = 2  # how pdfium writes a hyphen at a line's end
_ASCENT, _DESCENT = 0.9, 0.2  # ems from the line on which letters stand to their box's edges
_TINIEST = 0.1  # points; smaller letters show nothing
_GENERATED = (0, 10, 13, 32)  # what pdfium writes where it sees space or a line's end
_REPLACEMENT = "\ufffd"


def read_glyphs(page: pdfium.PdfPage) -> list[Glyph]:
    """Return the characters shown on a page, white space too, in the order of its stream.

    What is printed twice in one place is given once; what lies off the page is left out. At most
    GLYPH_LIMIT of them are read. Raises PdfiumError where the page's text cannot be loaded.
    """
    text = page.get_textpage()
    try:
        return turn_upright(list(_once(_apart(_Reading(page, text).glyphs()))))
    finally:
        text.close()


def _apart(glyphs: Iterator[Glyph]) -> Iterator[Glyph]:
    """Give the letters of a ligature a place each: pdfium has them all where the ligature is."""
    ligature: list[Glyph] = []
    for glyph in glyphs:
        if ligature and not (glyph.text in _LIGATED and _is_in_place(ligature[-1], glyph)):
            yield from _parted(ligature)
            ligature = []
        ligature.append(glyph)
    yield from _parted(ligature)


def _is_in_place(one: Glyph, other: Glyph) -> bool:
    return one.run == other.run and (one.left, one.top, one.right, one.bottom) == (
        other.left,
        other.top,
        other.right,
        other.bottom,
    )


def _parted(letters: list[Glyph]) -> Iterator[Glyph]:
    """Yield letters of one place side by side."""
    for i, glyph in enumerate(letters):
        place = len(letters) - 1 - i if glyph.angle in (180, 270) else i
        start, end = place / len(letters), (place + 1) / len(letters)
        wide, high = glyph.right - glyph.left, glyph.bottom - glyph.top
        if len(letters) == 1:
            yield glyph
        elif glyph.is_vertical:
            yield replace(glyph, top=glyph.top + start * high, bottom=glyph.top + end * high)
        else:
            yield replace(glyph, left=glyph.left + start * wide, right=glyph.left + end * wide)


def _once(glyphs: Iterator[Glyph]) -> Iterator[Glyph]:
    """Leave out characters that are printed over the same character."""
    seen: dict[tuple[str, int, int], tuple[float, float]] = {}
    for glyph in glyphs:
        if glyph.text == " ":
            yield glyph
            continue
        x, y = glyph.x, glyph.y
        reach = max(_OVERPRINT * min(glyph.right - glyph.left, glyph.bottom - glyph.top), 0.1)
        step = 2.0 ** math.ceil(math.log2(2 * reach))  # the same for what is of about one size
        column, row = int((x - reach) // step), int((y - reach) // step)
        across = (column, column + 1) if (x + reach) // step > column else (column,)
        down = (row, row + 1) if (y + reach) // step > row else (row,)
        for key in product((glyph.text,), across, down):
            before = seen.get(key)
            if before and abs(before[0] - x) < reach and abs(before[1] - y) < reach:
                break
        else:
            seen[glyph.text, int(x // step), int(y // step)] = (x, y)
            yield glyph


@dataclass(frozen=True, slots=True)
class _Run:
    """What the characters of one text object share. `size` and `angle` are as shown."""

    number: int
    size: float
    angle: int
    turn: int  # as `angle`, on the page before it is turned itself
    font: str
    is_bold: bool
    mark: int
    is_unmapped: bool  # the first character is, so others may be


class _Reading:
    """One reading of a page's text through pdfium's functions, whose results go into buffers."""

    def __init__(self, page: pdfium.PdfPage, text: pdfium.PdfTextPage) -> None:
        self._text = text.raw
        self._sheet = sheet_of(page)
        self._runs: dict[int, _Run] = {}
        self._fonts: dict[int, tuple[str, bool]] = {}
        self._box = raw.FS_RECTF()
        self._tight = [ctypes.c_double() for _ in range(4)]
        self._matrix = raw.FS_MATRIX()

    def glyphs(self) -> Iterator[Glyph]:
        text = self._text
        is_spaced = False
        high = 0
        for i in range(min(raw.FPDFText_CountChars(text), GLYPH_LIMIT)):
            code = raw.FPDFText_GetUnicode(text, i)
            if code in _GENERATED and raw.FPDFText_IsGenerated(text, i) == 1:
                is_spaced = True
                continue
            if 0xD800 <= code < 0xDC00:
                high = code
                continue
            if high and 0xDC00 <= code < 0xE000:
                code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
            high = 0
            character = _character(code)
            glyph = self._glyph(i, character, is_spaced=is_spaced) if character else None
            if glyph is not None:
                yield glyph
                is_spaced = False

    def _glyph(self, i: int, character: str, *, is_spaced: bool) -> Glyph | None:
        run = self._run(i)
        box = self._place(i, run)
        if box is None:
            return None
        left, top, right, bottom = box
        return Glyph(
            text=character,
            left=left,
            top=top,
            right=right,
            bottom=bottom,
            size=run.size,
            angle=run.angle,
            font=run.font,
            is_bold=run.is_bold,
            run=run.number,
            mark=run.mark,
            is_spaced=is_spaced,
            is_unmapped=character == _REPLACEMENT
            or (run.is_unmapped and raw.FPDFText_HasUnicodeMapError(self._text, i) == 1),
        )

    def _place(self, i: int, run: _Run) -> tuple[float, float, float, float] | None:
        """Return the character's box on the page as shown, None where it is not on the page."""
        box = self._box
        found = raw.FPDFText_GetLooseCharBox(self._text, i, box)
        west, south, east, north = box.left, box.bottom, box.right, box.top
        a, b, c, d = self._tight
        if found and east > west and north > south:
            # Fonts tell how far they reach above and below a line, and many tell it wrongly.
            raw.FPDFText_GetCharOrigin(self._text, i, a, b)
            up, down = _ASCENT * run.size, _DESCENT * run.size
            if run.turn % 180 == 0:
                up, down = (up, down) if run.turn == 0 else (down, up)
                south, north = b.value - down, b.value + up
            else:
                up, down = (up, down) if run.turn == 90 else (down, up)
                west, east = a.value - down, a.value + up
        else:
            raw.FPDFText_GetCharBox(self._text, i, a, b, c, d)
            west, east, south, north = a.value, b.value, c.value, d.value
        values = (west, south, east, north)
        if not all(map(math.isfinite, values)) or run.size < _TINIEST:
            return None
        left, top, right, bottom = self._sheet.place(west, south, east, north)
        x, y = (left + right) / 2, (top + bottom) / 2
        if not (0 <= x <= self._sheet.width and 0 <= y <= self._sheet.height):
            return None
        return left, top, right, bottom

    def _run(self, i: int) -> _Run:
        pointer = raw.FPDFText_GetTextObject(self._text, i)
        key = _address(pointer)
        run = self._runs.get(key)
        if run is None:
            run = self._runs[key] = self._read_run(i, pointer)
        return run

    def _read_run(self, i: int, pointer: raw.FPDF_PAGEOBJECT) -> _Run:
        matrix = self._matrix
        a, b, c, d = 1.0, 0.0, 0.0, 1.0
        if raw.FPDFText_GetMatrix(self._text, i, matrix):
            a, b, c, d = matrix.a, matrix.b, matrix.c, matrix.d
        size = raw.FPDFText_GetFontSize(self._text, i) * (math.hypot(c, d) or 1.0)
        turn = round(-math.degrees(math.atan2(b, a)) / 90) * 90
        font, is_bold = self._font(i, pointer)
        return _Run(
            number=len(self._runs),
            size=abs(size) if math.isfinite(size) else 1.0,
            turn=turn % 360,
            angle=(turn + 90 * self._sheet.rotation) % 360,
            font=font,
            is_bold=is_bold,
            mark=raw.FPDFPageObj_GetMarkedContentID(pointer) if pointer else -1,
            is_unmapped=raw.FPDFText_HasUnicodeMapError(self._text, i) == 1,
        )

    def _font(self, i: int, pointer: raw.FPDF_PAGEOBJECT) -> tuple[str, bool]:
        """Return the name of the character's font and whether it is bold."""
        key = _address(raw.FPDFTextObj_GetFont(pointer)) if pointer else 0
        found = self._fonts.get(key)
        if found is None or not key:
            found = self._fonts[key] = self._read_font(i)
        return found

    def _read_font(self, i: int) -> tuple[str, bool]:
        name = ctypes.create_string_buffer(128)
        length = raw.FPDFText_GetFontInfo(self._text, i, name, 128, ctypes.c_int())
        font = name.raw[: max(min(length, 128) - 1, 0)].decode("utf-8", "replace")
        weight = raw.FPDFText_GetFontWeight(self._text, i)
        is_named = any(word in font.lower() for word in ("bold", "heavy", "black"))
        return font, weight >= 600 or is_named


def _address(pointer: ctypes._Pointer) -> int:  # type: ignore[type-arg]
    """Return where a pointer of pdfium points, 0 for nowhere."""
    return ctypes.c_void_p.from_buffer(pointer).value or 0


@lru_cache(maxsize=4096)
def _character(code: int) -> str:
    """Return what a code stands for, "" where it shows nothing and a space for any white space."""
    if code == _HYPHEN:
        return "-"
    if code == 0 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return _REPLACEMENT
    character = strip_invisible(chr(code))
    return " " if character.isspace() and character != "\u3000" else character
