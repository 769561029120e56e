"""Build slides from the parts of a document that has none: a section under a heading is one."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from briefqa.errors import NoTextLayerError
from briefqa.readers.bounds import check_slides
from briefqa.readers.marks import SENTENCE_END, URL
from briefqa.readers.parts import Part, Section, Text
from briefqa.readers.sheets import Sheet, clean
from briefqa.records import BlockKind, Loss, Slide
from briefqa.text.align import join_lines
from briefqa.text.normalise import squeeze

SPLIT_LEVEL = 3  # headings down to this level begin a slide, deeper ones stand on it
_TITLE_LIMIT = 60  # characters of a line that heads a slide without being marked as a heading
_HEADING_LIMIT = 1_000  # characters; what is longer heads nothing, whatever its file says
_AT_END: tuple[BlockKind, ...] = ("footnote", "note")


def split_at_headings(parts: Iterable[Part]) -> list[Section]:
    """Begin a section at each heading down to SPLIT_LEVEL, and at a title.

    Titles one after the other are one; what stands before the first heading is a section.
    """
    sections: list[list[Part]] = [[]]
    for part in parts:
        last = sections[-1][-1] if sections[-1] else None
        if isinstance(part, Text) and _begins(part):
            if part.kind == "title" and isinstance(last, Text) and last.kind == "title":
                sections[-1][-1] = replace(last, text=f"{last.text}\n{part.text}")
                continue
            sections.append([])
        sections[-1].append(part)
    if len(sections) > 1 and all(isinstance(part, Loss) for part in sections[0]):
        lost = sections.pop(0)  # before the first heading: it is of the slide that begins there
        sections[0] += lost
    return [Section(tuple(section), level=_level_of(section)) for section in sections]


def _begins(part: Text) -> bool:
    return part.kind == "title" or (part.kind == "heading" and part.level <= SPLIT_LEVEL)


def _level_of(parts: Sequence[Part]) -> int:
    first = parts[0] if parts else None
    return first.level if isinstance(first, Text) and first.kind == "heading" else 0


def build_slides(sections: Sequence[Section], *, path: Path) -> tuple[Slide, ...]:
    """Return a slide for each section, `section` being the title of the heading above its own.

    Raises TooManyPagesError over `SLIDE_LIMIT`, NoTextLayerError where no section holds a word.
    """
    check_slides(len(sections), path=path)
    slides = [build_slide(section, number) for number, section in enumerate(sections, start=1)]
    if not any(slide.blocks for slide in slides):
        raise NoTextLayerError(
            path, "it holds no text", hint="Write what its pictures show as a text."
        )
    return tuple(
        replace(slide, section=above)
        for slide, above in zip(slides, _above(sections, slides), strict=True)
    )


def _above(sections: Sequence[Section], slides: Sequence[Slide]) -> list[str]:
    """Return for each slide the nearest title before it of a heading above its own.

    A first heading that alone is of the highest level names the document, not a section of it,
    unless a title does.
    """
    has_title = any(isinstance(p, Text) and p.kind == "title" for s in sections for p in s.parts)
    levels = [section.level for section in sections if section.level]
    top = min(levels, default=0)
    is_name = len(levels) > 1 and levels[0] == top and levels.count(top) == 1 and not has_title
    open_headings: list[tuple[int, str]] = []
    found: list[str] = []
    for section, slide in zip(sections, slides, strict=True):
        while section.level and open_headings and open_headings[-1][0] >= section.level:
            open_headings.pop()
        found.append(open_headings[-1][1] if section.level and open_headings else "")
        if section.level and not (is_name and section.level == top):
            open_headings.append((section.level, slide.title))
    return found


def build_slide(section: Section, number: int) -> Slide:
    """Return the slide of one section: its title first, notes on the foot and speaker notes last.

    The title is what the document marks as such, else its first heading, else a short first line.
    """
    parts = [_as_read(part) for part in section.parts]
    title_at = _title_at(parts)
    if title_at is not None:
        title = parts.pop(title_at)
        parts.insert(0, replace(title, kind="title") if isinstance(title, Text) else title)
    sheet = Sheet()
    for part in sorted(parts, key=_place):
        sheet.add(part)
    title_text = next((b.text for b in sheet.blocks if b.kind == "title"), "")
    losses = sheet.losses if sheet.blocks else [*sheet.losses, Loss("no_text")]
    return Slide(
        briefing_id="",
        number=number,
        text=sheet.text,
        title=title_text,
        section="",
        blocks=tuple(sheet.blocks),
        losses=tuple(dict.fromkeys(losses)),
        is_hidden=section.is_hidden,
    )


def _as_read(part: Part) -> Part:
    if not isinstance(part, Text) or part.kind not in ("title", "heading"):
        return part
    return replace(part, kind="body") if len(part.text) > _HEADING_LIMIT else part


def _place(part: Part) -> int:
    if isinstance(part, Text) and (part.is_apart or part.kind == "note"):
        return 1 + _AT_END.index(part.kind)
    return 0


def _title_at(parts: Sequence[Part]) -> int | None:
    for kind in ("title", "heading"):
        for i, part in enumerate(parts):
            if isinstance(part, Text) and part.kind == kind and squeeze(part.text):
                return i
    texts = [i for i, part in enumerate(parts) if not isinstance(part, Loss)]
    first = parts[texts[0]] if texts else None
    if isinstance(first, Text) and first.kind == "body" and _could_be_title(first.text):
        return texts[0]
    return None


def _could_be_title(text: str) -> bool:
    read = join_lines(clean(text))
    is_short = 2 <= len(read) <= _TITLE_LIMIT and len(text.strip().split("\n")) <= 2
    return is_short and not SENTENCE_END.search(read) and not URL.search(read)
