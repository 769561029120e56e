import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from briefqa.errors import SettingsError
from briefqa.lexicon import Lexicon, Translation, dictionary_forms, english_words

ROWS = [
    ("country", "国", 700),
    ("country", "田舎", 300),
    ("countries", "国々", 1000),
    ("prime minister", "首相", 1000),
    ("minister", "大臣", 1000),
    ("hold", "開催", 600),
    ("hold", "保有", 400),
    ("united states", "米国", 1000),
    ("city", "都市", 1000),
]


@pytest.fixture
def lexicon(tmp_path: Path) -> Lexicon:
    path = tmp_path / "small.sqlite"
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("CREATE TABLE translation (english TEXT, japanese TEXT, weight INTEGER)")
        connection.executemany("INSERT INTO translation VALUES (?, ?, ?)", ROWS)
    connection.close()
    return Lexicon.open(path)


@pytest.fixture(scope="module")
def shipped() -> Lexicon:
    return Lexicon.open(None)


def test_a_word_as_written_comes_likeliest_first(lexicon: Lexicon) -> None:
    assert lexicon.translate("country") == (Translation("国", 0.7), Translation("田舎", 0.3))


def test_a_plural_joins_its_own_senses_with_those_of_the_singular(lexicon: Lexicon) -> None:
    assert lexicon.translate("countries") == (
        Translation("国々", 0.5),
        Translation("国", 0.35),
        Translation("田舎", 0.15),
    )


def test_an_irregular_form_is_found_by_its_dictionary_form(lexicon: Lexicon) -> None:
    assert lexicon.translate("held") == (Translation("開催", 0.6), Translation("保有", 0.4))


def test_limit_cuts_the_unlikely_end(lexicon: Lexicon) -> None:
    assert lexicon.translate("hold", limit=1) == (Translation("開催", 0.6),)


@pytest.mark.parametrize("phrase", ["", "   ", "zyxwv", "one two three four five", "日本", "'; --"])
def test_unknown_phrases_have_no_translation(lexicon: Lexicon, phrase: str) -> None:
    assert lexicon.translate(phrase) == ()


def test_the_longest_phrase_of_a_question_wins_and_stop_words_are_skipped(
    lexicon: Lexicon,
) -> None:
    question = "Who is the Prime Minister, and which cities of the US has the minister held?"
    found = lexicon.translate_question(question)
    assert [(phrase, translations[0].japanese) for phrase, translations in found] == [
        ("prime minister", "首相"),
        ("cities", "都市"),
        ("united states", "米国"),
        ("minister", "大臣"),
        ("held", "開催"),
    ]


def test_lower_case_us_is_a_pronoun(lexicon: Lexicon) -> None:
    assert lexicon.translate_question("tell us about it") == ()


def test_a_very_long_question_is_cut(lexicon: Lexicon) -> None:
    assert len(lexicon.translate_question("city " * 5000)) == 200


def test_threads_share_one_lexicon(lexicon: Lexicon) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(lambda _: lexicon.translate("country"), range(200)))
    assert answers == {(Translation("国", 0.7), Translation("田舎", 0.3))}


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"nowhere\.sqlite is not a lexicon .* Reinstall"):
        Lexicon.open(tmp_path / "nowhere.sqlite")


def test_a_file_that_is_no_lexicon_is_named(tmp_path: Path) -> None:
    path = tmp_path / "text.sqlite"
    path.write_text("no database at all, but long enough to be looked at as one" * 20)
    with pytest.raises(SettingsError, match=r"text\.sqlite is not a lexicon"):
        Lexicon.open(path)


@pytest.mark.parametrize(
    ("english", "japanese"),
    [
        ("Vietnam", "ベトナム"),
        ("Kenya", "ケニア"),
        ("Nairobi", "ナイロビ"),
        ("Ottawa", "オタワ"),
        ("government", "政府"),
        ("budgets", "予算"),
        ("economic growth", "経済成長"),
        ("environment", "環境"),
        ("greenhouse gases", "温室効果ガス"),
        ("renewable energy", "再生可能エネルギー"),
        ("ministry of finance", "財務省"),
    ],
)
def test_the_shipped_lexicon_knows_the_words_of_briefings(
    shipped: Lexicon, english: str, japanese: str
) -> None:
    assert shipped.translate(english)[0].japanese == japanese


def test_shipped_weights_are_shares(shipped: Lexicon) -> None:
    for phrase in ("city", "ministers", "agreement", "found"):
        weights = [translation.weight for translation in shipped.translate(phrase, limit=100)]
        assert weights == sorted(weights, reverse=True)
        assert 0.85 < sum(weights) <= 1.01
        assert min(weights) > 0


def test_words_are_cut_from_punctuation_and_abbreviations() -> None:
    assert english_words("EU's “low-carbon” CO2 plan (2030)") == [
        "european", "union", "low", "carbon", "co2", "plan", "2030",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("cities", ("city",)),
        ("buses", ("bus", "buse")),
        ("sizes", ("size", "siz")),
        ("species", ()),
        ("houses", ("house", "hous")),
        ("taxes", ("tax",)),
        ("focus", ()),
        ("analysis", ()),
        ("signed", ("sign", "signe")),
        ("carried", ("carry",)),
        ("running", ("run", "runn", "runne")),
        ("took", ("take",)),
    ],
)
def test_dictionary_forms(word: str, forms: tuple[str, ...]) -> None:
    assert dictionary_forms(word) == forms
