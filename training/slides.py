"""Render prose as a slide: headings, bullets cut short, and where the answer then stands."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefqa.records import BlockKind
from training.reading_examples import AnswerSpan, TextBlock

LONGEST = 620  # characters of a slide's lines, its headings not counted
SHORTEST = 80  # below this no sentence is dropped
MOST = 16  # sentences of a slide
MARKS = ("・", "◼ ", "■", "● ", "○ ", "⚫ ", "➢ ", "• ", "◆", "✓ ", "- ", "□ ", "▶", "")
NUMBERS = ("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯", "")
OPENING, CLOSING = "（(「『【［[〈《", "）)」』】］]〉》"

_REFERENCE = re.compile(r"[（(](?:図表|表|図|付注|第\d+-|参照|資料)[^（）()]{0,40}[）)]+")
_MARKED = re.compile(r"^[\s　]*(?:[・■●○◆□▽◇▼*•\-–]|#+|[（(]\d+[）)](?=\D)|\d+[)）.](?=\D))[\s　]*")
# Endings that a slide leaves away, where what stays reads as a noun. A lone kanji before した may
# be half of a verb (示した, 見直した), so two are asked for and the commonest verbs' kanji refused.
_SURU = (
    r"しました|した|します|する|しています|している|されました|された|されます|される|されています"
    r"|されている|していました|していた"
)
_ENDINGS = (
    (
        re.compile(
            rf"(?<=[一-鿿々ァ-ヴー][一-鿿々ァ-ヴー])(?<![直返出消示増探押落回残起渡通表及課])(?:{_SURU})$"
        ),
        "",
    ),
    (
        re.compile(
            r"(?<=[一-鿿々ァ-ヴー）」％%])(?:である|です|であった|でした|だった|となっている|となった)$"
        ),
        "",
    ),
    (re.compile(r"(?<=ため)(?:である|です)$"), ""),
    (re.compile(r"ています$"), "ている"),
    (re.compile(r"ができます$"), "が可能"),
    (re.compile(r"できます$"), "できる"),
    (re.compile(r"なります$"), "なる"),
    (re.compile(r"あります$"), "ある"),
    (re.compile(r"ありました$"), "あった"),
)
_IS = re.compile(r"^(?P<label>[^、。は：:「」（）]{2,16})は、?(?P<value>.{2,}?)$")
_NOUN_END = re.compile(r"[一-鿿々ァ-ヴーA-Za-z0-9]$")
_HALF = str.maketrans({chr(0xFF10 + digit): str(digit) for digit in range(10)})
_FULL = str.maketrans({str(digit): chr(0xFF10 + digit) for digit in range(10)})


@dataclass(frozen=True, slots=True)
class Line:
    """A line to be: what stands before the answer, the answer ("" if elsewhere), and after it."""

    head: str
    answer: str = ""
    tail: str = ""
    kind: BlockKind = "body"

    @property
    def text(self) -> str:
        return self.head + self.answer + self.tail


def render(
    text: str, answer: tuple[int, int] | None, rng: random.Random, *, title: str
) -> tuple[tuple[TextBlock, ...], AnswerSpan | None]:
    """Render a passage as a slide; say where the answer `text[start:end]` then stands.

    A third stay prose in body blocks. What is left away, cut or reworded is never of the answer,
    whose text stays as it is but for the width of its digits.
    """
    lines = _choose(_sentences(text, answer), rng)
    lines = _as_prose(lines, rng) if rng.random() < 1 / 3 else _as_bullets(lines, rng)
    if rng.random() < 0.15:
        lines = [_mix_digits(line, rng) for line in lines]
    return place([*_headings(title, rng), *lines])


def place(lines: Sequence[Line]) -> tuple[tuple[TextBlock, ...], AnswerSpan | None]:
    """Return the lines as blocks, white space at their ends removed, and the answer's place."""
    blocks: list[TextBlock] = []
    span = None
    for line in lines:
        head = line.head.lstrip()
        if line.answer:
            span = AnswerSpan(len(blocks), len(head), len(head) + len(line.answer))
        whole = (
            (head + line.answer + line.tail).rstrip()
            if not line.answer
            else (head + line.answer + line.tail.rstrip())
        )
        if whole:
            blocks.append(TextBlock(line.kind, whole))
    return tuple(blocks), span


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Return where each sentence stands: they end after 。 outside brackets, or before a line end.

    >>> split_sentences("一つ。（二つ。）です。\\n三つ")
    [(0, 3), (3, 11), (12, 14)]
    """
    spans: list[tuple[int, int]] = []
    start, depth = 0, 0
    for place_, character in enumerate(text):
        if character in OPENING:
            depth += 1
        elif character in CLOSING:
            depth = max(0, depth - 1)
        if character == "\n" or (character in "。！？" and depth == 0):
            end = place_ + (character != "\n")
            spans.append((start, end))
            start = place_ + 1
            depth = 0
    spans.append((start, len(text)))
    return [(a, b) for a, b in spans if text[a:b].strip()]


def _sentences(text: str, answer: tuple[int, int] | None) -> list[Line]:
    """Return the sentences as lines; those that the answer runs over become one."""
    lines: list[Line] = []
    spans = split_sentences(text)
    if answer is not None:
        touched = [span for span in spans if span[0] < answer[1] and answer[0] < span[1]]
        whole = (
            min([answer[0], *(a for a, _ in touched)]),
            max([answer[1], *(b for _, b in touched)]),
        )
        spans = sorted([*(span for span in spans if span not in touched), whole])
    for start, end in spans:
        if answer is not None and start <= answer[0] and answer[1] <= end:
            inner = text[slice(*answer)]
            lines.append(Line(_bare(text[start : answer[0]]), inner, _plain(text[answer[1] : end])))
        else:
            lines.append(Line(_bare(text[start:end])))
    return [line for line in lines if line.text.strip()]


def _bare(text: str) -> str:
    return _MARKED.sub("", _plain(text), count=1)


def _plain(text: str) -> str:
    return _REFERENCE.sub("", text).replace("\n", "")


def _choose(lines: list[Line], rng: random.Random) -> list[Line]:
    """Return the answer's sentence and some about it, in order, short enough for a slide."""
    if not lines:
        return []
    centre = next((n for n, line in enumerate(lines) if line.answer), rng.randrange(len(lines)))
    kept, length = {centre}, len(lines[centre].text)
    order = sorted(range(len(lines)), key=lambda n: (abs(n - centre), n))
    room = rng.randint(SHORTEST * 2, LONGEST)
    for number in order[1:]:
        size = len(lines[number].text)
        if length + size > room or len(kept) >= MOST:
            continue
        if length > SHORTEST and rng.random() < 0.15:
            continue
        kept.add(number)
        length += size
    return [lines[n] for n in sorted(kept)]


def _headings(title: str, rng: random.Random) -> list[Line]:
    """Return the title as one heading, or one for each of its parts."""
    parts = [part for part in re.split(r"[\s　]{1,}", title.strip()) if part]
    whole = title.strip()
    if len(parts) == 2 and min(map(len, parts)) >= 4 and rng.random() < 0.5:
        return [Line(part, kind="heading") for part in parts]
    return [Line(whole, kind="heading")] if whole else []


def _as_prose(lines: list[Line], rng: random.Random) -> list[Line]:
    """Return paragraphs of one to three sentences."""
    joined: list[Line] = []
    for line in lines:
        last = joined[-1] if joined else None
        if last is None or rng.random() < 0.5 or len(last.text) > 160:
            joined.append(line)
        elif last.answer:
            joined[-1] = replace(last, tail=last.tail + line.text)
        else:
            joined[-1] = Line(last.head + line.head, line.answer, line.tail)
    return joined


def _as_bullets(lines: list[Line], rng: random.Random) -> list[Line]:
    """Return shortened lines, most with marks; of some the clauses stand on lines of their own."""
    numbers = rng.random() < 0.1
    mark = rng.choice(MARKS)
    stops = rng.random() < 0.4
    shorten, cut, label = rng.random() < 0.7, rng.random() < 0.4, rng.random() < 0.4
    made: list[Line] = []
    for number, line in enumerate(lines):
        short = _shorten(line) if shorten else line
        short = _label(short) if label and rng.random() < 0.7 else short
        short = short if stops else _without_stop(short)
        parts = _cut(short, rng) if cut and rng.random() < 0.5 else [short]
        sign = NUMBERS[0][number] if numbers and number < len(NUMBERS[0]) else mark
        if sign:
            parts[0] = replace(parts[0], head=sign + parts[0].head, kind="bullet")
        made += parts
    return made


def _on_last(line: Line, change: "re.Pattern[str]", to: str) -> Line:
    """Return the line with its end reworded, where that end is not of the answer."""
    if line.tail:
        return replace(line, tail=change.sub(to, line.tail))
    return line if line.answer else replace(line, head=change.sub(to, line.head))


def _without_stop(line: Line) -> Line:
    return _on_last(line, re.compile("。$"), "")


def _shorten(line: Line) -> Line:
    """Return the line with its verbal ending cut to a noun's, where that is safe."""
    had_stop = line.text.endswith("。")
    bare = _without_stop(line)
    for pattern, to in _ENDINGS:
        short = _on_last(bare, pattern, to)
        if short != bare:
            return _add_stop(short) if had_stop else short
    return line


def _add_stop(line: Line) -> Line:
    return (
        replace(line, tail=line.tail + "。")
        if line.answer
        else replace(line, head=line.head + "。")
    )


def _label(line: Line) -> Line:
    """Return `X：Y` for a line `XはY`; the line itself where it says more than that."""
    match = _IS.match(line.head if line.answer else line.head.removesuffix("。"))
    if line.answer:
        topic = re.fullmatch(r"(?P<label>[^、。は：:「」（）]{2,16})は、?", line.head)
        if topic is None or not _NOUN_END.search(topic["label"]):
            return line
        return replace(line, head=f"{topic['label']}：")
    if match is None or "は、" in match["value"] or not _NOUN_END.search(match["label"]):
        return line
    return replace(line, head=f"{match['label']}：{match['value']}")


def _cut(line: Line, rng: random.Random) -> list[Line]:
    """Return the line in two, at a comma outside the answer and outside brackets."""
    places = [p for p in _commas(line.text) if 8 <= p <= len(line.text) - 6]
    start, end = len(line.head), len(line.head) + len(line.answer)
    places = [p for p in places if not line.answer or p <= start or p > end]
    if not places:
        return [line]
    at = rng.choice(places)
    if at <= start:
        return [Line(line.head[:at].rstrip("、")), replace(line, head=line.head[at:])]
    return [replace(line, tail=line.tail[: at - end].rstrip("、")), Line(line.tail[at - end :])]


def _commas(text: str) -> list[int]:
    """Return the places after each 、 that stands in no bracket."""
    places, depth = [], 0
    for number, character in enumerate(text):
        depth += (character in OPENING) - (character in CLOSING)
        if character == "、" and depth <= 0:
            places.append(number + 1)
    return places


def _mix_digits(line: Line, rng: random.Random) -> Line:
    """Return the line with some of its runs of digits in the other width, as typed slides have."""

    def change(text: str) -> str:
        return re.sub(r"[0-9０-９]", lambda m: m[0].translate(rng.choice((_HALF, _FULL))), text)

    return Line(change(line.head), change(line.answer), change(line.tail), line.kind)
