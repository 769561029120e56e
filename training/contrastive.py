"""Train token vectors so that the means of matching texts point the same way.

The loss is that of sentence-transformers' MultipleNegativesRankingLoss in both directions: within a
batch each text must find its partner among all partners (Henderson et al. 2017,
https://arxiv.org/abs/1705.00652), with cosine similarities times a scale as logits.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from rich.progress import Progress
from torch.nn import functional

from training.batches import Batch, EncodedStream, Side

WARMUP = 0.05  # share of all steps
FAINT = 1e-4  # weight of a dropped piece; not 0, so that a text always has a direction


@dataclass(frozen=True, slots=True)
class Recipe:
    """What the first stage is made of, beside its data.

    `sample` is how many pairs of each stream the vocabulary is learnt from, at most.
    """

    vocabulary: int = 50_000
    sample: int = 15_000
    dimension: int = 256
    batch: int = 2048
    passes: int = 2
    rate: float = 0.02
    seed: int = 20250601


@dataclass(frozen=True, slots=True)
class Finish:
    """What the second stage is made of, beside its data and the vectors that it starts from.

    `pairs` is how many pairs of each stream are used, at most; `dropout` the share of the pieces of
    a text that a step does not see; `weight` how much of the vectors shipped is the finished ones,
    the rest being those it started from.
    """

    steps: int = 300
    pairs: int = 60_000
    batch: int = 2048
    rate: float = 0.01
    scale: float = 16.0
    dropout: float = 0.2
    weight: float = 0.7
    seed: int = 20250602


@dataclass(frozen=True, slots=True)
class Loss:
    """How a step is judged: cosines are multiplied by `scale`, pieces left out with `dropout`."""

    scale: float = 20.0
    dropout: float = 0.0


def random_vectors(vocabulary: int, dimension: int, *, seed: int) -> NDArray[np.float32]:
    """Return vectors to start from, shape (vocabulary, dimension), of about unit length."""
    drawn = torch.randn(vocabulary, dimension, generator=torch.Generator().manual_seed(seed))
    vectors: NDArray[np.float32] = (drawn / dimension**0.5).numpy()
    return vectors


def train(
    streams: Sequence[EncodedStream],
    batches: Sequence[Batch],
    loss: Loss,
    *,
    start: NDArray[np.float32],
    rate: float,
    seed: int,
    checkpoint: Path,
) -> NDArray[np.float32]:
    """Return the trained token vectors, of the shape of `start`, float32.

    Goes on from `checkpoint` if it exists, and writes it about once a minute.
    """
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    vectors = torch.tensor(start, device=device, requires_grad=True)
    optimiser = torch.optim.Adam([vectors], lr=rate, fused=True)
    step = _resume(checkpoint, vectors, optimiser)
    saved = time.monotonic()
    with Progress() as progress:
        bar = progress.add_task("training", total=len(batches), completed=step)
        smooth = 0.0
        for step in range(step, len(batches)):  # noqa: B020 - goes on where the checkpoint stands
            for group in optimiser.param_groups:
                group["lr"] = rate * _schedule(step, len(batches))
            batch = batches[step]
            rng = np.random.default_rng([seed, step])
            lost = _loss(vectors, streams[batch.stream], batch.chosen, loss, rng)
            optimiser.zero_grad(set_to_none=True)
            torch.autograd.backward(lost)
            optimiser.step()
            value = float(lost.detach())
            smooth = 0.98 * smooth + 0.02 * value if smooth else value
            progress.update(bar, advance=1, description=f"training, loss {smooth:.3f}")
            if time.monotonic() - saved > 60:
                _save(checkpoint, step + 1, vectors, optimiser)
                saved = time.monotonic()
    _save(checkpoint, len(batches), vectors, optimiser)
    trained: NDArray[np.float32] = vectors.detach().cpu().numpy()
    return trained


def _loss(
    vectors: torch.Tensor,
    stream: EncodedStream,
    chosen: NDArray[np.int64],
    loss: Loss,
    rng: np.random.Generator,
) -> torch.Tensor:
    left, right = (
        _pool(vectors, side, chosen, loss.dropout, rng) for side in (stream.left, stream.right)
    )
    scores = left @ right.T * loss.scale
    left_keys, right_keys = (
        torch.from_numpy(side.keys[chosen]).to(vectors.device)
        for side in (stream.left, stream.right)
    )
    same = (left_keys[:, None] == left_keys) | (right_keys[:, None] == right_keys)
    same.fill_diagonal_(False)
    scores = scores.masked_fill(same, float("-inf"))
    target = torch.arange(len(chosen), device=vectors.device)
    return (
        functional.cross_entropy(scores, target) + functional.cross_entropy(scores.T, target)
    ) / 2


def _pool(
    vectors: torch.Tensor,
    side: Side,
    chosen: NDArray[np.int64],
    dropout: float,
    rng: np.random.Generator,
) -> torch.Tensor:
    ids, offsets = (torch.from_numpy(part).to(vectors.device) for part in side.rows(chosen))
    if not dropout:
        return functional.normalize(functional.embedding_bag(ids, vectors, offsets, mode="mean"))
    kept = np.where(rng.random(len(ids)) < dropout, FAINT, 1.0).astype(np.float32)
    weights = torch.from_numpy(kept).to(vectors.device)
    return functional.normalize(
        functional.embedding_bag(ids, vectors, offsets, mode="sum", per_sample_weights=weights)
    )


def _schedule(step: int, steps: int) -> float:
    """Linear warm-up, then linear decay to zero."""
    warm = max(1, int(steps * WARMUP))
    return (step + 1) / warm if step < warm else (steps - step) / (steps - warm)


def _resume(checkpoint: Path, vectors: torch.Tensor, optimiser: torch.optim.Optimizer) -> int:
    if not checkpoint.exists():
        return 0
    state = torch.load(checkpoint, map_location=vectors.device, weights_only=True)
    with torch.no_grad():
        vectors.copy_(state["vectors"])
    optimiser.load_state_dict(state["optimiser"])
    return int(state["step"])


def _save(
    checkpoint: Path, step: int, vectors: torch.Tensor, optimiser: torch.optim.Optimizer
) -> None:
    partial = checkpoint.with_suffix(".partial")
    state = {"step": step, "vectors": vectors.detach(), "optimiser": optimiser.state_dict()}
    torch.save(state, partial)
    partial.replace(checkpoint)
