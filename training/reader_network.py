"""The reading model in torch, for training; `briefqa.comprehension.network` computes the same.

A small convolutional reader in the manner of QANet (Yu et al. 2018, https://arxiv.org/abs/1804.09541):
no recurrence, so that NumPy can run it, context-query attention, and one layer of self-attention.
Spans are scored as a whole (start, end, and how the two fit) beside the score of "no answer", and
normalised together.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from briefqa.comprehension.matches import CONCEPTS_FOUND, FEATURES
from briefqa.comprehension.network import DILATIONS, HEADS, PAIR, SPAN_LIMIT
from briefqa.comprehension.tokens import FLAGS

NEVER = -1e4  # a logit that gives no probability, also in bfloat16


@dataclass(frozen=True, slots=True)
class Sizes:
    """Widths of the layers, and how many of the commonest words learn vectors of their own."""

    words: int
    characters: int
    parts: int
    vector: int = 128
    width: int = 128
    character: int = 32
    part: int = 16
    tuned: int = 4000
    dropout: float = 0.2


def drop(x: Tensor, share: float) -> Tensor:
    """Put a share of the channels of (batch, words, channels) to zero, for all words of a text.

    The same for all words (Gal and Ghahramani 2016, https://arxiv.org/abs/1512.05287), which takes
    hundreds of times fewer random numbers: a third of a step on a CPU.
    """
    if share == 0.0:
        return x
    kept = torch.rand(x.shape[0], 1, x.shape[2], device=x.device) >= share
    return x * (kept / (1.0 - share)).to(x.dtype)


class Convolution(nn.Module):
    """A residual convolution over three words, `dilation` apart."""

    def __init__(self, width: int, dilation: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.conv = nn.Conv1d(width, width, 3, padding=dilation, dilation=dilation)

    def forward(self, x: Tensor, kept: Tensor, dropout: float) -> Tensor:
        inner = (self.norm(x) * kept).transpose(1, 2)
        inner = functional.relu(self.conv(inner).transpose(1, 2))
        return x + drop(inner, dropout if self.training else 0.0)


class Attention(nn.Module):
    """Residual self-attention."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.inward = nn.Linear(width, 3 * width)
        self.outward = nn.Linear(width, width)

    def forward(self, x: Tensor, kept: Tensor, dropout: float) -> Tensor:
        b, n, width = x.shape
        parts = self.inward(self.norm(x)).view(b, n, 3, HEADS, width // HEADS)
        q, k, v = parts.permute(2, 0, 3, 1, 4)
        mask = (kept.squeeze(-1) > 0)[:, None, None, :]
        seen = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        inner = self.outward(seen.transpose(1, 2).reshape(b, n, width))
        return x + drop(inner, dropout if self.training else 0.0)


class Feed(nn.Module):
    """A residual layer of two products, word by word."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.inward = nn.Linear(width, 2 * width)
        self.outward = nn.Linear(2 * width, width)

    def forward(self, x: Tensor, kept: Tensor, dropout: float) -> Tensor:
        inner = self.outward(functional.relu(self.inward(self.norm(x))))
        return x + drop(inner, dropout if self.training else 0.0)


class ReaderNetwork(nn.Module):
    """Scores all spans of a passage for a question."""

    def __init__(self, sizes: Sizes, vectors: Tensor) -> None:
        """Take the frozen word vectors, shape (sizes.words, sizes.vector)."""
        super().__init__()
        self.sizes = sizes
        self.register_buffer("vectors", vectors)
        self.tuned = nn.Embedding(min(sizes.tuned, sizes.words), sizes.vector)
        self.characters = nn.Embedding(sizes.characters, sizes.character, padding_idx=0)
        self.last = nn.Embedding(sizes.characters, sizes.character, padding_idx=0)
        self.parts = nn.Embedding(sizes.parts, sizes.part, padding_idx=0)
        width = sizes.width
        self.inward = nn.Linear(sizes.vector + 2 * sizes.character + sizes.part + len(FLAGS), width)
        self.encoder = nn.ModuleList(Convolution(width, d) for d in DILATIONS)
        self.pool = nn.Linear(width, 1)
        self.ask = nn.Linear(width, width)
        self.fuse = nn.Linear(4 * width + FEATURES + 1, width)
        self.model = nn.ModuleList(
            [
                *(Convolution(width, d) for d in DILATIONS),
                Attention(width),
                Feed(width),
                *(Convolution(width, d) for d in DILATIONS),
                Feed(width),
            ]
        )
        self.norm = nn.LayerNorm(width)
        self.start = nn.Linear(width, 1)
        self.end = nn.Linear(width, 1)
        self.left = nn.Linear(width, PAIR)
        self.right = nn.Linear(width, PAIR)
        self.none_inward = nn.Linear(3 * width + 1, width)
        self.none = nn.Linear(width, 1)
        nn.init.zeros_(self.tuned.weight)

    def embed(self, words: Mapping[str, Tensor]) -> tuple[Tensor, Tensor]:
        """Return the input of the encoder and the words' own vectors."""
        ids = words["word"]
        tuned = self.tuned(ids.clamp(max=self.tuned.num_embeddings - 1))
        own = (ids < self.tuned.num_embeddings).unsqueeze(-1)
        vectors = cast("Tensor", self.vectors)[ids] + torch.where(own, tuned, 0.0)
        letters = words["characters"]
        count = (letters > 0).sum(-1, keepdim=True).clamp(min=1)
        mean = self.characters(letters).sum(-2) / count
        last = self.last(letters.gather(-1, count - 1).squeeze(-1))
        parts = [vectors, mean, last, self.parts(words["part"]), words["flags"]]
        dropped = drop(torch.cat(parts, -1), self.sizes.dropout if self.training else 0.0)
        return self.inward(dropped), vectors

    def encode(self, words: Mapping[str, Tensor]) -> tuple[Tensor, Tensor, Tensor]:
        """Return the words in context, their own vectors, and which are there."""
        kept = (words["word"] > 0).unsqueeze(-1).float()
        x, vectors = self.embed(words)
        for layer in self.encoder:
            x = layer(x, kept, self.sizes.dropout)
        return x, vectors, kept

    def forward(
        self, question: Mapping[str, Tensor], passage: Mapping[str, Tensor]
    ) -> tuple[Tensor, Tensor]:
        """Return span scores, shape (batch, n, n), NEVER where no span is, and no-answer scores."""
        q, q_vectors, q_kept = self.encode(question)
        p, p_vectors, kept = self.encode(passage)
        hidden = q_kept.squeeze(-1) == 0
        asked = self.pool(q).squeeze(-1).masked_fill(hidden, NEVER).softmax(-1)
        summary = (asked.unsqueeze(1) @ q).squeeze(1)
        scores = p @ self.ask(q).transpose(1, 2) / p.shape[-1] ** 0.5
        aligned = scores.masked_fill(hidden.unsqueeze(1), NEVER).softmax(-1) @ q
        alike = functional.normalize(p_vectors, dim=-1) @ functional.normalize(
            q_vectors, dim=-1
        ).transpose(1, 2)
        alike = alike.masked_fill(hidden.unsqueeze(1), 0.0).amax(-1, keepdim=True)
        together = [p, aligned, p * aligned, p * summary.unsqueeze(1), passage["match"], alike]
        dropped = drop(torch.cat(together, -1), self.sizes.dropout if self.training else 0.0)
        x = functional.relu(self.fuse(dropped))
        for layer in self.model:
            x = layer(x, kept, self.sizes.dropout)
        x = self.norm(x)
        return self._spans(x, kept, passage["block"]), self._none(x, kept, summary, passage)

    def _spans(self, x: Tensor, kept: Tensor, block: Tensor) -> Tensor:
        pairs = self.left(x) @ self.right(x).transpose(1, 2) / PAIR**0.5
        scores = self.start(x) + self.end(x).transpose(1, 2) + pairs
        n = x.shape[1]
        at = torch.arange(n, device=x.device)
        length = at[None, :] - at[:, None]
        may = ((length >= 0) & (length < SPAN_LIMIT))[None]
        may = may & (block[:, :, None] == block[:, None, :]) & (kept > 0) & (kept > 0).mT
        return scores.float().masked_fill(~may, NEVER)

    def _none(
        self, x: Tensor, kept: Tensor, summary: Tensor, passage: Mapping[str, Tensor]
    ) -> Tensor:
        first = self.start(x).masked_fill(kept == 0, NEVER).softmax(1)
        best = (first * x).sum(1)
        most = x.masked_fill(kept == 0, NEVER).amax(1)
        cover = passage["match"][:, :, CONCEPTS_FOUND].amax(1, keepdim=True)
        inner = functional.relu(self.none_inward(torch.cat([summary, best, most, cover], -1)))
        return self.none(inner).squeeze(-1).float()
