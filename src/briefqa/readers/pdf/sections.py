"""Find the section of each page: in the outline, in what several pages have above their titles."""

from collections import Counter
from collections.abc import Sequence

from briefqa.readers.layout import is_marked
from briefqa.readers.marks import SENTENCE_END
from briefqa.readers.pdf.paragraphs import Paragraph
from briefqa.readers.pdf.sketch import Sketch
from briefqa.text.normalise import squeeze

_TOP = 0.2  # of the page's height
_LIMIT = 40  # characters
_FEW = 0.6  # of the pages: an outline whose outermost names lead to more lists pages, not sections


def find_sections(
    sketches: Sequence[Sketch],
    titles: Sequence[tuple[Paragraph, ...]],
    furniture: Sequence[set[int]],
) -> list[str]:
    """Return the name of each page's section, "" where it has none."""
    outlined = _outlined(sketches)
    if any(outlined):
        return outlined
    return _repeated(sketches, titles, furniture)


def _outlined(sketches: Sequence[Sketch]) -> list[str]:
    """Return for each page the last outermost name of the outline that leads to it or before it."""
    names: list[str] = []
    name, count = "", 0
    for sketch in sketches:
        outer = [bookmark.name for bookmark in sketch.bookmarks if bookmark.level == 0]
        count += bool(outer)
        name = outer[-1] if outer else name
        names.append(name)
    is_deep = any(bookmark.level for sketch in sketches for bookmark in sketch.bookmarks)
    # One name over everything is the document's; one for each page is the page's.
    return names if is_deep and 2 <= count <= _FEW * len(sketches) else [""] * len(names)


def _repeated(
    sketches: Sequence[Sketch],
    titles: Sequence[tuple[Paragraph, ...]],
    furniture: Sequence[set[int]],
) -> list[str]:
    """Return for each page what stands small at its top as on the page before or after it."""
    tops: list[dict[str, str]] = []
    for sketch, title, left_out in zip(sketches, titles, furniture, strict=True):
        own = left_out | {id(paragraph) for paragraph in title}
        tops.append(
            {
                squeeze(p.text): p.read
                for p in sketch.paragraphs
                if id(p) not in own and p.bottom <= _TOP * sketch.height and _could_name(p)
            }
        )
    pages = Counter(name for top in tops for name in top)
    names: list[str] = []
    for at, top in enumerate(tops):
        around = [*(tops[at - 1] if at else ()), *(tops[at + 1] if at + 1 < len(tops) else ())]
        shared = [name for name in top if name in around]
        best = max(shared, key=lambda name: pages[name], default="")
        names.append(top.get(best, ""))
    return names


def _could_name(paragraph: Paragraph) -> bool:
    read = paragraph.read
    is_short = 3 <= len(read) <= _LIMIT and len(paragraph.lines) == 1
    is_label = read.startswith(("【", "＜", "《", "（", "("))
    return is_short and not (is_label or is_marked(read) or SENTENCE_END.search(read))
