"""Find the passages nearest to a query vector: the one module that imports FAISS."""

from typing import Protocol, Self

import faiss
import numpy as np
from numpy.typing import NDArray

from briefqa.errors import IndexCorruptError

Neighbours = tuple[NDArray[np.int64], NDArray[np.float32]]


class DenseIndex(Protocol):
    """Vectors in order, searched by inner product: of unit vectors, the cosine similarity."""

    @property
    def size(self) -> int:
        """How many vectors there are."""
        ...

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        ...

    def search(self, query: NDArray[np.float32], limit: int) -> Neighbours:
        """Return positions (0-based) and inner products of the `limit` nearest, best first.

        `query` has shape (dimension,). Higher is nearer; ties stand in the order of positions.
        Fewer than `limit` come back where there are fewer vectors.
        """
        ...

    def vectors(self) -> NDArray[np.float32]:
        """Return all vectors, shape (size, dimension)."""
        ...

    def to_bytes(self) -> bytes:
        """Return the index as the content of one file."""
        ...


class FlatIndex:
    """Exact search over all vectors (FAISS `IndexFlatIP`)."""

    def __init__(self, index: faiss.IndexFlatIP) -> None:
        """Wrap a FAISS index; `build` and `from_bytes` make one."""
        self._index = index

    @classmethod
    def build(cls, vectors: NDArray[np.float32]) -> Self:
        """Index the rows of `vectors`, shape (n, dimension)."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Rebuild the index from what `to_bytes` gave.

        FAISS reads damaged bytes without complaint about one time in eight, so check their digest
        first. Raises IndexCorruptError for bytes that are no flat index at all.
        """
        try:
            index = faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8))
        except RuntimeError as error:
            raise IndexCorruptError(
                "The vectors cannot be read (FAISS refuses them).", hint="Run `briefqa build`."
            ) from error
        if not isinstance(index, faiss.IndexFlatIP):
            raise IndexCorruptError(
                f"The vectors are a {type(index).__name__}, not a flat inner-product index.",
                hint="Run `briefqa build`.",
            )
        return cls(index)

    @property
    def size(self) -> int:
        """How many vectors there are."""
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        return int(self._index.d)

    def search(self, query: NDArray[np.float32], limit: int) -> Neighbours:
        """Return positions and inner products of the `limit` nearest, best first (`DenseIndex`)."""
        count = min(limit, self.size)
        if count < 1:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        scores, positions = self._search_on_one_thread(query, min(count + 1, self.size))
        # FAISS leaves open which of equal vectors it keeps at the cut: there, look at all of them.
        if count < self.size and scores[count - 1] == scores[count]:
            scores, positions = self._search_on_one_thread(query, self.size)
        order = np.lexsort((positions, -scores))[:count]
        return positions[order], scores[order]

    def vectors(self) -> NDArray[np.float32]:
        """Return all vectors, shape (size, dimension)."""
        if self.size == 0:
            return np.zeros((0, self.dimension), dtype=np.float32)
        rows: NDArray[np.float32] = self._index.reconstruct_n(0, self.size)
        return rows

    def to_bytes(self) -> bytes:
        """Return the index as the content of one file.

        `faiss.write_index` reports no error on a full disk, so the caller writes these bytes.
        """
        return bytes(faiss.serialize_index(self._index).tobytes())

    def _search_on_one_thread(
        self, query: NDArray[np.float32], limit: int
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Search with one OpenMP thread: two took 16 ms for one query on a busy machine.

        OpenMP keeps the number for each calling thread, so it is set here and not once at start.
        """
        before = faiss.omp_get_max_threads()
        faiss.omp_set_num_threads(1)
        try:
            row = np.ascontiguousarray(query, dtype=np.float32).reshape(1, -1)
            scores, positions = self._index.search(row, limit)
        finally:
            faiss.omp_set_num_threads(before)
        return scores[0], positions[0]
