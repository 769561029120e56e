"""Read the characters of a page with pdfminer, which follows fonts' own tables more closely."""

import io
import logging
import math
from collections.abc import Mapping
from itertools import islice

from pdfminer.layout import LTChar
from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextDevice, PDFTextSeq
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import (
    PDFGraphicState,
    PDFPageInterpreter,
    PDFResourceManager,
    PDFStackT,
    PDFTextState,
)
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import Matrix

from briefqa.readers.pdf.characters import GLYPH_LIMIT
from briefqa.readers.pdf.glyphs import Glyph, Sheet

_REPLACEMENT = "\ufffd"


class Miner:
    """The pages of one document. Raises what pdfminer raises on broken files: nearly anything."""

    def __init__(self, data: bytes) -> None:
        """Open the document."""
        # It warns of every flaw of a file, to stderr where no one listens.
        logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
        self._pages = list(
            islice(PDFPage.create_pages(PDFDocument(PDFParser(io.BytesIO(data)))), 1_000)
        )
        self._resources = PDFResourceManager()

    def glyphs(self, number: int) -> list[Glyph]:
        """Return the characters of a page (from 1) in the order of its stream."""
        page = self._pages[number - 1]
        sheet = _sheet(page)
        page.rotate = 0  # `sheet` turns what is read, as it does for pdfium
        device = _Device(self._resources, sheet, page)
        PDFPageInterpreter(self._resources, device).process_page(page)
        return device.glyphs


class _Device(PDFTextDevice):
    """Takes down the characters that an interpreter shows."""

    def __init__(self, resources: PDFResourceManager, sheet: Sheet, page: PDFPage) -> None:
        super().__init__(resources)
        self.glyphs: list[Glyph] = []
        self._sheet = sheet
        self._corner = page.mediabox[0], page.mediabox[1]
        self._run = -1
        self._marks: list[int] = []

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        self.set_ctm(ctm)

    def begin_tag(self, tag: PSLiteral, props: PDFStackT | None = None) -> None:
        found = resolve1(props)
        mark = found.get("MCID") if isinstance(found, Mapping) else None
        self._marks.append(mark if isinstance(mark, int) else self._mark())

    def end_tag(self) -> None:
        if self._marks:
            self._marks.pop()

    def _mark(self) -> int:
        return self._marks[-1] if self._marks else -1

    def render_string(
        self,
        textstate: PDFTextState,
        seq: PDFTextSeq,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> None:
        self._run += 1
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> float:
        try:
            text = font.to_unichr(cid) or _REPLACEMENT
        except PDFUnicodeNotDefined:
            text = _REPLACEMENT
        shown = LTChar(
            matrix,
            font,
            fontsize,
            scaling,
            rise,
            text,
            font.char_width(cid),
            font.char_disp(cid),
            ncs,
            graphicstate,
        )
        if len(self.glyphs) < GLYPH_LIMIT:
            self._take(shown, matrix, fontsize, is_vertical=font.is_vertical())
        return shown.adv

    def _take(self, shown: LTChar, matrix: Matrix, size: float, *, is_vertical: bool) -> None:
        a, b, c, d, _, _ = matrix
        x, y = self._corner
        box = (shown.x0 + x, shown.y0 + y, shown.x1 + x, shown.y1 + y)
        if not all(map(math.isfinite, box)):
            return
        left, top, right, bottom = self._sheet.place(*box)
        turn = round(-math.degrees(math.atan2(b, a)) / 90) * 90 + 90 * self._sheet.rotation
        text = shown.get_text()
        glyph = Glyph(
            text=text,
            left=left,
            top=top,
            right=right,
            bottom=bottom,
            size=abs(size) * (math.hypot(c, d) or 1.0),
            angle=(turn + 90 * is_vertical) % 360,
            font=str(shown.fontname),
            is_upright=is_vertical,
            run=self._run,
            mark=self._mark(),
            is_unmapped=text == _REPLACEMENT,
        )
        if 0 <= glyph.x <= self._sheet.width and 0 <= glyph.y <= self._sheet.height:
            self.glyphs.append(glyph)


def _sheet(page: PDFPage) -> Sheet:
    """Return the frame of a page: what both of its boxes hold, as pdfium has it."""
    west, south, east, north = page.mediabox
    left, bottom, right, top = page.cropbox
    return Sheet(
        left=max(min(left, right), min(west, east)),
        bottom=max(min(bottom, top), min(south, north)),
        right=min(max(left, right), max(west, east)),
        top=min(max(bottom, top), max(south, north)),
        rotation=page.rotate // 90 % 4,
    )
