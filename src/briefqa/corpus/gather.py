"""Read every file of the corpus folder that was not read before, several at once."""

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from briefqa.corpus.files import CorpusFile, content_digest_of, digest_of, stamp, walk
from briefqa.corpus.names import Named, ids_of
from briefqa.corpus.reading import IN_THIS_PROCESS, FileReader, Reading, read_briefing, with_id
from briefqa.corpus.results import NOTHING_KNOWN, Corpus, FileOutcome, Known
from briefqa.corpus.sidecars import Sidecar, orphans, read_glossary, sidecar_of
from briefqa.errors import ReadError, ReadFailure
from briefqa.records import Briefing, Unreadable
from briefqa.remarks import Remark
from briefqa.text.normalise import strip_invisible

Report = Callable[[int, int, str], None]

# What need not happen again: these files are tried anew, all others once for each content.
_PASSING: frozenset[ReadFailure] = frozenset({"limits", "crashed", "unavailable"})
_HASHERS = 4  # threads; SHA-256 runs outside the interpreter's lock
_SAME = "{source} has the same content as {other}"
_NO_TEXT = Remark(("the slide has no text",))


@dataclass(frozen=True, slots=True)
class _Found:
    """A file with what was found out about it before reading; `outcome` where that is all."""

    file: CorpusFile
    sidecar: Sidecar
    content: str = ""
    digest: str = ""
    stamp: tuple[int, int, int] = (0, 0, 0)
    outcome: Briefing | Unreadable | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    """What became of a file: a briefing without an id yet, or why not; the seconds it took."""

    found: _Found
    outcome: Briefing | Unreadable
    seconds: float = 0.0
    looks: Path | None = None


def _silent(done: int, total: int, name: str) -> None:
    pass


def read_corpus(
    folder: Path,
    *,
    known: Known = NOTHING_KNOWN,
    reading: Reading = IN_THIS_PROCESS,
    looks: Path | None = None,
    report: Report = _silent,
) -> Corpus:
    """Read every file under `folder` that `known` does not hold as it is now.

    A file that cannot be read is reported in `unreadable` and the rest goes on; a briefing made of
    it before stays, marked as stale. `looks`: an empty folder for pictures and boxes; without it
    there are none. `report(done, total, name)` counts the files to be read, and names one of those
    being read. What comes back does not depend on which file is done first. Raises ReadError when
    `folder` is no folder, SidecarError when the user's glossary is malformed.
    """
    walked = walk(folder)
    glossary = read_glossary(folder)
    warnings: list[Remark] = []
    sidecars = [sidecar_of(file.path, warnings) for file in walked.files]
    found = _look_up(walked.files, sidecars, known, reading)
    waiting = [one for one in found if one.outcome is None]
    new = iter(_read_all(waiting, reading, looks, report) if waiting else ())
    read = [_Read(one, one.outcome) if one.outcome else next(new) for one in found]
    kept = [_or_before(one, known) for one in read]
    ids = _ids(read, kept, known)
    briefings = [with_id(one, id_) for one, id_ in zip(kept, ids, strict=True) if one is not None]
    warnings += _same_content(briefings)
    warnings += orphans(folder, walked)
    return Corpus(
        briefings=tuple(sorted(briefings, key=lambda briefing: briefing.id)),
        unreadable=(*walked.unreadable, *_unreadable(read, kept)),
        glossary=glossary,
        warnings=tuple(warnings),
        files=tuple(_outcome(one, id_) for one, id_ in zip(read, ids, strict=True)),
        looks={
            one.outcome.pages: one.looks
            for one in read
            if isinstance(one.outcome, Briefing) and one.outcome.pages and one.looks is not None
        },
    )


def _look_up(
    files: Sequence[CorpusFile], sidecars: Sequence[Sidecar], known: Known, reading: Reading
) -> list[_Found]:
    """Return each file with its digest, and with what `known` has of just that file."""
    if reading.is_afresh:
        known = replace(known, briefings=(), unreadable=())
    briefings = {(one.source, one.digest): one for one in known.briefings}
    failures = {(one.source, one.digest): one for one in known.unreadable if one.digest}

    def look_up(file: CorpusFile, sidecar: Sidecar) -> _Found:
        try:
            before_hashing = stamp(file.path)
            recipe = reading.recipe(file.path)
            content = content_digest_of(file.path)
            digest = digest_of(content, sidecar=sidecar.data, recipe=recipe)
        except ReadError as error:
            return _Found(file, sidecar, outcome=_failure(file, "", error))
        found = _Found(file, sidecar, content, digest, before_hashing)
        before = briefings.get((file.source, digest))
        if before is not None and known.is_whole(before):
            return replace(found, outcome=replace(before, stale=None) if before.stale else before)
        failed = failures.get((file.source, digest))
        return (
            found
            if failed is None or failed.failure in _PASSING
            else replace(found, outcome=failed)
        )

    with ThreadPoolExecutor(_HASHERS) as executor:
        return list(executor.map(look_up, files, sidecars))


def _read_all(
    waiting: Sequence[_Found], reading: Reading, looks: Path | None, report: Report
) -> list[_Read]:
    """Read files, several at once; the results are in the order of `waiting`."""
    report(0, len(waiting), waiting[0].file.source)
    workers = min(reading.workers or _processors(), len(waiting))
    with reading.open_reader(workers) as reader, _threads(workers) as executor:
        futures = [
            executor.submit(_read, one, reader, reading, looks / f"{number}" if looks else None)
            for number, one in enumerate(waiting)
        ]
        _follow(futures, [one.file.source for one in waiting], report)
        return [future.result() for future in futures]


def _processors() -> int:
    from briefqa.isolation import worker_count

    return worker_count()


@contextmanager
def _threads(workers: int) -> Iterator[ThreadPoolExecutor]:
    """Give threads that an interrupt does not wait for: closing the reader ends their work."""
    executor = ThreadPoolExecutor(workers)
    try:
        yield executor
    except BaseException:
        executor.shutdown(wait=False, cancel_futures=True)
        raise
    executor.shutdown()


def _follow(futures: Sequence["Future[_Read]"], names: Sequence[str], report: Report) -> None:
    """Report how many are done until all are, and the first that is not: it is being read."""
    pending = set(futures)
    while pending:
        finished, pending = wait(pending, return_when=FIRST_COMPLETED)
        for future in finished:
            future.result()  # a bug ends the build now, not when the rest is done
        first = next((i for i, future in enumerate(futures) if future in pending), len(names) - 1)
        report(len(futures) - len(pending), len(futures), names[first])


def _read(found: _Found, reader: FileReader, reading: Reading, looks: Path | None) -> _Read:
    started = time.perf_counter()
    if looks is not None:
        looks.mkdir()
    try:
        briefing = read_briefing(
            found.file, reader, reading, folder=looks, digest=found.digest, sidecar=found.sidecar
        )
        briefing = replace(briefing, content=found.content)
        _require_same(found)
    except ReadError as error:
        if looks is not None:
            shutil.rmtree(looks)
        failure = _failure(found.file, found.digest, error)
        return _Read(found, failure, time.perf_counter() - started)
    return _Read(found, briefing, time.perf_counter() - started, looks)


def _require_same(found: _Found) -> None:
    """Raise where the file is no longer the one whose digest was taken."""
    path = found.file.path
    if stamp(path) != found.stamp:
        raise ReadError(path, "the file changed while it was read", hint="Build again.")


def _failure(file: CorpusFile, digest: str, error: ReadError) -> Unreadable:
    reason = replace(error.remark, subject="").visible(strip_invisible)
    return Unreadable(file.source, 0, reason, error.failure, digest)


def _or_before(read: _Read, known: Known) -> Briefing | None:
    """Return the briefing of a file or, where it cannot be read, the one made of it before."""
    if isinstance(read.outcome, Briefing):
        return read.outcome
    before = next((one for one in known.briefings if one.source == read.outcome.source), None)
    if before is None:
        return None
    stale = replace(before, stale=read.outcome.reason)
    return stale if known.is_whole(before) else _without_looks(stale)


def _without_looks(briefing: Briefing) -> Briefing:
    slides = tuple(replace(slide, has_picture=False) for slide in briefing.slides)
    return replace(briefing, slides=slides, pages="")


def _ids(read: Sequence[_Read], kept: Sequence[Briefing | None], known: Known) -> tuple[str, ...]:
    """Return the id of each file's briefing, "" where it has none."""
    named = [
        Named(one.found.file.source, one.found.content)
        for one, briefing in zip(read, kept, strict=True)
        if briefing is not None
    ]
    given = iter(ids_of(named, known.briefings))
    return tuple("" if briefing is None else next(given) for briefing in kept)


def _unreadable(read: Sequence[_Read], kept: Sequence[Briefing | None]) -> Iterator[Unreadable]:
    for one, briefing in zip(read, kept, strict=True):
        if isinstance(one.outcome, Unreadable):
            yield one.outcome
        if briefing is not None:
            yield from _empty_slides(briefing)


def _empty_slides(briefing: Briefing) -> list[Unreadable]:
    return [
        Unreadable(briefing.source, slide.number, _NO_TEXT)
        for slide in briefing.slides
        if not slide.blocks
    ]


def _outcome(read: _Read, briefing_id: str) -> FileOutcome:
    failure = read.outcome.reason if isinstance(read.outcome, Unreadable) else None
    return FileOutcome(read.found.file.source, briefing_id, read.seconds, failure)


def _same_content(briefings: Sequence[Briefing]) -> Iterator[Remark]:
    """Return a warning for each briefing that says just what another one says."""
    seen: dict[tuple[str, ...], str] = {}
    for briefing in briefings:
        content = tuple(slide.text for slide in briefing.slides)
        if content in seen:
            same = (("source", briefing.source), ("other", seen[content]))
            yield Remark((_SAME, "Remove one of the two."), same)
        seen.setdefault(content, briefing.source)
