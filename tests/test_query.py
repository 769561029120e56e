"""Questions read into concepts, terms and expansions."""

import math
import sqlite3
from collections.abc import Iterator

import numpy as np
import pytest

from briefqa.errors import QuestionError
from briefqa.glossary import GlossaryEntry
from briefqa.lexical import LexicalIndex
from briefqa.lexicon import Lexicon
from briefqa.query import (
    QUESTION_LIMIT,
    Expansion,
    Query,
    Vocabulary,
    Wording,
    check_question,
    idf,
    language_of,
    read_question,
)
from briefqa.text.terms import terms
from tests.fakes import HashEmbedder

DOCUMENTS = ("港に船が三隻ある", "国内総生産は伸びた", "GDPの推移", "魚市場は朝五時", "仙台の防災")
GLOSSARY = (GlossaryEntry("GDP", "国内総生産", 0.8, "keizai/1"),)


@pytest.fixture(scope="module")
def vocabulary() -> Iterator[Vocabulary]:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE translation (english TEXT, japanese TEXT, weight INTEGER)")
    rows = [("harbour", "港", 600), ("harbour", "波止場", 300), ("fish market", "魚市場", 1000)]
    connection.executemany("INSERT INTO translation VALUES (?, ?, ?)", rows)
    index = LexicalIndex.build([terms(document) for document in DOCUMENTS])
    yield Vocabulary.of(index, GLOSSARY, Lexicon(connection))
    connection.close()


def ask(text: str, vocabulary: Vocabulary) -> Query:
    return read_question(text, vocabulary=vocabulary, embedder=HashEmbedder())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "The question is empty."),
        (" \n\u3000\u200b\x00", "The question is empty."),
        ("港\ud800", "The question holds a lone surrogate, which is no character."),
        ("港" * 2_001, "The question has 2,001 characters; at most 2,000 are read."),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(text: str, message: str) -> None:
    with pytest.raises(QuestionError) as caught:
        check_question(text)
    assert caught.value.message == message
    assert caught.value.hint


def test_a_question_loses_what_cannot_be_seen_and_keeps_its_width() -> None:
    assert check_question(" 港の\u202e船は\x00何隻？\n") == "港の船は何隻？"
    assert check_question("ＧＤＰ") == "ＧＤＰ"
    assert check_question("港" * QUESTION_LIMIT) == "港" * QUESTION_LIMIT


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("港の船", "ja"),
        ("What is 防災?", "en"),
        ("How many 避難所 are there in 仙台?", "en"),
        ("GitHub Actions Workflowとは", "ja"),
        ("What is防災計画の概要と目的", "ja"),
        ("ﾐﾅﾄ", "en"),
        ("How many ships?", "en"),
        ("2024", "en"),
    ],
)
def test_kana_or_kanji_make_a_question_japanese_unless_it_begins_in_english(
    text: str, language: str
) -> None:
    assert language_of(text) == language


def test_idf_is_that_of_lucene() -> None:
    assert idf(1, 4) == pytest.approx(math.log(10 / 3))
    assert idf(4, 4) == pytest.approx(math.log(10 / 9))
    assert idf(0, 0) == pytest.approx(math.log(2))


def test_words_that_only_ask_are_no_concepts(vocabulary: Vocabulary) -> None:
    query = ask("港の船について教えてください。何隻ですか？", vocabulary)
    assert query.language == "ja"
    assert {"港", "船", "隻"} <= {concept.text for concept in query.concepts}
    assert {"教える", "何", "下さる"}.isdisjoint(query.terms)


def test_a_word_asked_twice_is_one_concept(vocabulary: Vocabulary) -> None:
    assert [concept.text for concept in ask("船と船", vocabulary).concepts] == ["船"]


def test_importance_is_the_rarity_of_a_word_in_the_briefings(vocabulary: Vocabulary) -> None:
    ship, whale = ask("船と鯨", vocabulary).concepts
    assert (ship.is_known, ship.importance) == (True, pytest.approx(math.log(4)))
    assert whale.is_known is False


def test_a_name_that_never_occurs_weighs_more_than_a_common_word_that_never_does(
    vocabulary: Vocabulary,
) -> None:
    importance = {
        c.text: c.importance for c in ask("Which whales live near Iceland?", vocabulary).concepts
    }
    assert importance["iceland"] == pytest.approx(math.log(12))
    assert importance["whale"] == pytest.approx(math.log(12) / 2)


def test_numbers_and_proper_names_are_names(vocabulary: Vocabulary) -> None:
    names = {c.text: c.is_name for c in ask("2024年の仙台の港", vocabulary).concepts}
    assert names == {"2024年": True, "センダイ": True, "港": False}
    english = {
        c.text: c.is_name for c in ask("Where in Sendai is the harbour?", vocabulary).concepts
    }
    assert english == {"sendai": True, "harbour": False}


def test_a_glossary_entry_widens_a_question_from_either_side(vocabulary: Vocabulary) -> None:
    query = ask("国内総生産は？", vocabulary)
    assert query.expansions == (Expansion("国内総生産", "GDP", 0.8),)
    assert query.terms == {"国内": 1.0, "総": 1.0, "生産": 1.0, "gdp": 0.16}  # 0.2 * 0.8
    other = ask("What is GDP?", vocabulary)
    assert other.expansions == (Expansion("GDP", "国内総生産", 0.8),)
    shared = round(0.2 * 0.8 / math.sqrt(3), 3)
    assert other.terms == {"gdp": 1.0, "国内": shared, "総": shared, "生産": shared}


def test_a_question_with_both_sides_is_not_widened(vocabulary: Vocabulary) -> None:
    assert ask("国内総生産（GDP）は？", vocabulary).expansions == ()


def test_latin_glossary_words_are_matched_whole(vocabulary: Vocabulary) -> None:
    assert ask("GDPX growth", vocabulary).expansions == ()


def test_an_english_name_stands_for_the_abbreviation_of_its_initials(
    vocabulary: Vocabulary,
) -> None:
    query = ask("How large is the Gross Domestic Product?", vocabulary)
    assert Expansion("Gross Domestic Product", "GDP", 0.8) in query.expansions
    assert query.terms["gdp"] == 0.56


def test_english_words_bring_those_translations_that_the_briefings_use(
    vocabulary: Vocabulary,
) -> None:
    query = ask("Which harbours are there?", vocabulary)
    assert query.language == "en"
    assert query.expansions == (Expansion("harbours", "港", 0.72),)  # 0.45 * 0.6 + 0.45
    (harbour,) = query.concepts
    assert harbour.wordings == (Wording(("harbour",), 1.0), Wording(("港",), 0.72))
    assert harbour.importance == pytest.approx(math.log(4))


def test_a_phrase_is_translated_as_one(vocabulary: Vocabulary) -> None:
    query = ask("opening of the fish market", vocabulary)
    assert Expansion("fish market", "魚市場", pytest.approx(0.9)) in query.expansions
    assert {"魚", "市場"} <= set(query.terms)


def test_japanese_questions_are_not_translated(vocabulary: Vocabulary) -> None:
    assert ask("harbour の船", vocabulary).expansions == ()


def test_the_vector_and_the_bigrams_are_those_of_the_question(vocabulary: Vocabulary) -> None:
    query = ask("港の船", vocabulary)
    assert query.bigrams == {"港の": 1.0, "の船": 1.0}
    assert np.array_equal(query.vector, HashEmbedder().embed_queries(["港の船"])[0])
    assert query.text == "港の船"


def test_the_bigrams_of_an_unknown_name_stand_for_it_together(vocabulary: Vocabulary) -> None:
    (concept,) = (c for c in ask("モグレリの予算", vocabulary).concepts if c.text == "モグレリ")
    assert concept.wordings[0] == Wording(("モグレリ",), 1.0)
    assert concept.wordings[1] == Wording(("モグ", "グレ", "レリ"), 0.95)
    assert not concept.is_known
