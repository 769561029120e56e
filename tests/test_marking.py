"""Where the characters of a slide stand on its picture."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefqa.marking import ADJOINING, Rectangle, joined, rectangles
from briefqa.records import Box, Page

# "訪日客数\n3,687万人": two lines, the places of the second's characters known.
LINES = (
    Box(0, 4, 0.1, 0.2, 0.5, 0.3),
    Box(5, 12, 0.1, 0.3, 0.8, 0.4, (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)),
)
PAGE = Page(1, 960.0, 540.0, LINES)


@pytest.mark.parametrize(
    ("spans", "found"),
    [
        ([(0, 4)], [(0.1, 0.2, 0.5, 0.3)]),
        ([(1, 2)], [(0.1, 0.2, 0.5, 0.3)]),  # where only the line's place is known, all of it
        ([(5, 12)], [(0.1, 0.3, 0.8, 0.4)]),
        ([(6, 8)], [(0.2, 0.3, 0.4, 0.4)]),
        ([(6, 8), (8, 9)], [(0.2, 0.3, 0.5, 0.4)]),
        ([(10, 11), (6, 7)], [(0.2, 0.3, 0.3, 0.4), (0.6, 0.3, 0.7, 0.4)]),
        ([(2, 7)], [(0.1, 0.2, 0.5, 0.3), (0.1, 0.3, 0.3, 0.4)]),
        ([(4, 5)], []),
        ([(12, 40), (-3, 0), (7, 7), (8, 6)], []),
        ([], []),
    ],
)
def test_spans_cover_parts_of_lines(
    spans: list[tuple[int, int]], found: list[tuple[float, float, float, float]]
) -> None:
    assert rectangles(PAGE, spans) == tuple(Rectangle(*one) for one in found)


def test_vertical_lines_are_cut_down_the_page() -> None:
    box = Box(0, 2, 0.9, 0.1, 0.95, 0.5, (0.1, 0.3, 0.5), is_vertical=True)
    assert rectangles(Page(1, 960, 540, (box,)), [(1, 2)]) == (Rectangle(0.9, 0.3, 0.95, 0.5),)


def test_writing_from_the_right_is_cut_from_the_right() -> None:
    box = Box(0, 3, 0.1, 0.1, 0.4, 0.2, (0.4, 0.3, 0.2, 0.1))
    assert rectangles(Page(1, 960, 540, (box,)), [(0, 1)]) == (Rectangle(0.3, 0.1, 0.4, 0.2),)


def test_pieces_of_a_line_that_adjoin_are_one() -> None:
    boxes = (Box(0, 2, 0.1, 0.1, 0.2, 0.2), Box(2, 4, 0.2, 0.1, 0.3, 0.2))
    apart = (boxes[0], Box(2, 4, 0.25, 0.1, 0.35, 0.2))
    assert rectangles(Page(1, 960, 540, boxes), [(0, 4)]) == (Rectangle(0.1, 0.1, 0.3, 0.2),)
    assert len(rectangles(Page(1, 960, 540, apart), [(0, 4)])) == 2


def test_a_cell_gives_way_to_the_lines_in_it() -> None:
    cell, line = Box(0, 4, 0.0, 0.0, 1.0, 1.0), Box(0, 4, 0.1, 0.1, 0.5, 0.2, (0.1,) * 4 + (0.5,))
    page = Page(1, 960, 540, (cell, line))
    assert rectangles(page, [(0, 4)]) == (Rectangle(0.1, 0.1, 0.5, 0.2),)
    assert rectangles(page, [(0, 2)]) == ()  # characters that take no room


FRACTIONS = st.integers(0, 1000).map(lambda number: number / 1000)
SPANS = st.lists(st.tuples(st.integers(-2, 30), st.integers(-2, 30)), max_size=4)


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    left, right = sorted((draw(FRACTIONS), draw(FRACTIONS)))
    top, bottom = sorted((draw(FRACTIONS), draw(FRACTIONS)))
    start = draw(st.integers(0, 20))
    end = start + draw(st.integers(1, 8))
    size = end - start + 1
    stops = draw(st.one_of(st.just(()), st.lists(FRACTIONS, min_size=size, max_size=size)))
    return Box(start, end, left, top, right, bottom, tuple(stops), draw(st.booleans()))


@given(boxes(), SPANS)
def test_a_rectangle_never_leaves_its_box(box: Box, spans: list[tuple[int, int]]) -> None:
    for found in rectangles(Page(1, 960, 540, (box,)), spans):
        assert box.left <= found.left < found.right <= box.right
        assert box.top <= found.top < found.bottom <= box.bottom


@given(st.lists(boxes(), max_size=5), SPANS)
def test_rectangles_stay_within_the_boxes_that_spans_touch(
    lines: list[Box], spans: list[tuple[int, int]]
) -> None:
    touched = [box for box in lines if any(max(a, box.start) < min(b, box.end) for a, b in spans)]
    for found in rectangles(Page(1, 960, 540, tuple(lines)), spans):
        assert min(box.left for box in touched) <= found.left
        assert max(box.right for box in touched) >= found.right
        assert min(box.top for box in touched) <= found.top + ADJOINING
        assert max(box.bottom for box in touched) >= found.bottom - ADJOINING


@given(SPANS)
def test_joined_spans_hold_the_same_offsets_in_order(spans: list[tuple[int, int]]) -> None:
    found = joined(spans)
    offsets = {offset for start, end in spans for offset in range(start, end)}
    assert [offset for start, end in found for offset in range(start, end)] == sorted(offsets)
    assert all(before[1] < after[0] for before, after in itertools.pairwise(found))
