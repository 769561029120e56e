"""The terms that BM25 counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefqa.text.terms import bigrams, term_groups, terms

MEGABYTE = 1_000_000


@pytest.mark.parametrize(
    ("written", "groups"),
    [
        ("約27０件", {("270",), ("約",), ("件",)}),
        ("３,０００億円", {("3000億",), ("円",)}),
        ("2,400万人", {("2400万",), ("人",)}),
        ("18.5％", {("18.5%", "18.5")}),
        ("1.55℃", {("1.55°c", "1.55")}),
        ("第6条と第12回", {("第6条", "6条"), ("第12回", "12回")}),
        ("９月1日", {("9月",), ("1日",)}),
        ("2024年度", {("2024年度", "2024年", "2024")}),
        ("1.2.3版", {("1.2.3版", "1.2.3")}),
    ],
)
def test_numbers_are_kept_whole_and_in_one_width(written: str, groups: set[tuple[str]]) -> None:
    assert set(term_groups(written)) == groups


def test_era_years_are_western_ones_too() -> None:
    assert term_groups("令和7年度")[0] == ("2025年度", "2025年", "2025")
    assert term_groups("平成元年")[0] == ("1989年", "1989")
    assert {"2018年", "2024年"} <= set(terms("H30年からR6.4まで"))


def test_counters_of_countries_are_one_however_spelled() -> None:
    spellings = ["30か国", "３０カ国", "30ヵ国", "30ヶ国", "30箇国"]
    assert {tuple(terms(spelling)) for spelling in spellings} == {("30", "箇国")}


def test_words_become_their_dictionary_form_and_particles_go() -> None:
    assert terms("観光客が訪れた") == ["観光", "客", "訪れる"]
    assert terms("学校給食の無償化が進む") == ["学校", "給食", "無償", "化", "進む"]


def test_loan_words_bring_their_english_word() -> None:
    assert term_groups("ビールとセンター") == [("ビール", "beer"), ("センター", "center")]


def test_words_that_unidic_does_not_know_bring_their_bigrams() -> None:
    assert term_groups("テランガーナの稲") == [
        ("テランガーナ", "テラ", "ラン", "ンガ", "ガー", "ーナ"),
        ("稲",),
    ]


def test_english_words_are_stemmed_and_stop_words_go() -> None:
    assert terms("The Shelters of Cities") == ["shelter", "city"]
    assert term_groups("farm-to-table") == [("farm-to-table", "farm", "table")]


def test_letters_with_digits_are_one_term() -> None:
    assert terms("ＣＯＶＩＤ19とG7") == ["covid19", "g7"]
    assert term_groups("h5n1-b2") == [("h5n1-b2", "h5n1", "b2")]
    assert term_groups("3d模型") == [("3d",), ("模型",)]


def test_what_follows_a_nul_is_found() -> None:
    assert terms("津波\x00避難所") == terms("津波避難所") == ["津波", "避難", "所"]


def test_hidden_characters_do_not_part_words() -> None:
    assert terms("津\u200b波\u202e") == ["津波"]


def test_bigrams_go_over_japanese_runs_and_leave_latin_words_whole() -> None:
    assert bigrams("防災訓練 for ＩＣＴ 1,200人、港") == [
        "防災", "災訓", "訓練", "for", "ict", "1,200", "人", "港",
    ]  # fmt: skip
    assert bigrams("") == []


@given(st.text(st.characters()))
def test_any_text_has_terms_and_bigrams_without_white_space(text: str) -> None:
    for term in terms(text) + bigrams(text):
        assert term
        assert term == "".join(term.split())


@pytest.mark.parametrize("character", ["あ", "亜", "。", "\x00", "\ud800"])
def test_a_megabyte_of_one_character_does_no_harm(character: str) -> None:
    assert len("".join(bigrams(character * MEGABYTE))) <= 2 * MEGABYTE
    assert len("".join(terms(character * MEGABYTE))) <= 2 * MEGABYTE


def test_a_megabyte_of_one_letter_is_one_term() -> None:
    assert terms("A" * MEGABYTE) == ["a" * MEGABYTE]
    assert terms("１" * MEGABYTE) == ["1" * MEGABYTE]
