"""The parts of a path that a PDF page draws, and how its points come to stand on the page."""

from dataclasses import dataclass, field
from itertools import pairwise, starmap

SLANT = 0.5  # points by which a line along an edge may miss its direction

Transform = tuple[float, float, float, float, float, float]
"""A matrix as PDF writes it: a, b, c, d, e, f of ISO 32000-2, 8.3.3."""
IDENTITY: Transform = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def applied(matrix: Transform, x: float, y: float) -> tuple[float, float]:
    """Return the point that a matrix takes another one to."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def joined(inner: Transform, outer: Transform) -> Transform:
    """Return the transform that does `inner` first, then `outer`."""
    a, b, c, d, e, f = inner
    m, n, o, p, q, r = outer
    return (
        a * m + b * o,
        a * n + b * p,
        c * m + d * o,
        c * n + d * p,
        e * m + f * o + q,
        e * n + f * p + r,
    )


@dataclass(slots=True)
class PathPart:
    """One part of a path, in the page's own space."""

    points: list[tuple[float, float]] = field(default_factory=list)
    is_straight: bool = True
    is_closed: bool = False

    def is_rectangle(self) -> bool:
        """Say whether it bounds a rectangle along the page's edges."""
        points = self.points
        is_back = len(points) > 4 and _is_along(points[0], points[-1], both=True)
        corners = points[:-1] if is_back else points
        if not self.is_straight or len(corners) != 4 or not (is_back or self.is_closed):
            return False
        return all(map(_is_along, corners, [*corners[1:], corners[0]]))

    def is_along_edges(self) -> bool:
        """Say whether all its lines run along the page's edges; those of callouts do not."""
        return self.is_straight and all(starmap(_is_along, pairwise(self.points)))


def _is_along(
    point: tuple[float, float], other: tuple[float, float], *, both: bool = False
) -> bool:
    across, down = abs(point[0] - other[0]) <= SLANT, abs(point[1] - other[1]) <= SLANT
    return across and down if both else across or down
