"""How much one file may take, and how many files may be read at once."""

import os
from dataclasses import dataclass
from pathlib import Path

_MOST_WORKERS = 4
_MEMORY_INFO = Path("/proc/meminfo")


@dataclass(frozen=True, slots=True)
class Limits:
    """What the reading of one file may take; RELIABILITY.md, "Starting limits".

    Sizes in bytes. `memory` bounds the address space, which macOS does not enforce: there the
    times alone stop a file. `wall_seconds` bounds reading and drawing together, so that
    a file takes less than 30 s with the start and the check of the process, for which a machine
    under ten times its load took 4 s. `output` is what
    the reading hands back; `text` the UTF-8 of all slides, `parts` their blocks, cells and boxes.
    `picture` is one picture's file.
    """

    file: int = 50_000_000
    memory: int = 1 << 30
    cpu_seconds: int = 20
    wall_seconds: float = 25.0
    output: int = 64_000_000
    picture: int = 8_000_000
    pages: int = 1_000
    text: int = 20_000_000
    parts: int = 500_000
    open_files: int = 64


LIMITS = Limits()


def worker_count(limits: Limits = LIMITS) -> int:
    """Return how many files to read at once: one a processor, as far as the memory reaches."""
    if hasattr(os, "sched_getaffinity"):
        processors = len(os.sched_getaffinity(0))
    else:
        processors = os.cpu_count() or 1
    return max(1, min(_MOST_WORKERS, processors, _free_memory() // limits.memory))


def _free_memory() -> int:
    """Return the bytes that programs may still take; where no one tells, half of what there is."""
    if _MEMORY_INFO.exists():
        for line in _MEMORY_INFO.read_text().splitlines():
            name, _, rest = line.partition(":")
            if name == "MemAvailable":
                return int(rest.split()[0]) * 1024
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2
