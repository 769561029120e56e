"""Any other model, through sentence-transformers and torch."""

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from briefqa.embedder.folders import ModelFolder
from briefqa.embedder.texts import Prompts, clean
from briefqa.embedder.vectors import unit_rows

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


class SentenceTransformerEmbedder:
    """Any model that sentence-transformers loads, in float32 on the CPU. Threads take turns."""

    def __init__(
        self, model: "SentenceTransformer", *, name: str, revision: str, prompts: Prompts
    ) -> None:
        """Take a loaded model."""
        self.name = name
        self.revision = revision
        self.dimension = int(model.get_embedding_dimension() or 0)
        self._model = model
        self._prompts = prompts
        self._lock = threading.Lock()  # fast tokenizers are changed by each call

    @classmethod
    def load(
        cls,
        model: ModelFolder,
        *,
        query_prompt: str | None = None,
        passage_prompt: str | None = None,
        device: str | None = None,
    ) -> "SentenceTransformerEmbedder":
        """Load a folder; prompts default to the model's own, `device` to the library's choice."""
        from huggingface_hub.utils.tqdm import disable_progress_bars

        disable_progress_bars()  # before transformers, which draws one for the weights, is imported
        from sentence_transformers import SentenceTransformer

        loaded = SentenceTransformer(str(model.path), device=device, local_files_only=True)
        if loaded.device.type == "cpu":
            loaded.float()  # half precision is slow and coarse there
        return cls(
            loaded,
            name=model.name,
            revision=model.revision,
            prompts=Prompts.chosen(loaded.prompts, query=query_prompt, passage=passage_prompt),
        )

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return unit rows; texts beyond the model's own limit are cut by it."""
        return self._embed(texts, prompt=self._prompts.passage)

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return unit rows as `embed_passages` does, with the query prompt."""
        return self._embed(texts, prompt=self._prompts.query)

    def _embed(self, texts: Sequence[str], *, prompt: str) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        cleaned = [clean(text) for text in texts]
        with self._lock:
            rows = self._model.encode(cleaned, prompt=prompt, show_progress_bar=False)
        return unit_rows(np.ascontiguousarray(rows, dtype=np.float32))
