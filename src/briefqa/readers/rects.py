"""Rectangles on a page or slide, in whatever unit its reader measures."""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Sides:
    """A rectangle by its sides, from the top left corner of what it stands on."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Across the page."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Down the page."""
        return self.bottom - self.top

    @property
    def area(self) -> float:
        """In squares of the unit, never below 0."""
        return max(self.width, 0.0) * max(self.height, 0.0)

    def shared(self, other: Self) -> float:
        """Return the area that both take."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(across, 0.0) * max(down, 0.0)
