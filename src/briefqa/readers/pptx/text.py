"""Read text frames: paragraphs with their level and bullet; fields apart."""

import re
from dataclasses import dataclass, field

from briefqa.readers.ooxml.xml import (
    Element,
    attribute,
    child,
    children,
    descendants,
    integer,
    name_of,
)
from briefqa.readers.pptx.pieces import Alignment, Paragraph
from briefqa.readers.pptx.styles import TextStyle

PARAGRAPH_LIMIT = 5_000  # of one frame; no slide shows as many
_ALIGNMENTS: dict[str, Alignment] = {"ctr": "middle", "r": "right"}
_COUNTING = re.compile("^(?:slidenum|datetime)")
# Letters of Wingdings that PowerPoint's autocorrection and its writers put into text. Microsoft's
# table of the font: learn.microsoft.com/typography/font-list/wingdings; the code is the letter's.
_WINGDINGS = str.maketrans(
    {
        0x4A: "☺", 0x4C: "☹", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x75: "◆", 0x76: "❖",
        0x9F: "•", 0xA7: "▪", 0xA8: "◻", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓",
        0xE8: "➔", 0xEF: "⇦", 0xF0: "⇨", 0xF1: "⇧", 0xF2: "⇩", 0xF3: "⬄", 0xFB: "✗", 0xFC: "✓",
        0xFD: "☒", 0xFE: "☑",
    }
)  # fmt: skip
_SYMBOLS = re.compile("^[\x21-\x7e\xa0-\xff\uf020-\uf0ff\\s]+$")
# Written for a control character that XML cannot hold: ECMA-376 Part 1, 22.9.2.19.
_ESCAPED = re.compile("_x00(?:0[0-8BCEF]|1[0-9A-F]|7F)_", re.IGNORECASE)
_ESCAPED_BREAK = re.compile("_x000[BD]_", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ufeff]")
_BREAKS = re.compile("[\x0b\x85\u2028\u2029]")


@dataclass(slots=True)
class FrameText:
    """The text of a frame: its paragraphs that are not blank, and the texts of its fields."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)
    is_cut: bool = False


def read_frame(body: Element | None, style: TextStyle) -> FrameText:
    """Read a `txBody`, its first PARAGRAPH_LIMIT paragraphs."""
    found = FrameText()
    scale = integer(child(body, "bodyPr", "normAutofit"), "fontScale", 100_000) / 100_000
    elements = children(body, "p")
    found.is_cut = len(elements) > PARAGRAPH_LIMIT
    for element in elements[:PARAGRAPH_LIMIT]:
        paragraph = _read_paragraph(element, style, scale, found.furniture)
        if paragraph.text.strip():
            found.paragraphs.append(paragraph)
    return found


def plain_text(body: Element | None) -> str:
    """Return the text of a body whose looks do not matter, a paragraph a line."""
    return "\n".join(paragraph.text for paragraph in read_frame(body, TextStyle()).paragraphs)


def clean(text: str) -> str:
    """Return text of a file without control characters.

    >>> clean("a_x000B_b" + chr(7))
    'a\\nb'
    """
    text = _ESCAPED.sub("", _ESCAPED_BREAK.sub("\n", text))
    return _CONTROL.sub("", _BREAKS.sub("\n", text))


def _read_paragraph(
    element: Element, style: TextStyle, scale: float, furniture: list[str]
) -> Paragraph:
    properties = child(element, "pPr")
    level = min(max(integer(properties, "lvl"), 0), 8)
    texts: list[str] = []
    size, bold, letters = 0, 0, 0
    for run in _runs(element):
        text = _text_of(run)
        if name_of(run) == "fld" and _COUNTING.match(attribute(run, "type")):
            furniture += [text.strip()] * bool(text.strip())
            continue
        texts.append(text)
        if text.strip():
            looks = child(run, "rPr")
            size = max(size, style.size(looks, level))
            letters += len(text)
            bold += len(text) * style.is_bold(looks, level)
    return Paragraph(
        _trimmed("".join(texts)),
        level,
        style.has_bullet(properties, level),
        (size or style.size(None, level)) / 100 * scale,
        letters > 0 and bold * 2 > letters,
        _ALIGNMENTS.get(style.alignment(properties, level), "left"),
    )


def _runs(element: Element) -> list[Element]:
    """Return the runs, breaks, fields and formulas of a paragraph, in order."""
    found: list[Element] = []
    for run in element:
        if name_of(run) == "AlternateContent":
            # Inside a paragraph only formulas are written so; the other branch is their picture.
            for branch in ("Choice", "Fallback"):
                inside = child(run, branch)
                if inside is not None and len(inside):
                    found += list(inside)
                    break
        else:
            found.append(run)
    return found


def _text_of(run: Element) -> str:
    name = name_of(run)
    if name == "br":
        return "\n"
    if name in ("r", "fld"):
        return _of_font(clean(_flat(child(run, "t"))), child(run, "rPr"))
    if name in ("m", "oMathPara", "oMath"):
        return clean("".join(_flat(text) for text in descendants(run, "t")))
    return ""


def _flat(element: Element | None) -> str:
    text = "" if element is None else element.text or ""
    return str(text).replace("\r", "").replace("\n", " ")


def _of_font(text: str, looks: Element | None) -> str:
    """Return what a run shows where its font draws other signs than its letters say."""
    fonts = (attribute(child(looks, kind), "typeface") for kind in ("sym", "latin"))
    if "Wingdings" not in fonts or not _SYMBOLS.match(text):
        return text
    plain = "".join(chr(ord(c) - 0xF000) if "\uf020" <= c <= "\uf0ff" else c for c in text)
    if any(not c.isspace() and ord(c) not in _WINGDINGS for c in plain):
        return text
    return plain.translate(_WINGDINGS)


def _trimmed(text: str) -> str:
    """Return text without blank lines inside, or white space at the ends of its lines."""
    lines = (line.strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
