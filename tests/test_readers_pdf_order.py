from hypothesis import given
from hypothesis import strategies as st

from briefqa.readers.pdf.order import Region, in_order, turn

Rects = list[tuple[float, float, float, float]]


def order(*rects: tuple[str, float, float, float, float], lines: int = 1) -> str:
    """Return the names of rectangles (left, top, right, bottom) as they are read."""
    regions = [Region(name, *edges, lines, 20) for name, *edges in rects]
    return "".join(region.part for region in in_order(regions))


def test_what_runs_across_is_read_before_the_columns_below_it() -> None:
    assert (
        order(
            ("d", 300, 160, 500, 200),
            ("c", 300, 100, 500, 140),
            ("b", 20, 150, 200, 200),
            ("a", 20, 90, 200, 130),
            ("x", 20, 20, 500, 60),
            lines=3,
        )
        == "xabcd"
    )


def test_rows_far_apart_are_read_one_after_the_other() -> None:
    assert (
        order(
            ("a", 20, 20, 200, 60),
            ("b", 220, 20, 400, 60),
            ("c", 20, 160, 200, 200),
            ("d", 220, 160, 400, 200),
            lines=3,
        )
        == "abcd"
    )


def test_a_narrow_column_of_labels_is_read_with_its_texts() -> None:
    assert (
        order(
            ("a", 20, 20, 60, 40),
            ("b", 100, 20, 500, 60),
            ("c", 20, 70, 60, 90),
            ("d", 100, 70, 500, 110),
            lines=2,
        )
        == "abcd"
    )


def test_three_columns_of_short_boxes_are_read_by_rows() -> None:
    rects = [
        (name, 20 + 120 * (i % 3), 20 + 50 * (i // 3), 120 + 120 * (i % 3), 60 + 50 * (i // 3))
        for i, name in enumerate("abcdef")
    ]
    assert order(*reversed(rects), lines=2) == "abcdef"


def test_what_stands_below_the_other_column_is_read_after_it() -> None:
    assert order(("a", 20, 300, 200, 320), ("b", 300, 20, 500, 280), lines=4) == "ba"


def test_boxes_that_overlap_are_read_from_the_top() -> None:
    assert (
        order(("b", 100, 60, 300, 160), ("a", 20, 20, 200, 120), ("c", 20, 110, 90, 200)) == "abc"
    )


def test_upright_text_is_read_from_the_right() -> None:
    columns = [Region("b", 100, 20, 120, 300), Region("a", 140, 20, 160, 300)]
    turned = [turn(region, angle=90) for region in columns]
    assert [region.part for region in in_order(turned)] == ["a", "b"]


edges = st.floats(0, 500, allow_nan=False)


@given(st.lists(st.tuples(edges, edges, st.floats(0, 200), st.floats(0, 60)), max_size=40))
def test_each_region_is_read_once(rects: Rects) -> None:
    regions = [
        Region(i, left, top, left + width, top + height)
        for i, (left, top, width, height) in enumerate(rects)
    ]
    assert sorted(region.part for region in in_order(regions)) == list(range(len(rects)))
