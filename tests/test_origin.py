from pathlib import Path

import pytest

from briefqa.origin import date_in_name, date_of, publisher_of
from briefqa.origin.publishers import organisation_in
from briefqa.readers.text import TextReader
from briefqa.records import Block, Document, Slide
from briefqa.text.align import join_lines


def slide(number: int, *blocks: str, is_hidden: bool = False, table: int = 0) -> Slide:
    """Return a slide of blocks, the first being its title; `table` is of all the others."""
    text, made = "", []
    for i, block in enumerate(blocks):
        text += "\n\n" if text else ""
        kind = "title" if i == 0 else "row" if table else "body"
        made.append(
            Block(
                kind, len(text), len(text) + len(block), join_lines(block), table=table if i else 0
            )
        )
        text += block
    title = made[0].text if made else ""
    return Slide("", number, text, title, "", tuple(made), is_hidden=is_hidden)


def document(*blocks: str, date: str = "", publisher: str = "") -> Document:
    return Document((slide(1, *blocks),), date=date, publisher=publisher)


# --- dates ---


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("令和７年６月", "2025-06"),
        ("令和7年6月11日（水）", "2025-06-11"),
        ("2025.6.11", "2025-06-11"),
        ("2025. 6. 11", "2025-06-11"),
        ("2025年６月", "2025-06"),
        ("June 2025", "2025-06"),
        ("Jun. 27th, 2024", "2024-06-27"),
        ("R7.6", "2025-06"),
        ("2022年（令和4年）3月31日", "2022-03-31"),
        ("令和４年 11 月版", "2022-11"),
        ("最終更新日：2025年6月11日", "2025-06-11"),
        ("日時：令和7年9月1日（月）10:00～", "2025-09-01"),
        ("2025年6月 環境省", "2025-06"),
        ("令和７年度", ""),
        ("2030年目標", ""),
        ("貨物量は2024年6月に100万トンとなった。", ""),
        ("2019年4月～2020年3月", ""),
        ("2026年3月までに達成", ""),
        ("2023年平均", ""),
        ("2025年", ""),
    ],
)
def test_a_date_on_the_cover_is_the_briefings(line: str, date: str) -> None:
    assert date_of(document("港湾計画", line), "deck.pdf") == (date, "slide" if date else "")


def test_a_year_counts_beside_the_publisher() -> None:
    assert date_of(document("港湾計画", "2025年", "環境省"), "deck.pdf") == ("2025", "slide")


def test_a_date_in_a_title_counts_where_no_other_does() -> None:
    assert date_of(document("2025年6月の港の動き"), "a") == ("2025-06", "slide")
    assert date_of(document("2025年6月の港の動き", "2025年7月1日"), "a") == ("2025-07-01", "slide")


def test_of_several_dates_the_last_beside_the_publisher_counts() -> None:
    cover = document("港湾計画", "初版 2018年4月\n改訂 2024年3月", "国土交通省")
    assert date_of(cover, "a") == ("2024-03", "slide")
    cover = document("港湾計画", "2026年12月1日", "概要", "目次", "2025年6月11日", "国土交通省")
    assert date_of(cover, "a") == ("2025-06-11", "slide")


def test_a_table_of_dates_is_no_date() -> None:
    table = slide(1, "港の歩み", "2020年4月", "2021年5月", table=1)
    assert date_of(Document((table,)), "a") == ("", "")
    events = document("港の歩み", *(f"20{n}年4月" for n in range(10, 16)))
    assert date_of(events, "a") == ("", "")


def test_the_cover_may_be_the_second_slide_and_is_never_a_hidden_one() -> None:
    hidden = slide(1, "予備", "2020年1月1日", is_hidden=True)
    slides = (hidden, slide(2, "文書番号 1"), slide(3, "港湾計画", "2025年6月11日"))
    assert date_of(Document(slides), "a") == ("2025-06-11", "slide")


def test_the_last_slide_counts_where_its_date_stands_beside_the_publisher() -> None:
    first = slide(1, "港湾計画", "港は五つある。", "物流を支える。", "船が来る。")
    assert date_of(Document((first, slide(2, "終わり", "2025年6月", "国土交通省"))), "a") == (
        "2025-06",
        "slide",
    )
    assert date_of(Document((first, slide(2, "終わり", "2025年6月"))), "a") == ("", "")


def test_cover_then_name_then_metadata() -> None:
    cover = document("港湾計画", "2025年6月", date="2024-01-02")
    assert date_of(cover, "deck_20230501.pdf") == ("2025-06", "slide")
    assert date_of(cover, "deck_20250611.pdf") == ("2025-06-11", "name")
    plain = document("港湾計画", date="2024-01-02")
    assert date_of(plain, "deck_20230501.pdf") == ("2023-05-01", "name")
    assert date_of(plain, "deck.pdf") == ("2024-01-02", "metadata")
    assert date_of(plain, "deck_2024.pdf") == ("2024-01-02", "metadata")
    assert date_of(document("港湾計画", date="1970-01-01"), "deck.pdf") == ("", "")


@pytest.mark.parametrize(
    ("name", "saved", "date"),
    [
        ("資料/20250303_港.pdf", "", "2025-03-03"),
        ("deck-2025-03-03.pptx", "", "2025-03-03"),
        ("deck_202503.pdf", "", "2025-03"),
        ("2025-03.pdf", "", "2025-03"),
        ("令和7年6月11日資料.pdf", "", "2025-06-11"),
        ("R7.6.11_giji.pdf", "", "2025-06-11"),
        ("siryo_r070611.pdf", "", "2025-06-11"),
        ("climate-briefing-2025.txt", "", "2025"),
        ("r7_keikaku.pdf", "", "2025"),
        ("deck_r7.pdf", "2025-09-01", "2025"),
        ("deck_r3.pptx", "2025-09-01", ""),
        ("deck_r3.pptx", "", ""),
        ("250611_deck.pdf", "2025-06-12", "2025-06-11"),
        ("250611_deck.pdf", "", ""),
        ("001018385.pdf", "", ""),
        ("20251399.pdf", "", ""),
        ("2023年度実績.pdf", "", ""),
        ("vision2050.pdf", "", ""),
        ("plan2027.pdf", "2025-01-01", ""),
        ("deck.pdf", "", ""),
    ],
)
def test_a_name_tells_a_date_where_it_can_mean_nothing_else(
    name: str, saved: str, date: str
) -> None:
    assert date_in_name(name, saved=saved) == date


# --- publishers ---


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("環境省 地球環境局 国際連携課", "環境省 地球環境局 国際連携課"),
        ("2025年6月 環境省", "環境省"),
        ("厚生労働省労働基準局監督課", "厚生労働省労働基準局監督課"),
        ("株式会社日立ソリューションズ", "株式会社日立ソリューションズ"),
        ("(株)日立製作所", "(株)日立製作所"),
        ("一般社団法人 日本気候協会", "一般社団法人 日本気候協会"),
        ("慶應義塾大学理工学部物理情報工学科", "慶應義塾大学理工学部物理情報工学科"),
        ("主催：神奈川県くらし安全防災局", "神奈川県くらし安全防災局"),
        ("福岡県大牟田市", "福岡県大牟田市"),
        ("仙台市役所", "仙台市役所"),
        ("京都市", "京都市"),
        ("総務部企画課", "総務部企画課"),
        ("2025年日本国際博覧会協会", "2025年日本国際博覧会協会"),
        ("Ministry of the Environment, Japan", "Ministry of the Environment, Japan"),
        ("Acme Robotics Inc.", "Acme Robotics Inc."),
        ("© 2025 Acme Corporation. All rights reserved.", "Acme Corporation"),
        ("OpenChain Japan workgroup", "OpenChain Japan workgroup"),
        ("渡辺 花子", ""),
        ("第3回 気候変動対策委員会", ""),
        ("全国の都市", ""),
        ("京都", ""),
        ("第一会議室", ""),
        ("横浜市は人口が減少している", ""),
        ("University Identity Management Opportunities", ""),
        ("The agency said so.", ""),
    ],
)
def test_a_line_names_an_organisation_or_none(line: str, name: str) -> None:
    assert organisation_in(line)[0] == name


def test_the_whole_goes_before_its_part_and_a_speaker_is_no_publisher() -> None:
    cover = document("SBOMの現状", "2025/03/03", "株式会社港湾\n技術開発本部 企画部\n渡辺 歩")
    assert publisher_of(cover) == ("株式会社港湾", "slide")
    cover = document("港湾計画", "横浜市港湾局", "令和7年6月", "国土交通省")
    assert publisher_of(cover) == ("横浜市港湾局", "slide")
    cover = document("港湾計画", "内閣府", "概要", "目次", "国土交通省", "令和7年6月")
    assert publisher_of(cover) == ("国土交通省", "slide")


def test_a_name_in_large_letters_may_be_taken_for_the_title() -> None:
    assert publisher_of(document("国土交通省港湾局", "2025年6月")) == ("国土交通省港湾局", "slide")
    assert publisher_of(document("環境省と港湾の取組", "2025年6月")) == ("", "")


@pytest.mark.parametrize(
    ("said", "publisher"),
    [
        ("環境省", "環境省"),
        ("Federal PKI Policy Authority", "Federal PKI Policy Authority"),
        ("sat", ""),
        ("h0200410", ""),
        ("0000011038279", ""),
        ("Microsoft Office User", ""),
        ("Windows ユーザー", ""),
        ("python-docx", ""),
        ("", ""),
    ],
)
def test_the_metadata_count_where_a_person_or_body_wrote_them(said: str, publisher: str) -> None:
    found = publisher_of(document("港湾計画", publisher=said))
    assert found == (publisher, "metadata" if publisher else "")


def test_a_briefing_without_a_cover_has_no_origin_on_its_slides() -> None:
    source = Path(__file__).parents[1] / "corpus" / "climate-briefing-2025.txt"
    found = TextReader().read(source.read_bytes(), path=source, pictures=None)
    assert date_of(found, source.name) == ("2025", "name")
    assert publisher_of(found) == ("", "")
