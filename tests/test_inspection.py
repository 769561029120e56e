"""What `briefqa inspect` shows: facts, blocks, tables under their heads, places, losses."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefqa.errors import InputError
from briefqa.inspection import Inspected, inspect
from briefqa.inspection.lines import lines_of
from briefqa.inspection.page import page_of
from briefqa.inspection.shape import inspected_to_json
from briefqa.inspection.widths import pad, shares, width_of, wrap
from briefqa.records import Block, Cell, Slide
from tests.pictured import KOTSU, PAGE, PICTURE, SLIDE


def inspected(numbers: Sequence[int] = (), pictures: Path | None = None) -> Inspected:
    return inspect(KOTSU, (PAGE,), pictures=pictures, numbers=numbers)


def shown(numbers: Sequence[int] = (), *, width: int = 80) -> list[str]:
    return [line.text for line in lines_of(inspected(numbers), width=width)]


def test_the_terminal_shows_facts_blocks_tables_notes_and_losses() -> None:
    assert shown() == [
        "交通.pptx",
        "  format     PowerPoint",
        "  title      市の交通",
        "  date       2025-02-03 (from the file's metadata)",
        "  publisher  市交通局 (from a slide)",
        "  slides     2, 1 hidden, 1 with speaker notes, 1 table, 1 chart",
        "  not read   slide 1: a diagram",
        "             slide 1: most of the slide is a picture whose words were not read",
        "             slide 2: the slide holds no text",
        "",
        "Slide 1  路線バスの見直し",
        "  title      路線バスの見直し",
        "  bullet     利用者は5年で12%減った",
        "  bullet       通学の利用は減っていない",
        "  table      路線 │ 区間     │ 便数",
        "             ─────┼──────────┼─────",
        "             東線 │ 駅前〜港 │ 48",
        "             東線 │ 港〜空港 │ 12",
        "  chart             │ 利用者（万人）",
        "             ───────┼───────────────",
        "             2023年 │ 310",
        "             2024年 │ 295",
        "  source     （出典）市交通局",
        "  note       ここで一度、質問を受ける。",
        "  left out   1",
        "  not read   a diagram: 図1",
        "             most of the slide is a picture whose words were not read",
        "",
        "Slide 2 (hidden)  (untitled)",
        "  not read   the slide holds no text",
    ]


def test_only_the_slides_asked_for_are_shown_and_losses_are_of_the_whole_file() -> None:
    lines = shown([2])
    assert "Slide 1  路線バスの見直し" not in lines
    assert "  not read   slide 1: a diagram" in lines
    with pytest.raises(InputError, match=r"交通\.pptx has no slide 3\. It has slides 1 to 2\."):
        shown([1, 3])


def test_wide_tables_are_wrapped_within_their_columns() -> None:
    text = "項目\t避難所の開設に当たっては、施設の管理者と協議する\t区"
    cells, start = [], 0
    for words in text.split("\t"):
        cells.append(Cell(start, start + len(words), words))
        start += len(words) + 1
    slide = replace(SLIDE, text=text, blocks=(Block("row", 0, 30, text, cells=tuple(cells)),))
    one = inspect(replace(KOTSU, slides=(slide,)), ())
    table = [line.text for line in lines_of(one, width=44)]
    assert table[table.index("Slide 1  路線バスの見直し") + 1 :][:3] == [
        "  table      項目 │ 避難所の開設に当    │ 区",
        "                  │ たっては、施設の管  │",
        "                  │ 理者と協議する      │",
    ]


def test_json_has_the_facts_and_each_slide_as_the_api_has_it() -> None:
    body = inspected_to_json(inspected([1]))
    assert (body["source"], body["format"], body["date_from"]) == ("交通.pptx", "pptx", "metadata")
    (slide,) = body["slides"]
    assert (slide["number"], slide["furniture"], slide["width"]) == (1, ["1"], 960.0)
    assert slide["losses"] == [
        {"kind": "diagram", "detail": "図1"},
        {"kind": "pictures", "detail": ""},
    ]
    assert [block["kind"] for block in slide["blocks"]].count("row") == 3
    assert body["slide_count"] == 2
    assert "stale" not in body


def test_the_page_holds_pictures_boxes_and_blocks_and_needs_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "0001.webp").write_bytes(PICTURE)
    page = page_of(inspected(pictures=tmp_path))
    assert page.count('<img src="data:image/webp;base64,UklGR') == 1
    assert '<rect x="128.0" y="72.0" width="512.0" height="72.0"/>' in page
    assert '<g class="k-title" data-b="1">' in page
    assert re.findall(r'data-b="5"[^>]*><td>(.*?)</td>', page) == ["東線"]
    assert '<td class="is-elsewhere" title="Its words stand in another row.">東線</td>' in page
    assert "slide 2: the slide holds no text" in page
    assert not re.search(r"<script|<link|https?://|\son\w+=", page)


def test_the_page_escapes_what_the_file_says() -> None:
    hostile = "<script>hit()</script>"
    slide = Slide("x", 1, hostile, hostile, hostile, (Block("body", 0, len(hostile), hostile),))
    page = page_of(inspect(replace(KOTSU, title=hostile, source=hostile, slides=(slide,)), ()))
    assert "<script" not in page
    assert "&lt;script&gt;hit()" in page


@given(st.text("aあ　 、ｶ\u3099", max_size=40), st.integers(4, 20))
def test_wrapped_lines_hold_the_text_and_keep_to_their_width(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width_of(line) <= width for line in lines)


@given(st.lists(st.integers(1, 60), min_size=1, max_size=6), st.integers(1, 120))
def test_columns_give_way_to_the_room_there_is(natural: list[int], room: int) -> None:
    widths = shares(natural, room)
    assert all(width <= before for width, before in zip(widths, natural, strict=True))
    assert sum(widths) <= room or all(width <= 6 for width in widths)
    assert sum(natural) > room or widths == natural


def test_padding_counts_full_width_characters_twice() -> None:
    assert pad("年度", 6, is_right=True) == "  年度"
