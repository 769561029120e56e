"""Look for files that a reader trips over, guided by which of its lines they reach.

    pip install atheris        # a tool of developers alone; it has wheels for some Pythons only
    python -m bench.fuzz_readers pdf --seconds 600

Runs in one process until the time is over, or until a reader raises what no reader may raise, gives
what the pool would not take, or takes over 20 s; the file that did it is then kept in the folder
`--findings`. A crash of a parser ends this process too; in the product it ends that file's alone.
"""

import argparse
import random
import resource
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["briefqa.readers", "briefqa.text"]):
    from briefqa.errors import ReadError
    from briefqa.isolation.limits import LIMITS
    from briefqa.isolation.receiving import decode
    from briefqa.isolation.sending import encode
    from briefqa.isolation.visible import visible
    from briefqa.readers import format_of, read_document, reader_of

from tests.hostile import HONEST
from tests.mutants import PLAIN, TOO_MUCH, WAYS

SUFFIXES = {name.rpartition(".")[2] for name in HONEST}
OWN_SHARE = 0.8  # of the mutants: spoilt in ways that know the format, not by libFuzzer
TIMEOUT = 20  # seconds; RELIABILITY.md, "Starting limits"
LARGEST = 60_000  # bytes


def main() -> None:
    """Fuzz one format."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("suffix", choices=sorted(SUFFIXES))
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--findings", type=Path, default=Path("findings"))
    options = parser.parse_args()
    options.findings.mkdir(parents=True, exist_ok=True)
    corpus = options.findings / f"corpus-{options.suffix}"
    corpus.mkdir(exist_ok=True)
    path = Path(f"fuzzed.{options.suffix}")
    for name, data in HONEST.items():
        if name.endswith(f".{options.suffix}"):
            (corpus / name).write_bytes(data)
            reader_of(format_of(data, path=path))  # its libraries are not to be timed
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    arguments = [
        sys.argv[0],
        str(corpus),
        f"-artifact_prefix={options.findings}/{options.suffix}-",
        f"-max_total_time={options.seconds}",
        f"-seed={options.seed}",
        f"-timeout={TIMEOUT}",
        f"-max_len={LARGEST}",
        "-rss_limit_mb=3000",
        "-print_final_stats=1",
    ]
    atheris.Setup(
        arguments,
        lambda data: read(data, path),
        custom_mutator=lambda data, most, seed: spoil(data, most, seed, options.suffix),
    )
    atheris.Fuzz()


def read(data: bytes, path: Path) -> None:
    """Read a file as a process of the pool does, and take its answer as the pool does."""
    try:
        document = read_document(data, path=path)
    except (ReadError, RecursionError, MemoryError):
        return
    decode(encode(visible(document), is_drawn=False), LIMITS)


def spoil(data: bytes, most: int, seed: int, suffix: str) -> bytes:
    """Return a mutant of at most `most` bytes."""
    chance = random.Random(seed)  # noqa: S311 - the same mutants for the same seed
    if not data or chance.random() > OWN_SHARE:
        return bytes(atheris.Mutate(data, most))
    ways = WAYS[suffix] if format_looks_whole(data, suffix) else PLAIN
    try:
        return (chance.choice(ways)(data, chance) or data)[:most]
    except TOO_MUCH:
        return bytes(atheris.Mutate(data, most))


def format_looks_whole(data: bytes, suffix: str) -> bool:
    """Tell whether ways that look inside a file have a chance."""
    marks = {"pdf": b"endobj", "pptx": b"PK\x05\x06", "docx": b"PK\x05\x06"}
    return marks.get(suffix, b"") in data


if __name__ == "__main__":
    main()
