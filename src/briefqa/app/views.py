"""Shape slides for the templates; pure, and never altering a character of a slide."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from briefqa.app.grids import Grid, grid_of, runs_of_rows
from briefqa.app.segments import Segment, Span, marked_within
from briefqa.export import source_line
from briefqa.marking import Rectangle, picture_size, rectangles
from briefqa.records import Block, Briefing, Citation, Language, Page, Slide
from briefqa.wire import picture_path

SHORT_LENGTH = 6
DEEPEST_LEVEL = 4  # of bullets, that is set apart from those above it
_LAYOUT = re.compile(r"[^\S\n]*\n\s*|[\ue000-\uf8ff]")
_MARKED = re.compile(r"\s*(?:[^\w\s「『（【(\[<“\"]|[0-9０-９a-zA-Z]{1,2}[.)．）]|[①-⑳])")
_SPAN = Markup('<span class="{}">{}</span>')
_MARK = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a slide: one block, or what stands between two.

    `kind` is the block's, "between" for white space and "body" for text that no block holds.
    `is_apart` where an empty line stands before it; `is_short` where it is a loose number or label,
    of which slides that were drawn as pictures leave many. `level`: of a bullet, from 0, and
    `is_plain`: it begins with no bullet or number of its own.
    """

    kind: str
    segments: tuple[Segment, ...]
    is_apart: bool
    is_short: bool
    level: int = 0
    is_plain: bool = False


Part = Stretch | Grid


@dataclass(frozen=True, slots=True)
class PictureView:
    """A slide's picture, its size in pixels, and what is marked on it, in the same pixels."""

    path: str
    width: int
    height: int
    marks: tuple[Rectangle, ...]


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """A figure of a chart, with its category and its series, "" where it has no name."""

    category: str
    series: str
    figure: str


@dataclass(frozen=True, slots=True)
class SlideView:
    """A slide with its place in the briefing.

    The text of `shown` and `notes`, in order, is the slide's text; `notes` is what its speaker
    notes hold, `shown` all that stands before them.
    """

    briefing: Briefing
    slide: Slide
    shown: tuple[Part, ...]
    notes: tuple[Part, ...]
    marks: tuple[Span, ...]
    picture: PictureView | None = None

    @property
    def quote(self) -> str:
        """The marked words as they are read, or "" where nothing is marked."""
        return "\n".join(words_as_read(self.slide, span) for span in self.marks)

    @property
    def points(self) -> tuple[ChartPoint, ...]:
        """What is marked of charts, whose marks on the picture go around the whole."""
        if self.picture is None or not self.picture.marks:
            return ()
        return tuple(points_of(self.slide, self.marks))

    def source(self, language: Language, title: str) -> str:
        """Return the line that says where the slide's words stand, in a briefing so called."""
        briefing, slide = self.briefing, self.slide
        place = Citation(0, briefing.id, title, slide.number, slide.title, "", 0, 0)
        return source_line(place, briefing, language)

    @property
    def is_text_open(self) -> bool:
        """Whether the text is to be seen at once: it holds marks that the picture cannot show."""
        return self.picture is None or bool(self.marks and not self.picture.marks)


def slide_view(
    briefing: Briefing, slide: Slide, marks: Iterable[Span], page: Page | None = None
) -> SlideView:
    """Return the view of a slide with the characters of `marks` marked."""
    size = len(slide.text)
    inside = tuple((start, end) for start, end in sorted(marks) if 0 <= start < end <= size)
    parts = parts_of(slide, inside)
    notes = min((block.start for block in slide.blocks if block.kind == "note"), default=size)
    spoken = _count_before(parts, notes)
    return SlideView(
        briefing,
        slide,
        parts[:spoken],
        parts[spoken:],
        inside,
        _picture(briefing, slide, page, inside),
    )


def points_of(slide: Slide, marks: Sequence[Span]) -> Iterator[ChartPoint]:
    """Yield the figures of charts that are marked; of a marked category alone, all of its."""
    for block in slide.blocks:
        category, *figures = block.cells if block.kind == "chart" and block.cells else (None,)
        if category is None or not _is_marked((block.start, block.end), marks):
            continue
        marked = [cell for cell in figures if _is_marked((cell.start, cell.end), marks)]
        for cell in marked or figures:
            yield ChartPoint(category.text, cell.header, cell.text)


def _is_marked(span: Span, marks: Sequence[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in marks)


def _count_before(parts: Sequence[Part], offset: int) -> int:
    position = 0
    for count, part in enumerate(parts):
        if position >= offset:
            return count
        position += sum(len(segment.text) for segment in part.segments)
    return len(parts)


def _picture(
    briefing: Briefing, slide: Slide, page: Page | None, marks: Sequence[Span]
) -> PictureView | None:
    path = picture_path(briefing, slide)
    size = picture_size(page) if page is not None else (0, 0)
    if path is None or page is None or not all(size):
        return None
    return PictureView(path, *size, tuple(one.scaled(size) for one in rectangles(page, marks)))


def parts_of(slide: Slide, marks: Sequence[Span]) -> tuple[Part, ...]:
    """Cut the slide at its blocks, the rows of a table or chart kept together as a grid."""
    parts: list[Part] = []
    position = 0
    for rows in runs_of_rows(slide):
        parts += stretches_of(slide, (position, rows[0].start), marks)
        parts.append(grid_of(slide, rows, marks))
        position = rows[-1].end
    return (*parts, *stretches_of(slide, (position, len(slide.text)), marks))


def stretches_of(slide: Slide, span: Span, marks: Sequence[Span]) -> tuple[Stretch, ...]:
    """Cut `span` of the slide at its blocks; where blocks overlap, the first has the characters."""
    position, last = span
    stretches: list[Stretch] = []
    inside = [block for block in slide.blocks if block.start < last and position < block.end]
    for block in sorted(inside, key=lambda block: block.start):
        start = min(max(block.start, position), last)
        end = min(max(block.end, position), last)
        stretches.append(_stretch(None, slide.text, (position, start), marks))
        stretches.append(_stretch(block, slide.text, (start, end), marks))
        position = end
    stretches.append(_stretch(None, slide.text, (position, last), marks))
    return tuple(stretch for stretch in stretches if stretch.segments)


def _stretch(block: Block | None, text: str, span: Span, marks: Sequence[Span]) -> Stretch:
    start, end = span
    kind = block.kind if block is not None else "body" if text[start:end].strip() else "between"
    return Stretch(
        kind=kind,
        segments=marked_within(text, span, marks),
        is_apart=_is_after_empty_line(text, start),
        is_short=block is not None and kind in {"body", "row"} and end - start <= SHORT_LENGTH,
        level=min(block.level, DEEPEST_LEVEL) if block is not None else 0,
        is_plain=kind == "bullet" and not _MARKED.match(text, start, end),
    )


def _is_after_empty_line(text: str, position: int) -> bool:
    """Tell whether nothing but white space with an empty line in it stands before `position`."""
    start = position
    while start and text[start - 1].isspace():
        start -= 1
    return text.count("\n", start, position) > 1


def find_words(quote: str, words: str) -> tuple[Span, ...]:
    """Return where `words` first stand in `quote`, compared without width, case and white space.

    >>> find_words("客数：３,６８７ 万人", "3,687万人")
    ((3, 11),)
    """
    folded = [
        (character, offset) for offset, written in enumerate(quote) for character in _fold(written)
    ]
    wanted = _fold(words)
    found = "".join(character for character, _ in folded).find(wanted) if wanted else -1
    if found < 0:
        return ()
    return ((folded[found][1], folded[found + len(wanted) - 1][1] + 1),)


def _fold(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def parse_marks(marks: Iterable[str]) -> list[Span]:
    """Return the offsets of `?mark=start-end`; what is not of that form is left out.

    >>> parse_marks(["6-23", "x"])
    [(6, 23)]
    """
    found = [_MARK.fullmatch(mark) for mark in marks]
    return [(int(pair[1]), int(pair[2])) for pair in found if pair]


def verbatim(text: str) -> Markup:
    """Escape `text`, changing no character, and wrap what layout alone put there, for CSS to set.

    A line break within a block shows as nothing next to a Japanese character (`fold`) and as a
    space elsewhere (`wrap`); a private-use character, which no font has, as a bullet (`symbol`).

    >>> verbatim("避難\\n所 <b>")
    Markup('避難<span class="fold">\\n</span>所 &lt;b&gt;')
    """
    pieces: list[Markup] = []
    position = 0
    for found in _LAYOUT.finditer(text):
        pieces.append(escape(text[position : found.start()]))
        pieces.append(_SPAN.format(_layout_name(text, found.span()), found.group()))
        position = found.end()
    return Markup("").join([*pieces, escape(text[position:])])


def as_read(text: str) -> str:
    """Return `text` as `verbatim` shows it, for where people paste it.

    >>> as_read("避難\\n所 of\\nJapan")
    '避難所 of Japan'
    """
    shown = {"fold": "", "wrap": " ", "symbol": ""}
    return _LAYOUT.sub(lambda found: shown[_layout_name(text, found.span())], text).strip()


def words_as_read(slide: Slide, span: Span) -> str:
    """Return words of a slide for where people paste them: its blocks stay apart.

    >>> blocks = (Block("heading", 0, 2, "北区"), Block("body", 3, 7, "避難所"))
    >>> words_as_read(Slide("d", 1, "北区\\n避難\\n所", "", "", blocks), (0, 7))
    '北区\\n避難所'
    """
    said = ""
    for stretch in stretches_of(slide, span, ()):
        text = "".join(segment.text for segment in stretch.segments)
        is_between = stretch.kind == "between"
        said += ("\n" if "\n" in text else " ") if is_between else as_read(text)
    return said.strip()


def _layout_name(text: str, span: Span) -> str:
    start, end = span
    if not text[start:end].isspace():
        return "symbol"
    beside = text[max(start - 1, 0) : start] + text[end : end + 1]
    is_wide = any(unicodedata.east_asian_width(character) in "WF" for character in beside)
    return "fold" if is_wide or len(beside) < 2 else "wrap"
