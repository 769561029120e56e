"""Which lines of a slide belong together: layout breaks lines where language does not."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from briefqa.readers.marks import (
    BULLET,
    FOOTNOTE,
    NUMBERED,
    SENTENCE_END,
    SOURCE,
    TITLE_ENDING,
    is_balanced,
    label_of,
)
from briefqa.text.tagger import tag

_REACH = 24  # characters on each side of a line break that are enough to see whether a word is cut
_BRACKET_REACH = 400  # characters within which an open bracket holds lines together
_TAIL_WIDTH = 6.0  # full-width characters of a title's last line: 結果概要
_WIDE = 16.0  # full-width characters; a narrower line may be a whole label
_HELD_TOGETHER = re.compile("[、,・／/（(「『～~-]$")
_FIGURE_THEN_LABEL = re.compile(
    r"^(?P<figure>[約▲△]?[\d０-９][\d０-９.,，．]*[万億兆]?(?:トン|人|円|ドル|件|社|%|％|t))[ 　]+"
    r"(?P<label>[\d０-９]*[^\W\d_][^\s。、]{1,20})$"
)
# Characters of half a full-width character's width: Latin and its neighbours, half-width kana.
_NARROW = re.compile("[\x00-\u02ff\uff61-\uffdc]")
_REMARK = re.compile(r"^[（(](?![\d０-９]+[）)]$)[^）)]*[）)]$")
_CONTINUES = re.compile("^(?:[、。，．,.）)」』】]|[：:](?![0-9０-９]))")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank. `start`, `end` bound its stripped text in the slide; `gap`: a blank
    line stands before it; `width` counts full-width characters, half-width ones as half."""

    text: str
    start: int
    end: int
    gap: bool
    width: float


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines without a blank one between them: the widest's width, how many are about as wide."""

    width: float
    alike: int


@dataclass(frozen=True, slots=True)
class Span:
    """Lines that read as one: the range of the slide's text that they fill."""

    start: int
    end: int


def lines_of(text: str) -> list[Line]:
    """Return the lines of a slide that are not blank."""
    found: list[Line] = []
    offset = 0
    gap = False
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            start = offset + raw.index(stripped[0])
            found.append(Line(stripped, start, start + len(stripped), gap, _width(stripped)))
        gap = not stripped
        offset += len(raw) + 1
    return found


def join_spans(text: str) -> list[Span]:
    """Return a slide's spans in order; together they hold every character that is not white."""
    return [part for span in read_together(text) for part in _part_figures(text, span)]


def read_together(text: str) -> list[Span]:
    """Return whole lines that read as one, in order.

    >>> text = "会場：仙台市\\n日時：6月11日\\n避難所の開設は\\n市長が行う。"
    >>> [text[span.start : span.end] for span in read_together(text)]
    ['会場：仙台市', '日時：6月11日', '避難所の開設は\\n市長が行う。']
    """
    return [Span(group[0].start, group[-1].end) for group in _groups(lines_of(text))]


def _part_figures(text: str, span: Span) -> list[Span]:
    """Part a line that holds one item's figure and, after it, the next item's label."""
    match = _FIGURE_THEN_LABEL.match(text[span.start : span.end])
    if match is None:
        return [span]
    return [
        Span(span.start, span.start + match.end("figure")),
        Span(span.start + match.start("label"), span.end),
    ]


def _groups(lines: list[Line]) -> Iterator[list[Line]]:
    paragraphs = _paragraphs(lines)
    verticals = _verticals(lines)
    slide_width = max((line.width for line in lines), default=0.0)
    group: list[Line] = []
    for i, line in enumerate(lines):
        if group and (verticals[i] or _continues(group, line, paragraphs[i - 1], slide_width)):
            group.append(line)
        else:
            if group:
                yield group
            group = [line]
    if group:
        yield group


def _width(text: str) -> float:
    return len(text) - 0.5 * len(_NARROW.findall(text))


def _runs(lines: list[Line], *, breaks: Callable[[Line, Line], bool]) -> list[list[Line]]:
    """Cut `lines` wherever `breaks` says so of a line and the one after it."""
    runs: list[list[Line]] = []
    for i, line in enumerate(lines):
        if i == 0 or breaks(lines[i - 1], line):
            runs.append([])
        runs[-1].append(line)
    return runs


def _paragraphs(lines: list[Line]) -> list[Paragraph]:
    """Return each line's paragraph."""
    found: list[Paragraph] = []
    for run in _runs(lines, breaks=lambda _, line: line.gap):
        width = max(line.width for line in run)
        alike = sum(1 for line in run if line.width >= 0.85 * width)
        found += [Paragraph(width, alike)] * len(run)
    return found


def _verticals(lines: list[Line]) -> list[bool]:
    """Say of each line whether it goes on a column of three letters at least, one a line."""
    found: list[bool] = []
    for run in _runs(lines, breaks=lambda a, b: b.gap or len(a.text) > 1 or len(b.text) > 1):
        is_column = len(run) >= 3 and not all(line.text.isdigit() for line in run)
        found += [False] + [is_column] * (len(run) - 1)
    return found


def _continues(group: list[Line], line: Line, paragraph: Paragraph, slide_width: float) -> bool:
    previous = group[-1]
    if _starts_anew(line.text) or SENTENCE_END.search(previous.text):
        return False
    if len(previous.text) == 1 and len(group) >= 3:
        return False
    if _is_bracket_open(group):
        return True
    if _REMARK.match(line.text) and not line.gap and not previous.text[-1].isdigit():
        return True
    if is_word_cut(previous.text, line.text, gap=line.gap):
        return True
    if not line.gap and (_goes_on(group, line) or _is_title_tail(previous, line)):
        return True
    if line.gap or previous.width < _WIDE:
        return False
    fills_box = previous.width >= 0.85 * paragraph.width
    return fills_box and (paragraph.alike >= 2 or previous.width >= 0.7 * slide_width)


def _is_bracket_open(group: list[Line]) -> bool:
    """Say whether the lines so far open a bracket that they do not close; a far one is a slip."""
    if len(group) >= _BRACKET_REACH:
        return False
    so_far = "".join(line.text for line in group)
    return len(so_far) < _BRACKET_REACH and not is_balanced(so_far)


def _is_title_tail(previous: Line, line: Line) -> bool:
    """Say whether a line is the last word or two of a title that began on the line before."""
    is_short = line.width <= _TAIL_WIDTH and previous.width >= 2 * line.width
    ending = TITLE_ENDING.search(line.text)
    return is_short and ending is not None and len(line.text) - len(ending.group()) <= 2


def _goes_on(group: list[Line], line: Line) -> bool:
    """Say whether a bullet or note goes on in a line without a mark: its rest, which is shorter."""
    first, previous = group[0], group[-1]
    if not (BULLET.match(first.text) or FOOTNOTE.match(first.text)) or previous.width < 5:
        return False
    return line.width <= 1.15 * previous.width and not _is_row_of_cells(line.text)


def _is_row_of_cells(text: str) -> bool:
    return len(re.split(r"\s+", text)) > 1


def _starts_anew(text: str) -> bool:
    if any(mark.match(text) for mark in (BULLET, NUMBERED, FOOTNOTE, SOURCE)):
        return True
    return label_of(text) is not None


def is_word_cut(before: str, after: str, *, gap: bool) -> bool:
    """Say whether the break between two lines falls inside a word or a phrase."""
    if _HELD_TOGETHER.search(before) or _CONTINUES.match(after):
        return not gap or not before.endswith(("・", "-"))
    left, right = before[-_REACH:], after[:_REACH]
    if left[-1].isdigit() and right[0].isdigit():
        return not gap and not left.isdigit()
    if left[-1].isascii() and right[0].isascii():
        return not gap and left[-1].islower() and right[0].islower()
    joined = tag(left + right)
    edge = len(left)
    for token in joined:
        if token.start < edge < token.end:
            return token.lemma != "" and not (gap and token.end - token.start < 3)
        if token.start == edge and token.pos.startswith(("助詞", "助動詞")):
            return not (gap and token.surface in ("など", "や", "と", "の"))
        if token.start == edge and left[-1].isdigit() and "助数詞" in token.pos and not gap:
            return True
        if token.end == edge and _binds(token.pos, token.surface):
            return True
    return False


def _binds(pos: str, surface: str) -> bool:
    """Say whether a word with this part of speech needs another after it."""
    if pos.startswith("助詞"):
        return not pos.startswith("助詞-終助詞") and surface not in (
            "など",
            "まで",
            "から",
            "のみ",
            "も",
        )
    return pos.startswith(("連体詞", "接頭辞", "接続詞"))
