"""Tell the drawn boxes that are cells from those that lie on a table, or anywhere."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from briefqa.readers.pdf.drawings import REACH, Box, Rule

BOX_LIMIT = 1_000  # of a page; a table of 60 rows and 10 columns has 600


class _Lines:
    """Lines of one direction with the boxes that they are sides of, by their place."""

    def __init__(self, lines: Iterable[tuple[Rule, Box | None]]) -> None:
        self._lines = sorted(lines, key=lambda line: line[0].at)
        self._places = [rule.at for rule, _ in self._lines]

    def between(self, start: float, end: float) -> Sequence[tuple[Rule, Box | None]]:
        """Return the lines whose places lie between two values, inclusive."""
        return self._lines[bisect_left(self._places, start) : bisect_right(self._places, end)]


def adjoining(boxes: Sequence[Box], rules: Sequence[Rule]) -> list[Box]:
    """Return the boxes of which a side is also another's, as those of cells are, or on which lines
    end, as on a table's frame.
    """
    boxes = _visible(boxes)
    if len(boxes) > BOX_LIMIT:
        return []
    lines: list[tuple[Rule, Box | None]] = [(rule, None) for rule in rules]
    lines += [(side, box) for box in boxes for side in box.sides()]
    across = _Lines(line for line in lines if line[0].is_across)
    down = _Lines(line for line in lines if not line[0].is_across)
    ends = {
        True: _Lines(_ended(rules, is_across=True)),
        False: _Lines(_ended(rules, is_across=False)),
    }
    return [
        box
        for box in boxes
        if any(
            _is_side_of_another(side, box, across if side.is_across else down)
            or _count_ends(side, ends[not side.is_across]) >= 2
            for side in box.sides()
        )
    ]


def _visible(boxes: Sequence[Box]) -> list[Box]:
    """Return the boxes without those on a box of their colour: the ground of a cell's paragraph."""
    if len(boxes) > BOX_LIMIT:
        return list(boxes)
    return [
        box
        for i, box in enumerate(boxes)
        if box.colour is None
        or not any(
            other.colour == box.colour and other.rect.encloses(box.rect) for other in boxes[:i]
        )
    ]


def _ended(rules: Iterable[Rule], *, is_across: bool) -> Iterable[tuple[Rule, None]]:
    """Yield lines of one direction placed by where they begin, and again by where they end."""
    for rule in rules:
        if rule.is_across == is_across:
            yield Rule(is_across, rule.start, rule.at, rule.at), None
            yield Rule(is_across, rule.end, rule.at, rule.at), None


def _count_ends(side: Rule, ends: _Lines) -> int:
    """Return how many lines end on a side, its corners apart."""
    return sum(
        side.start + REACH < end.start < side.end - REACH
        for end, _ in ends.between(side.at - REACH, side.at + REACH)
    )


def _is_side_of_another(side: Rule, box: Box, lines: _Lines) -> bool:
    for line, other in lines.between(side.at - REACH, side.at + REACH):
        if other is not None and other.rect.is_near(box.rect):
            continue
        overlap = min(line.end, side.end) - max(line.start, side.start)
        if overlap >= 0.5 * min(line.end - line.start, side.end - side.start):
            return True
    return False
