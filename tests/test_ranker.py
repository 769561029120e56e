import json
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from briefqa.dense import FlatIndex
from briefqa.errors import ModelError
from briefqa.lexical import LexicalIndex
from briefqa.lexicon import Lexicon
from briefqa.query import Query, Vocabulary, read_question
from briefqa.ranker import DEPTH, Ranker
from briefqa.ranker.features import FEATURES
from briefqa.ranker.matching import (
    LONGEST,
    Texts,
    find_characters,
    find_pairs,
    find_words,
    longest_runs,
)
from briefqa.ranker.network import SETTINGS, WEIGHTS, Network
from briefqa.ranker.ranker import figures
from briefqa.records import Hit, Passage
from briefqa.search import Library, search
from briefqa.text.normalise import normalise
from briefqa.text.terms import bigrams, terms
from tests.fakes import HashEmbedder

TEXTS = (
    "港の避難所\n津波のときは港の避難所に12か所ある倉庫を開く。",
    "港の歴史\n港は1912年に開かれた。",
    "大仏は奈良にある。",
    "大仏",
    "避難所は津波のときに開く。港には倉庫がない。",
)


@pytest.fixture(scope="module")
def ranker() -> Ranker:
    return Ranker.open()


def _library(texts: tuple[str, ...]) -> Library:
    indexed = [normalise(text) for text in texts]
    passages = [
        Passage(f"set/{n}/1", "set", n, "body", 0, len(text), text, text)
        for n, text in enumerate(indexed, start=1)
    ]
    return Library(
        briefings=(),
        passages=passages,
        terms=LexicalIndex.build([terms(text) for text in indexed]),
        bigrams=LexicalIndex.build([bigrams(text) for text in indexed]),
        dense=FlatIndex.build(HashEmbedder().embed_passages(indexed)),
    )


def _query(question: str, library: Library) -> Query:
    vocabulary = Vocabulary.of(library.terms, (), Lexicon.open())
    return read_question(question, vocabulary=vocabulary, embedder=HashEmbedder())


def _flat(rows: dict[str, float]) -> Network:
    """Return a network that adds up the figures named, each times its weight, where positive."""
    hidden = np.zeros((len(FEATURES), len(rows)), dtype=np.float32)
    for unit, name in enumerate(rows):
        hidden[FEATURES.index(name), unit] = 1.0
    return Network(
        mean=np.zeros(len(FEATURES), dtype=np.float32),
        spread=np.ones(len(FEATURES), dtype=np.float32),
        hidden=hidden,
        hidden_bias=np.zeros(len(rows), dtype=np.float32),
        output=np.array(list(rows.values()), dtype=np.float32),
    )


def test_texts_know_sentences_and_bins_of_each_text() -> None:
    texts = Texts.of(["港。船。", "", "橋"])
    assert texts.joined == "港。船。\n\n橋\n"
    assert texts.of_text.tolist() == [0, 0, 0, 0, 0, 1, 2, 2]
    assert texts.sentence.tolist() == [0, 0, 1, 1, 2, 3, 4, 4]
    assert texts.first_sentence.tolist() == [0, 3, 4]
    assert texts.bin.tolist() == [0, 0, 0, 0, 0, 1, 2, 2]
    assert [texts.sentence_text(n) for n in range(5)] == ["港", "船", "", "", "橋"]


def test_long_texts_are_looked_at_up_to_a_limit() -> None:
    assert Texts.of(["港" * (LONGEST + 5)]).lengths.tolist() == [LONGEST + 1]


def test_pairs_are_found_where_they_stand_in_the_question_s_order() -> None:
    texts = Texts.of(["避難所", "難所の避難"])
    found = find_pairs(texts, "避難所は", {"避難": 2.0, "難所": 1.0, "所は": 3.0})
    assert [(p, i) for p, i in zip(found.place.tolist(), found.item.tolist(), strict=True)] == [
        (0, 0), (1, 1), (4, 1), (7, 0),
    ]  # fmt: skip
    assert found.weights.tolist() == [2.0, 1.0, 3.0]


def test_the_longest_stretch_is_counted_in_pairs() -> None:
    texts = Texts.of(["避難所", "難所の避難", "橋"])
    found = find_pairs(texts, "避難所は", {"避難": 2.0, "難所": 1.0, "所は": 3.0})
    longest, squares = longest_runs(texts, found)
    assert longest.tolist() == [2.0, 1.0, 0.0]
    assert squares.tolist() == [4.0, 2.0, 0.0]


def test_pairs_beyond_the_basic_plane_are_told_apart() -> None:
    found = find_pairs(Texts.of(["𠮷野", "𠀋野"]), "𠮷野", {"𠮷野": 1.0})
    assert found.place.tolist() == [0]


def test_words_are_found_in_each_spelling() -> None:
    found = find_words(Texts.of(["港を開いた", "開"]), ((("港",), 2.0), (("開く", "開"), 1.0)))
    assert found.place.tolist() == [0, 2, 6]
    assert found.item.tolist() == [0, 1, 1]


def test_words_before_a_particle_alone_can_be_asked_for() -> None:
    texts = Texts.of(["港の橋は港が見える"])
    found = find_words(texts, ((("港",), 1.0), (("橋",), 1.0)), before="はが")
    assert found.place.tolist() == [4, 2]


def test_kanji_are_found_one_by_one() -> None:
    found = find_characters(Texts.of(["王位を引き継いだ"]), "継承者は誰か")
    assert found.place.tolist() == [5]


def test_covers_of_a_text_and_its_best_sentence() -> None:
    library = _library(TEXTS)
    query = _query("津波のとき開く倉庫は何か所", library)
    hits = search(query, library, limit=5)
    rows = {
        hit.passage.slide: dict(zip(FEATURES, row.tolist(), strict=True))
        for hit, row in zip(hits, figures(query, hits, library), strict=True)
    }
    # Slide 1 has the words in one sentence, slide 5 in two.
    assert rows[1]["words_sentence"] == pytest.approx(rows[1]["words_text"])
    assert rows[5]["words_sentence"] < rows[5]["words_text"] == rows[5]["words_two"]
    assert rows[1]["unit"] == 1.0
    assert rows[5]["unit"] == 0.0
    assert {row["asks_number"] for row in rows.values()} == {1.0}


def test_figures_are_finite_for_any_hit() -> None:
    texts = ("", "。\n！", "a", "１２３", "\U0001f600" * 3, "港" * 5_000, *TEXTS)
    library = _library(texts)
    hits = [Hit(passage, 0.0, 0, 0.0, 0, 0.0) for passage in library.passages]
    for question in ("?", "いつ", "港はどこですか。", "港(", "𠮷"):
        assert np.isfinite(figures(_query(question, library), hits, library)).all()


def test_passages_that_the_network_favours_come_first() -> None:
    library = _library(TEXTS)
    query = _query("大仏", library)
    before = search(query, library, limit=5)
    after = Ranker(_flat({"sentences": 10.0})).rank(query, before, library)
    assert [hit.passage.slide for hit in before][:2] == [4, 3]
    assert after[0].passage.slide == 5


def test_scores_keep_the_best_of_the_search_and_its_scale() -> None:
    library = _library(TEXTS)
    query = _query("港の避難所はどこですか", library)
    before = search(query, library, limit=5)
    ranked = Ranker.open().rank(query, before, library)
    scores = [hit.score for hit in ranked]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == pytest.approx(before[0].score)
    assert min(scores) >= 0.0
    as_found = {hit.passage.id: hit for hit in before}
    assert all(replace(hit, score=0.0) == replace(as_found[hit.passage.id], score=0.0)
               for hit in ranked)  # fmt: skip


def test_hits_beyond_the_depth_follow_in_their_order(ranker: Ranker) -> None:
    library = _library(tuple(f"港の倉庫{n}号は{n}階にある。" for n in range(40)))
    query = _query("港の倉庫7号は何階か", library)
    before = search(query, library, limit=30)
    after = ranker.rank(query, before, library)
    assert [hit.passage.id for hit in after[DEPTH:]] == [hit.passage.id for hit in before[DEPTH:]]
    assert {hit.passage.id for hit in after} == {hit.passage.id for hit in before}
    assert all(a.score >= b.score for a, b in pairwise(after))


@pytest.mark.parametrize("limit", [0, 1, 3, 50])
def test_search_gives_the_first_hits_of_the_same_ranking(ranker: Ranker, limit: int) -> None:
    library = _library(TEXTS)
    query = _query("港の避難所は何か所か", library)
    every = ranker.search(query, library, limit=10)
    assert ranker.search(query, library, limit=limit) == every[:limit]


def test_english_questions_keep_the_order_of_the_search(ranker: Ranker) -> None:
    library = _library(TEXTS)
    query = _query("When was the harbour opened?", library)
    assert ranker.search(query, library, limit=5) == search(query, library, limit=5)


def test_a_single_hit_and_none_stay_as_they_are(ranker: Ranker) -> None:
    library = _library(("港",))
    query = _query("港", library)
    assert ranker.rank(query, [], library) == []
    assert ranker.search(query, library, limit=5) == search(query, library, limit=5)


def test_a_damaged_model_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        Network.load(tmp_path, FEATURES)
    (tmp_path / SETTINGS).write_text(json.dumps({"figures": FEATURES}), "utf-8")
    (tmp_path / WEIGHTS).write_bytes(b"PK\x03\x04 cut")
    with pytest.raises(ModelError, match="cannot be read"):
        Network.load(tmp_path, FEATURES)


def test_a_model_of_other_figures_is_refused(tmp_path: Path) -> None:
    (tmp_path / SETTINGS).write_text(json.dumps({"figures": ["a"]}), "utf-8")
    arrays = ("mean", "spread", "hidden", "hidden_bias", "output")
    np.savez(tmp_path / WEIGHTS, **{name: np.zeros(1, dtype=np.float32) for name in arrays})
    with pytest.raises(ModelError, match="other figures"):
        Network.load(tmp_path, FEATURES)


def test_the_shipped_ranker_is_small(ranker: Ranker) -> None:
    arrays = (getattr(ranker.network, name) for name in Network.__slots__)
    assert sum(sys.getsizeof(array) for array in arrays) < 100_000
