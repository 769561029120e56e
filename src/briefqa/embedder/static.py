"""Turn text into unit vectors: static models without torch, any other by sentence-transformers."""

import hashlib
import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from briefqa.errors import EmbedderError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

SHIPPED = "shipped"
SETTING = "BRIEFQA_EMBEDDER"
MAX_CHARACTERS = 20_000  # of a text; what follows does not change its vector
BLOCK = 256  # texts whose token vectors are gathered at once
PAPERS = frozenset({"README.md", "LICENSE", "manifest.json"})  # files that no vector depends on


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


@dataclass(frozen=True, slots=True)
class Prompts:
    """What is put before each text; "" for nothing."""

    query: str = ""
    passage: str = ""

    @classmethod
    def chosen(
        cls, of_model: Mapping[str, str | None], *, query: str | None, passage: str | None
    ) -> "Prompts":
        """Return the prompts given, or where one is None the model's own.

        Models call the prompt for passages `passage` or `document`.
        """
        of_passages = of_model.get("passage") or of_model.get("document") or ""
        return cls(
            query=(of_model.get("query") or "") if query is None else query,
            passage=of_passages if passage is None else passage,
        )


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """The weights of a static model, in their own dtype.

    Token i has the vector `rows[i]`, or where the vocabulary is quantised `rows[mapping[i]]`, times
    `weights[i]` if there are weights.
    """

    rows: NDArray[Any]
    mapping: NDArray[Any] | None = None
    weights: NDArray[Any] | None = None

    def means(self, texts: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        """Return the mean vector of each text, given its token ids, in float32; zeros for none.

        Each vector is converted once for all texts: nearly twice as fast as once for each token.
        """
        flat = np.fromiter(chain.from_iterable(texts), np.int64, sum(map(len, texts)))
        tokens, places = np.unique(flat, return_inverse=True)
        vectors = self._of(tokens)
        means = np.zeros((len(texts), vectors.shape[1]), dtype=np.float32)
        start = 0
        for row, ids in zip(means, texts, strict=True):
            if ids:
                row[:] = vectors[places[start : start + len(ids)]].mean(axis=0)
            start += len(ids)
        return means

    def _of(self, tokens: NDArray[np.int64]) -> NDArray[np.float32]:
        vectors = self.rows[tokens if self.mapping is None else self.mapping[tokens]]
        if self.weights is not None:
            vectors = vectors * self.weights[tokens][:, None]
        return vectors.astype(np.float32)


class StaticEmbedder:
    """A model whose vectors are means of token vectors: no torch, and threads may share it.

    Equals sentence-transformers in float32. model2vec reads the folder, but its `StaticModel` is
    not used: making one parses the tokenizer three times (0.3 s of 0.7), its `encode` changes the
    tokenizer on each call, which threads cannot share, and takes means in the weights' float16.
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
        folder: Path,
        *,
        name: str,
        query_prompt: str | None = None,
        passage_prompt: str | None = None,
    ) -> "StaticEmbedder":
        """Load the folder of a static model, as sentence-transformers or model2vec writes it."""
        from model2vec.persistence import load_pretrained

        rows, tokenizer, settings, _, weights, mapping = load_pretrained(
            folder, subfolder=None, token=None, force_download=False
        )
        tokenizer.no_truncation()
        tokenizer.no_padding()
        of_model = cast("Mapping[str, Any]", settings).get("prompts") or {}
        return cls(
            tokenizer,
            TokenVectors(rows, mapping, weights),
            name=name,
            revision=folder_revision(folder),
            prompts=Prompts.chosen(of_model, query=query_prompt, passage=passage_prompt),
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
            block = [prompt + _clean(text) for text in texts[start : start + BLOCK]]
            encodings = self._tokenizer.encode_batch_fast(block, add_special_tokens=False)
            rows[start : start + BLOCK] = self._vectors.means([code.ids for code in encodings])
        return _unit(rows)


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
        name: str,
        *,
        query_prompt: str | None = None,
        passage_prompt: str | None = None,
        device: str | None = None,
    ) -> "SentenceTransformerEmbedder":
        """Load a folder or, by its name, a model of the hub.

        Prompts default to the model's own, `device` to what sentence-transformers picks.
        """
        from sentence_transformers import SentenceTransformer

        model = SentenceTransformer(name, device=device)
        if model.device.type == "cpu":
            model.float()  # half precision is slow and coarse there
        folder = Path(name)
        return cls(
            model,
            name=folder.name if folder.is_dir() else name,
            revision=folder_revision(folder) if folder.is_dir() else _hub_commit(name),
            prompts=Prompts.chosen(model.prompts, query=query_prompt, passage=passage_prompt),
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
        clean = [_clean(text) for text in texts]
        with self._lock:
            rows = self._model.encode(clean, prompt=prompt, show_progress_bar=False)
        return _unit(np.ascontiguousarray(rows, dtype=np.float32))


def load_embedder(
    name: str | None,
    *,
    query_prompt: str | None = None,
    passage_prompt: str | None = None,
    device: str | None = None,
) -> Embedder:
    """Load the shipped embedder (`None` or "shipped"), a model folder, or a model of the hub.

    A folder that holds a static model is loaded without torch, and `device` does not matter to it.

    Raises `EmbedderError` if the model is not there or cannot be read.
    """
    chosen = name or SHIPPED
    try:
        if chosen == SHIPPED:
            with as_file(files("briefqa") / "models" / "embedder") as folder:
                return StaticEmbedder.load(
                    folder, name=SHIPPED, query_prompt=query_prompt, passage_prompt=passage_prompt
                )
        path = Path(chosen)
        if is_static_folder(path):
            return StaticEmbedder.load(
                path, name=path.name, query_prompt=query_prompt, passage_prompt=passage_prompt
            )
        return SentenceTransformerEmbedder.load(
            chosen, query_prompt=query_prompt, passage_prompt=passage_prompt, device=device
        )
    except Exception as error:  # tokenizers and safetensors raise nothing narrower on a bad file
        raise EmbedderError(
            f"The embedding model {chosen!r} cannot be loaded: {_first_line(error)}.",
            hint=f"Set {SETTING} to the folder of a sentence-transformers model or to a hub name"
            " whose files are on this machine, or leave it unset for the shipped model.",
        ) from error


def is_static_folder(folder: Path) -> bool:
    """Say whether a folder holds one static embedding, with or without normalisation."""
    try:
        modules = json.loads((folder / "modules.json").read_text("utf-8"))
        kinds = [str(module["type"]).rsplit(".", 1)[-1] for module in modules]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return kinds in (["StaticEmbedding"], ["StaticEmbedding", "Normalize"])


def folder_revision(folder: Path) -> str:
    """Return the hex SHA-256 over a model folder's files; papers and hidden files do not count."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in PAPERS and not name.startswith("."):
            with path.open("rb") as file:
                of_file = hashlib.file_digest(file, "sha256").hexdigest()
            digest.update(f"{name}\0{of_file}\n".encode())
    return digest.hexdigest()


def _hub_commit(name: str) -> str:
    """Return the commit of a hub model that was just loaded from the cache."""
    from huggingface_hub import try_to_load_from_cache

    for file in ("modules.json", "config.json"):
        path = try_to_load_from_cache(name, file)
        if isinstance(path, str):
            return Path(path).parent.name
    raise EmbedderError(f"The revision of the embedding model {name!r} is not known.")


def _clean(text: str) -> str:
    """Cut a text to length; lone surrogates, which tokenizers refuse, become question marks."""
    return text[:MAX_CHARACTERS].encode("utf-8", "replace").decode("utf-8")


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: NDArray[np.float32] = np.divide(rows, norms, out=np.zeros_like(rows), where=norms > 0)
    return unit


def _first_line(error: Exception) -> str:
    text = str(error).strip()
    return text.splitlines()[0].rstrip(".") if text else type(error).__name__
