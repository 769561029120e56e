"""Pairs of a short form and its name, mined from briefings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefqa.glossary import GlossaryEntry, initials, mine, pairs, slide_pairs
from briefqa.readers.layout import arrange
from briefqa.records import Briefing


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("事業継続計画（BCP）を定める", ("BCP", "事業継続計画")),
        ("全国の観光地域づくり法人(DMO)", ("DMO", "観光地域づくり法人")),
        ("IMF（国際通貨基金）によれば", ("IMF", "国際通貨基金")),
        ("デジタル・トランスフォーメーション（DX）", ("DX", "デジタル・トランスフォーメーション")),
        ("「地域おこし協力隊」（COKT）", ("COKT", "地域おこし協力隊")),
        ("GDPとは国内総生産の略である", ("GDP", "国内総生産")),
        ("ODA：Official Development Assistance", ("ODA", "Official Development Assistance")),
        ("災害対策基本法（以下「基本法」という。）は", ("基本法", "災害対策基本法")),
    ],
)
def test_a_short_form_and_its_name_are_a_pair(text: str, pair: tuple[str, str]) -> None:
    assert list(pairs(text)) == [(*pair, 0.8)]


@pytest.mark.parametrize(
    "text",
    [
        "は（GDP）",
        "年間（DX）",
        "会場（仙台市）",
        "A（国際通貨基金）",
        "IMF（1945年に設けられた）",
        "開く（IMF）",
    ],
)
def test_a_bracket_alone_makes_no_pair(text: str) -> None:
    assert list(pairs(text)) == []


def test_each_of_several_pairs_is_found() -> None:
    assert list(pairs("国内総生産（GDP）とIMF（国際通貨基金）")) == [
        ("GDP", "国内総生産", 0.8),
        ("IMF", "国際通貨基金", 0.8),
    ]


def test_initials_leave_small_words_out() -> None:
    assert initials(["Convention", "on", "the", "Rights", "of", "the", "Child"]) == "CRC"


def slide(text: str, number: int = 1) -> Briefing:
    made = arrange(text, briefing_id="kyoiku", number=number)
    return Briefing("kyoiku", "教育", "2024", "", "ja", "kyoiku.txt", "0", (made,))


def test_initials_on_a_slide_find_their_english_name() -> None:
    text = "CRCの概要\n\n国連の Convention on the Rights of the Child を批准した。"
    (made,) = slide(text).slides
    assert list(slide_pairs(made)) == [("CRC", "Convention on the Rights of the Child", 0.8)]


def test_pairs_are_mined_once_with_the_slide_that_states_them_first() -> None:
    first = slide("制度の概要\n\n事業継続計画（BCP）を定める。", 3)
    again = slide("まとめ\n\n事業継続計画（BCP）と国内総生産（GDP）。", 7)
    assert mine([first, again]) == (
        GlossaryEntry("BCP", "事業継続計画", 0.8, "kyoiku/3"),
        GlossaryEntry("GDP", "国内総生産", 0.8, "kyoiku/7"),
    )


def test_nothing_is_mined_from_nothing() -> None:
    assert mine([]) == ()


@given(
    st.text(
        st.sampled_from("国内総生産（）()「」以下、という。GDPIMF：はとabOf ") | st.characters()
    )
)
def test_pairs_of_any_text_stand_in_it(text: str) -> None:
    for short, name, weight in pairs(text):
        assert short in text
        assert name in text
        assert 0 < weight <= 1


def test_a_long_run_of_capitals_does_no_harm() -> None:
    (made,) = slide("IMFの概要\n\nIMF " + "A" * 300_000).slides
    assert list(slide_pairs(made)) == []
