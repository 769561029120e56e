"""Which lines of a slide belong together: layout breaks lines where language does not."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from briefqa.readers.marks import (
    BULLET,
    FOOTNOTE,
    NUMBERED,
    SENTENCE_END,
    SOURCE,
    is_balanced,
    label_of,
)
from briefqa.text.tagger import tag

_REACH = 24  # characters on each side of a line break that are enough to see whether a word is cut
_WIDE = 16.0  # full-width characters; a narrower line may be a whole label
_HELD_TOGETHER = re.compile("[、,・／/（(「『～~-]$")
_FIGURE_THEN_LABEL = re.compile(
    r"^(?P<figure>[約▲△]?[\d０-９][\d０-９.,，．]*[万億兆]?(?:トン|人|円|ドル|件|社|%|％|t))[ 　]+"
    r"(?P<label>[\d０-９]*[^\W\d_][^\s。、]{1,20})$"
)
_REMARK = re.compile(r"^[（(](?![\d０-９]+[）)]$)[^）)]*[）)]$")
_CONTINUES = re.compile("^[、。，．,.）)」』】]")


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
    """Return the spans of a slide in order; together they hold every character that is not white."""
    spans = [Span(group[0].start, group[-1].end) for group in _groups(lines_of(text))]
    return [part for span in spans for part in _part_figures(text, span)]


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
    paragraphs = _paragraph_widths(lines)
    slide_width = max((line.width for line in lines), default=0.0)
    group: list[Line] = []
    for i, line in enumerate(lines):
        vertical = _is_vertical(lines, i)
        if group and (vertical or _continues(group, line, paragraphs[i - 1], slide_width)):
            group.append(line)
        else:
            if group:
                yield group
            group = [line]
    if group:
        yield group


def _width(text: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


def _paragraph_widths(lines: list[Line]) -> list[tuple[float, ...]]:
    """For each line, the widths of the lines it stands with, blank lines and bullets parting them."""
    runs: list[list[float]] = []
    for line in lines:
        if not runs or line.gap:
            runs.append([])
        runs[-1].append(line.width)
    return [tuple(run) for run in runs for _ in run]


def _is_vertical(lines: list[Line], i: int) -> bool:
    """Say whether line `i` goes on a column of letters that stand one a line, three at least."""
    if lines[i].gap or len(lines[i].text) != 1 or len(lines[i - 1].text) != 1 or i == 0:
        return False
    run = [lines[i]]
    for line in reversed(lines[:i]):
        if len(line.text) != 1 or run[-1].gap:
            break
        run.append(line)
    for line in lines[i + 1 :]:
        if len(line.text) != 1 or line.gap:
            break
        run.append(line)
    return len(run) >= 3 and not all(line.text.isdigit() for line in run)


def _continues(
    group: list[Line], line: Line, paragraph: tuple[float, ...], slide_width: float
) -> bool:
    previous = group[-1]
    if _starts_anew(line.text) or SENTENCE_END.search(previous.text):
        return False
    if len(previous.text) == 1 and len(group) >= 3:
        return False
    so_far = "".join(member.text for member in group)
    if not is_balanced(so_far) and len(so_far) < 400:
        return True
    if _REMARK.match(line.text) and not line.gap and not previous.text[-1].isdigit():
        return True
    if _is_word_cut(previous.text, line.text, gap=line.gap):
        return True
    if line.gap or previous.width < _WIDE:
        return False
    alike = sum(1 for width in paragraph if width >= 0.85 * max(paragraph))
    fills_box = previous.width >= 0.85 * max(paragraph)
    return fills_box and (alike >= 2 or previous.width >= 0.7 * slide_width)


def _starts_anew(text: str) -> bool:
    if any(mark.match(text) for mark in (BULLET, NUMBERED, FOOTNOTE, SOURCE)):
        return True
    return label_of(text) is not None


def _is_word_cut(before: str, after: str, *, gap: bool) -> bool:
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
        return not pos.startswith("助詞-終助詞") and surface not in ("など", "まで", "から", "のみ", "も")
    return pos.startswith(("連体詞", "接頭辞", "接続詞"))
