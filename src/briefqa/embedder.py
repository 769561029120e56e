"""Turn text into unit vectors: the shipped static model without torch, any other through sentence-transformers."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Embedder(Protocol):
    """Maps text to vectors whose inner product is the cosine similarity.

    `name` and `revision` identify the model in an index's manifest (`revision`: hex SHA-256 over the
    model's files, or the hub's commit).
    """

    @property
    def name(self) -> str: ...

    @property
    def revision(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return unit rows, shape (len(texts), dimension), float32, C-contiguous."""
        ...

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return unit rows as `embed_passages` does, with the model's query prompt."""
        ...
