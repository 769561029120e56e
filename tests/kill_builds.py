"""Kill builds of an index at every step and at random moments; print what went wrong as JSON.

`test_index_faults.py` runs it in a process of its own: briefqa is imported once, builds are forked.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from briefqa.errors import BriefqaError, IndexLockedError
from briefqa.index import load_generation
from briefqa.index.current import current_name, leftover_names
from tests.fakes import HashEmbedder
from tests.faults import HookedDisk, Step, seeded
from tests.generations import FOREST, HARBOUR, MARKET, build, picturing, write_corpus

RANDOM_KILLS = 12
RACES = 8


def fork(work: Callable[[], object]) -> int:
    """Run `work` in a new process; exit 3 where the lock was held, 4 on another error."""
    child = os.fork()
    if child:
        return child
    code = 0
    try:
        work()
    except IndexLockedError:
        code = 3
    except BriefqaError:
        code = 4
    finally:
        os._exit(code)
    raise AssertionError


def kill_at(number: int) -> Callable[[Step], None]:
    """Return a hook that kills its process at one step; a write gets through half."""

    def hook(step: Step) -> None:
        if step.number != number:
            return
        if step.operation == "write":
            step.path.write_bytes(step.data[: len(step.data) // 2])
        os.kill(os.getpid(), signal.SIGKILL)

    return hook


class Trial:
    """A corpus that changes from build to build, its index, and the faults found so far."""

    def __init__(self, folder: Path) -> None:
        self.corpus = folder / "corpus"
        self.index = folder / "index"
        self.edition = 0
        self.kills = 0
        self.faults: list[str] = []

    def change_corpus(self) -> None:
        self.edition += 1
        write_corpus(self.corpus, harbour=HARBOUR, market=f"{MARKET}{self.edition}", forest=FOREST)

    def kill(self, case: str, start: Callable[[], int], wait: float) -> bool:
        """Kill one build of a changed corpus; check what it left; return whether it was killed."""
        self.change_corpus()
        before = current_name(self.index)
        child = start()
        if wait:
            time.sleep(wait)
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status)
        self.kills += killed
        if not killed and os.waitstatus_to_exitcode(status) != 0:
            self.faults.append(f"{case}: the build ended with {os.waitstatus_to_exitcode(status)}")
        self.check_served(case, before)
        self.check_rebuild(case)
        return killed

    def check_served(self, case: str, before: str | None) -> None:
        loaded = load_generation(self.index, HashEmbedder())
        new = f"gen-{int((before or 'gen-0').removeprefix('gen-')) + 1}"
        if any(loaded.generation.pages.problems()):
            self.faults.append(f"{case}: pictures of {loaded.generation.name} are damaged")
        if loaded.notices or loaded.generation.name not in (before, new):
            self.faults.append(f"{case}: {loaded.generation.name} serves, {loaded.notices}")

    def check_rebuild(self, case: str) -> None:
        self.change_corpus()
        report = build(self.corpus, self.index, reading=picturing())
        names = [path.name for path in self.index.iterdir()]
        generations = [name for name in names if name.startswith("gen-")]
        loaded = load_generation(self.index, HashEmbedder())
        if leftover_names(names) or len(generations) > 2:
            self.faults.append(f"{case}: left {sorted(names)}")
        if any(loaded.generation.pages.problems()) or report.pictures != 6:
            self.faults.append(f"{case}: pictures of {loaded.generation.name} are damaged")
        if loaded.notices or loaded.generation.name != report.generation or report.warnings:
            self.faults.append(f"{case}: {loaded.generation.name} serves after the rebuild")

    def race(self, case: str) -> tuple[int, int]:
        """Start two builds at once; return how many published and how many met the lock."""
        self.change_corpus()
        children = [
            fork(lambda: build(self.corpus, self.index, reading=picturing())) for _ in range(2)
        ]
        codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
        if set(codes) - {0, 3} or 0 not in codes:
            self.faults.append(f"{case}: exit codes {codes}")
        loaded = load_generation(self.index, HashEmbedder())
        if loaded.notices:
            self.faults.append(f"{case}: {loaded.notices}")
        return codes.count(0), codes.count(3)


def main(folder: Path, seed: int) -> None:
    trial = Trial(folder)
    trial.change_corpus()
    started = time.perf_counter()
    build(trial.corpus, trial.index, reading=picturing())
    duration = time.perf_counter() - started
    steps = 0
    while trial.kill(f"step {steps}", partial(_start_hooked, trial, steps), 0):
        steps += 1
    chance = seeded(seed)
    for number in range(RANDOM_KILLS):
        wait = chance.uniform(0.001, 1.5 * duration)
        trial.kill(
            f"random {number}",
            lambda: fork(lambda: build(trial.corpus, trial.index, reading=picturing())),
            wait,
        )
    outcomes = [trial.race(f"race {number}") for number in range(RACES)]
    locked = sum(met for _, met in outcomes)
    print(
        json.dumps({"steps": steps, "kills": trial.kills, "locked": locked, "faults": trial.faults})
    )


def _start_hooked(trial: Trial, number: int) -> int:
    disk = HookedDisk(kill_at(number))
    return fork(lambda: build(trial.corpus, trial.index, reading=picturing(), disk=disk))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
