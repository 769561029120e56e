"""What the properties of a shape say: its name, what its text is, how that runs, its margins."""

from briefqa.readers.ooxml.xml import Element, attribute, child, is_on, name_of
from briefqa.readers.pptx.geometry import Rect
from briefqa.readers.pptx.pieces import Flow, Role
from briefqa.readers.pptx.styles import Placeholder, TextStyle
from briefqa.readers.pptx.text import clean

NAME_LIMIT = 60  # characters of a shape's name
_ROLES: dict[str, Role] = {"title": "title", "ctrTitle": "title", "subTitle": "subtitle"}
# The inner margins of a frame that names none: ECMA-376 Part 1, 21.1.2.1.1.
_ACROSS, _DOWN = 91_440, 45_720


def label_of(shape: Element) -> str:
    """Return a shape's name in the file, or what kind of element it is."""
    for properties in shape[:1]:
        name = clean(attribute(child(properties, "cNvPr"), "name")).strip()
        if name:
            return name[:NAME_LIMIT]
    return name_of(shape)[:NAME_LIMIT]


def is_hidden(shape: Element) -> bool:
    """Say whether the slide does not show a shape."""
    return any(is_on(child(properties, "cNvPr"), "hidden") for properties in shape[:1])


def role_of(placeholder: Placeholder | None) -> Role:
    """Return what a shape's text is on its slide."""
    if placeholder is None:
        return "other"
    return _ROLES.get(placeholder.kind, "body")


def flow_of(style: TextStyle, degrees: float) -> Flow:
    """Return where the next line stands of text that is written or turned upright."""
    vertical = style.body("vert", "horz")
    quarter = round(degrees / 90) % 4
    if vertical in ("eaVert", "vert", "mongolianVert", "wordArtVertRtl"):
        quarter += 1
    elif vertical == "vert270":
        quarter += 3
    flows: tuple[Flow, ...] = ("down", "leftward", "down", "rightward")
    return flows[quarter % 4]


def inside_margins(rect: Rect, style: TextStyle) -> Rect:
    """Return the rectangle inside the frame's margins."""
    margins = [
        _length(style.body(name, ""), default)
        for name, default in (
            ("lIns", _ACROSS),
            ("tIns", _DOWN),
            ("rIns", _ACROSS),
            ("bIns", _DOWN),
        )
    ]
    left, top = rect.left + margins[0], rect.top + margins[1]
    right, bottom = rect.right - margins[2], rect.bottom - margins[3]
    if left >= right or top >= bottom:
        return rect
    return Rect(left, top, right, bottom)


def _length(text: str, default: int) -> int:
    """Return a length in EMU, `default` where the text is none."""
    try:
        return int(text)
    except ValueError:
        return default
