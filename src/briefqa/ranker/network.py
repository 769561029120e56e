"""The small network that weighs a passage's figures, on plain arrays."""

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from briefqa.errors import ModelError
from briefqa.ranker.matching import Floats

WEIGHTS = "weights.npz"
SETTINGS = "settings.json"
_ARRAYS = ("mean", "spread", "hidden", "hidden_bias", "output")


@dataclass(frozen=True, slots=True)
class Network:
    """One hidden layer of rectified units.

    `mean` and `spread` (figures,) bring the figures to one scale; `hidden` (figures, units),
    `hidden_bias` (units,), `output` (units,). All float32.
    """

    mean: Floats
    spread: Floats
    hidden: Floats
    hidden_bias: Floats
    output: Floats

    def __call__(self, figures: Floats) -> Floats:
        """Return what each row of `figures` adds to its passage's score; higher is better."""
        scaled = (figures - self.mean) / self.spread
        units = np.maximum(scaled @ self.hidden + self.hidden_bias, np.float32(0.0))
        added: Floats = units @ self.output
        return added

    @classmethod
    def load(cls, folder: Path, figures: tuple[str, ...]) -> Self:
        """Read the folder that `training.ranker` writes.

        Raises ModelError where it cannot be read, or was trained on other figures than `figures`.
        """
        try:
            names = json.loads((folder / SETTINGS).read_text("utf-8"))["figures"]
            with (
                (folder / WEIGHTS).open("rb") as file,
                np.load(file, allow_pickle=False) as arrays,
            ):
                found: dict[str, NDArray[np.float32]] = {
                    name: arrays[name].astype(np.float32) for name in _ARRAYS
                }
        except (OSError, KeyError, TypeError, ValueError, zipfile.BadZipFile) as error:
            raise ModelError(
                f"The ranker in {folder} cannot be read ({error}).", hint="Install briefqa again."
            ) from error
        if tuple(names) != figures:
            raise ModelError(
                f"The ranker in {folder} was trained on other figures than this version takes.",
                hint="Run `make -C training ranker`, or install briefqa again.",
            )
        return cls(**found)
