"""Publishing under faults: kills, power loss, full and read-only disks, two builds at once."""

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from briefqa.errors import (
    IndexCorruptError,
    IndexLockedError,
    IndexMissingError,
    IndexWriteError,
)
from briefqa.index import current_name, load_generation
from briefqa.index.contents import FILE_NAMES
from briefqa.index.lock import writing
from tests.fakes import HashEmbedder
from tests.faults import HookedDisk, PowerLossDisk, Step, Tree, TreeDisk, seeded
from tests.generations import (
    FOREST,
    HARBOUR,
    MARKET,
    build,
    files_under,
    picturing,
    write_corpus,
)

# The picture and boxes of the briefing that changes; each file, the list of these, the manifest;
# lexical/terms, lexical/bigrams, lexical, pages and two folders in it, the draft itself; the index
# folder after the rename; CURRENT; the index folder again.
SYNCS_OF_A_REBUILD = 2 + len(FILE_NAMES) + 2 + 7 + 1 + 1 + 1
# The picture and boxes of the other briefing too, which rebuilds link.
SYNCS_OF_A_BUILD = 2 + SYNCS_OF_A_REBUILD


def test_a_killed_build_leaves_a_whole_generation_and_nothing_to_clean(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.kill_builds", tmp_path, "7"],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[1],
    )
    found = json.loads(done.stdout)
    assert found["faults"] == []
    # 30 writes and folders, 6 links, 31 syncs, 2 renames, and old gen-1's end
    assert found["steps"] == 70
    assert found["kills"] >= found["steps"]


class PowerTrial:
    """Builds on a disk that may lose power after every change, and what would then be loaded."""

    def __init__(self, folder: Path, *, lost_sync: int | None = None) -> None:
        self.corpus = folder / "corpus"
        self.index = folder / "index"
        self.index.mkdir()  # for the lock alone, which is on the real disk
        self.disk = PowerLossDisk(folder, lost_sync=lost_sync)
        self.seen: set[tuple[str, str]] = set()
        self.chance = seeded(3)
        self._results: dict[frozenset[tuple[str, bytes]], tuple[str, str]] = {}

    def build(self, text: str) -> set[tuple[str, str]]:
        """Build; return all (generation, notices) that a power loss in between would give."""
        self.seen = set()
        self.disk.after_change = self.lose_power
        # With a glossary pair and an unreadable file, so that no file of the generation is empty.
        # Another briefing stays as it is: its pictures are linked.
        slide = text.partition("\n---")[0]
        write_corpus(self.corpus, one=f"{slide}\n国際海事機関（IMO）", same="鐘が鳴る。", blank="")
        build(self.corpus, self.index, reading=picturing(), disk=self.disk)
        return self.seen

    def at_rest(self) -> set[tuple[str, str]]:
        """Return all that a power loss now, after a build that said it was done, would give."""
        self.seen = set()
        self.lose_power()
        return self.seen

    def lose_power(self) -> None:
        for tree in self.disk.states(self.chance):
            self.seen.add(self.result(tree))

    def result(self, tree: Tree) -> tuple[str, str]:
        key = frozenset(flat(tree))
        if key not in self._results:
            self._results[key] = self.load(tree)
        return self._results[key]

    def load(self, tree: Tree) -> tuple[str, str]:
        try:
            loaded = load_generation(
                self.index, HashEmbedder(), disk=TreeDisk(self.index.parent, tree)
            )
        except IndexMissingError:
            return "none", ""
        except IndexCorruptError:
            return "corrupt", ""
        damaged = ["pictures"] if any(loaded.generation.pages.problems()) else []
        return loaded.generation.name, " ".join([*map(str, loaded.notices), *damaged])


def flat(tree: Tree, prefix: str = "") -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for name, node in tree.items():
        if isinstance(node, bytes):
            found.append((prefix + name, node))
        else:
            found += [(f"{prefix}{name}/", b""), *flat(node, f"{prefix}{name}/")]
    return found


def test_power_loss_leaves_the_old_or_the_new_generation(tmp_path: Path) -> None:
    trial = PowerTrial(tmp_path)
    first = trial.build(HARBOUR)
    assert {name for name, _ in first} == {"none", "gen-1"}
    assert trial.at_rest() == {("gen-1", "")}
    for old, new, text in (("gen-1", "gen-2", MARKET), ("gen-2", "gen-3", FOREST)):
        assert trial.build(text) == {(old, ""), (new, "")}
        assert trial.at_rest() == {(new, "")}
    # 1: the folder the index folder is in
    assert trial.disk.syncs == 1 + SYNCS_OF_A_BUILD + 2 * SYNCS_OF_A_REBUILD


@pytest.mark.parametrize("lost", range(1 + SYNCS_OF_A_BUILD))
def test_power_loss_shows_that_each_sync_of_a_first_build_is_needed(
    tmp_path: Path, lost: int
) -> None:
    trial = PowerTrial(tmp_path, lost_sync=lost)
    is_whole = trial.build(HARBOUR) == {("none", ""), ("gen-1", "")}
    assert not is_whole or trial.at_rest() != {("gen-1", "")}


@pytest.mark.parametrize("lost", range(SYNCS_OF_A_REBUILD))
def test_power_loss_shows_that_each_sync_of_a_rebuild_is_needed(tmp_path: Path, lost: int) -> None:
    trial = PowerTrial(tmp_path, lost_sync=1 + SYNCS_OF_A_BUILD + lost)
    trial.build(HARBOUR)
    while_building = trial.build(MARKET)
    is_whole = while_building == {("gen-1", ""), ("gen-2", "")}
    assert not is_whole or trial.at_rest() != {("gen-2", "")}


def fail_at(number: int, code: int, *, partly: bool = False) -> Callable[[Step], None]:
    """Return a hook that fails one step with an OSError; `partly`: after half of a write."""

    def hook(step: Step) -> None:
        if step.number != number:
            return
        if partly and step.operation == "write":
            step.path.write_bytes(step.data[: len(step.data) // 2])
        raise OSError(code, os.strerror(code))

    return hook


def steps_of_a_rebuild(folder: Path) -> tuple[Path, Path, list[Step]]:
    """Build gen-1 to gen-2 twice over: return corpus and index at gen-1, and the steps to gen-2."""
    corpus, index = folder / "corpus", folder / "index"
    build(write_corpus(corpus, one=HARBOUR), folder / "other")
    build(corpus, index)
    write_corpus(corpus, one=MARKET)
    steps: list[Step] = []
    build(corpus, folder / "other", disk=HookedDisk(steps.append))
    return corpus, index, steps


def test_a_full_disk_at_any_step_keeps_the_old_generation(tmp_path: Path) -> None:
    corpus, index, steps = steps_of_a_rebuild(tmp_path)
    before = files_under(index)
    for step in steps[:-1]:  # the last, a sync, fails when CURRENT has been replaced
        disk = HookedDisk(fail_at(step.number, errno.ENOSPC, partly=True))
        with pytest.raises(IndexWriteError, match=r"index: disk full\. .*is untouched\. Free some"):
            build(corpus, index, disk=disk)
        assert files_under(index) == before
    assert build(corpus, index).generation == "gen-2"


def test_a_full_disk_at_the_last_step_is_not_called_done(tmp_path: Path) -> None:
    corpus, index, steps = steps_of_a_rebuild(tmp_path)
    with pytest.raises(IndexWriteError, match="disk full"):
        build(corpus, index, disk=HookedDisk(fail_at(steps[-1].number, errno.ENOSPC)))
    loaded = load_generation(index, HashEmbedder())
    assert (loaded.generation.name, loaded.notices) == ("gen-2", ())


def test_a_full_disk_in_a_first_build_leaves_no_index(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", one=HARBOUR)
    for number in range(10):
        with pytest.raises(IndexWriteError, match="disk full"):
            build(corpus, tmp_path / "index", disk=HookedDisk(fail_at(number, errno.ENOSPC)))
        with pytest.raises(IndexMissingError):
            load_generation(tmp_path / "index", HashEmbedder())
    assert build(corpus, tmp_path / "index").generation == "gen-1"


def test_another_disk_error_is_named(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", one=HARBOUR)
    with pytest.raises(IndexWriteError, match=r"cannot be written \(Input/output error\)"):
        build(corpus, tmp_path / "index", disk=HookedDisk(fail_at(9, errno.EIO)))


def test_an_old_generation_that_cannot_be_removed_is_a_warning(tmp_path: Path) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    for text in (HARBOUR, MARKET):
        build(write_corpus(corpus, one=text), index)

    def keep_it(step: Step) -> None:
        if step.path.name == "gen-1.tmp":
            raise OSError(errno.EACCES, "Permission denied")

    report = build(write_corpus(corpus, one=FOREST), index, disk=HookedDisk(keep_it))
    assert report.generation == "gen-3"
    assert tuple(map(str, report.warnings)) == (
        "The old generation gen-1 could not be removed: [Errno 13] Permission denied.",
    )
    assert build(write_corpus(corpus, one=HARBOUR), index).generation == "gen-4"
    assert sorted(path.name for path in index.glob("gen-*")) == ["gen-3", "gen-4"]


def test_a_read_only_index_serves_and_refuses_a_rebuild(tmp_path: Path) -> None:
    corpus, index, _ = steps_of_a_rebuild(tmp_path)
    before = files_under(index)

    def refuse(step: Step) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    disk = HookedDisk(refuse)
    loaded = load_generation(index, HashEmbedder(), disk=disk)
    assert (loaded.generation.name, loaded.notices, disk.steps) == ("gen-1", (), 0)
    with pytest.raises(IndexWriteError, match=r"index folder is read-only .*Make it writable"):
        build(corpus, index, disk=disk)
    assert (files_under(index), disk.steps) == (before, 1)


def test_a_lock_that_cannot_be_opened_means_read_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As for a user who may read the folder only; tests may run as one whom nothing is refused."""
    corpus, index, _ = steps_of_a_rebuild(tmp_path)

    def refuse(path: Path, flags: int, mode: int = 0o777) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(IndexWriteError, match=r"read-only \(Permission denied\)"):
        build(corpus, index)
    assert load_generation(index, HashEmbedder()).generation.name == "gen-1"


def test_a_second_build_is_refused_at_once_and_the_lock_is_freed(tmp_path: Path) -> None:
    corpus, index, _ = steps_of_a_rebuild(tmp_path)
    with (
        writing(index),
        pytest.raises(IndexLockedError, match="another build is writing"),
    ):
        build(corpus, index)
    assert current_name(index) == "gen-1"
    assert build(corpus, index).generation == "gen-2"
