"""What a Word document's styles say of a paragraph: heading, title, list, hidden, bold."""

import re
import unicodedata
from dataclasses import dataclass

from briefqa.readers.docx.names import Element, W, is_on, number_of, value_of

_HEADING = re.compile(r"(?:heading|見出し)\s*([1-9])")
_CONTENTS = re.compile(r"toc(?:\s|\d|$)|目次|table of figures|図表目次")
_CHAIN_LIMIT = 20  # styles based on one another; a loop would go on for ever
_BODY_LEVEL = 9  # outline level of body text; ECMA-376, 17.3.1.20


@dataclass(frozen=True, slots=True)
class Style:
    """One style, what it is based on taken in. `heading`: 1 to 9, 0 for a title, None for neither.

    `list_level`: depth of the list that its paragraphs are in, from 0, None for no list.
    """

    heading: int | None = None
    list_level: int | None = None
    is_contents: bool = False
    is_hidden: bool = False
    is_bold: bool = False


class Styles:
    """The styles of a document by their ids."""

    def __init__(self, root: Element | None) -> None:
        """Take the root of `styles.xml`, None where the document has none."""
        found = [] if root is None else root.iter(f"{W}style")
        self._elements = {value_of(style, "styleId"): style for style in found}
        self._default = next(
            (
                value_of(style, "styleId")
                for style in self._elements.values()
                if value_of(style, "type") == "paragraph" and value_of(style, "default") == "1"
            ),
            "",
        )
        self._read: dict[str, Style] = {}

    def of(self, paragraph: Element) -> Style:
        """Return what a paragraph is, its own properties going before its style's."""
        own = paragraph.find(f"{W}pPr")
        style_id = value_of(None if own is None else own.find(f"{W}pStyle")) or self._default
        style = self.named(style_id)
        if own is None:
            return style
        outline = own.find(f"{W}outlineLvl")
        heading = style.heading
        if outline is not None:
            heading = _heading_at(number_of(outline, default=_BODY_LEVEL), heading)
        return Style(
            heading,
            _list_level(own.find(f"{W}numPr"), style.list_level),
            style.is_contents,
            style.is_hidden,
            style.is_bold,
        )

    def named(self, style_id: str) -> Style:
        """Return the style of an id; of an unknown one, plain body text."""
        if style_id not in self._read:
            self._read[style_id] = self._resolve(style_id)
        return self._read[style_id]

    def _resolve(self, style_id: str) -> Style:
        chain: list[Element] = []
        while style_id in self._elements and len(chain) < _CHAIN_LIMIT:
            chain.append(self._elements[style_id])
            style_id = value_of(chain[-1].find(f"{W}basedOn"))
        style = Style()
        for element in reversed(chain):
            style = _over(style, element)
        return style


def _over(base: Style, element: Element) -> Style:
    """Return the style of an element that is based on `base`."""
    name = unicodedata.normalize("NFKC", value_of(element.find(f"{W}name"))).lower().strip()
    match = _HEADING.fullmatch(name)
    # A body style made from a heading's keeps the latter's outline level only if it says so.
    heading = base.heading if element.find(f"{W}pPr/{W}outlineLvl") is None else None
    if match is not None:
        heading = int(match[1])
    elif name in ("title", "表題"):
        heading = 0
    elif (outline := element.find(f"{W}pPr/{W}outlineLvl")) is not None:
        heading = _heading_at(number_of(outline, default=_BODY_LEVEL), None)
    hidden, bold = (element.find(f"{W}rPr/{W}{tag}") for tag in ("vanish", "b"))
    return Style(
        heading,
        _list_level(element.find(f"{W}pPr/{W}numPr"), base.list_level),
        base.is_contents or _CONTENTS.match(name) is not None,
        base.is_hidden if hidden is None else is_on(hidden),
        base.is_bold if bold is None else is_on(bold),
    )


def _heading_at(outline: int, named: int | None) -> int | None:
    """Return the heading of an outline level from 0; a title may have any level."""
    if named == 0:
        return 0
    return outline + 1 if 0 <= outline < _BODY_LEVEL else None


def _list_level(numbering: Element | None, inherited: int | None) -> int | None:
    if numbering is None:
        return inherited
    list_id, level = numbering.find(f"{W}numId"), numbering.find(f"{W}ilvl")
    if list_id is not None and number_of(list_id) == 0:
        return None  # taken out of the list that its style is in
    if list_id is None and inherited is None:
        return None
    return min(max(number_of(level, default=inherited or 0), 0), 8)
