"""Say what came of rows: words, citations, and how much was looked at."""

import re
from collections.abc import Sequence

from babel import Locale

from briefqa.answerer import Slides
from briefqa.answerer.rows.results import ROWS_LIMIT, Shown
from briefqa.answerer.rows.selecting import Selection
from briefqa.records import Citation, Language, Row, Slide

QUOTE_LIMIT = 400  # characters of a quote that holds several rows
_GAP_LIMIT = 8  # characters that are not white, between two rows of one quote
_TITLE_LIMIT = 40


def cite_rows(
    slide: Slide, shown: Sequence[Shown], slides: Slides
) -> tuple[tuple[Row, ...], tuple[Citation, ...]]:
    """Return at most 30 rows and the citations that hold them, one for each run of rows."""
    kept = shown[:ROWS_LIMIT]
    ranges = _merged(slide, [place for one in kept for place in _ranges(one)])
    order: list[tuple[int, int]] = []
    rows: list[Row] = []
    for one in kept:
        places = [_holding(ranges, place) for place in _ranges(one)]
        order = list(dict.fromkeys((*order, *places)))
        value = one.value.text if one.value is not None else ""
        rows.append(Row(one.label.text, value, order.index(places[0]) + 1))
    title = slides.briefing(slide.briefing_id).title
    citations = tuple(
        _citation(slide, title, marker, place) for marker, place in enumerate(order, start=1)
    )
    return tuple(rows), citations


def _ranges(shown: Shown) -> list[tuple[int, int]]:
    """Return the ranges of the slide that hold a row: its own, and its label's if that is apart."""
    row = shown.row
    cells = [cell for cell in (shown.label, shown.value) if cell is not None]
    apart = [c for c in cells if not (row.start <= c.start and c.end <= row.end)]
    return [(row.start, row.end), *((cell.start, cell.end) for cell in apart)]


def _merged(slide: Slide, ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(set(ranges)):
        if found:
            first, last = found[-1]
            between = re.sub(r"\s", "", slide.text[last:start])
            if start < last or (len(between) <= _GAP_LIMIT and end - first <= QUOTE_LIMIT):
                found[-1] = (first, max(last, end))
                continue
        found.append((start, end))
    return found


def _holding(ranges: Sequence[tuple[int, int]], place: tuple[int, int]) -> tuple[int, int]:
    return next(r for r in ranges if r[0] <= place[0] and place[1] <= r[1])


def _citation(slide: Slide, title: str, marker: int, place: tuple[int, int]) -> Citation:
    start, end = place
    heading = slide.title or (slide.blocks[0].text[:_TITLE_LIMIT] if slide.blocks else "")
    return Citation(
        marker=marker,
        briefing=slide.briefing_id,
        briefing_title=title,
        slide=slide.number,
        slide_title=heading,
        quote=slide.text[start:end],
        start=start,
        end=end,
    )


def coverage_of(selection: Selection, count: int, language: Language) -> str:
    """Say for people how many rows of which slide were looked at, and of which region."""
    slide, size = selection.table.slide, len(selection.table.rows)
    region = Locale(language).territories[selection.region] if selection.region else ""
    if language == "ja":
        part = f"{size}行中の" if count < size else ""
        return f"スライド{slide.number}の{part}{count}行" + (f"（{region}）" if region else "")
    part = f"{count} of {size} rows" if count < size else f"{count} row{'s' * (count != 1)}"
    return f"{part} on slide {slide.number}" + (f" ({region})" if region else "")
