"""BM25 over lists of terms."""

import math
from itertools import chain

import bm25s
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefqa.errors import IndexCorruptError
from briefqa.lexical import FILES, LexicalIndex
from briefqa.termlists import encode

HARBOUR = [["港", "船", "船"], ["港"], ["魚", "市場"], []]
documents = st.lists(st.lists(st.text(max_size=4), max_size=8), max_size=8)


def bm25(*, frequency: int, length: int, found_in: int) -> float:
    """BM25 as Lucene counts it, over the four documents of HARBOUR (1.5 terms each on average)."""
    idf = math.log(1 + (4 - found_in + 0.5) / (found_in + 0.5))
    return idf * frequency / (frequency + 0.9 * (1 - 0.4 + 0.4 * length / 1.5))


def test_one_term_scores_by_frequency_and_length() -> None:
    scores = LexicalIndex.build(HARBOUR, k1=0.9, b=0.4).scores({"港": 1.0})
    long = bm25(frequency=1, length=3, found_in=2)
    short = bm25(frequency=1, length=1, found_in=2)
    assert scores.dtype == np.float32
    assert scores.tolist() == pytest.approx([long, short, 0.0, 0.0])
    assert short > long


def test_terms_add_up_with_their_weights() -> None:
    scores = LexicalIndex.build(HARBOUR, k1=0.9, b=0.4).scores(
        {"港": 1.0, "船": 0.5, "魚": 2.0, "鳥": 9.0}
    )
    harbour = bm25(frequency=1, length=3, found_in=2)
    ship = bm25(frequency=2, length=3, found_in=1)
    fish = bm25(frequency=1, length=2, found_in=1)
    assert scores[0] == pytest.approx(harbour + 0.5 * ship)
    assert scores[2] == pytest.approx(2 * fish)


def test_k1_and_b_are_those_given() -> None:
    scores = LexicalIndex.build([["港", "港"], ["船"]], k1=0.0, b=0.0).scores({"港": 1.0})
    assert scores.tolist() == pytest.approx([math.log(2), 0.0])


def test_no_known_term_scores_zero() -> None:
    index = LexicalIndex.build(HARBOUR)
    assert index.scores({}).tolist() == [0.0] * 4
    assert index.scores({"鳥": 1.0}).tolist() == [0.0] * 4


@pytest.mark.parametrize("documents", [[], [[], []]])
def test_an_index_without_terms_scores_zero(documents: list[list[str]]) -> None:
    index = LexicalIndex.build(documents)
    assert index.size == len(documents)
    assert index.scores({"港": 1.0}).tolist() == [0.0] * len(documents)
    assert LexicalIndex.from_files(index.to_files()).size == len(documents)


def test_document_frequency_counts_documents_not_occurrences() -> None:
    index = LexicalIndex.build(HARBOUR)
    assert [index.document_frequency(term) for term in ("港", "船", "鳥")] == [2, 1, 0]


def test_files_are_those_announced_and_the_vocabulary_is_sorted_text() -> None:
    files = LexicalIndex.build(HARBOUR).to_files()
    assert sorted(files) == sorted(FILES)
    assert files["vocabulary.json"].decode() == '["市場",\n"港",\n"船",\n"魚"]'


@given(documents)
def test_saving_and_loading_changes_nothing(documents: list[list[str]]) -> None:
    built = LexicalIndex.build(documents)
    loaded = LexicalIndex.from_files(built.to_files())
    query = {term: 1.0 + number for number, term in enumerate(chain.from_iterable(documents))}
    assert loaded.size == built.size == len(documents)
    assert loaded.to_files() == built.to_files()
    assert loaded.scores(query).tolist() == built.scores(query).tolist()


@given(documents, st.integers(0, 8))
def test_parting_the_documents_changes_nothing(documents: list[list[str]], cut: int) -> None:
    parts = [encode(documents[:cut]), encode(documents[cut:])]
    index = LexicalIndex.build_from_term_lists(parts)
    assert index.to_files() == LexicalIndex.build(documents).to_files()


def test_files_that_do_not_fit_together_are_refused() -> None:
    files = LexicalIndex.build(HARBOUR).to_files()
    other = LexicalIndex.build([["港"]]).to_files()
    with pytest.raises(IndexCorruptError, match="has 1 terms and postings of 4"):
        LexicalIndex.from_files(files | {"vocabulary.json": other["vocabulary.json"]})


def test_a_pickle_in_place_of_an_array_is_refused() -> None:
    pickled = np.array([{}], dtype=object)
    files = LexicalIndex.build(HARBOUR).to_files()
    header = files["data.npy"][:8] + pickled.dumps()
    with pytest.raises(IndexCorruptError, match="cannot be read"):
        LexicalIndex.from_files(files | {"data.npy": header})


@given(documents.filter(any))
def test_the_figures_are_those_that_bm25s_itself_computes(documents: list[list[str]]) -> None:
    index = LexicalIndex.build(documents, k1=0.9, b=0.4)
    vocabulary = sorted(set(chain.from_iterable(documents)))
    number_of = {term: number for number, term in enumerate(vocabulary)}
    reference = bm25s.BM25(k1=0.9, b=0.4, method="lucene")
    numbered = [[number_of[term] for term in document] for document in documents]
    reference.index((numbered, number_of), create_empty_token=False, show_progress=False)
    reference_index = LexicalIndex(reference)
    assert index.to_files() == reference_index.to_files()
