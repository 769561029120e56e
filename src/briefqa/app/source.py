"""Hold the assistant that answers now, and swap in a new one when the index has been rebuilt."""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

from briefqa.assistant import Assistant
from briefqa.errors import BriefqaError, IndexLoadingError, IndexMissingError

_log = logging.getLogger(__name__)

Stamp = tuple[int, int, int]
"""Modification time in ns, inode and size: CURRENT is replaced by rename, so a build changes it."""


class AssistantSource:
    """The current assistant, following the file that names the index generation in use.

    `open_assistant` loads the newest sound generation; `current_file` is `index/CURRENT`. A request
    takes the assistant once and keeps it, so that a swap never mixes generations within an answer.
    Only one thread may call `refresh`; any may call `current`.
    """

    def __init__(self, open_assistant: Callable[[], Assistant], current_file: Path) -> None:
        """Follow `current_file`; nothing is loaded before the first `refresh`."""
        self._open = open_assistant
        self._file = current_file
        self._stamp: Stamp | None = None
        self._assistant: Assistant | None = None
        self._problem: BriefqaError = _loading()

    def current(self) -> Assistant:
        """Return the assistant in use; while there is none, raise why (a BriefqaError)."""
        if self._assistant is None:
            raise self._problem.with_traceback(None)
        return self._assistant

    def refresh(self) -> None:
        """Load the generation named now, unless it is the one seen last.

        A generation that fails to load is logged once, and the one in use stays.
        """
        stamp = self._read_stamp()
        if stamp is None:
            self._problem = IndexMissingError(
                "There is no index yet.", hint="Run `briefqa build` to make one."
            )
        elif stamp != self._stamp:
            self._problem = _loading()
            self._load()
        self._stamp = stamp

    async def watch(self, *, interval: float = 1.0) -> None:
        """Refresh in a worker thread until cancelled, `interval` seconds apart at least.

        Before each pause the assistant has half as long to find out what may be asked next.
        """
        while True:
            await asyncio.to_thread(self.refresh)
            if self._assistant is not None:
                await asyncio.to_thread(self._prepare, self._assistant, interval / 2)
            await asyncio.sleep(interval)

    def _load(self) -> None:
        try:
            opened = self._open()
        except BriefqaError as error:
            self._problem = error
            _log.error("index not loaded: %s", error)
            return
        self._find_examples(opened)
        self._assistant = opened
        _log.info("generation %s loaded", opened.generation)
        for notice in opened.notices:
            _log.warning("%s", notice)

    def _find_examples(self, opened: Assistant) -> None:
        """Find those of all languages, so that no page has to wait for them."""
        try:
            opened.examples("ja")
        except BriefqaError as error:
            _log.error("no example questions: %s", error)

    def _prepare(self, assistant: Assistant, seconds: float) -> None:
        try:
            assistant.prepare(seconds)
        except BriefqaError as error:
            _log.error("a question to suggest cannot be tried: %s", error)

    def _read_stamp(self) -> Stamp | None:
        try:
            status = self._file.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_ino, status.st_size


def _loading() -> BriefqaError:
    return IndexLoadingError("The index is still being loaded.", hint="Ask again in a moment.")
