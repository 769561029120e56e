"""Find the folder of a model on this machine, by its path or by its name on the hub."""

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from briefqa.errors import EmbedderError

SETTING = "BRIEFQA_EMBEDDER"
MODULES = "modules.json"  # in the folder of every sentence-transformers model
PAPERS = frozenset({"README.md", "LICENSE", "manifest.json"})  # files that no vector depends on

_HUB_NAME = re.compile(r"\w[\w.-]*(?:/\w[\w.-]*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A model's files; `name` and `revision` are what an index's manifest calls the model."""

    path: Path
    name: str
    revision: str

    @classmethod
    def at(cls, path: Path, *, name: str) -> "ModelFolder":
        """Take a folder; its revision is that of its files."""
        return cls(path, name, folder_revision(path))


def find_model(chosen: str) -> ModelFolder:
    """Return the folder at the path `chosen`, or that of the downloaded hub model of this name.

    Nothing is downloaded. Raises `EmbedderError` if the model is not on this machine.
    """
    path = Path(chosen)
    if path.is_dir():
        return _checked(ModelFolder.at(path, name=path.absolute().name))
    if not _HUB_NAME.fullmatch(chosen):
        raise EmbedderError(
            f"The embedding model {chosen!r} is not there: no such folder.",
            hint=f"Set {SETTING} to the folder of a sentence-transformers model, or leave it unset"
            " for the shipped model.",
        )
    return _checked(_downloaded(chosen))


def is_static_folder(folder: Path) -> bool:
    """Say whether a folder holds one static embedding, with or without normalisation."""
    try:
        modules = json.loads((folder / MODULES).read_text("utf-8"))
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


def _downloaded(name: str) -> ModelFolder:
    """Return the hub model's snapshot in the cache; the snapshot's folder is named by its commit.

    sentence-transformers is then given that folder: for a hub name it asks the network even when
    told to use local files only.
    """
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        path = Path(snapshot_download(name, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError) as error:
        raise EmbedderError(
            f"The embedding model {name!r} is not on this machine: there is no such folder, and no"
            " such model of the hub was downloaded.",
            hint=f"Download it once with `hf download {name}` (briefqa itself stays off the"
            f" network), or set {SETTING} to a model's folder, or leave it unset for the shipped"
            " model.",
        ) from error
    return ModelFolder(path, name, revision=path.name)


def _checked(model: ModelFolder) -> ModelFolder:
    """Return the model; without `modules.json` sentence-transformers would make up a model."""
    if (model.path / MODULES).is_file():
        return model
    raise EmbedderError(
        f"The embedding model {model.name!r} cannot be loaded: its folder holds no {MODULES}.",
        hint=f"Set {SETTING} to the folder of a sentence-transformers model, or leave it unset for"
        " the shipped model.",
    )
