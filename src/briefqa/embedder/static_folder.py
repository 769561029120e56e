"""The folder of a static model, as sentence-transformers or model2vec writes it.

model2vec would read it, but importing that takes 0.2 s and 25 MB, for a hub that is never asked.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from safetensors import safe_open

from briefqa.embedder.folders import MODULES
from briefqa.embedder.vectors import TokenVectors, mapped

if TYPE_CHECKING:
    from tokenizers import Tokenizer

WEIGHTS, TOKENIZER = "model.safetensors", "tokenizer.json"
# Where each of the two keeps its settings, and what it calls the rows.
_SETTINGS = ("config_sentence_transformers.json", "config.json")
_ROWS = ("embedding.weight", "embeddings")


@dataclass(frozen=True, slots=True)
class StaticModel:
    """What the folder holds; the tokenizer neither pads nor truncates."""

    tokenizer: "Tokenizer"
    vectors: TokenVectors
    prompts: dict[str, str]


def read_static_model(folder: Path) -> StaticModel:
    """Read the folder. On a bad file: ValueError, or what tokenizers and safetensors raise."""
    from tokenizers import Tokenizer

    first, *_ = json.loads((folder / MODULES).read_text("utf-8"))
    files = folder / first["path"]
    tokenizer = Tokenizer.from_file(str(files / TOKENIZER))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return StaticModel(tokenizer, _vectors(files / WEIGHTS), _prompts(folder))


def _vectors(file: Path) -> TokenVectors:
    with safe_open(file, framework="numpy") as tensors:
        names = set(tensors.keys())
        rows = next((name for name in _ROWS if name in names), None)
        if rows is None:
            raise ValueError(f"{file.name} holds no token vectors")
        others: dict[str, Any] = {
            name: tensors.get_tensor(name) for name in ("mapping", "weights") if name in names
        }
        return TokenVectors(mapped(tensors.get_tensor(rows), file), **others)


def _prompts(folder: Path) -> dict[str, str]:
    for name in _SETTINGS:
        if (folder / name).is_file():
            prompts = json.loads((folder / name).read_text("utf-8")).get("prompts")
            return dict(prompts or {})
    return {}
