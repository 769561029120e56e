"""How fast the server answers over a large corpus, beside the source briefing.

Each round asks every question once on a warm server; the figures are medians over the rounds, since
other work on the machine only ever adds to a time.
"""

import argparse
import json
import os
import statistics
import subprocess
import tempfile
from pathlib import Path

import httpx2
import numpy as np

from bench.bench_ask import COMMAND, QUESTIONS, ROOT, resident_mb, server
from bench.figures import arguments, milliseconds
from bench.passages import (
    ENGLISH_QUESTIONS_FILE,
    PLAIN_FILES,
    japanese_passages,
    questions,
    write_corpus,
)

LENGTH = 350  # characters of a passage: there is text for 100,000 of these
READY_SECONDS = 300.0  # a large index is read and verified first


def main() -> None:
    """Print the figures."""
    parser = arguments(__doc__ or "")
    parser.set_defaults(passages=100_000)
    parser.add_argument("--questions", type=int, default=100, help="in each language")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="folder to keep the large index in, or find it")
    options = parser.parse_args()
    briefing = [json.loads(line)["question"] for line in QUESTIONS.open(encoding="utf-8")]
    large = {
        "Japanese": questions(options.data, options.questions),
        "English": questions(options.data, options.questions, file=ENGLISH_QUESTIONS_FILE),
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _measure(ROOT / "corpus", folder / "briefing", {"the briefing's": briefing}, options)
        kept = options.keep or folder / "large"
        _measure(_large_corpus(kept, options), kept / "index", large, options)


def _large_corpus(folder: Path, options: argparse.Namespace) -> Path:
    """Return the folder of the passages as slides; they are written where it is not there."""
    corpus = folder / "corpus"
    if not corpus.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        write_corpus(
            corpus,
            japanese_passages(options.data, options.passages, length=LENGTH, files=PLAIN_FILES),
        )
    return corpus


def _measure(
    corpus: Path, index: Path, asked: dict[str, list[str]], options: argparse.Namespace
) -> None:
    environment = {**os.environ, "BRIEFQA_CORPUS": str(corpus), "BRIEFQA_INDEX": str(index)}
    if options.embedder:
        environment["BRIEFQA_EMBEDDER"] = options.embedder
    if not (index / "CURRENT").exists():
        subprocess.run([*COMMAND, "build"], env=environment, check=True, capture_output=True)
    with (
        server(environment, seconds=READY_SECONDS) as (address, process),
        httpx2.Client(base_url=address, timeout=60.0) as client,
    ):
        count = len(list(corpus.glob("*.txt")))
        print(f"{count} briefings in {corpus.name}:")
        for name, texts in asked.items():
            before = _busy_seconds(process.pid)
            _print_rounds(name, client, texts, options.rounds)
            busy = _busy_seconds(process.pid) - before
            each = 1000 * busy / (len(texts) * (options.rounds + 1))
            print(f"    processor time: {each:.1f} ms a question, all threads")
        print(f"  memory of the server: {resident_mb(process.pid):.0f} MB")


def _busy_seconds(process_id: int) -> float:
    """Return the processor time of a process so far, as Linux's /proc tells."""
    fields = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _print_rounds(name: str, client: httpx2.Client, texts: list[str], rounds: int) -> None:
    steps: dict[str, list[float]] = {}

    def post(question: str) -> None:
        reply = client.post("/ask", json={"question": question}).raise_for_status().json()
        for step, took in reply["timings_ms"].items():
            steps.setdefault(step, []).append(took)

    milliseconds(post, texts)  # reads every slide once
    steps.clear()
    times = [milliseconds(post, texts) for _ in range(rounds)]
    p50 = statistics.median(float(np.median(one)) for one in times)
    p95 = statistics.median(float(np.quantile(one, 0.95)) for one in times)
    print(f"  {name} questions: p50 {p50:.1f} ms, p95 {p95:.1f} ms, medians of {rounds} rounds")
    print("    " + ", ".join(f"{step} {np.median(found):.1f}" for step, found in steps.items()))


if __name__ == "__main__":
    main()
