"""Figures, dates, names and series found in a unit, and the part of it that says something."""

from collections.abc import Iterable

import pytest

from briefqa.answerer.figures import dates, numbers
from briefqa.answerer.names import is_country, organisations, persons, places
from briefqa.answerer.series import counterparts, enumerations
from briefqa.answerer.spans import Span, value_of, words_start
from briefqa.answerer.typed import typed_spans


def words(text: str, spans: Iterable[Span]) -> list[str]:
    return [text[span.start : span.end] for span in spans]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("約30万人の利用者", [("約30万人", "人")]),
        ("来館者は1,200人以上", [("1,200人以上", "人以上")]),
        ("１２．５％増", [("１２．５％", "%")]),
        ("気温は-3℃", [("-3℃", "°c")]),
        ("予算は1億2,300万円", [("1億2,300万円", "円")]),
        ("収容は約４万５千人", [("約４万５千人", "人")]),
        ("料金は$15から€20", [("$15", ""), ("€20", "")]),
        ("距離は 5 km", [("5 km", "km")]),
        ("30分以内の6か所", [("30分以内", "分以内"), ("6か所", "か所")]),
        ("延べ8人・日", [("延べ8人・日", "人・日")]),
        ("三か国と二つの市", [("三か国", "か国"), ("二つ", "つ")]),
        ("手引きv3.0", [("v3.0", "version")]),
        ("3割強", [("3割強", "割強")]),
        ("作業は20-30分", [("20-30分", "分")]),
        ("Usually 3 – 6 weeks", [("3 – 6 weeks", "weeks")]),
        ("tool_9.7p1, lib", [("9.7p1", "version")]),
        ("", []),
    ],
)
def test_figures_carry_their_qualifier_and_unit(text: str, found: list[tuple[str, str]]) -> None:
    assert [(text[s.start : s.end], s.measure) for s in numbers(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2024年度に3校", ["3校"]),
        ("10年間で2倍", ["10年間", "2倍"]),
        ("第3条の2項", []),
        ("5ページ目", []),
        ("※1 12か所", ["12か所"]),
        ("B5判", []),
    ],
)
def test_dates_articles_and_note_numbers_are_no_figures(text: str, found: list[str]) -> None:
    assert words(text, numbers(text)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("4月1日（月）～5月10日", ["4月1日（月）～5月10日"]),
        ("2024年9月1日（日）開催", ["2024年9月1日（日）"]),
        ("5-6月頃に公募", ["5-6月頃"]),
        ("12/05/2024に締切", ["12/05/2024"]),
        ("2024/Sep/1", ["2024/Sep/1"]),
        ("In May or June", ["May or June"]),
        ("Since 07/2006", ["07/2006"]),
        ("令和6年度の計画、平成元年の計画", ["令和6年度", "平成元年"]),
        ("2019〜2023年度", ["2019〜2023年度"]),
        ("2024/09/01", ["2024/09/01"]),
        ("opened on 1 September 2024", ["1 September 2024"]),
        ("９月１日", ["９月１日"]),
        ("来年4月", ["来年4月"]),
        ("2024 開催", ["2024"]),
        ("来館者2024人", []),
        ("午後3時", []),
    ],
)
def test_dates_and_periods(text: str, found: list[str]) -> None:
    assert words(text, dates(text)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("仙台市と新潟県", ["仙台市", "新潟県"]),
        ("東京・大阪で開催", ["東京・大阪"]),
        ("ノルウェー王国から", ["ノルウェー王国"]),
        ("避難所", []),
    ],
)
def test_places(text: str, found: list[str]) -> None:
    assert words(text, places(text)) == found


def test_a_country_is_told_from_a_city() -> None:
    assert [is_country(text) for text in ("フランス", "青森", "")] == [True, False, False]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("講師：佐藤花子（教授）", ["佐藤花子（教授）"]),
        ("佐藤花子と鈴木一郎が登壇", ["佐藤花子", "鈴木一郎"]),
        ("厚生労働大臣が出席", ["厚生労働大臣"]),
        ("会長が出席", ["会長"]),
    ],
)
def test_persons_and_offices(text: str, found: list[str]) -> None:
    assert words(text, persons(text)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("主催は青葉市教育委員会", ["青葉市教育委員会"]),
        ("株式会社アオバが提供", ["株式会社アオバ"]),
        ("JAXAと東北大学", ["JAXA", "東北大学"]),
        ("避難所", []),
    ],
)
def test_organisations(text: str, found: list[str]) -> None:
    assert words(text, organisations(text)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("地震、津波、火山噴火に備える", ["地震、津波、火山噴火"]),
        ("美術館・博物館・図書館", ["美術館・博物館・図書館"]),
        ("読み書き、計算及び英語を学ぶ", ["読み書き、計算及び英語"]),
        ("国や市", []),
        ("展示を行う", []),
    ],
)
def test_enumerations(text: str, found: list[str]) -> None:
    assert words(text, enumerations(text)) == found


@pytest.mark.parametrize(
    ("text", "asked", "found"),
    [
        ("仙台市－リガ市", "仙台", ["リガ市"]),
        ("姉妹都市（仙台市－リガ市）", "リガ", ["仙台市"]),
        ("・仙台市 ⇔ リガ市", "仙台", ["リガ市"]),
        ("仙台 リガ オスロ", "リガ", ["仙台", "オスロ"]),
        ("スキー－スケート", "スキー", ["スケート"]),
        ("仙台市－リガ市", "札幌", []),
        ("仙台市", "仙台", []),
        ("仙台 札幌 東京 大阪 福岡 名古屋 京都", "仙台", []),
        ("仙台市：人口は、多い", "仙台", []),
        ("A－仙台市", "仙台", []),
    ],
)
def test_counterparts_of_what_is_asked_about(text: str, asked: str, found: list[str]) -> None:
    assert words(text, counterparts(text, lambda cell: asked in cell)) == found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("・会場：仙台市民ホール。", "仙台市民ホール"),
        ("日時： 9月1日", "9月1日"),
        ("定員 30名が参加できる教室", "30名が参加できる教室"),
        ("(1) 概要", "概要"),
        ("※1 太陽光発電", "太陽光発電"),
        ("※2024年に開始", "2024年に開始"),
        ("（注2）太陽光発電", "太陽光発電"),
        ("避難所", "避難所"),
        ("。", "。"),
        ("・", "・"),
    ],
)
def test_the_value_of_a_unit_has_no_mark_label_or_full_stop(text: str, value: str) -> None:
    assert words(text, [value_of(text)]) == [value]


def test_a_mark_alone_is_its_own_words() -> None:
    assert [words_start(text) for text in ("※", "・", "※1", "■ 概要")] == [0, 0, 1, 2]


def test_kinds_without_a_form_have_no_typed_spans() -> None:
    text = "2024年に青葉市で3回"
    assert typed_spans(text, "list") == typed_spans(text, "reason") == ()
    assert words(text, typed_spans(text, "date")) == ["2024年"]
    assert words(text, typed_spans(text, "number")) == ["3回"]
    assert words(text, typed_spans(text, "place")) == ["青葉市"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Report by Anna Lee, Training Policy", ["Anna Lee"]),
        ("Training Policy, Open Source", []),
        ("当番を担当する", []),
    ],
)
def test_titles_in_capitals_and_what_is_done_name_no_person(text: str, named: list[str]) -> None:
    assert words(text, persons(text)) == named


def test_a_body_with_a_latin_name_is_named_whole() -> None:
    text = "Aoba Foods Corporation and the University of Aoba, ABC"
    assert words(text, organisations(text)) == [
        "Aoba Foods Corporation",
        "University of Aoba",
        "ABC",
    ]
