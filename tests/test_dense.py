"""The contract of `DenseIndex`, over every implementation, and what is FAISS's own."""

import faiss
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from briefqa.dense import FlatIndex
from briefqa.errors import IndexCorruptError

AXES = np.array([[1, 0], [0, 1], [-1, 0], [0, 0], [0, 1]], dtype=np.float32)
NORTH = np.array([0, 1], dtype=np.float32)
matrices = st.tuples(st.integers(0, 9), st.integers(1, 5)).flatmap(
    lambda shape: arrays(np.float32, shape, elements=st.floats(-1, 1, width=32))
)


@pytest.fixture(params=[FlatIndex])
def index(request: pytest.FixtureRequest) -> FlatIndex:
    return request.param.build(AXES)


def test_best_come_first_and_ties_by_position(index: FlatIndex) -> None:
    positions, scores = index.search(NORTH, 5)
    assert positions.tolist() == [1, 4, 0, 2, 3]
    assert scores.tolist() == [1.0, 1.0, 0.0, 0.0, 0.0]
    assert (positions.dtype, scores.dtype) == (np.int64, np.float32)


@pytest.mark.parametrize("limit", [1, 2, 3, 4])
def test_a_cut_among_ties_keeps_the_first_positions(index: FlatIndex, limit: int) -> None:
    assert index.search(NORTH, limit)[0].tolist() == [1, 4, 0, 2][:limit]


def test_more_than_there_are_gives_all(index: FlatIndex) -> None:
    assert index.search(NORTH, 99)[0].tolist() == [1, 4, 0, 2, 3]


@pytest.mark.parametrize("limit", [0, -1])
def test_no_limit_gives_nothing(index: FlatIndex, limit: int) -> None:
    assert index.search(NORTH, limit)[0].tolist() == []


def test_a_zero_query_finds_all_at_zero(index: FlatIndex) -> None:
    positions, scores = index.search(np.zeros(2, dtype=np.float32), 3)
    assert positions.tolist() == [0, 1, 2]
    assert scores.tolist() == [0.0, 0.0, 0.0]


def test_size_dimension_and_vectors(index: FlatIndex) -> None:
    assert (index.size, index.dimension) == (5, 2)
    assert index.vectors().tolist() == AXES.tolist()


def test_an_empty_index_finds_nothing() -> None:
    index = FlatIndex.from_bytes(FlatIndex.build(np.zeros((0, 2), dtype=np.float32)).to_bytes())
    assert index.search(NORTH, 3)[0].tolist() == []
    assert index.vectors().shape == (0, 2)


@given(matrices, st.integers(1, 9))
def test_search_is_exact(vectors: np.ndarray, limit: int) -> None:
    query = np.ones(vectors.shape[1], dtype=np.float32)
    found, scores = FlatIndex.build(vectors).search(query, limit)
    wanted = sorted((vectors @ query).tolist(), reverse=True)[:limit]
    assert scores.tolist() == pytest.approx(wanted, abs=1e-6)
    assert (vectors[found] @ query).tolist() == pytest.approx(wanted, abs=1e-6)


@given(matrices)
def test_saving_and_loading_changes_nothing(vectors: np.ndarray) -> None:
    built = FlatIndex.build(vectors)
    loaded = FlatIndex.from_bytes(built.to_bytes())
    assert loaded.to_bytes() == built.to_bytes()
    assert loaded.vectors().tobytes() == vectors.tobytes()


def test_search_leaves_the_number_of_threads_as_it_was(index: FlatIndex) -> None:
    before = faiss.omp_get_max_threads()
    index.search(NORTH, 1)
    assert faiss.omp_get_max_threads() == before


def test_bytes_of_no_index_are_refused() -> None:
    with pytest.raises(IndexCorruptError, match="FAISS refuses"):
        FlatIndex.from_bytes(b"no index at all")


def test_another_kind_of_index_is_refused() -> None:
    data = faiss.serialize_index(faiss.IndexFlatL2(2)).tobytes()
    with pytest.raises(IndexCorruptError, match="IndexFlatL2"):
        FlatIndex.from_bytes(data)
