"""What a page draws besides text: lines along its edges, filled rectangles, pictures, outlines."""

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from briefqa.readers.pdf.glyphs import Glyph, Sheet, sheet_of
from briefqa.readers.pdf.paths import IDENTITY, SLANT, PathPart, Transform, applied, joined
from briefqa.readers.rects import Sides

REACH = 2.5  # points by which edges that are meant to meet, or to be one, may miss each other
OBJECT_LIMIT = 20_000  # page objects that are looked at; maps and plans have more
_SEGMENT_LIMIT = 100_000  # of all paths of a page
_PATH_LIMIT = 4_000  # of one path: a table's grid has some hundreds, drawn maps many more
_DEPTH_LIMIT = 8  # of form objects in form objects
_THICK = 3.0  # points: a filled rectangle as thin as that is a line
_SHORTEST = 1.0  # points of a line


@dataclass(frozen=True, slots=True)
class Rect(Sides):
    """A rectangle in points from the page's top left corner as shown."""

    def encloses(self, other: "Rect") -> bool:
        """Say whether another lies inside it, REACH apart."""
        return (
            self.left <= other.left + REACH
            and self.top <= other.top + REACH
            and self.right >= other.right - REACH
            and self.bottom >= other.bottom - REACH
        )

    def is_near(self, other: "Rect") -> bool:
        """Say whether another is the same, REACH apart."""
        return self.encloses(other) and other.encloses(self)

    def holds(self, glyph: Glyph) -> bool:
        """Say whether the middle of a character lies in it."""
        return self.left <= glyph.x < self.right and self.top <= glyph.y < self.bottom


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the page (`is_across`, `at` = y) or down it (`at` = x), `start` to `end`."""

    is_across: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Box:
    """A drawn rectangle: `colour` of its ground (red, green, blue, 0 to 255), None for a frame."""

    rect: Rect
    colour: tuple[int, int, int] | None = None

    def sides(self) -> tuple[Rule, Rule, Rule, Rule]:
        """Return its four sides."""
        rect = self.rect
        return (
            Rule(True, rect.top, rect.left, rect.right),
            Rule(True, rect.bottom, rect.left, rect.right),
            Rule(False, rect.left, rect.top, rect.bottom),
            Rule(False, rect.right, rect.top, rect.bottom),
        )


@dataclass(slots=True)
class Drawings:
    """All that a page draws besides text.

    `rules`: lines that are no part of a drawn shape. `outlines`: the bounds of other filled paths.
    """

    sheet: Sheet
    rules: list[Rule] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    pictures: list[Rect] = field(default_factory=list)
    pixels: int = 0  # of all pictures together, as the file says
    outlines: list[Rect] = field(default_factory=list)
    is_complete: bool = True


def read_drawings(page: pdfium.PdfPage) -> Drawings:
    """Return what a page draws, in the order of its stream, up to OBJECT_LIMIT objects."""
    drawings = Drawings(sheet_of(page))
    _Reading(drawings).read(page)
    return drawings


class _Reading:
    def __init__(self, drawings: Drawings) -> None:
        self._drawings = drawings
        self._objects = OBJECT_LIMIT
        self._segments = _SEGMENT_LIMIT
        self._matrix = raw.FS_MATRIX()
        self._values = [ctypes.c_float() for _ in range(4)]
        self._colours = [ctypes.c_uint() for _ in range(4)]
        self._flags = (ctypes.c_int(), ctypes.c_int())

    def read(self, page: pdfium.PdfPage) -> None:
        for i in range(raw.FPDFPage_CountObjects(page)):
            if not self._object(raw.FPDFPage_GetObject(page, i), IDENTITY, 0):
                return

    def _object(self, item: raw.FPDF_PAGEOBJECT, outer: Transform, depth: int) -> bool:
        """Take down one object; say whether there may be more."""
        self._objects -= 1
        if self._objects < 0 or self._segments < 0:
            self._drawings.is_complete = False
            return False
        match raw.FPDFPageObj_GetType(item):
            case raw.FPDF_PAGEOBJ_PATH:
                self._path(item, outer)
            case raw.FPDF_PAGEOBJ_IMAGE:
                self._drawings.pixels += self._pixels(item)
                if bounds := self._bounds(item, outer):
                    self._picture(bounds)
            case raw.FPDF_PAGEOBJ_SHADING:
                pass
            case raw.FPDF_PAGEOBJ_FORM if depth < _DEPTH_LIMIT:
                inner = joined(self._transform(item), outer)
                for i in range(raw.FPDFFormObj_CountObjects(item)):
                    if not self._object(raw.FPDFFormObj_GetObject(item, i), inner, depth + 1):
                        return False
        return True

    def _pixels(self, item: raw.FPDF_PAGEOBJECT) -> int:
        width, height = self._colours[:2]
        is_known = raw.FPDFImageObj_GetImagePixelSize(item, width, height)
        return width.value * height.value if is_known else 0

    def _picture(self, rect: Rect) -> None:
        if min(rect.width, rect.height) > _THICK:
            self._drawings.pictures.append(rect)
        else:  # Word draws dotted lines as rows of tiny pictures
            self._thin(rect)

    def _thin(self, rect: Rect) -> None:
        x, y = (rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2
        if rect.width >= rect.height:
            self._rule((rect.left, y), (rect.right, y))
        else:
            self._rule((x, rect.top), (x, rect.bottom))

    def _transform(self, item: raw.FPDF_PAGEOBJECT) -> Transform:
        m = self._matrix
        if not raw.FPDFPageObj_GetMatrix(item, m):
            return IDENTITY
        return m.a, m.b, m.c, m.d, m.e, m.f

    def _bounds(self, item: raw.FPDF_PAGEOBJECT, outer: Transform) -> Rect | None:
        """Return what part of the page an object takes, None where it takes none."""
        left, bottom, right, top = self._values
        if not raw.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            return None
        corners = [
            applied(outer, x, y)
            for x in (left.value, right.value)
            for y in (bottom.value, top.value)
        ]
        return self._placed(corners)

    def _placed(self, points: list[tuple[float, float]]) -> Rect | None:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        if not all(map(math.isfinite, xs + ys)):
            return None
        sheet = self._drawings.sheet
        left, top, right, bottom = sheet.place(min(xs), min(ys), max(xs), max(ys))
        rect = Rect(max(left, 0), max(top, 0), min(right, sheet.width), min(bottom, sheet.height))
        return rect if rect.left <= rect.right and rect.top <= rect.bottom else None

    def _path(self, item: raw.FPDF_PAGEOBJECT, outer: Transform) -> None:
        count = raw.FPDFPath_CountSegments(item)
        mode, stroke = self._flags
        if count < 2 or not raw.FPDFPath_GetDrawMode(item, mode, stroke):
            return
        colour = self._fill(item) if mode.value else None
        is_stroked = bool(stroke.value)
        if colour is None and not is_stroked:
            return
        if count > _PATH_LIMIT:
            if colour is not None and (bounds := self._bounds(item, outer)):
                self._drawings.outlines.append(bounds)
            return
        self._segments -= count
        transform = joined(self._transform(item), outer)
        for part in self._parts(item, count, transform):
            rect = self._placed(part.points)
            if rect is None:
                continue
            if part.is_rectangle() and min(rect.width, rect.height) > _THICK:
                self._drawings.boxes.append(Box(rect, colour))
            elif colour is not None:
                self._filled(part, rect)
            elif part.is_along_edges():
                self._stroked(part)

    def _fill(self, item: raw.FPDF_PAGEOBJECT) -> tuple[int, int, int] | None:
        """Return the colour of a path's fill, None where it is clear."""
        red, green, blue, alpha = self._colours
        if not raw.FPDFPageObj_GetFillColor(item, red, green, blue, alpha) or not alpha.value:
            return None
        return red.value, green.value, blue.value

    def _parts(
        self, item: raw.FPDF_PAGEOBJECT, count: int, transform: Transform
    ) -> Iterator[PathPart]:
        x, y = self._values[:2]
        part = PathPart()
        for i in range(count):
            segment = raw.FPDFPath_GetPathSegment(item, i)
            kind = raw.FPDFPathSegment_GetType(segment)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            if kind == raw.FPDF_SEGMENT_MOVETO and part.points:
                yield part
                part = PathPart()
            part.points.append(applied(transform, x.value, y.value))
            part.is_straight = part.is_straight and kind != raw.FPDF_SEGMENT_BEZIERTO
            part.is_closed = part.is_closed or bool(raw.FPDFPathSegment_GetClose(segment))
        if part.points:
            yield part

    def _filled(self, part: PathPart, rect: Rect) -> None:
        if part.is_rectangle():
            self._thin(rect)
        else:
            self._drawings.outlines.append(rect)

    def _stroked(self, part: PathPart) -> None:
        sheet = self._drawings.sheet
        shown = [sheet.place(x, y, x, y)[:2] for x, y in part.points]
        if part.is_closed:
            shown.append(shown[0])
        for start, end in pairwise(shown):
            self._rule(start, end)

    def _rule(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        (x0, y0), (x1, y1) = start, end
        across, down = abs(x1 - x0), abs(y1 - y0)
        if down <= SLANT and across >= _SHORTEST:
            self._drawings.rules.append(Rule(True, (y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif across <= SLANT and down >= _SHORTEST:
            self._drawings.rules.append(Rule(False, (x0 + x1) / 2, min(y0, y1), max(y0, y1)))
