"""Find the headings of a document that marks none: short bold lines, else numbered ones."""

import re
from collections.abc import Collection, Sequence

from briefqa.readers.marks import SENTENCE_END, label_of
from briefqa.readers.parts import Part, Text
from briefqa.text.align import join_lines

_LIMIT = 40  # characters of a line that heads what follows
_LEAST = 2  # such lines; a single one is emphasis, or a title
_APART = 0.7  # of numbered headings that text follows; items of a list follow each other
_FRAMED = 9  # the level of a heading in a text box
_NUMBERED = re.compile(
    r"第\s*[\d０-９一二三四五六七八九十]+\s*[章節条部編款項]"
    r"|[\d０-９]{1,2}(?:[.．、][\d０-９]{1,2})*[.．、]?[ 　]+\S"
    r"|[Ⅰ-Ⅻ]+[.．、 　]|[IVX]{1,4}[.．] |[一二三四五六七八九十]{1,3}[、．][ 　]*\S"
)


def with_headings(parts: list[Part], bold: Collection[int]) -> list[Part]:
    """Return the parts with headings made of plain lines, where the document marks none.

    `bold`: which parts are lines that are all bold.
    """
    if any(isinstance(p, Text) and p.kind == "heading" and p.level < _FRAMED for p in parts):
        return parts
    could = [i for i in range(len(parts) - 1) if _could_head(parts[i])]
    heads = [i for i in could if i in bold]
    if len(heads) < _LEAST:
        heads = _numbered(parts, could)
    if len(heads) < _LEAST:
        return parts
    chosen = frozenset(heads)
    return [
        Text("heading", part.text, level=1) if i in chosen and isinstance(part, Text) else part
        for i, part in enumerate(parts)
    ]


def _could_head(part: Part) -> bool:
    if not isinstance(part, Text) or part.kind not in ("body", "bullet"):
        return False
    read = join_lines(part.text)
    return len(read) <= _LIMIT and not SENTENCE_END.search(read) and label_of(read) is None


def _numbered(parts: Sequence[Part], could: Sequence[int]) -> list[int]:
    found = [i for i in could if _is_numbered(parts[i])]
    chosen = frozenset(found)
    apart = sum(1 for i in found if i + 1 not in chosen)
    return found if apart >= _APART * len(found) else []


def _is_numbered(part: Part) -> bool:
    return isinstance(part, Text) and part.level == 0 and bool(_NUMBERED.match(part.text))
