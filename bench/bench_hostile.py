"""What reading in processes of their own costs, how real decks end, and questions asked beside it.

    python -m bench.bench_hostile [--decks DECKS] [--mutants N]

cost      the first file (which starts the process that forks readers), then small files
questions `/ask` of a server on the source briefing, alone and while PDF bombs are read
decks     for each file under DECKS: seconds, the most memory its process took, and what came of it
mutants   how the reading of N spoilt files ends (`tests.mutants`), and the slowest of them
"""

import argparse
import json
import os
import subprocess
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx2
import numpy as np

from bench.bench_ask import COMMAND, QUESTIONS, ROOT, server
from bench.figures import milliseconds, quantiles
from briefqa.errors import ReadError
from briefqa.isolation import ReaderPool, reading
from briefqa.records import Document
from tests import hostile
from tests.mutants import mutant

REPEATS = 50
ROUNDS = 12
SEED = 5
BOMBS = (hostile.pdf_nested_forms, hostile.pdf_many_characters, hostile.pdf_many_paths)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--decks", type=Path)
    parser.add_argument("--mutants", type=int, default=0)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print_cost(Path(folder))
        print_questions(Path(folder))
        if chosen.mutants:
            print_mutants(Path(folder), chosen.mutants)
    if chosen.decks is not None:
        print_decks(chosen.decks)


def print_cost(folder: Path) -> None:
    with reading(workers=1) as pool:
        for name in ("deck.txt", "deck.md", "deck.html", "deck.docx", "deck.pptx", "deck.pdf"):
            path = folder / name
            path.write_bytes(hostile.HONEST[name])

            def read(_: int, path: Path = path) -> Document:
                return pool.read(path, pictures=None)

            (first,) = milliseconds(read, range(1))
            times = quantiles(milliseconds(read, range(REPEATS)))
            print(f"{name}: the first {first:.0f} ms, then {times}")


def print_questions(folder: Path) -> None:
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines] * ROUNDS
    index = folder / "index"
    environment = {
        **os.environ,
        "BRIEFQA_CORPUS": str(ROOT / "corpus"),
        "BRIEFQA_INDEX": str(index),
    }
    subprocess.run([*COMMAND, "build"], env=environment, check=True, capture_output=True)
    with (
        server(environment) as (address, _),
        httpx2.Client(base_url=address) as client,
    ):

        def post(question: str) -> object:
            return client.post("/ask", json={"question": question}).raise_for_status()

        milliseconds(post, questions[:20])
        alone = milliseconds(post, questions)
        with bombs_being_read(folder) as ends:
            beside = milliseconds(post, questions)
    for words, times in (("alone", alone), ("beside bombs", beside)):
        print(f"/ask {words}: {quantiles(times)}, p99 {np.quantile(times, 0.99):.2f} ms")
    print(f"bombs meanwhile: {dict(ends)}")


@contextmanager
def bombs_being_read(folder: Path) -> Iterator[Counter[str]]:
    """Read bombs one after the other in a second process of Python's, as a build beside would."""
    ends: Counter[str] = Counter()
    paths = []
    for number, make in enumerate(BOMBS):
        paths.append(folder / f"bomb{number}.pdf")
        paths[-1].write_bytes(make())
    stop = threading.Event()
    with reading(workers=1) as pool:

        def read() -> None:
            while not stop.is_set():
                for path in paths:
                    ends[end_of(pool, path)] += 1

        thread = threading.Thread(target=read)
        thread.start()
        yield ends
        stop.set()
        pool.close()
        thread.join()


def print_decks(folder: Path) -> None:
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != "")
    ends: Counter[str] = Counter()
    for path in paths:
        if path.name == "README.md":
            continue
        with reading(workers=1) as pool, tempfile.TemporaryDirectory() as pictures:
            start = time.perf_counter()
            end = end_of(pool, path, Path(pictures), tell=_shape)
            seconds = time.perf_counter() - start
            ends[end.partition(":")[0] if "slides" not in end else "slides"] += 1
            name = path.relative_to(folder).as_posix()
            print(f"| {name} | {seconds:.1f} | {pool.peak / 1e6:.0f} | {end} |", flush=True)
    print(dict(ends))


def _shape(document: Document) -> str:
    pictures = sum(1 for slide in document.slides if slide.has_picture)
    lost = sum(1 for slide in document.slides if slide.losses)
    return f"{len(document.slides)} slides, {pictures} pictures, losses on {lost}"


def print_mutants(folder: Path, count: int) -> None:
    def read(number: int) -> tuple[str, float, str]:
        name, data = mutant(SEED, number)
        path = folder / name
        path.write_bytes(data)
        pictures = folder / f"{name}.pages"
        pictures.mkdir()
        start = time.perf_counter()
        end = end_of(pool, path, pictures if number % 4 == 0 else None)
        seconds = time.perf_counter() - start
        for each in (path, *pictures.iterdir()):
            each.unlink()
        pictures.rmdir()
        return end.partition(":")[0] if "reader" not in end else end, seconds, name

    with ThreadPoolExecutor(2) as executor, reading(workers=2) as pool:
        done = list(executor.map(read, range(count)))
        peak = pool.peak
    print(Counter(end for end, _, _ in done).most_common())
    print(f"slowest: {max((seconds, name) for _, seconds, name in done)}, peak {peak / 1e6:.0f} MB")


def end_of(
    pool: ReaderPool,
    path: Path,
    pictures: Path | None = None,
    *,
    tell: Callable[[Document], str] = lambda _: "slides",
) -> str:
    """Return what `tell` says of the document, or the failure and its message."""
    try:
        return tell(pool.read(path, pictures=pictures))
    except ReadError as error:
        return f"{error.failure}: {error.message.removeprefix(path.name + ': ')}"


if __name__ == "__main__":
    main()
