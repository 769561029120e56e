"""Take out what a deck repeats on its slides: words of the master, running heads, page numbers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from briefqa.readers.ooxml.xml import Element, child, descendants
from briefqa.readers.pptx.geometry import Rect
from briefqa.readers.pptx.pieces import Drawing, GroupPiece, Piece, TextPiece
from briefqa.readers.pptx.styles import placeholder_of
from briefqa.readers.pptx.text import plain_text
from briefqa.readers.pptx.titles import leaves
from briefqa.text.normalise import squeeze

_SHARE = 0.35  # of the slides that repeat it
_LEAST = 3  # slides
_LIMIT = 80  # characters; what is longer is text, not a running head
_GRID = 50  # places across and down a slide that are told apart


def fixed_words(*roots: Element | None) -> list[str]:
    """Return the words that a layout and its master put on every slide."""
    found: list[str] = []
    for root in roots:
        for shape in descendants(child(root, "cSld", "spTree"), "sp"):
            if placeholder_of(shape) is None:
                text = plain_text(child(shape, "txBody"))
                found += [text] * bool(text)
    return found


def set_apart(drawings: Sequence[Drawing], whole: Rect) -> None:
    """Move texts that stand at one place of many slides from their pieces to the furniture."""
    keys = [
        {
            _key(piece, number, whole)
            for piece in leaves(drawing.pieces)
            if isinstance(piece, TextPiece) and _could_repeat(piece)
        }
        for number, drawing in enumerate(drawings, start=1)
    ]
    counts = Counter(key for slide in keys for key in slide)
    least = max(_LEAST, _SHARE * len(drawings))
    repeated = {key for key, count in counts.items() if count >= least}
    if repeated:
        for number, drawing in enumerate(drawings, start=1):
            drawing.pieces = _without(drawing.pieces, repeated, number, drawing, whole)


_Key = tuple[str, int, int]


def _could_repeat(piece: TextPiece) -> bool:
    length = sum(len(paragraph.text) for paragraph in piece.paragraphs)
    return piece.role != "title" and length <= _LIMIT


def _key(piece: TextPiece, number: int, whole: Rect) -> _Key:
    text = squeeze("".join(paragraph.text for paragraph in piece.paragraphs))
    x, y = piece.rect.middle
    return (
        "#" if text == str(number) else text,
        round(_GRID * (x - whole.left) / max(whole.width, 1.0)),
        round(_GRID * (y - whole.top) / max(whole.height, 1.0)),
    )


def _without(
    pieces: Sequence[Piece], repeated: set[_Key], number: int, drawing: Drawing, whole: Rect
) -> list[Piece]:
    found: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, GroupPiece):
            inside = _without(piece.pieces, repeated, number, drawing, whole)
            found += [replace(piece, pieces=tuple(inside))] if inside else []
        elif (
            isinstance(piece, TextPiece)
            and _could_repeat(piece)
            and _key(piece, number, whole) in repeated
        ):
            drawing.furniture.append("\n".join(p.text for p in piece.paragraphs))
        else:
            found.append(piece)
    return found
