"""Labels with a figure, and numbered lists: rows that say on their own line what they are."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from briefqa.readers.marks import BULLET
from briefqa.records import Block, Slide
from briefqa.tables.parts import (
    ROW_LIMIT,
    Table,
    TableRow,
    caption_of,
    cells_of,
    distinct_runs,
    is_figure,
    is_heading,
    label_and_rest,
)
from briefqa.text.normalise import fold

_LABEL_LIMIT = 60  # characters of a numbered item that is words alone
_APART = 2  # blocks between two rows of one list of labels and figures
_NUMBER = re.compile(
    r"^\s*(?:[（(](?P<a>[0-9０-９]{1,3})[）)]|(?P<b>[0-9０-９]{1,3})[.．)）](?![0-9０-９])|(?P<c>[①-⑳]))\s*"
)
_ENTRY = re.compile(
    r"(?P<label>[^\s：:、。「」][^：:、。「」]{0,23}?)\s*[：:]\s*(?P<value>\S.*?)\s*$"
)
# Several entries on one line: the labels of such have no space in them.
_SEVERAL = re.compile(
    r"(?P<label>[^\s：:、。「」]{1,24})\s*[：:]\s*(?P<value>\S+?(?: [^\s\d：:]{1,4})?)(?=\s|$)\s*"
)
_MORE = re.compile(r"\s*(?:など|等|ほか|他)$")
_UNIT = re.compile(r"^[^\d]*[\d,.]+\s*")


def numbered_lists(slide: Slide) -> Iterator[Table]:
    """Yield the numbered lists of a slide, each sorted by number whatever order it is read in."""
    found = [
        (at, row)
        for at, block in enumerate(slide.blocks)
        for row in (_circled(slide, block) or _numbered(slide, block))
    ]
    groups = _groups(slide, list(dict.fromkeys(at for at, _ in found)))
    places = {row.start: at for at, row in found}
    grouped = [_in_group(row, groups.get(at, "")) for at, row in found]
    for run in distinct_runs(grouped):
        numbers = [row.number for row in run if row.number is not None]
        if len(run) < 2 or max(numbers) > 2 * len(run) + 2:
            continue
        ats = [places[row.start] for row in run]
        caption = caption_of(slide, min(ats), max(ats) + 1)
        rows = tuple(sorted(run, key=lambda row: row.number or 0))
        yield Table("numbered", slide, rows, columns=("",), caption=caption)


def _circled(slide: Slide, block: Block) -> list[TableRow]:
    """Return the items of a line that holds several, each with its number in a circle."""
    marks = list(re.finditer("[①-⑳]", block.text)) if len(block.text) <= ROW_LIMIT else []
    if len(marks) < 2 or block.text[: marks[0].start()].strip(" 　"):
        return []
    ends = [*(mark.start() for mark in marks[1:]), len(block.text)]
    found: list[TableRow] = []
    for mark, end in zip(marks, ends, strict=True):
        words = block.text[mark.end() : end]
        start = mark.end() + len(words) - len(words.lstrip())
        spans = [(mark.start(), mark.end()), (start, start + len(words.strip("、，, 　")))]
        if not 0 < spans[1][1] - start <= _LABEL_LIMIT:
            return []
        number, label = cells_of(slide, block, spans)
        row = TableRow(number.start, label.end, label, (None,), ord(number.text) - ord("①") + 1)
        found.append(row)
    return found


def _numbered(slide: Slide, block: Block) -> list[TableRow]:
    if len(block.text) > ROW_LIMIT:
        return []
    bullet = BULLET.match(block.text)
    start = bullet.end() if bullet is not None else 0
    mark = _NUMBER.match(block.text[start:])
    if mark is None:
        return []
    body = start + mark.end()
    number = _number(mark)
    entry = _ENTRY.match(block.text[body:])
    if entry is not None and is_figure(entry["value"]):
        spans = [(body + a, body + b) for a, b in (entry.span("label"), entry.span("value"))]
        label, value = cells_of(slide, block, spans)
        return [TableRow(block.start, block.end, label, (value,), number)]
    if not 0 < len(block.text) - body <= _LABEL_LIMIT or is_figure(block.text):
        return []
    (label,) = cells_of(slide, block, [(body, len(block.text))])
    return [TableRow(block.start, block.end, label, (None,), number)]


def _number(mark: re.Match[str]) -> int:
    if mark["c"] is not None:
        return ord(mark["c"]) - ord("①") + 1
    return int(fold(mark["a"] or mark["b"]).text)


def _in_group(row: TableRow, group: str) -> TableRow:
    return TableRow(row.start, row.end, row.label, row.values, row.number, group)


def value_lists(slide: Slide) -> Iterator[Table]:
    """Yield the runs of labels with a figure each, of one unit."""
    run: list[tuple[int, TableRow]] = []
    for at, block in enumerate(slide.blocks):
        rows = list(_entries(slide, block))
        if not rows:
            continue
        if run and (at - run[-1][0] > _APART + 1 or _unit(rows[0]) != _unit(run[-1][1])):
            yield from _value_list(slide, run)
            run = []
        run += [(at, row) for row in rows]
    yield from _value_list(slide, run)


def _value_list(slide: Slide, run: Sequence[tuple[int, TableRow]]) -> Iterator[Table]:
    labels = {row.label.text for _, row in run}
    if len(run) < 2:
        return
    ats = [at for at, _ in run]
    groups = _groups(slide, sorted(set(ats)))
    rows = tuple(_in_group(row, groups.get(at, "")) for at, row in run)
    if len(labels) == len({row.label.text for row in rows}) == len(rows):
        caption = caption_of(slide, ats[0], ats[-1] + 1)
        yield Table("values", slide, rows, columns=("",), caption=caption)


def _entries(slide: Slide, block: Block) -> Iterator[TableRow]:
    """Yield the entries of a block that is nothing but labels with figures."""
    if len(block.text) > ROW_LIMIT:
        return
    bullet = BULLET.match(block.text)
    at = bullet.end() if bullet is not None else 0
    if _NUMBER.match(block.text[at:]):
        return
    found: list[re.Match[str]] = []
    one = _ENTRY.match(block.text, at)
    if one is not None and is_figure(one["value"]):
        found = [one]
    else:
        end = at
        for match in _SEVERAL.finditer(block.text, at):
            if match.start() != end or not is_figure(match["value"]):
                return
            found.append(match)
            end = match.end()
        if end != len(block.text):
            return
    for match in found:
        label, value = cells_of(slide, block, [match.span("label"), match.span("value")])
        yield TableRow(label.start, value.end, label, (value,))


def _unit(row: TableRow) -> str:
    value = row.values[0]
    return _UNIT.sub("", fold(value.text).text) if value is not None else ""


def _groups(slide: Slide, ats: Sequence[int]) -> dict[int, str]:
    """Return the heading each block of rows stands under, where the reading order keeps it.

    It does where the first row follows a heading and no heading follows the last: with headings
    read after their rows, or in no order, none is given, rather than a wrong one.
    """
    if len(ats) < 2:
        return {}
    blocks = slide.blocks
    heads = [
        at
        for at in range(max(0, ats[0] - 1), ats[-1])
        if at not in ats and is_heading(blocks[at].text) and blocks[at].text != slide.title
    ]
    if len(heads) < 2 or heads[0] != ats[0] - 1:
        return {}
    after = ats[-1] + 1
    if after < len(blocks) and is_heading(blocks[after].text):
        return {}
    # Each heading has rows right below it, and each row is below a heading or another row.
    inside = set(ats)
    if any(head + 1 not in inside for head in heads):
        return {}
    if any(at - 1 not in inside and at - 1 not in heads for at in ats):
        return {}
    return {at: blocks[max(head for head in heads if head < at)].text for at in ats}


def enumerations(slide: Slide) -> Iterator[Table]:
    """Yield lists whose items commas part, under a label: 提供者 青葉市、若葉市、港市.

    A "and more" at the end of one goes for those in the lines before it too.
    """
    found: list[Table] = []
    for block in slide.blocks:
        table = _enumeration(slide, block)
        if len(block.text) > ROW_LIMIT or label_and_rest(block.text) is None:
            yield from found
            found = []
        elif _MORE.search(block.text):
            found = [replace(other, is_whole=False) for other in found]
        if table is not None:
            found.append(table)
    yield from found


def _enumeration(slide: Slide, block: Block) -> Table | None:
    labelled = label_and_rest(block.text) if len(block.text) <= ROW_LIMIT else None
    if labelled is None:
        return None
    label, start = labelled
    spans = [
        (start + m.start(), start + m.end()) for m in re.finditer("[^、，]+", block.text[start:])
    ]
    texts = [block.text[a:b] for a, b in spans]
    if len(spans) < 2 or any(len(t) > 30 or re.search("[。：:]|ます$", t) for t in texts):
        return None
    more = _MORE.search(block.text)
    if more is not None and more.start() > spans[-1][0]:
        spans[-1] = (spans[-1][0], more.start())
    cells = cells_of(slide, block, [(a, b) for a, b in spans if block.text[a:b].strip()])
    rows = tuple(TableRow(cell.start, cell.end, cell) for cell in cells)
    return Table("names", slide, rows, caption=label, is_whole=more is None)
