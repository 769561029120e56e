"""Find each slide's title: its placeholder, or else the text that heads the slide by its looks."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from briefqa.readers.marks import FOOTNOTE, SENTENCE_END, SOURCE, URL
from briefqa.readers.pptx.geometry import Rect
from briefqa.readers.pptx.order import extent
from briefqa.readers.pptx.pieces import Drawing, GroupPiece, Piece, TextPiece

_LIMIT = 60  # characters; the longest titles of real decks run over two lines of 30
_PLACEHOLDER_LIMIT = 150  # characters; a title placeholder with more holds the slide's text as well
_LONGEST = 1_000  # characters of its first paragraph; a longer one heads nothing
_LARGER = 1.15  # how much larger a heading's letters are than those of what it heads
_COVER = 1.3  # how much larger a title in the middle of a slide is than all other text
_FEW = 3  # texts of a slide that holds little
_HABIT = 0.2  # of the slides with a title of this size at this height, to be the deck's habit
_GRID = 25  # heights of a slide that are told apart
_NUMBERS = re.compile(r"^[\d０-９.,，．％%▲△()（）~～/\s-]*$")


@dataclass(frozen=True, slots=True)
class Title:
    """Where a slide's title is: the first `count` paragraphs of a frame."""

    piece: TextPiece
    count: int

    @property
    def text(self) -> str:
        """The title, a paragraph a line."""
        return "\n".join(paragraph.text for paragraph in self.piece.paragraphs[: self.count])

    @property
    def size(self) -> float:
        """The size of its letters, in points."""
        return max(paragraph.size for paragraph in self.piece.paragraphs[: self.count])


def find_titles(drawings: Sequence[Drawing], whole: Rect) -> list[Title | None]:
    """Return the title of each slide, None where it has none; `whole` is a slide's rectangle."""
    named = [_placeholder_title(drawing) for drawing in drawings]
    candidates = [
        [] if title is not None else list(_candidates(drawing))
        for title, drawing in zip(named, drawings, strict=True)
    ]
    habits = Counter(
        habit
        for title, others in zip(named, candidates, strict=True)
        for habit in {_habit(t, whole) for t in (others if title is None else [title])}
    )
    return [
        title or _best(others, drawing, habits, whole, len(drawings))
        for title, others, drawing in zip(named, candidates, drawings, strict=True)
    ]


def leaves(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the pieces, groups taken apart."""
    for piece in pieces:
        if isinstance(piece, GroupPiece):
            yield from leaves(piece.pieces)
        else:
            yield piece


def _texts(drawing: Drawing) -> list[TextPiece]:
    return [piece for piece in leaves(drawing.pieces) if isinstance(piece, TextPiece)]


def _placeholder_title(drawing: Drawing) -> Title | None:
    pieces = [piece for piece in _texts(drawing) if piece.role == "title"]
    if not pieces:
        return None
    piece = min(pieces, key=lambda piece: piece.rect.top)
    if len(piece.paragraphs[0].text) > _LONGEST:
        return None
    length = sum(len(paragraph.text) for paragraph in piece.paragraphs)
    return Title(piece, len(piece.paragraphs) if length <= _PLACEHOLDER_LIMIT else 1)


def _candidates(drawing: Drawing) -> Iterator[Title]:
    for piece in _texts(drawing):
        first = piece.paragraphs[0]
        if first.is_bullet or piece.places:
            continue
        count = _heading_count(piece)
        title = Title(piece, count) if count else None
        if title is not None and _could_head(title.text):
            yield title


def _heading_count(piece: TextPiece) -> int:
    """Return how many paragraphs at a frame's start could be a title together, 0 for none."""
    first, rest = piece.paragraphs[0], piece.paragraphs[1:]
    if not rest:
        return 1
    if first.size >= _LARGER * max(paragraph.size for paragraph in rest):
        return 1
    total = sum(len(paragraph.text) for paragraph in piece.paragraphs)
    is_one = len(rest) == 1 and total <= _LIMIT and rest[0].size >= first.size / _LARGER
    return 2 if is_one and not rest[0].is_bullet else 0


def _could_head(text: str) -> bool:
    if not 2 <= len(text) <= _LIMIT or _NUMBERS.match(text) or URL.search(text):
        return False
    if FOOTNOTE.match(text) or SOURCE.match(text):
        return False
    return not SENTENCE_END.search(text) or text.endswith(("？", "?", "！", "!"))


def _habit(title: Title, whole: Rect) -> tuple[int, int]:
    top = extent(title.piece).top - whole.top
    return round(_GRID * top / max(whole.height, 1.0)), round(title.size)


def _best(
    candidates: Sequence[Title],
    drawing: Drawing,
    habits: Counter[tuple[int, int]],
    whole: Rect,
    slides: int,
) -> Title | None:
    best: tuple[float, Title] | None = None
    for title in candidates:
        score = _score(title, drawing, habits, whole, slides)
        if score > 0 and (best is None or score > best[0]):
            best = (score, title)
    return None if best is None else best[1]


def _score(
    title: Title,
    drawing: Drawing,
    habits: Counter[tuple[int, int]],
    whole: Rect,
    slides: int,
) -> float:
    """Return how much a text looks like its slide's title, 0 where it does not."""
    others = [
        paragraph.size
        for piece in _texts(drawing)
        for paragraph in piece.paragraphs[title.count if piece is title.piece else 0 :]
    ]
    largest = max([title.size, *others])
    height = (extent(title.piece).middle[1] - whole.top) / max(whole.height, 1.0)
    top, size = _habit(title, whole)
    alike = sum(habits[(near, size)] for near in (top - 1, top, top + 1)) - 1
    habit = alike / (slides - 1) if slides > 3 and height < 0.5 else 0.0
    is_top = height < 0.25 and _stands_first(title, drawing)
    is_top = is_top and (not others or title.size >= _LARGER * median(others))
    is_cover = not others or title.size >= _COVER * max(others)
    # A cover of a few lines of one size: its first is the title.
    is_first = (
        len(_texts(drawing)) <= _FEW and title.size >= largest and _stands_first(title, drawing)
    )
    if not (habit >= _HABIT or is_top or is_cover or is_first):
        return 0.0
    return title.size / largest * 1.2 + (1 - height) + 1.5 * min(1.0, 2 * habit)


def _stands_first(title: Title, drawing: Drawing) -> bool:
    """Say whether no text of letters about as large stands above."""
    top = extent(title.piece).top
    return not any(
        max(p.size for p in piece.paragraphs) * _LARGER >= title.size
        and extent(piece).middle[1] < top
        for piece in _texts(drawing)
        if piece is not title.piece
    )
