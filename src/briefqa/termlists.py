"""Cut texts into terms and number them, on all processors where there are enough texts.

Little is imported here, for the processes that are started import it.
"""

import multiprocessing
import os
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from briefqa.errors import IndexWriteError
from briefqa.text.terms import bigrams, terms

# Starting a process costs about as much as cutting a thousand passages of 400 characters.
PARALLEL_FROM = 2_000
SHARE = 1_000  # texts sent to a process at once


@dataclass(frozen=True, slots=True)
class TermLists:
    """The terms of many texts as numbers, which processes hand over far faster than strings.

    Term number `i` is `vocabulary[i]`. The texts' numbers (C int) stand one after the other in
    `numbers`; `ends[t]` (C long long) is where text `t` ends, exclusive, and text `t + 1` begins.
    """

    vocabulary: tuple[str, ...]
    numbers: "array[int]"
    ends: "array[int]"


@dataclass(frozen=True, slots=True)
class CutTexts:
    """Terms and character bigrams of the same texts, in the same order."""

    terms: TermLists
    bigrams: TermLists


def encode(documents: Iterable[Sequence[str]]) -> TermLists:
    """Number the terms of `documents` in the order they are met.

    >>> encode([["港", "船"], ["船"]])
    TermLists(vocabulary=('港', '船'), numbers=array('i', [0, 1, 1]), ends=array('q', [2, 3]))
    """
    number_of: dict[str, int] = {}
    numbers = array("i")
    ends = array("q")
    for document in documents:
        numbers.extend([number_of.setdefault(term, len(number_of)) for term in document])
        ends.append(len(numbers))
    return TermLists(tuple(number_of), numbers, ends)


def cut(texts: Sequence[str]) -> CutTexts:
    """Return the terms and bigrams of `texts`."""
    return CutTexts(encode(terms(text) for text in texts), encode(bigrams(text) for text in texts))


class Cutter:
    """Cuts the texts it is given, in their order; with a pool, while the caller does other work."""

    def __init__(self, pool: Executor | None = None) -> None:
        """Take the processes to cut in, or None to cut when `collect` is called; see `cutting`."""
        self._pool = pool
        self._waiting: list[str] = []
        self._shares: list[Callable[[], CutTexts]] = []

    def add(self, texts: Iterable[str]) -> None:
        """Give more texts to cut."""
        self._waiting += texts
        while len(self._waiting) >= SHARE:
            self._start(self._waiting[:SHARE])
            self._waiting = self._waiting[SHARE:]

    def collect(self, report: Callable[[int], None]) -> list[CutTexts]:
        """Return what became of all texts, reporting again and again how many are done."""
        if self._waiting:
            self._start(self._waiting)
            self._waiting = []
        collected: list[CutTexts] = []
        done = 0
        for share in self._shares:
            collected.append(share())
            done += len(collected[-1].terms.ends)
            report(done)
        return collected

    def _start(self, texts: list[str]) -> None:
        if self._pool is None:
            self._shares.append(partial(cut, texts))
        else:
            self._shares.append(self._pool.submit(cut, texts).result)


@contextmanager
def cutting(expected: int, *, processes: int | None = None) -> Iterator[Cutter]:
    """Give a cutter for about `expected` texts, which works while the body runs.

    From `PARALLEL_FROM` texts on it has `processes` processes, one a processor where None. They are
    spawned, not forked: FAISS and the tokenizers have threads, and a fork of a process with threads
    can hang.
    """
    count = processes or os.cpu_count() or 1
    if expected < PARALLEL_FROM or count < 2:
        yield Cutter()
        return
    with ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn")) as pool:
        try:
            yield Cutter(pool)
        except BrokenProcessPool as error:
            raise IndexWriteError(
                "A process that cuts passages into terms died, most likely out of memory.",
                hint="Free some memory, then run `briefqa build`.",
            ) from error
