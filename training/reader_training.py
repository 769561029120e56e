"""Train the reading model: the loss, the loop, and what it makes of held-back examples."""

import json
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from rich.progress import Progress
from torch import Tensor, nn

from training.reader_data import Encoded, answer_mask, batches, collate
from training.reader_network import NEVER, ReaderNetwork

WARMUP = 300  # steps
CLIP = 5.0  # of the gradient's norm
FORCED = 0.5  # weight of the loss that leaves "no answer" out, beside the whole one
AVERAGE = 0.998  # of the weights that are kept: an exponential mean over the steps


@dataclass(frozen=True, slots=True)
class ReaderRecipe:
    """What a run is made of, beside its data.

    `batch` is in words of passages, padding included. `silver` limits the silver examples; 0 is
    all. `held` is the share of articles that are not trained on.
    """

    vocabulary: int = 60_000
    vector: int = 128
    width: int = 96
    batch: int = 9_600
    passes: int = 2
    rate: float = 0.0015
    decay: float = 0.01
    dropout: float = 0.15
    silver: int = 0
    held: float = 0.03
    seed: int = 20250601


def loss_of(spans: Tensor, none: Tensor, answers: Tensor, is_none: Tensor) -> Tensor:
    """Return the mean negative log-likelihood of a batch.

    `spans`, (batch, n, n), and `none`, (batch,), are scores; `answers` rows of (example, first,
    last), of which any will do. Spans and "no answer" share one softmax; answered examples count a
    second time, for less, without "no answer", so that forced answers are good too.
    """
    all_spans = spans.flatten(1).logsumexp(1)
    everything = torch.logaddexp(all_spans, none)
    right = torch.full_like(spans, 1e5 * NEVER)
    at = answers.unbind(1)
    right[at] = spans[at]
    gold = right.flatten(1).logsumexp(1)
    answered = everything - gold + FORCED * (all_spans - gold)
    return torch.where(is_none, everything - none, answered).mean()


def train(
    network: ReaderNetwork,
    examples: Sequence[Encoded],
    held: Sequence[Encoded],
    recipe: ReaderRecipe,
    *,
    checkpoint: Path,
) -> dict[str, Tensor]:
    """Return the averaged weights of a run; goes on from `checkpoint` if it exists.

    Beside the checkpoint `curve.jsonl` gets a line for each 100 steps and each pass.
    """
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    network.to(device).train()
    plan = _plan(examples, recipe)
    steps = sum(map(len, plan))
    run = _Run(network, recipe, checkpoint, device)
    with Progress() as progress:
        bar = progress.add_task("training", total=steps, completed=run.step)
        first = 0
        for number, of_pass in enumerate(plan, start=1):
            for chosen in of_pass[max(0, run.step - first) :]:
                run.take([examples[i] for i in chosen], steps)
                progress.update(bar, advance=1, description=f"training, loss {run.smooth:.3f}")
            first += len(of_pass)
            if held and run.step == first:
                run.note(**{"pass": number}, **run.measured(held))
    run.save()
    return run.average


def _plan(examples: Sequence[Encoded], recipe: ReaderRecipe) -> list[list[list[int]]]:
    lengths = [len(example.passage["word"]) for example in examples]
    return [
        list(batches(lengths, words=recipe.batch, seed=recipe.seed + number))
        for number in range(recipe.passes)
    ]


class _Run:
    """The state of a run: weights, their mean, the optimiser and how far it got."""

    def __init__(
        self, network: ReaderNetwork, recipe: ReaderRecipe, checkpoint: Path, device: torch.device
    ) -> None:
        self.network = network
        self.recipe = recipe
        self.device = device
        self.checkpoint = checkpoint
        self.optimiser = torch.optim.AdamW(
            network.parameters(), lr=recipe.rate, betas=(0.9, 0.98), weight_decay=recipe.decay
        )
        self.average = {name: p.detach().clone() for name, p in network.named_parameters()}
        self.step = 0
        self.smooth = 0.0
        self.started = self.saved = time.monotonic()
        if checkpoint.exists():
            self._resume()

    def take(self, examples: Sequence[Encoded], steps: int) -> None:
        """Take one step of the optimiser."""
        torch.manual_seed(self.recipe.seed + self.step)  # the same dropout when gone on from here
        for group in self.optimiser.param_groups:
            group["lr"] = self.recipe.rate * _schedule(self.step, steps)
        spans, none = self._scores(examples)
        answers, is_none = answer_mask(examples)
        loss = loss_of(spans, none, answers.to(self.device), is_none.to(self.device))
        self.optimiser.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_(self.network.parameters(), CLIP)
        self.optimiser.step()
        self.step += 1
        self._mean()
        value = float(loss.detach())
        self.smooth = 0.99 * self.smooth + 0.01 * value if self.smooth else value
        if self.step % 100 == 0:
            self.note(loss=round(self.smooth, 4))
        if time.monotonic() - self.saved > 120:
            self.save()

    def _scores(self, examples: Sequence[Encoded]) -> tuple[Tensor, Tensor]:
        question, passage = (
            {name: array.to(self.device) for name, array in side.items()}
            for side in collate(examples)
        )
        with torch.autocast(self.device.type, dtype=torch.bfloat16):
            spans, none = self.network(question, passage)
        return spans, none

    def _mean(self) -> None:
        share = min(AVERAGE, self.step / (self.step + 9))
        with torch.no_grad():
            for name, value in self.network.named_parameters():
                self.average[name].lerp_(value, 1.0 - share)

    def measured(self, held: Sequence[Encoded]) -> dict[str, float]:
        """Return what the averaged weights make of held-back examples; see `measure`."""
        own = {name: p.detach().clone() for name, p in self.network.named_parameters()}
        self.network.load_state_dict(self.average, strict=False)
        found = measure(self, held)
        self.network.load_state_dict(own, strict=False)
        return found

    def note(self, **figures: float) -> None:
        """Add a line to the learning curve."""
        seconds = round(time.monotonic() - self.started)
        line = json.dumps({"step": self.step, "seconds": seconds, **figures})
        with (self.checkpoint.parent / "curve.jsonl").open("a", encoding="utf-8") as curve:
            curve.write(line + "\n")

    def save(self) -> None:
        """Write the checkpoint, whole or not at all."""
        partial = self.checkpoint.with_suffix(".partial")
        state: dict[str, Any] = {
            "step": self.step,
            "network": self.network.state_dict(),
            "average": self.average,
            "optimiser": self.optimiser.state_dict(),
        }
        torch.save(state, partial)
        partial.replace(self.checkpoint)
        self.saved = time.monotonic()

    def _resume(self) -> None:
        state = torch.load(self.checkpoint, map_location=self.device, weights_only=True)
        self.network.load_state_dict(state["network"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.average = state["average"]
        self.step = int(state["step"])


def measure(run: _Run, held: Sequence[Encoded]) -> dict[str, float]:
    """Return exact match of forced answers, and how often an answer is told from none at one half.

    `exact`: share of answered examples whose best span is one of the answers, word for word;
    `refused`, `kept`: share of the examples without and with an answer that "no answer" is likelier
    for, and less likely.
    """
    run.network.eval()
    exact, refused, kept = [], [], []
    with torch.no_grad():
        lengths = [len(example.passage["word"]) for example in held]
        for chosen in batches(lengths, words=run.recipe.batch, seed=0):
            examples = [held[i] for i in chosen]
            spans, none = run._scores(examples)
            flat = spans.flatten(1)
            is_refused = (none > flat.logsumexp(1)).tolist()
            for example, top, no in zip(examples, flat.argmax(1).tolist(), is_refused, strict=True):
                if not len(example.spans):
                    refused.append(no)
                    continue
                kept.append(not no)
                exact.append(list(divmod(top, spans.shape[1])) in example.spans.tolist())
    run.network.train()
    found = {"exact": exact, "refused": refused, "kept": kept}
    return {name: round(sum(s) / len(s), 4) for name, s in found.items() if s}


def _schedule(step: int, steps: int) -> float:
    """Linear warm-up, then half a cosine down to zero."""
    warm = min(1.0, (step + 1) / WARMUP)
    return warm * 0.5 * (1.0 + math.cos(math.pi * step / steps))
