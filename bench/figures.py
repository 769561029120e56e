"""What the measurements share: times of calls, memory, and how figures are printed."""

import argparse
import resource
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import numpy as np

Item = TypeVar("Item")
_CHILDREN = resource.RUSAGE_CHILDREN


def milliseconds(call: Callable[[Item], object], items: Iterable[Item]) -> list[float]:
    """Return the time of `call` on each item, in milliseconds."""
    times: list[float] = []
    for item in items:
        started = time.perf_counter()
        call(item)
        times.append((time.perf_counter() - started) * 1000)
    return times


def quantiles(times: list[float]) -> str:
    """Return median and 95th percentile."""
    return f"p50 {np.median(times):.2f} ms, p95 {np.quantile(times, 0.95):.2f} ms"


def peak_memory_mb() -> float:
    """Return the most memory this process has held so far, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak / 1e3


def processor_seconds() -> float:
    """Return the processor time of this process and of those it has waited for."""
    own, waited = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(_CHILDREN)
    return own.ru_utime + own.ru_stime + waited.ru_utime + waited.ru_stime


def arguments(description: str) -> argparse.ArgumentParser:
    """Return a parser with what every measurement takes."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--data", type=Path, required=True, help="folder of the training data")
    parser.add_argument("--embedder", help="model folder or name (default: the shipped model)")
    parser.add_argument("--passages", type=int, default=10_000)
    return parser
