from pathlib import Path

import pytest

from briefqa.errors import EncodingError, NoTextLayerError, TooLargeError
from briefqa.readers.html.reader import HtmlReader
from briefqa.records import Document, Loss, Slide
from tests.lawful import assert_lawful

PATH = Path("deck.html")


def read(page: str | bytes) -> Document:
    data = page.encode() if isinstance(page, str) else page
    document = HtmlReader().read(data, path=PATH, pictures=None)
    assert_lawful(document)
    return document


def slide(body: str) -> Slide:
    (only,) = read(f"<!DOCTYPE html><body>{body}").slides
    return only


def kinds(of: Slide) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in of.blocks]


def titles(page: str) -> list[str]:
    return [s.title for s in read(page).slides]


# --- what a page shows ---


def test_sections_under_headings_are_slides() -> None:
    slides = read(
        "<title>計画</title><h1>防災計画</h1><p>概要。</p><h2>避難所</h2><p>開設。</p>"
        "<h3>数</h3><p>120か所。</p><h4>内訳</h4><h2>備蓄</h2><p>水。</p>"
    ).slides
    assert [(s.title, s.section) for s in slides] == [
        ("防災計画", ""),
        ("避難所", ""),
        ("数", "避難所"),
        ("備蓄", ""),
    ]
    assert slides[2].text == "数\n\n120か所。\n\n内訳"


def test_menus_scripts_and_what_is_hidden_are_left_out() -> None:
    shown = slide(
        "<nav>メニュー</nav><header>ロゴ</header><header><h1>題</h1></header><script>x</script>"
        "<style>p{}</style><template>型</template><p hidden>一</p><p aria-hidden=true>二</p>"
        "<p style='DISPLAY : none'>三</p><div role=navigation>四</div><p>本文。</p>"
        "<footer>社名</footer>"
    )
    assert shown.text == "題\n\n本文。"


def test_white_space_is_as_shown() -> None:
    shown = slide(
        "<p>避難所の\n  開設は<b>3時間</b>以内。<br>within 3\n hours  &amp;&nbsp;more</p>"
    )
    assert shown.text == "避難所の開設は3時間以内。\n\nwithin 3 hours &\xa0more"


def test_lines_that_are_broken_by_hand_are_blocks_unless_one_goes_on_in_the_next() -> None:
    shown = slide(
        "<p>会場：仙台市<br>日時：6月11日<br><br>避難所の開設は<br>市町村長が行う。</p>"
        "<ul><li>備蓄は3日分<br>水：9リットル</ul>"
    )
    assert [(block.kind, block.text) for block in shown.blocks] == [
        ("row", "会場：仙台市"),
        ("row", "日時：6月11日"),
        ("body", "避難所の開設は市町村長が行う。"),
        ("bullet", "備蓄は3日分"),
        ("row", "水：9リットル"),
    ]


def test_ruby_is_read_as_its_base_alone() -> None:
    shown = slide("<p><ruby>避難<rp>（</rp><rt>ひなん</rt><rp>）</rp></ruby>所へ行く。")
    assert shown.text == "避難所へ行く。"


def test_code_keeps_its_lines() -> None:
    assert slide("<p>例である。<pre>\nif a:\n    b\n</pre>").text == "例である。\n\nif a:\n    b"


def test_lists_are_bullets_with_their_level() -> None:
    shown = slide("<h1>備蓄</h1><ul><li>水<ol><li>1日3リットル</ol><li><p>食料<p>3日分</ul>")
    assert [(b.kind, b.level, b.text) for b in shown.blocks[1:]] == [
        ("bullet", 0, "水"),
        ("bullet", 1, "1日3リットル"),
        ("bullet", 0, "食料"),
        ("body", 0, "3日分"),
    ]


def test_definitions_are_rows() -> None:
    shown = slide("<h1>案内</h1><dl><dt>会場<dd>仙台市<dt>未定</dl>")
    assert kinds(shown)[1:] == [("row", "会場\t仙台市"), ("body", "未定")]
    assert [cell.text for cell in shown.blocks[1].cells] == ["会場", "仙台市"]


def test_tables_have_heads_over_merged_cells() -> None:
    shown = slide(
        "<h1>港</h1><table><caption>貨物量</caption><thead><tr><th rowspan=2>港<th colspan=2>貨物"
        "<tr><th>2023<th>2024</thead><tr><th>横浜<td>100<td>120<tr><th>神戸<td colspan=2>非公表"
        "</table>"
    )
    assert kinds(shown)[1:] == [
        ("heading", "貨物量"),
        ("row", "港\t貨物"),
        ("row", "2023\t2024"),
        ("row", "横浜\t100\t120"),
        ("row", "神戸\t非公表"),
    ]
    assert [b.is_head for b in shown.blocks[2:]] == [True, True, False, False]
    assert [(c.header, c.text) for c in shown.blocks[4].cells] == [
        ("港", "横浜"),
        ("貨物 2023", "100"),
        ("貨物 2024", "120"),
    ]


def test_a_table_that_only_lays_out_is_none() -> None:
    shown = slide("<table><tr><td><h1>題</h1><p>本文。<td><table><tr><td>中<td>外</table></table>")
    assert kinds(shown) == [("title", "題"), ("body", "本文。"), ("row", "中\t外")]


def test_a_line_that_begins_with_a_mark_is_a_block_of_its_own() -> None:
    shown = slide("<h1>題</h1><p>取組（案）<br>※速報値<br>（出典）環境省</p>")
    assert kinds(shown)[1:] == [
        ("body", "取組（案）"),
        ("footnote", "※速報値"),
        ("source", "（出典）環境省"),
    ]


def test_what_is_not_read_is_named() -> None:
    shown = slide(
        "<p>本文。<img src=a alt=港の地図><img src=b width=16><img src=c alt=''>"
        "<video src=v.mp4></video>"
        "<iframe title=地図></iframe><canvas></canvas>"
    )
    assert shown.losses == (
        Loss("pictures", "港の地図"),
        Loss("media", "v.mp4"),
        Loss("embedded", "地図"),
        Loss("pictures", ""),
    )


def test_a_page_without_words_is_told() -> None:
    with pytest.raises(NoTextLayerError):
        read("<html><body><img src=a></body></html>")


def test_what_follows_a_nul_is_found() -> None:
    assert slide("<p>津波\0避難所に行く。").text == "津波避難所に行く。"


# --- slide frameworks ---


def test_reveal_slides_may_stand_below_each_other() -> None:
    slides = read(
        "<div class=reveal><div class=slides><section><h1>計画</h1><aside class=notes>挨拶</aside>"
        "</section><section hidden style='display:none'><section><h2>現状</h2></section>"
        "<section data-notes=補足><h2>課題</h2></section></section>"
        "<section data-visibility=hidden><h2>予備</h2></section></div></div>"
    ).slides
    assert [(s.title, s.section, s.is_hidden) for s in slides] == [
        ("計画", "", False),
        ("現状", "", False),
        ("課題", "現状", False),
        ("予備", "", True),
    ]
    assert kinds(slides[0])[1:] == [("note", "挨拶")]
    assert kinds(slides[2])[1:] == [("note", "補足")]


def test_marp_slides_have_one_layer_and_notes_apart() -> None:
    slides = read(
        "<div><svg data-marpit-svg><foreignObject>"
        "<section data-marpit-advanced-background=background>"
        "</section></foreignObject><foreignObject><section data-marpit-advanced-background=content>"
        "<header>第3回</header><h1>題</h1><footer>社名</footer></section></foreignObject></svg>"
        "<svg data-marpit-svg><foreignObject><section><h2>次</h2></section></foreignObject></svg>"
        "</div>"
        "<div class=bespoke-marp-note data-index=1><p>ここで間を置く</p></div>"
    ).slides
    assert [s.text for s in slides] == ["題", "次\n\nここで間を置く"]
    assert kinds(slides[1])[1] == ("note", "ここで間を置く")


@pytest.mark.parametrize(
    "page",
    [
        "<div id=impress><div class=step><h1>一</h1></div><div class=step>二つ</div></div>",
        "<article class=slide><h2>一</h2>あ。</article><article class=slide><h2>二</h2></article>",
        "<div class=slidev-page><h1>一</h1></div><div class=slidev-page><h1>二</h1></div>",
        "<p>前</p><div class=slide><h1>一</h1>本文である。</div><div class=slide><h1>二</h1></div>",
        "<textarea id=source>\nclass: center\n# 一\n---\nname: x\n# 二\n???\nメモ\n</textarea>",
    ],
)
def test_slides_of_other_frameworks_are_found(page: str) -> None:
    assert [title[0] for title in titles(page)] == ["一", "二"]


def test_a_carousel_on_a_page_is_no_deck() -> None:
    page = "<h1>題</h1><p>本文がここに続く。<div class=slide>甲</div><div class=slide>乙</div>"
    assert titles(page) == ["題"]


# --- encodings and metadata ---

JAPANESE = "<html><head>{}</head><body><p>東京都の検討会資料をまとめる。</p></body></html>"


@pytest.mark.parametrize(
    ("codec", "declared"),
    [
        ("euc_jp", "<meta http-equiv=Content-Type content='text/html; charset=EUC-JP'>"),
        ("euc_jp", ""),
        ("cp932", "<meta charset=Shift_JIS>"),
        ("cp932", ""),
        ("cp932", "<meta charset=utf-8>"),
        ("iso2022_jp", "<meta charset=iso-2022-jp>"),
        ("iso2022_jp", ""),
        ("utf-8", "<meta charset=nonsense>"),
        ("utf-8", "<meta charset=hex>"),  # a codec of Python's that gives no text
        ("utf-8", "<meta charset=euc-jp>"),
        ("utf-8-sig", ""),
        ("utf-16", ""),
    ],
)
def test_a_page_is_decoded_as_it_was_written(codec: str, declared: str) -> None:
    page = JAPANESE.format(declared).encode(codec)
    assert read(page).slides[0].text == "東京都の検討会資料をまとめる。"


def test_bytes_of_no_encoding_are_refused() -> None:
    with pytest.raises(EncodingError):
        read(b"<html><body>" + bytes(range(0x80, 0x100)) * 3)


def test_the_head_tells_title_date_and_publisher() -> None:
    found = read(
        "<title> 港湾\n計画 </title><meta name=DC.date content=2024/6/3>"
        "<meta property=article:published_time content=2025-06-11T09:00:00+09:00>"
        "<meta property=og:site_name content=国土交通省><p>本文"
    )
    assert (found.title, found.date, found.publisher) == ("港湾 計画", "2025-06-11", "国土交通省")


# --- traps ---


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 5_000 + "港",
        "<ul><li>" * 5_000 + "港",
        "<table><tr><td>" * 5_000 + "港",
        "<header>" * 2_000 + "<h1>港",
        "<aside class=notes>" * 5_000 + "港",
        "<div class=reveal><div class=slides>" + "<section>" * 5_000 + "港",
        "<b>" * 10_000 + "港",
        "<table>" + "<tr><td colspan=1000 rowspan=65534>港" * 2_000,
    ],
    ids=["div", "list", "table", "header", "notes", "sections", "tags", "spans"],
)
def test_deep_and_wide_pages_are_read(page: str) -> None:
    (only,) = read(f"<body>{page}").slides
    assert "港" in only.text


@pytest.mark.parametrize(
    ("page", "what"),
    [
        ("<b>" * 10_001 + "港", "the 10,000 elements inside each other that are read"),
        ("<br>" * 500_001 + "港", "the 500,000 tags that are read"),
    ],
    ids=["depth", "tags"],
)
def test_a_page_that_is_too_deep_or_wide_is_refused(page: str, what: str) -> None:
    with pytest.raises(TooLargeError, match=what):
        read(page)
