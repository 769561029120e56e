"""Rectangles on a slide, and where groups put what they hold. Lengths are in EMU (1/12700 pt)."""

from dataclasses import dataclass
from math import cos, radians, sin

from briefqa.readers.ooxml.xml import Element, child, integer, is_on
from briefqa.readers.rects import Sides

EMU_PER_POINT = 12_700
_LARGEST_SCALE = 1e4


@dataclass(frozen=True, slots=True)
class Rect(Sides):
    """A rectangle, `left` <= `right` and `top` <= `bottom`."""

    @property
    def middle(self) -> tuple[float, float]:
        """Its middle."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def holds(self, point: tuple[float, float]) -> bool:
        """Say whether a point lies inside."""
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom

    def touches(self, other: "Rect") -> bool:
        """Say whether the two have a point in common, edges left out."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def turned(self, degrees: float, about: tuple[float, float]) -> "Rect":
        """Return the upright rectangle around this one turned clockwise about a point."""
        if degrees % 360 == 0:
            return self
        x, y = self.middle
        turn = radians(degrees)
        dx, dy = x - about[0], y - about[1]
        x = about[0] + dx * cos(turn) - dy * sin(turn)
        y = about[1] + dx * sin(turn) + dy * cos(turn)
        width = abs(self.width * cos(turn)) + abs(self.height * sin(turn))
        height = abs(self.width * sin(turn)) + abs(self.height * cos(turn))
        return Rect(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def around(rects: "list[Rect]") -> Rect:
    """Return the smallest rectangle around all of them; there must be one at least."""
    return Rect(
        min(rect.left for rect in rects),
        min(rect.top for rect in rects),
        max(rect.right for rect in rects),
        max(rect.bottom for rect in rects),
    )


@dataclass(frozen=True, slots=True)
class Mapping:
    """Where a group puts what stands in its own coordinates: `outer` covers its `inner`."""

    inner: Rect
    outer: Rect
    degrees: float
    flips_across: bool
    flips_down: bool

    def place(self, rect: Rect) -> Rect:
        """Return where the group puts a rectangle, in the coordinates around the group."""
        across = _scale(self.outer.width, self.inner.width)
        down = _scale(self.outer.height, self.inner.height)
        left = self.outer.left + (rect.left - self.inner.left) * across
        top = self.outer.top + (rect.top - self.inner.top) * down
        if self.flips_across:
            left = self.outer.left + self.outer.right - left - rect.width * across
        if self.flips_down:
            top = self.outer.top + self.outer.bottom - top - rect.height * down
        placed = Rect(left, top, left + rect.width * across, top + rect.height * down)
        return placed.turned(self.degrees, self.outer.middle)


def _scale(outer: float, inner: float) -> float:
    return min(outer / inner, _LARGEST_SCALE) if inner > 0 and outer > 0 else 1.0


def rect_of(transform: Element | None) -> Rect | None:
    """Return the rectangle of an `xfrm` before it is turned, None where it has none."""
    offset, extent = child(transform, "off"), child(transform, "ext")
    return None if offset is None or extent is None else _rect(offset, extent)


def _rect(offset: Element | None, extent: Element | None) -> Rect:
    left, top = integer(offset, "x"), integer(offset, "y")
    width, height = max(integer(extent, "cx"), 0), max(integer(extent, "cy"), 0)
    return Rect(left, top, left + width, top + height)


def degrees_of(transform: Element | None) -> float:
    """Return by how many degrees, clockwise, an `xfrm` turns its shape."""
    return integer(transform, "rot") / 60_000


def mapping_of(transform: Element | None) -> Mapping | None:
    """Return the mapping of a group's `xfrm`, None where it has none."""
    outer = rect_of(transform)
    offset, extent = child(transform, "chOff"), child(transform, "chExt")
    if outer is None or offset is None or extent is None:
        return None
    return Mapping(
        _rect(offset, extent),
        outer,
        degrees_of(transform),
        is_on(transform, "flipH"),
        is_on(transform, "flipV"),
    )


def place(rect: Rect, groups: tuple[Mapping, ...]) -> Rect:
    """Return where a rectangle stands on the slide, inside groups named from the outermost."""
    for group in reversed(groups):
        rect = group.place(rect)
    return rect
