import time
from pathlib import Path

import pytest

from briefqa.errors import NoTextLayerError
from briefqa.readers.markdown import MarkdownReader
from briefqa.records import Document, Loss, Slide
from tests.lawful import assert_lawful

PATH = Path("deck.md")
MARP = "---\nmarp: true\n---\n"


def read(source: str) -> Document:
    document = MarkdownReader().read(source.encode(), path=PATH, pictures=None)
    assert_lawful(document)
    return document


def kinds(of: Slide) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in of.blocks]


def titles(source: str) -> list[str]:
    return [s.title for s in read(source).slides]


def test_sections_under_headings_are_slides() -> None:
    found = read("# 防災計画\n\n概要。\n\n## 避難所\n\n開設は\n3時間以内。\n\n### 数\n\n多い。\n")
    assert [(s.title, s.section) for s in found.slides] == [
        ("防災計画", ""),
        ("避難所", ""),
        ("数", "避難所"),
    ]
    assert found.title == "防災計画"
    assert found.slides[1].text == "避難所\n\n開設は3時間以内。"


def test_a_deck_is_parted_at_its_rules() -> None:
    found = read(
        '---\nmarp: true\ntheme: gaia\ntitle: "港湾計画"\ndate: 2025/06/11\nauthor: 国土交通省\n'
        "---\n"
        "# 表紙\n\n---\n\n説明である。\n\n***\n\n## 終わり\n"
    )
    assert [s.title for s in found.slides] == ["表紙", "", "終わり"]
    assert (found.title, found.date, found.publisher) == ("港湾計画", "2025-06-11", "国土交通省")


def test_rules_part_a_source_whose_parts_have_headings() -> None:
    assert titles("# 一\n\n## 小\n\n---\n\n# 二\n") == ["一", "二"]
    assert titles("# 一\n\n前\n\n---\n\n後\n") == ["一"]


def test_comments_are_notes_and_directives_are_none() -> None:
    (slide,) = read(MARP + "<!-- _class: lead -->\n# 題\n\n<!-- ここで\n挨拶する -->\n").slides
    assert kinds(slide) == [("title", "題"), ("note", "ここで挨拶する")]


def test_a_divider_of_headings_parts_slides() -> None:
    assert titles("---\nmarp: true\nheadingDivider: 2\n---\n# 一\n\n前\n\n## 二\n\n### 小\n") == [
        "一",
        "二",
    ]


def test_settings_of_single_slides_are_left_out() -> None:
    found = read(
        "---\ntheme: seriph\n---\n# 一\n\n---\nlayout: two-cols\nclass: x\n---\n\n# 二\n\n左。\n\n"
        "::right::\n\n```yaml\n---\nkey: value\n---\n```\n"
    )
    assert [s.text for s in found.slides] == ["一", "二\n\n左。\n\n---\nkey: value\n---"]


def test_lists_tables_code_and_raw_html_are_read() -> None:
    (slide,) = read(
        "# 港\n\n- 貨物\n  - 1,200万トン\n1. 旅客\n\n| 港 | 2023 |\n|---|--:|\n| 横浜 | 100 |\n\n"
        "```\na = 1\n```\n\n<div>枠の<b>中</b>。</div>\n\n![地図](a.png)\n\n"
        "**太字**と[リンク](https://example.org)と`code`。<br>次の行。\n"
    ).slides
    assert kinds(slide) == [
        ("title", "港"),
        ("bullet", "貨物"),
        ("bullet", "1,200万トン"),
        ("bullet", "旅客"),
        ("row", "港\t2023"),
        ("row", "横浜\t100"),
        ("body", "a = 1"),
        ("body", "枠の中。"),
        ("body", "太字とリンクとcode。"),
        ("body", "次の行。"),
    ]
    assert [b.level for b in slide.blocks[1:4]] == [0, 1, 0]
    assert [(c.header, c.text) for c in slide.blocks[5].cells] == [("港", "横浜"), ("2023", "100")]
    assert slide.losses == (Loss("pictures", "地図"),)


@pytest.mark.parametrize("source", [MARP, "---\ntitle: x\n---\n\n![](a.png)\n", "<!-- toc -->\n"])
def test_a_source_without_words_is_told(source: str) -> None:
    with pytest.raises(NoTextLayerError):
        read(source)


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert read("---\n\n本文は続く。\n\n---\n\nさらに続く。\n").slides[0].text == (
        "本文は続く。\n\nさらに続く。"
    )


@pytest.mark.parametrize(
    "piece", ["[", "![", "*a ", "<a", "`a", "|", "> ", "- ", "&#", "a:\n---\n"]
)
def test_a_run_of_marks_is_read(piece: str) -> None:
    (slide,) = read("港である。\n\n" + piece * 20_000).slides
    assert slide.text.startswith("港である。")


def test_lines_of_a_paragraph_stay_lines_in_marp_alone() -> None:
    lines = "# 港湾計画\n\n国土交通省\n港湾局\n"
    (deck,) = read(MARP + lines).slides
    assert deck.text == "港湾計画\n\n国土交通省\n\n港湾局"
    (page,) = read(lines).slides
    assert page.text == "港湾計画\n\n国土交通省港湾局"


@pytest.mark.parametrize("closing", ["````\n", ""])
def test_what_looks_like_settings_of_a_slide_stays_in_code(closing: str) -> None:
    settings = "---\nlayout: cover\n---\n"
    found = read(f"{MARP}# 設定\n\n````yaml\n```\n{settings}{closing}")
    assert [s.text for s in found.slides] == [f"設定\n\n```\n{settings}".rstrip()]
    assert titles(f"{MARP}# 一\n\n``` a ``` b\n\n{settings}\n# 二\n") == ["一", "二"]


@pytest.mark.parametrize("mark", ["> ", "- "])
def test_what_lies_too_deep_is_named_as_lost(mark: str) -> None:
    (slide,) = read(f"# 題\n\n{mark * 120}深い。\n").slides
    assert slide.losses == (Loss("cut"),)
    assert slide.text == "題"
    (shallow,) = read(f"# 題\n\n{mark * 45}深い。\n").slides
    assert shallow.losses == ()
    assert shallow.text == "題\n\n深い。"


def test_an_endless_paragraph_is_kept_with_its_marks_as_they_are() -> None:
    line = "**避難所**は多い。" * 1_000
    (slide,) = read(f"# 題\n\n{line}\n{line}\n").slides
    assert slide.blocks[1].text == line * 2
    assert read(f"# 題\n\n{line[:1_100]}\n").slides[0].blocks[1].text == "避難所は多い。" * 100


def test_fences_that_are_never_closed_take_no_time() -> None:
    source = "# 題\n\n" + "".join(f"~~~b {i}\n" for i in range(40_000))
    started = time.process_time()
    assert len(read(source).slides) == 1
    assert time.process_time() - started < 10  # looked for from each: minutes
