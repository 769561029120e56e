"""Write a trained embedder as a folder that sentence-transformers and model2vec both load."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Tokenizer

from training.records import SUFFIX, file_digest

MODULES = (
    ("", "sentence_transformers.models.StaticEmbedding"),
    ("1_Normalize", "sentence_transformers.models.Normalize"),
)


def write_model(folder: Path, vectors: NDArray[np.float32], tokenizer: Tokenizer) -> None:
    """Write weights (float16), tokenizer and settings; what stood in those files is replaced.

    `normalize` and `max_length` are read by model2vec alone: unit rows, and no limit on length, as
    sentence-transformers has none for static models.
    """
    folder.mkdir(parents=True, exist_ok=True)
    save_file({"embedding.weight": vectors.astype(np.float16)}, folder / "model.safetensors")
    (folder / "model.safetensors").chmod(0o644)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    _write_json(
        folder / "modules.json",
        [
            {"idx": number, "name": str(number), "path": path, "type": kind}
            for number, (path, kind) in enumerate(MODULES)
        ],
    )
    _write_json(
        folder / "config_sentence_transformers.json",
        {
            "model_type": "SentenceTransformer",
            "prompts": {},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
            "normalize": True,
            "max_length": None,
        },
    )
    (folder / "1_Normalize").mkdir(exist_ok=True)
    _write_json(folder / "1_Normalize" / "config.json", {})


def write_ranker(
    folder: Path, arrays: Mapping[str, NDArray[np.float32]], figures: Sequence[str]
) -> None:
    """Write the ranker's arrays, uncompressed so that they are the same bytes each time."""
    folder.mkdir(parents=True, exist_ok=True)
    np.savez(folder / "weights.npz", allow_pickle=False, **arrays)
    _write_json(folder / "settings.json", {"figures": list(figures)})


def write_manifest(
    folder: Path, data: Path, names: Sequence[str], *, recipe: Mapping[str, Any]
) -> None:
    """Write manifest.json: the recipe, and the SHA-256 of each input and of each file shipped."""
    inputs = {
        path.name: file_digest(path)
        for path in (data / f"{name}{SUFFIX}" for name in sorted(set(names)))
        if path.exists()
    }
    outputs = {
        path.relative_to(folder).as_posix(): file_digest(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "manifest.json"
    }
    _write_json(
        folder / "manifest.json",
        {"recipe": dict(recipe), "inputs_sha256": inputs, "files_sha256": outputs},
    )


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
