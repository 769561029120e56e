"""Turn text into unit vectors: static models without torch, any other by sentence-transformers."""

from collections.abc import Sequence
from importlib.resources import as_file, files
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from briefqa.embedder.folders import SETTING, ModelFolder, find_model, is_static_folder
from briefqa.embedder.static import StaticEmbedder
from briefqa.embedder.transformer import SentenceTransformerEmbedder
from briefqa.errors import EmbedderError

SHIPPED = "shipped"


class Embedder(Protocol):
    """Maps text to vectors whose inner product is the cosine similarity.

    `name` and `revision` identify the model in an index's manifest (`revision`: hex SHA-256 over
    the model's files, or the hub's commit).
    """

    @property
    def name(self) -> str:
        """The model's name, as settings give it."""
        ...

    @property
    def revision(self) -> str:
        """What changes whenever the model's vectors may."""
        ...

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return unit rows, shape (len(texts), dimension), float32, C-contiguous.

        The row of a text in which the model finds nothing, such as an empty one, may be all zeros.
        """
        ...

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return unit rows as `embed_passages` does, with the model's query prompt."""
        ...


def load_embedder(
    name: str | None,
    *,
    query_prompt: str | None = None,
    passage_prompt: str | None = None,
    device: str | None = None,
) -> Embedder:
    """Load the shipped embedder (`None` or "shipped"), a model folder, or a downloaded hub model.

    A static model is loaded without torch, and `device` does not matter to it. Nothing is fetched
    from the network.

    Raises `EmbedderError` if the model is not on this machine or cannot be read.
    """
    if name is None or name in ("", SHIPPED):
        with as_file(files("briefqa") / "models" / "embedder") as path:
            model = ModelFolder.at(path, name=SHIPPED)
            return _load(model, query_prompt, passage_prompt, device)
    return _load(find_model(name), query_prompt, passage_prompt, device)


def _load(
    model: ModelFolder, query: str | None, passage: str | None, device: str | None
) -> Embedder:
    try:
        if is_static_folder(model.path):
            return StaticEmbedder.load(model, query_prompt=query, passage_prompt=passage)
        return SentenceTransformerEmbedder.load(
            model, query_prompt=query, passage_prompt=passage, device=device
        )
    except Exception as error:  # tokenizers and safetensors raise nothing narrower on a bad file
        raise EmbedderError(
            f"The embedding model {model.name!r} cannot be loaded: {_first_line(error)}.",
            hint=f"Set {SETTING} to the folder of another sentence-transformers model, or leave it"
            " unset for the shipped model.",
        ) from error


def _first_line(error: Exception) -> str:
    text = str(error).strip()
    return text.splitlines()[0].rstrip(".") if text else type(error).__name__
