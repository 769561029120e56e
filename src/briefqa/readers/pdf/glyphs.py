"""A character as a PDF page shows it, and the frame of the page."""

from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character as printed. Lengths are points from the top left corner of the page as shown.

    `size`: of the font as shown. `angle`: where the line runs: 0 to the right, 90 down, 180 to the
    left, 270 up. `is_upright`: the line runs down the page but its characters stand upright
    (tategaki). `run`: which text object of the page it belongs to, from 0. `mark`: its marked
    content, to be looked up in the structure tree, or -1. `is_spaced`: there is space before it
    that no character stands for, as pdfium judges. `is_unmapped`: the file does not tell which
    letter it is.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    angle: int = 0
    font: str = ""
    is_bold: bool = False
    is_upright: bool = False
    run: int = 0
    mark: int = -1
    is_spaced: bool = False
    is_unmapped: bool = False

    @property
    def is_vertical(self) -> bool:
        """Whether the line runs up or down the page."""
        return self.angle in (90, 270)

    @property
    def x(self) -> float:
        """The middle of it across the page."""
        return (self.left + self.right) / 2

    @property
    def y(self) -> float:
        """The middle of it down the page."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page's frame: how its own space maps to the page as shown (`rotation`: quarter turns)."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @property
    def width(self) -> float:
        """Of the page as shown, in points."""
        return self.top - self.bottom if self.rotation % 2 else self.right - self.left

    @property
    def height(self) -> float:
        """Of the page as shown, in points."""
        return self.right - self.left if self.rotation % 2 else self.top - self.bottom

    def place(
        self, left: float, bottom: float, right: float, top: float
    ) -> tuple[float, float, float, float]:
        """Return a rectangle of the page's space as left, top, right, bottom of the page shown."""
        west, east = left - self.left, right - self.left
        north, south = self.top - top, self.top - bottom
        wide, high = self.right - self.left, self.top - self.bottom
        match self.rotation:
            case 1:
                return high - south, west, high - north, east
            case 2:
                return wide - east, high - south, wide - west, high - north
            case 3:
                return north, wide - east, south, wide - west
        return west, north, east, south


def sheet_of(page: pdfium.PdfPage) -> Sheet:
    """Return the frame of a page: what is shown of it, and how it is turned."""
    box = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, box)
    return Sheet(box.left, box.bottom, box.right, box.top, raw.FPDFPage_GetRotation(page) % 4)
