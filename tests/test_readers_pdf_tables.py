import io
from collections.abc import Sequence
from itertools import pairwise, product

import pikepdf
import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefqa.readers.pdf.characters import read_glyphs
from briefqa.readers.pdf.drawings import read_drawings
from briefqa.readers.pdf.grid import Grid, GridCell, places
from briefqa.readers.pdf.heads import head_rows
from briefqa.readers.pdf.tables import find_grids
from tests.pdf_pages import box, cells, frame, lattice, line, make_pdf, text

XS, YS = (60.0, 200.0, 340.0, 480.0), (50.0, 74.0, 98.0, 122.0)
ROWS = (("区分", "2023年度", "2024年度"), ("建物", "120件", "98件"), ("道路", "45件", "51件"))


def first_page(data: bytes) -> pdfium.PdfPage:
    return pdfium.PdfDocument(data)[0]


def grids_of(data: bytes) -> tuple[Grid, ...]:
    page = first_page(data)
    return find_grids(read_drawings(page), read_glyphs(page))


def texts_of(data: bytes) -> list[list[tuple[int, int, int, int, str]]]:
    """Return each table's cells: row, column, their spans, and the text."""
    glyphs = read_glyphs(first_page(data))
    found = []
    for grid in grids_of(data):
        owners = places(grid.cells, glyphs)
        words = [
            "".join(g.text for g, owner in zip(glyphs, owners, strict=True) if owner == i)
            for i in range(len(grid.cells))
        ]
        found.append(
            [
                (cell.row, cell.column, cell.row_span, cell.column_span, word)
                for cell, word in zip(grid.cells, words, strict=True)
            ]
        )
    return found


def plain(rows: Sequence[Sequence[str]]) -> list[tuple[int, int, int, int, str]]:
    return [(r, c, 1, 1, word) for r, row in enumerate(rows) for c, word in enumerate(row)]


def test_a_table_of_lines_has_its_cells_where_they_are_drawn() -> None:
    data = make_pdf(lattice(XS, YS) + cells(XS, YS, ROWS))

    (grid,) = grids_of(data)

    assert texts_of(data) == [plain(ROWS)]
    assert (grid.left, grid.top, grid.right, grid.bottom) == pytest.approx((60, 50, 480, 122))
    assert grid.cells[4].rect.left == pytest.approx(200)
    assert grid.cells[4].rect.bottom == pytest.approx(98)


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_turned_page_has_its_table_where_it_is_shown(rotate: int) -> None:
    data = make_pdf(lattice(XS, YS) + cells(XS, YS, ROWS), rotate=rotate)

    (grid,) = grids_of(data)

    shown = {
        90: (405 - 122, 60, 405 - 50, 480),
        180: (720 - 480, 405 - 122, 720 - 60, 405 - 50),
        270: (50, 720 - 480, 122, 720 - 60),
    }
    assert (grid.left, grid.top, grid.right, grid.bottom) == pytest.approx(shown[rotate])


def test_lines_in_a_form_object_are_seen() -> None:
    data = make_pdf(lattice(XS, YS) + cells(XS, YS, ROWS))
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        page = document.pages[0]
        form = document.make_stream(page.obj.Contents.read_bytes())
        form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        form.BBox, form.Resources = page.mediabox, page.obj.Resources
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=form))
        page.obj.Contents = document.make_stream(b"0.5 0 0 0.5 0 0 cm /X Do")
        document.save(written)

    (grid,) = grids_of(written.getvalue())

    assert (grid.left, grid.top) == pytest.approx((30, 405 - (405 - 50) / 2))


def test_merged_cells_come_as_spans() -> None:
    lines = (
        line(60, 50, 480, 50) + line(200, 74, 480, 74) + line(60, 98, 480, 98)
        + line(60, 122, 480, 122) + line(60, 50, 60, 122) + line(200, 50, 200, 122)
        + line(340, 74, 340, 122) + line(480, 50, 480, 122)
    )  # fmt: skip
    words = (
        text(64, 66, "区分") + text(204, 66, "件数") + text(204, 90, "昨年") + text(344, 90, "今年")
    )
    last = cells(XS, (98,), (("建物", "120", "98"),))

    assert texts_of(make_pdf(lines + words + last)) == [
        [
            (0, 0, 2, 1, "区分"),
            (0, 1, 1, 2, "件数"),
            (1, 1, 1, 1, "昨年"),
            (1, 2, 1, 1, "今年"),
            (2, 0, 1, 1, "建物"),
            (2, 1, 1, 1, "120"),
            (2, 2, 1, 1, "98"),
        ]
    ]


def test_adjoining_fills_without_lines_are_cells_with_their_colours() -> None:
    fills = "".join(
        box(
            XS[c], YS[r], XS[c + 1], YS[r + 1], colour="0 0 1" if r == 0 else f"0.9 0.{8 + r % 2} 1"
        )
        for r, c in product(range(3), range(3))
    )
    data = make_pdf(fills + cells(XS, YS, ROWS))

    (grid,) = grids_of(data)

    assert texts_of(data) == [plain(ROWS)]
    assert [cell.fill for cell in grid.cells[::3]] == [
        (0, 0, 255),
        (230, 230, 255),
        (230, 204, 255),
    ]


def test_thin_boxes_and_rows_of_dots_are_lines() -> None:
    thin = "".join(box(60, y - 0.5, 480, y + 0.5, colour="0 0 0") for y in YS)
    dots = "".join(
        box(x - 0.3, y, x + 0.3, y + 1.5, colour="0 0 0") for x in XS for y in range(50, 121, 3)
    )

    assert texts_of(make_pdf(thin + dots + cells(XS, YS, ROWS))) == [plain(ROWS)]


def test_a_table_without_lines_at_its_sides_is_bounded_by_the_others() -> None:
    lines = "".join(line(60, y, 480, y) for y in YS) + "".join(line(x, 50, x, 122) for x in XS[1:3])

    assert texts_of(make_pdf(lines + cells(XS, YS, ROWS))) == [plain(ROWS)]


def test_bands_of_colour_part_rows_and_the_room_between_words_columns() -> None:
    bands = box(60, 50, 480, 74, colour="0 0 1") + box(60, 98, 480, 122)
    ys = (*YS, 146.0)
    rows = (*ROWS, ("河川", "8件", "12件"))
    last = line(60, 146, 480, 146)

    assert texts_of(make_pdf(bands + last + cells(XS, ys, rows))) == [plain(rows)]


def test_a_band_without_cells_has_those_of_the_band_above() -> None:
    ys = (*YS, 146.0)
    fills = "".join(box(XS[c], ys[r], XS[c + 1], ys[r + 1]) for r in (0, 2) for c in range(3))
    below = frame(60, 50, 480, 146)
    rows = (*ROWS, ("河川", "8件", "12件"))

    assert texts_of(make_pdf(fills + below + cells(XS, ys, rows))) == [plain(rows)]


def test_lines_between_rows_that_are_pieced_together_part_columns() -> None:
    under = "".join(line(a, y, b, y) for y in (*YS[1:], 146) for a, b in pairwise(XS))
    rows = (
        ("区分", "件数", "備考"),
        ("建物", "120件", "港町を除く"),
        ("道路", "45件", ""),
        ("河川", "8件", "上流"),
    )

    assert texts_of(make_pdf(under + cells(XS, YS, rows))) == [plain(rows)]


def test_lines_between_paragraphs_are_no_table() -> None:
    ruled = "".join(line(60, y, 480, y) for y in (50, 90, 130, 170, 210))
    words = "".join(
        text(64, y + 24, "防災計画の概要を次のとおり定める。") for y in (50, 90, 130, 170)
    )

    assert grids_of(make_pdf(ruled + words)) == ()


def test_rows_of_figures_without_lines_between_them_are_parted() -> None:
    lines = lattice(XS, (50, 74, 140))
    words = cells(XS, (50,), (("区分", "昨年", "今年"),))
    figures = cells(
        XS,
        (74, 94, 114),
        (("建物", "120件", "98件"), ("道路", "45件", "51件"), ("河川", "8件", "")),
    )

    assert texts_of(make_pdf(lines + words + figures)) == [
        plain(
            (
                ("区分", "昨年", "今年"),
                ("建物", "120件", "98件"),
                ("道路", "45件", "51件"),
                ("河川", "8件", ""),
            )
        )
    ]


def test_a_text_of_several_lines_stays_one_cell() -> None:
    lines = lattice(XS[:3], (50, 74, 140))
    words = cells(XS, (50,), (("区分", "内容"),))
    words += cells(
        XS,
        (74, 94, 114),
        (("建物の", "診断を行い"), ("耐震化", "2030年まで"), ("工事", "に終える")),
    )

    assert texts_of(make_pdf(lines + words)) == [
        plain((("区分", "内容"), ("建物の耐震化工事", "診断を行い2030年までに終える")))
    ]


def test_boxes_that_lie_on_a_table_part_no_cells() -> None:
    callout = box(250, 60, 330, 100, colour="1 1 0") + frame(250, 60, 330, 100)

    assert texts_of(make_pdf(lattice(XS, YS) + cells(XS, YS, ROWS) + callout)) == [plain(ROWS)]


@pytest.mark.parametrize(
    "content",
    [
        frame(50, 50, 400, 200) + text(60, 80, "枠の中の文"),
        frame(50, 50, 400, 200) + line(50, 100, 400, 100) + text(60, 80, "上"),
        # Boxes and arrows.
        "".join(
            frame(x, y, x + 80, y + 40)
            + text(x + 5, y + 20, "工程")
            + line(x + 80, y + 20, x + 120, y + 20)
            for x, y in product((50, 170, 290), (50, 130, 210))
        ),
        # A chart's lines, with words beside them.
        lattice((100, 150, 200, 250, 300), (50, 80, 110, 140, 170))
        + "".join(text(60, y + 20, "100") for y in (50, 80, 110, 140)),
        # Lines that cut words: the words are no cells'.
        lattice((60, 72, 84, 96, 108, 120), YS)
        + "".join(text(62, y + 16, "文字を切る線") for y in YS[:3]),
        # Marked words.
        "".join(
            box(x, y, x + 36, y + 14) + text(x, y + 11, "目立つ")
            for y, x in product((50, 64, 78), (50, 86))
        ),
    ],
    ids=["frame", "two rows", "diagram", "chart", "lines through words", "marked words"],
)  # fmt: skip
def test_what_only_looks_like_a_table_is_none(content: str) -> None:
    assert grids_of(make_pdf(content)) == ()


def test_a_page_of_very_many_lines_takes_no_time() -> None:
    content = lattice(range(20, 700, 5), range(20, 400, 4))

    assert grids_of(make_pdf(content + text(50, 50, "地図"))) == ()


words = st.text(alphabet="あいうえお漢字", min_size=1, max_size=4)


@settings(deadline=None, max_examples=30)
@given(st.integers(2, 5), st.integers(2, 5), st.data())
def test_every_cell_keeps_its_words(rows: int, columns: int, data: st.DataObject) -> None:
    xs = [40.0 + 100 * i for i in range(columns + 1)]
    ys = [40.0 + 30 * i for i in range(rows + 1)]
    table = [[data.draw(words) for _ in range(columns)] for _ in range(rows)]

    assert texts_of(make_pdf(lattice(xs, ys) + cells(xs, ys, table))) == [plain(table)]


def grid(
    rows: Sequence[Sequence[str | None]],
    *,
    fills: Sequence[tuple[int, int, int] | None] = (),
    spans: dict[tuple[int, int], tuple[int, int]] | None = None,
) -> tuple[Grid, dict[tuple[int, int], str]]:
    """Return a table and its texts; None in `rows` for what a merged cell takes."""
    found = []
    texts = {}
    for r, row in enumerate(rows):
        for c, word in enumerate(row):
            if word is None:
                continue
            down, across = (spans or {}).get((r, c), (1, 1))
            fill = fills[r] if fills else None
            found.append(GridCell(r, c, down, across, c, r, c + across, r + down, fill))
            texts[r, c] = word
    return Grid(0, 0, len(rows[0]), len(rows), tuple(found)), texts


BLUE, WHITE = (0, 0, 255), (255, 255, 255)


def test_words_over_figures_are_heads() -> None:
    assert head_rows(*grid((("区分", "件数"), ("建物", "120件"), ("道路", "45件")))) == 1
    assert head_rows(*grid((("年度", "2023年度", "2024年度"), ("建物", "120", "98")))) == 1


def test_a_ground_of_their_own_tells_heads() -> None:
    rows = (("区分", "内容"), ("建物", "耐震の診断を行う。"), ("道路", "舗装を直す。"))

    assert head_rows(*grid(rows, fills=(BLUE, WHITE, WHITE))) == 1
    assert head_rows(*grid(rows, fills=(WHITE, WHITE, WHITE))) == 0


def test_bold_words_over_others_are_heads() -> None:
    rows = (("区分", "内容"), ("建物", "耐震の診断を行う。"), ("道路", "舗装を直す。"))

    assert head_rows(*grid(rows), bold={(0, 0), (0, 1)}) == 1
    assert head_rows(*grid(rows), bold={(0, 0), (1, 0), (2, 0)}) == 0


def test_short_words_over_three_columns_are_heads() -> None:
    rows = (("区分", "担当", "内容"), ("建物", "建築課", "診断"), ("道路", "土木課", "舗装"))

    assert head_rows(*grid(rows)) == 1


def test_heads_of_two_levels_are_two_rows() -> None:
    rows = (
        ("区分", "件数", None),
        (None, "昨年", "今年"),
        ("建物", "120", "98"),
        ("道路", "4", "5"),
    )

    assert head_rows(*grid(rows, spans={(0, 0): (2, 1), (0, 1): (1, 2)})) == 2


def test_a_title_over_the_whole_table_is_a_head_too() -> None:
    rows = (("被害の状況", None), ("区分", "件数"), ("建物", "120"), ("道路", "45"))

    assert head_rows(*grid(rows, spans={(0, 0): (1, 2)})) == 2


def test_a_form_and_a_row_of_figures_have_no_heads() -> None:
    form = (
        ("会社名", "市役所", "部署", "防災課"),
        ("備考", "なし", None, None),
        ("住所", "港町", None, None),
    )

    assert head_rows(*grid(form, spans={(1, 1): (1, 3), (2, 1): (1, 3)})) == 0
    assert head_rows(*grid((("建物", "120"), ("道路", "45"), ("河川", "8")))) == 0
