"""Static models, whose vectors are means of token vectors: no torch, and threads may share one."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from briefqa.embedder.folders import ModelFolder
from briefqa.embedder.static_folder import read_static_model
from briefqa.embedder.texts import Prompts, clean
from briefqa.embedder.vectors import TokenVectors, unit_rows

if TYPE_CHECKING:
    from tokenizers import Tokenizer

BLOCK = 256  # texts whose token vectors are gathered at once


class StaticEmbedder:
    """A model whose vectors are means of token vectors: no torch, and threads may share it.

    Equals sentence-transformers in float32. model2vec's `StaticModel` is not used: making one
    parses the tokenizer three times (0.3 s of 0.7), its `encode` changes the tokenizer on each
    call, which threads cannot share, and takes means in the weights' float16.
    """

    def __init__(
        self,
        tokenizer: "Tokenizer",
        vectors: TokenVectors,
        *,
        name: str,
        revision: str,
        prompts: Prompts,
    ) -> None:
        """Take a tokenizer that neither pads nor truncates."""
        self.name = name
        self.revision = revision
        self.dimension = int(vectors.rows.shape[1])
        self._tokenizer = tokenizer
        self._vectors = vectors
        self._prompts = prompts

    @classmethod
    def load(
        cls,
        model: ModelFolder,
        *,
        query_prompt: str | None = None,
        passage_prompt: str | None = None,
    ) -> "StaticEmbedder":
        """Load the folder of a static model, as sentence-transformers or model2vec writes it."""
        read = read_static_model(Path(model.path))
        return cls(
            read.tokenizer,
            read.vectors,
            name=model.name,
            revision=model.revision,
            prompts=Prompts.chosen(read.prompts, query=query_prompt, passage=passage_prompt),
        )

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return unit rows; a text without a token has a row of zeros."""
        return self._embed(texts, prompt=self._prompts.passage)

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return unit rows as `embed_passages` does, with the query prompt."""
        return self._embed(texts, prompt=self._prompts.query)

    def _embed(self, texts: Sequence[str], *, prompt: str) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), BLOCK):
            block = [prompt + clean(text) for text in texts[start : start + BLOCK]]
            encodings = self._tokenizer.encode_batch_fast(block, add_special_tokens=False)
            rows[start : start + BLOCK] = self._vectors.means([code.ids for code in encodings])
        return unit_rows(rows)
