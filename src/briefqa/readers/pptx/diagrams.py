"""Read SmartArt: the words of a diagram's data, in the order and depth of its tree."""

from briefqa.readers.ooxml.xml import (
    Element,
    attribute,
    child,
    children,
    descendants,
    integer,
)
from briefqa.readers.pptx.geometry import Rect, rect_of
from briefqa.readers.pptx.pieces import Paragraph
from briefqa.readers.pptx.text import plain_text

_POINT_LIMIT = 5_000
_SHOWN = ("node", "asst", "")


def read_diagram(model: Element | None) -> list[Paragraph]:
    """Return the texts of a `dgm:dataModel`, the outermost nodes at level 0; ECMA-376 21.4."""
    points = {attribute(p, "modelId"): p for p in children(child(model, "ptLst"), "pt")}
    below = _branches(children(child(model, "cxnLst"), "cxn"))
    found: list[Paragraph] = []
    seen: set[str] = set()
    tops = [key for key, p in points.items() if attribute(p, "type") == "doc"]
    inner = {key for branch in below.values() for key in branch}
    tops += [key for key, p in points.items() if _is_shown(p) and key not in inner]
    pending = [(key, -1 if key in tops[:1] else 0) for key in reversed(tops)]
    while pending and len(seen) < _POINT_LIMIT:
        key, level = pending.pop()
        if key in seen or key not in points:
            continue
        seen.add(key)
        text = plain_text(child(points[key], "t")) if level >= 0 else ""
        if text:
            found.append(Paragraph(text, min(level, 8), is_bullet=True))
        pending += [(under, level + 1) for under in reversed(below.get(key, []))]
    return found


def _is_shown(point: Element) -> bool:
    return attribute(point, "type") in _SHOWN


def _branches(connections: list[Element]) -> dict[str, list[str]]:
    """Return the points under each point, in order."""
    found: dict[str, list[tuple[int, str]]] = {}
    for connection in connections:
        if attribute(connection, "type") in ("", "parOf"):
            place = (integer(connection, "srcOrd"), attribute(connection, "destId"))
            found.setdefault(attribute(connection, "srcId"), []).append(place)
    return {key: [under for _, under in sorted(places)] for key, places in found.items()}


def drawn_texts(drawing: Element | None, frame: Rect) -> list[tuple[str, Rect]]:
    """Return the texts of a diagram as it was drawn last (`dsp:drawing`), with their places."""
    found: list[tuple[str, Rect]] = []
    for shape in descendants(drawing, "sp"):
        text = plain_text(child(shape, "txBody"))
        place = rect_of(child(shape, "txXfrm"))
        if place is None:
            place = rect_of(child(shape, "spPr", "xfrm"))
        if text and place is not None:
            x, y = frame.left, frame.top
            found.append(
                (text, Rect(place.left + x, place.top + y, place.right + x, place.bottom + y))
            )
    return found
