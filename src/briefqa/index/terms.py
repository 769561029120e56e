"""Cut passages into terms and bigrams, on all processors where there are enough passages."""

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass

from briefqa.errors import IndexWriteError
from briefqa.lexical import TermLists, encode
from briefqa.text.terms import bigrams, terms

# Starting a process costs about as much as cutting a thousand passages of 400 characters.
PARALLEL_FROM = 2_000
SHARE = 500  # passages sent to a process at once


@dataclass(frozen=True, slots=True)
class TextTerms:
    """Terms and bigrams of the same texts, in the same order."""

    terms: TermLists
    bigrams: TermLists


def cut(texts: Sequence[str]) -> TextTerms:
    """Return the terms and bigrams of `texts`."""
    return TextTerms(encode(terms(text) for text in texts), encode(bigrams(text) for text in texts))


@contextmanager
def cutting(texts: Sequence[str], *, processes: int | None = None) -> Iterator[Iterator[TextTerms]]:
    """Give the terms of `texts` share by share, in order, while the body runs.

    Above `PARALLEL_FROM` texts, `processes` of them (all processors where None) work ahead in the
    background. They are spawned, not forked: FAISS and the tokenizers have threads, and a fork of a
    process with threads can hang.
    """
    shares = [texts[start : start + SHARE] for start in range(0, len(texts), SHARE)]
    count = processes or os.cpu_count() or 1
    if len(texts) < PARALLEL_FROM or count < 2:
        yield map(cut, shares)
        return
    with ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn")) as pool:
        try:
            yield pool.map(cut, shares)
        except BrokenProcessPool as error:
            raise IndexWriteError(
                "A process that cuts passages into terms died, most likely out of memory.",
                hint="Free some memory, then run `briefqa build`.",
            ) from error


def collect(
    shares: Iterator[TextTerms], total: int, report: Callable[[int, int], None]
) -> list[TextTerms]:
    """Collect `shares`, reporting after each how many of `total` texts are done."""
    collected: list[TextTerms] = []
    done = 0
    for share in shares:
        collected.append(share)
        done += len(share.terms.ends)
        report(done, total)
    return collected
