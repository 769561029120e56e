"""Names in Latin letters are found in kana by how they sound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefqa.query.transliteration import Transliterator, likeness, sounds_of
from briefqa.text.hepburn import hepburn
from tests.asking import assistant_over

KANA = [
    "ケソン",
    "ビントゥアン",
    "ビエンチャン",
    "ベレン",
    "ウラソエ",
    "ハノイ",
    "サービス",
    "都市",
]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Quezon", "ケソン"),
        ("Binh Thuan", "ビントゥアン"),
        ("Vientiane", "ビエンチャン"),
        ("Urasoe", "ウラソエ"),
        ("Belém", "ベレン"),
        ("Moscow", None),
        ("Ho", None),
        ("", None),
    ],
)
def test_a_name_is_found_by_its_sound(name: str, found: str | None) -> None:
    best = Transliterator(KANA).find(name)
    assert (best[0] if best else None) == found


def test_a_name_that_the_lexicon_knows_must_sound_the_same() -> None:
    kana = Transliterator(KANA)
    assert kana.find("Berlin") is not None
    assert kana.find("Berlin", is_known=True) is None
    assert kana.find("Hanoi", is_known=True) == ("ハノイ", 1.0)


@given(st.text(max_size=12), st.text(max_size=12))
def test_likeness_is_symmetric_and_whole_for_the_same(one: str, other: str) -> None:
    first, second = sounds_of(one), sounds_of(other)
    assert likeness(first, second) == pytest.approx(likeness(second, first))
    assert 0.0 <= likeness(first, second) <= 1.0
    assert not first or likeness(first, first) == 1.0


@given(
    st.lists(
        st.text("アイウカキクサシスタチトナニハヒマミラリルンー", min_size=2, max_size=8),
        max_size=12,
    ),
    st.text("abcdefghiklmnorstuwyz", min_size=3, max_size=10),
)
def test_all_words_at_once_are_as_alike_as_one_by_one(kana: list[str], name: str) -> None:
    best = Transliterator(kana).find(name)
    if best is not None:
        term, alike = best
        assert alike == pytest.approx(likeness(sounds_of(name), sounds_of(hepburn(term))))


def test_an_english_question_finds_a_city_that_no_dictionary_lists() -> None:
    slides = "姉妹都市\n---\n姉妹都市の一覧\n\nビントゥアン市 青葉市\nハイズオン市 港町市\n"
    query, _ = assistant_over({"deck": slides}).find("Which city is twinned with Binh Thuan?", 3)
    added = [(e.source, e.target) for e in query.expansions]
    assert ("Binh Thuan", "ビントゥアン") in added
