"""What a reader's process hands back is checked like a request from outside."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefqa.isolation import LIMITS
from briefqa.isolation.pictures import with_pictures
from briefqa.isolation.receiving import ExcessError, NonsenseError, decode
from briefqa.isolation.sending import encode
from briefqa.isolation.visible import visible
from briefqa.records import Block, Box, Cell, Document, Loss, Page, Slide
from briefqa.text.normalise import strip_invisible
from tests.rogue import WEBP, drawn

TEXT = "予算\n項目\t金額\n堤防\t2億円"
ROWS = (
    Block("title", 0, 2, "予算"),
    Block(
        "row",
        3,
        8,
        "項目\t金額",
        cells=(Cell(3, 5, "項目"), Cell(6, 8, "金額")),
        table=1,
        is_head=True,
    ),
    Block(
        "row",
        9,
        15,
        "堤防\t2億円",
        cells=(Cell(9, 11, "堤防", "項目"), Cell(12, 15, "2億円", "金額")),
        table=1,
    ),
)
SLIDE = Slide("", 1, TEXT, "予算", "防災", ROWS, (Loss("chart", "図1"),), is_hidden=True)
PAGE = Page(
    1,
    720.0,
    540.0,
    (
        Box(0, 2, 0.1, 0.1, 0.3, 0.2, (0.1, 0.2, 0.3)),
        Box(9, 11, 0.5, 0.1, 0.6, 0.5, (0.1, 0.3, 0.5), is_vertical=True),
    ),
    furniture=("内閣府",),
)
DOCUMENT = Document((SLIDE,), (PAGE,), "予算の概要", "2025-06", "内閣府")


def test_a_document_arrives_whole() -> None:
    assert decode(encode(DOCUMENT), LIMITS).document == DOCUMENT


def with_slide(**changes: Any) -> Document:
    return replace(DOCUMENT, slides=(replace(SLIDE, **changes),))


def with_block(**changes: Any) -> Document:
    return with_slide(blocks=(replace(ROWS[0], **changes), *ROWS[1:]))


def with_cell(**changes: Any) -> Document:
    cells = (replace(ROWS[2].cells[0], **changes), ROWS[2].cells[1])
    return with_slide(blocks=(*ROWS[:2], replace(ROWS[2], cells=cells)))


def with_page(**changes: Any) -> Document:
    return replace(DOCUMENT, pages=(replace(PAGE, **changes),))


def with_box(**changes: Any) -> Document:
    return with_page(boxes=(replace(PAGE.boxes[0], **changes), PAGE.boxes[1]))


NAN = float("nan")
NONSENSE = [
    replace(DOCUMENT, slides=()),
    replace(DOCUMENT, pages=(PAGE, replace(PAGE, number=2))),
    replace(DOCUMENT, title="題\u202e名"),
    replace(DOCUMENT, publisher="x" * 10_001),
    replace(DOCUMENT, date="2025\x00"),
    with_slide(number=2),
    with_slide(briefing_id="other"),
    with_slide(text=TEXT + "\u200b"),
    with_slide(title="\U000e0041"),
    with_slide(losses=(Loss("chart", "\x1b[2J"),)),
    with_slide(losses=(Loss("weather"),)),  # type: ignore[arg-type]
    with_slide(blocks=(ROWS[1], ROWS[0])),
    with_block(start=-1),
    with_block(end=0),
    with_block(end=4),
    with_block(text="決算"),
    with_block(text=""),
    with_block(kind="script"),
    with_block(level=-1),
    with_block(table=-1),
    with_block(level=True),
    with_block(text=5),
    with_slide(blocks=(*ROWS[:2], replace(ROWS[2], end=16))),
    with_cell(start=12),
    with_cell(end=99),
    with_cell(text="避難"),
    with_cell(header="項\u200b目"),
    with_page(number=2),
    with_page(width=-1.0),
    with_page(height=NAN),
    with_page(width=float("inf")),
    with_page(picture="0001.webp"),
    with_slide(has_picture=True),
    with_page(furniture=("\ufeff",)),
    with_box(left=-0.1),
    with_box(right=1.1),
    with_box(top=NAN),
    with_box(bottom=0.05),
    with_box(end=99),
    with_box(stops=(0.1, 0.2)),
    with_box(stops=(0.1, 0.2, 1.5)),
]


@pytest.mark.parametrize("document", NONSENSE)
def test_a_document_out_of_order_is_refused(document: Document) -> None:
    with pytest.raises(NonsenseError):
        decode(encode(document), LIMITS)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\xff",
        b"null",
        b"{}",
        b"{},{}",
        b'{"document":null}',
        b'{"document":{"slides":[]},"more":1}',
        b'{"failure":"weather"}',
        b'{"failure":"empty","sentences":["two\\u202e words"]}',
        b'{"failure":"empty","sentences":["\\ud800"]}',
        b'{"failure":"empty"}',
        b'{"failure":"empty","sentences":[]}',
        b'{"failure":"empty","sentences":["a","b","c"]}',
        b'{"failure":"empty","sentences":["{a}"],"values":{"a":"\\u202e"}}',
        b'{"failure":"empty","sentences":["{a}"],"values":{"a":1.5}}',
        b'{"failure":"empty","sentences":["{a}"],"values":{"a":["b"]}}',
        b'{"failure":"empty","sentences":["{a}"],"values":{"a":1' + b"0" * 400 + b"}}",
        b'{"failure":"empty","sentences":["' + b"{a}" * 99 + b'"],"values":{"a":"b"}}',
        b'{"sentences":["a"]}',
        b'{"bug":1}',
        b'{"limit":"sky"}',
        b"[" * 100_000,
        b'{"document":' * 10_000,
    ],
)
def test_what_is_no_answer_is_refused(answer: bytes) -> None:
    with pytest.raises(NonsenseError):
        decode(answer, LIMITS)


def test_a_field_that_no_record_has_is_refused() -> None:
    answer = json.loads(encode(DOCUMENT))
    answer["document"]["slides"][0]["blocks"][0]["href"] = "https://example.com/"
    with pytest.raises(NonsenseError):
        decode(json.dumps(answer).encode(), LIMITS)


@pytest.mark.parametrize(
    ("limits", "what"),
    [
        (replace(LIMITS, pages=0), "1 slides"),
        (replace(LIMITS, text=len(TEXT.encode()) - 1), "35 bytes of text"),
        (replace(LIMITS, parts=8), "9 blocks, cells and boxes"),
    ],
)
def test_more_than_one_file_may_give_is_refused(limits: Any, what: str) -> None:
    with pytest.raises(ExcessError, match=f"^{what}$"):
        decode(encode(DOCUMENT), limits)


def test_records_are_counted_before_they_are_made() -> None:
    with pytest.raises(ExcessError):
        decode(b'{"start":' * (LIMITS.parts + 1), LIMITS)
    with pytest.raises(ExcessError):
        decode(b"[" + b"0," * 10_000_000, LIMITS)


def test_invisible_characters_go_and_the_offsets_follow() -> None:
    text = "\u200b予\x00算\n\u202e項目\t金\ufeff額"
    row = Block("row", 5, 12, text[5:12], cells=(Cell(5, 8, text[5:8]), Cell(9, 12, text[9:12])))
    slide = Slide("", 1, text, "予\x00算", "", (Block("title", 1, 4, text[1:4]), row))
    stops = (0.1, 0.2, 0.3, 0.4)
    page = Page(1, 720.0, 540.0, (Box(1, 4, 0.1, 0.1, 0.4, 0.2, stops), Box(0, 1, 0, 0, 0.1, 0.1)))
    shown = visible(Document((slide,), (page,)))
    assert shown.slides[0].text == "予算\n項目\t金額"
    assert shown.slides[0].title == "予算"
    assert shown.slides[0].blocks == (
        Block("title", 0, 2, "予算"),
        Block("row", 3, 8, "項目\t金額", cells=(Cell(3, 5, "項目"), Cell(6, 8, "金額"))),
    )
    assert shown.pages[0].boxes == (Box(0, 2, 0.1, 0.1, 0.4, 0.2, (0.1, 0.3, 0.4)),)


@given(
    st.lists(st.text(alphabet="防災a\n\t\x00\u200b\u202e\udc80\U000e0041", min_size=1), min_size=1)
)
def test_whatever_the_text_it_arrives_visible_and_in_place(parts: list[str]) -> None:
    starts = [sum(map(len, parts[:i])) for i in range(len(parts))]
    blocks = tuple(
        Block("body", start, start + len(part), part)
        for start, part in zip(starts, parts, strict=True)
        if strip_invisible(part).split()
    )
    slide = Slide("", 1, "".join(parts), "", "", blocks)
    document = decode(encode(visible(Document((slide,)))), LIMITS).document
    assert document is not None
    assert document.slides[0].text == strip_invisible("".join(parts))
    assert len(document.slides[0].blocks) == len(blocks)


def test_pictures_that_are_not_whole_are_lost_and_named(tmp_path: Path) -> None:
    (tmp_path / "0001.webp").write_bytes(WEBP)
    (tmp_path / "0002.webp").write_bytes(WEBP + b"\0")
    (tmp_path / "0003.webp").write_bytes(b"<svg onload='alert(1)'></svg>")
    (tmp_path / "0004.webp").mkdir()
    document = with_pictures(drawn(5), tmp_path, LIMITS)
    assert [page.picture for page in document.pages] == ["0001.webp", "", "", "", ""]
    lost = [tuple(loss.kind for loss in slide.losses) for slide in document.slides]
    assert lost == [(), *[("picture",)] * 4]
