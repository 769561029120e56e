"""Change the corpus and the index while the chat goes on: one thing at a time, in a thread."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from briefqa.corpus import Reading, find_files
from briefqa.corpus.changing import (
    add_file,
    check_readable,
    find_source,
    plan_additions,
    remove_file,
)
from briefqa.embedder import Embedder
from briefqa.errors import BriefqaError, IndexLockedError, InputError, UnsupportedFormatError
from briefqa.index import BuildReport, build_index, roll_back
from briefqa.index.lock import is_writing
from briefqa.remarks import Remark

_log = logging.getLogger(__name__)

Task = Literal["add", "remove", "rebuild", "roll_back"]
State = Literal["running", "done", "failed"]
CHECKING = "check"
"""The stage before those of a build: the files that were sent are read, to see that they can be."""
_BUG = Remark(("briefqa has failed.",))


@dataclass(frozen=True, slots=True)
class Build:
    """One change of the index, as far as it has come.

    `number` counts from 1 since the start. `subjects`: the files added, or the briefing removed.
    `stage`, `done`, `total` and `file` are as `index.Progress` tells them, or of `CHECKING`.
    `report`: what a build did, None for a roll-back and while it runs. `generation`: the one in use
    in the end. `failure`: why it failed.
    """

    number: int
    task: Task
    subjects: tuple[str, ...] = ()
    state: State = "running"
    stage: str = ""
    done: int = 0
    total: int = 0
    file: str = ""
    report: BuildReport | None = None
    generation: str = ""
    failure: Remark | None = None


class Upkeep:
    """Adds, removes, rebuilds and rolls back. Any thread may call it."""

    def __init__(
        self,
        corpus: Path,
        index: Path,
        *,
        embedder: Callable[[], Embedder],
        reading: Callable[[], Reading],
    ) -> None:
        """Take the folders, and what a build needs, which is loaded by the first one."""
        self.corpus = corpus
        self._index = index
        self._embedder = embedder
        self._reading = reading
        self._lock = threading.Lock()
        self._current: Build | None = None
        self._last: Build | None = None

    def current(self) -> Build | None:
        """Return the build that runs, else the last one; None where there was none yet."""
        return self._current

    def last(self) -> Build | None:
        """Return the build that ended last."""
        return self._last

    def require_idle(self) -> None:
        """Raise IndexLockedError while a build runs, here or in another process."""
        if is_running(self._current) or is_writing(self._index):
            raise IndexLockedError(
                "A build is running already.", hint="Wait until it has ended, then try again."
            )

    def add(self, paths: Sequence[Path]) -> Build:
        """Copy files into the corpus under their names, and build in the background.

        They are read first. Raises ReadError where one cannot be read, NameTakenError where its
        name is, InputError where it cannot be copied: then the corpus is as before, or has those
        that were copied before the disk was full. Raises IndexLockedError while a build runs.
        """
        self._begin("add", tuple(path.name for path in paths))
        try:
            self._copy(paths)
        except BaseException:
            self._withdraw()
            raise
        return self._go_on(self._build)

    def remove(self, briefing_id: str, source: str) -> Build:
        """Delete a briefing's file (`Briefing.source`) and its sidecar, and build.

        Raises InputError where it is the only one, or cannot be deleted, and as `add` does.
        """
        self._begin("remove", (briefing_id,))
        try:
            self._delete(briefing_id, source)
        except BaseException:
            self._withdraw()
            raise
        return self._go_on(self._build)

    def rebuild(self) -> Build:
        """Build. Raises IndexLockedError while a build runs."""
        self._begin("rebuild", ())
        return self._go_on(self._build)

    def reread(self) -> Build:
        """Build, and read the files again that have not changed too. Raises as `rebuild` does."""
        self._begin("rebuild", ())
        return self._go_on(self._build_afresh)

    def roll_back(self) -> Build:
        """Put the generation before into use. Raises IndexLockedError while a build runs."""
        self._begin("roll_back", ())
        return self._go_on(self._roll_back)

    def _begin(self, task: Task, subjects: tuple[str, ...]) -> None:
        with self._lock:
            self.require_idle()
            number = self._last.number + 1 if self._last is not None else 1
            self._current = Build(number, task, subjects)

    def _withdraw(self) -> None:
        """End what was refused before anything was changed, as though it had not been asked for."""
        self._current = self._last

    def _go_on(self, work: Callable[[Build], Build]) -> Build:
        started = self._running()
        thread = threading.Thread(target=self._run, args=(work,), name="briefqa-upkeep")
        thread.daemon = True  # a server that stops leaves the index as it was: see index.publish
        thread.start()
        return started

    def _run(self, work: Callable[[Build], Build]) -> None:
        try:
            ended = work(self._running())
        except BriefqaError as error:
            _log.warning("%s failed: %s", self._running().task, error)
            ended = replace(self._running(), state="failed", failure=error.remark)
        except BaseException:
            # A bug, whose trace the thread prints; without this nothing could be built any more.
            self._end(replace(self._running(), state="failed", failure=_BUG))
            raise
        self._end(ended)

    def _end(self, build: Build) -> None:
        with self._lock:
            self._last = self._current = build

    def _running(self) -> Build:
        if self._current is None:
            raise RuntimeError("nothing runs")
        return self._current

    def _tell(self, stage: str, done: int, total: int, name: str = "") -> None:
        self._current = replace(self._running(), stage=stage, done=done, total=total, file=name)

    def _build(self, _: Build) -> Build:
        return self._built(self._reading())

    def _build_afresh(self, _: Build) -> Build:
        return self._built(replace(self._reading(), is_afresh=True))

    def _built(self, reading: Reading) -> Build:
        report = build_index(
            self.corpus, self._index, self._embedder(), reading=reading, progress=self._tell
        )
        return replace(self._running(), state="done", report=report, generation=report.generation)

    def _roll_back(self, build: Build) -> Build:
        return replace(build, state="done", generation=roll_back(self._index))

    def _copy(self, paths: Sequence[Path]) -> None:
        for path in paths:
            if path.suffix == ".toml":
                raise UnsupportedFormatError(
                    path, "files that describe briefings are not taken here", hint="`briefqa add`."
                )
        additions = plan_additions(paths, self.corpus, may_replace=False)
        with self._reading().open_reader(1) as reader:
            for done, addition in enumerate(additions):
                self._tell(CHECKING, done, len(additions), addition.path.name)
                check_readable(addition.path, reader)
        for addition in additions:
            add_file(addition, may_replace=False)

    def _delete(self, briefing_id: str, source: str) -> None:
        file = find_source(self.corpus, source)
        if file is None:  # the build finds out that it is gone
            return
        if len(find_files(self.corpus)) == 1:
            raise InputError(
                "{briefing} is the only briefing, and an index needs one.",
                hint="Add another one first.",
                values={"briefing": briefing_id},
            )
        remove_file(file, self.corpus)


def is_running(build: Build | None) -> bool:
    """Tell whether a build has not ended."""
    return build is not None and build.state == "running"
