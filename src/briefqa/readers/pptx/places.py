"""Find the words of a slide on its printed page, and with them each line's exact box."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from briefqa.records import Box, Page, Slide

_REACH = 0.2  # of the page: how far from its shape a text is looked for
_SURE = 6  # letters of a text that is not on a page by chance
_LENGTH_LIMIT = 20_000  # characters of a page that are looked through
_FOUND_LIMIT = 50  # places of one text on a page
# White space, what is not printed, and dashes, which a printed line may end in another form of.
_LEFT_OUT = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Cn", "Co", "Pd"})


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character as printed, and its box in fractions of the page as shown."""

    character: str
    left: float
    top: float
    right: float
    bottom: float


def placed(slide: Slide, page: Page, glyphs: Sequence[Glyph]) -> Page:
    """Return the page with the boxes of its lines as printed.

    `glyphs`: the printed page's, in the order in which its text was written. A line or cell whose
    words are not found near its shape keeps the shape's box; one that was printed over several
    lines gets a box for each.
    """
    printed = _Printed(glyphs[:_LENGTH_LIMIT])
    found: dict[Box, list[Box]] = {}
    # Long texts first: a short one is found in many places, and takes what the long ones left.
    for box in sorted(page.boxes, key=lambda box: box.start - box.end):
        found[box] = list(_boxes(box, slide.text, printed)) or [box]
    boxes = tuple(part for box in page.boxes for part in found[box])
    return Page(page.number, page.width, page.height, boxes, page.picture, page.furniture)


class _Printed:
    """The page's letters without white space, folded, and which of them are taken."""

    def __init__(self, glyphs: Sequence[Glyph]) -> None:
        self.letters: list[Glyph] = []
        folded: list[str] = []
        for glyph in glyphs:
            for character in fold(glyph.character):
                self.letters.append(glyph)
                folded.append(character)
        self.text = "".join(folded)
        self._free = [True] * len(folded)

    def take(self, wanted: str, near: Box) -> list[Glyph]:
        """Return the letters of the free stretch that reads `wanted` nearest to `near`, or none."""
        found: list[tuple[float, int]] = []
        at = self.text.find(wanted)
        while at >= 0 and len(found) < _FOUND_LIMIT:
            if all(self._free[at : at + len(wanted)]):
                found.append((_distance(self.letters[at : at + len(wanted)], near), at))
            at = self.text.find(wanted, at + 1)
        best = min(found, default=None)
        # What is long, and printed once, is found wherever a grown table has pushed it.
        is_sure = len(found) == 1 and len(wanted) >= _SURE
        if best is None or (best[0] > _REACH and not is_sure):
            return []
        start, end = best[1], best[1] + len(wanted)
        self._free[start:end] = [False] * len(wanted)
        return self.letters[start:end]


def fold(text: str) -> str:
    """Return text as it is compared: no white space or dashes, one form of each letter.

    >>> fold("Ａ 避\\n難 e-learning")
    'A避難elearning'
    """
    folded = unicodedata.normalize("NFKC", text)
    return "".join(c for c in folded if unicodedata.category(c) not in _LEFT_OUT)


def _distance(letters: Sequence[Glyph], box: Box) -> float:
    """Return how far the middle of letters lies outside a box, in fractions of the page."""
    x = sum(g.left + g.right for g in letters) / 2 / len(letters)
    y = sum(g.top + g.bottom for g in letters) / 2 / len(letters)
    across = max(box.left - x, x - box.right, 0.0)
    down = max(box.top - y, y - box.bottom, 0.0)
    return max(across, down)


def _boxes(box: Box, text: str, printed: _Printed) -> Iterator[Box]:
    wanted: list[str] = []
    offsets: list[int] = []
    for offset in range(box.start, box.end):
        for character in fold(text[offset]):
            wanted.append(character)
            offsets.append(offset)
    if not wanted:
        return
    letters = printed.take("".join(wanted), box)
    pairs = list(zip(offsets, letters, strict=True)) if letters else []
    vertical = _is_vertical([glyph for _, glyph in pairs])
    for _, line in groupby(_numbered(pairs, is_vertical=vertical), key=lambda item: item[0]):
        yield _line_box([pair for _, pair in line], is_vertical=vertical)


_Pair = tuple[int, Glyph]


def _is_vertical(letters: Sequence[Glyph]) -> bool:
    """Say whether letters follow each other downwards."""
    if len(letters) < 2:
        return False
    steps = list(pairwise(letters))
    down = sum(
        abs(_middle(b)[1] - _middle(a)[1]) > abs(_middle(b)[0] - _middle(a)[0]) for a, b in steps
    )
    return down * 2 > len(steps)


def _middle(glyph: Glyph) -> tuple[float, float]:
    return (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2


def _numbered(pairs: Sequence[_Pair], *, is_vertical: bool) -> Iterator[tuple[int, _Pair]]:
    """Yield the letters with the number of the printed line that they stand in."""
    number = 0
    before: Glyph | None = None
    for pair in pairs:
        glyph = pair[1]
        if before is not None and not _goes_on(before, glyph, is_vertical=is_vertical):
            number += 1
        before = glyph
        yield number, pair


def _goes_on(before: Glyph, glyph: Glyph, *, is_vertical: bool) -> bool:
    """Say whether a letter stands in the line of the one before it."""
    if is_vertical:
        shared = min(before.right, glyph.right) - max(before.left, glyph.left)
        return shared > 0 and glyph.bottom > before.top
    shared = min(before.bottom, glyph.bottom) - max(before.top, glyph.top)
    return shared > 0 and glyph.right > before.left


def _line_box(pairs: Sequence[_Pair], *, is_vertical: bool) -> Box:
    start, end = pairs[0][0], pairs[-1][0] + 1
    first: dict[int, Glyph] = {}
    for offset, glyph in pairs:
        first.setdefault(offset, glyph)
    stops: list[float] = []
    reached = 0.0  # where the letter before ends; a space, which is not printed, begins there
    for offset in range(start, end):
        letter = first.get(offset)
        edge = reached if letter is None else letter.top if is_vertical else letter.left
        stops.append(max(_within(edge), stops[-1] if stops else 0.0))
        if letter is not None:
            reached = letter.bottom if is_vertical else letter.right
    stops.append(max(_within(reached), stops[-1]))
    return Box(
        start,
        end,
        _within(min(glyph.left for _, glyph in pairs)),
        _within(min(glyph.top for _, glyph in pairs)),
        _within(max(glyph.right for _, glyph in pairs)),
        _within(max(glyph.bottom for _, glyph in pairs)),
        tuple(stops),
        is_vertical,
    )


def _within(share: float) -> float:
    return min(max(share, 0.0), 1.0)
