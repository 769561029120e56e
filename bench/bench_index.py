"""How fast an index is built and loaded, over Japanese passages of one length."""

import statistics
import tempfile
import time
from pathlib import Path

from bench.figures import arguments, peak_memory_mb, processor_seconds
from bench.passages import japanese_passages, write_corpus

LOADS = 5


class Stages:
    """Notes when each stage was first and last heard of."""

    def __init__(self) -> None:
        self.first: dict[str, float] = {}
        self.last: dict[str, float] = {}

    def __call__(self, stage: str, done: int, total: int, name: str = "") -> None:
        now = time.perf_counter()
        self.first.setdefault(stage, now)
        self.last[stage] = now


def main() -> None:
    # Here, as in the command line: processes that cut terms import this module and need neither.
    from briefqa.embedder import load_embedder
    from briefqa.index import build_index, load_generation

    options = arguments(__doc__ or "").parse_args()
    embedder = load_embedder(options.embedder)
    passages = japanese_passages(options.data, options.passages)
    with tempfile.TemporaryDirectory() as name:
        corpus, index = write_corpus(Path(name) / "corpus", passages), Path(name) / "index"
        stages = Stages()
        before = processor_seconds()
        report = build_index(corpus, index, embedder, progress=stages)
        busy = processor_seconds() - before
        rate = report.passages / report.seconds
        print(f"build: {report.passages} passages in {report.seconds:.2f} s, {rate:.0f} a second")
        print(f"  processor time, all processes: {busy:.2f} s")
        for stage, first in stages.first.items():
            print(
                f"  {stage}: {stages.last[stage] - first:.2f} s from its first report to its last"
            )
        again = build_index(corpus, index, embedder)
        print(f"build with nothing changed: {again.seconds:.2f} s")
        loads: list[float] = []
        for _ in range(LOADS):
            started = time.perf_counter()
            load_generation(index, embedder)
            loads.append(time.perf_counter() - started)
        print(f"load: {statistics.median(loads):.3f} s (median of {LOADS})")
    print(f"peak memory of this process: {peak_memory_mb():.0f} MB")


if __name__ == "__main__":
    main()
