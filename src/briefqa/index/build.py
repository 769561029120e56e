"""Make the index of a corpus folder: read what is new, assemble, publish, report."""

import time
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from importlib.metadata import version
from pathlib import Path

from briefqa.corpus import NOTHING_KNOWN, Corpus, Known, Reading, read_corpus
from briefqa.embedder import Embedder
from briefqa.errors import ReadError
from briefqa.index.assemble import Assembled, assemble, known_vectors
from briefqa.index.contents import Contents, Generation, contents_to_files
from briefqa.index.files import DISK, FileSystem, write_errors
from briefqa.index.load import Loaded, load_to_reuse
from briefqa.index.lock import writing
from briefqa.index.manifest import FORMAT_VERSION, Manifest, SourceEntry, describe
from briefqa.index.pages import LIST, NO_PAGES, list_files, page_files
from briefqa.index.progress import Progress, of_stage, silent
from briefqa.index.publish import (
    drafting,
    file_entries,
    make_index_folder,
    making_looks,
    publish,
    remove_all_but,
)
from briefqa.index.report import BuildReport, Changes, compare, report_files
from briefqa.text import RULES_VERSION

ISOLATED = Reading()
"""Each file in a process of its own, several at once."""
_NAMED = 3  # unreadable files named in an error; `briefqa build` lists all when some can be read


def build_index(
    corpus_folder: Path,
    index_folder: Path,
    embedder: Embedder,
    *,
    reading: Reading = ISOLATED,
    progress: Progress = silent,
    disk: FileSystem = DISK,
) -> BuildReport:
    """Publish a generation of the briefings in `corpus_folder`, unless the one in use is just that.

    Files whose digest is known are not read again, and passages whose text is known keep their
    vectors; all else is made anew and compared. `reading`: how files are read, each in a process of
    its own where not told otherwise. Raises ReadError where no briefing can be read,
    IndexLockedError where another build runs, IndexWriteError where the index cannot be written;
    then the generation in use stays in use.
    """
    started = time.perf_counter()
    make_index_folder(index_folder, disk=disk)
    with (
        writing(index_folder),
        drafting(index_folder, disk=disk) as name,
        making_looks(index_folder) as looks,
    ):
        loaded = load_to_reuse(index_folder, disk=disk)
        previous = loaded.generation if loaded else None
        corpus = _read(corpus_folder, previous, reading, looks, progress)
        assembled = assemble(corpus, known_vectors(previous, embedder), embedder, progress)
        _require_passages(corpus_folder, corpus, assembled.contents)
        pages = page_files(corpus.briefings, corpus.looks, previous.pages if previous else NO_PAGES)
        data = contents_to_files(assembled.contents) | {LIST: list_files(pages)}
        manifest = _manifest(name, assembled.contents, embedder, data)
        is_new = not _is_in_use(manifest, loaded, corpus)
        warnings = corpus.warnings
        if is_new:
            publish(
                index_folder,
                manifest,
                data,
                pages=pages,
                disk=disk,
                written=of_stage(progress, "write"),
            )
            kept = frozenset({name} | ({previous.name} if previous else set()))
            warnings += remove_all_but(index_folder, kept, disk=disk)
        elif loaded is not None:
            manifest = loaded.generation.manifest
    changes = compare(previous.manifest if previous else None, manifest)
    corpus = replace(corpus, warnings=warnings)
    return _report(manifest, changes, assembled, corpus, is_new, time.perf_counter() - started)


def _read(
    corpus_folder: Path,
    previous: Generation | None,
    reading: Reading,
    looks: Path,
    progress: Progress,
) -> Corpus:
    progress("read", 0, 0)
    with write_errors(looks.parent):  # what a file of the corpus does is a ReadError by then
        corpus = read_corpus(
            corpus_folder,
            known=_known(previous),
            reading=reading,
            looks=looks,
            report=partial(progress, "read"),
        )
    _require_briefings(corpus_folder, corpus)
    return corpus


def _known(previous: Generation | None) -> Known:
    """Return what was made of the corpus before."""
    if previous is None:
        return NOTHING_KNOWN
    contents = previous.contents
    return Known(contents.briefings, contents.unreadable, previous.pages.is_whole)


def _require_briefings(corpus_folder: Path, corpus: Corpus) -> None:
    if corpus.briefings:
        return
    if not corpus.unreadable:
        raise ReadError(
            corpus_folder, "the corpus folder holds no briefing.", hint="Put a file into it."
        )
    named = corpus.unreadable[:_NAMED]
    more = len(corpus.unreadable) - len(named)
    raise ReadError(
        corpus_folder,
        "none of its files can be read ({files}; and {more} more)."
        if more
        else "none of its files can be read ({files}).",
        hint="Mend them, or add one that can be read.",
        values={
            "files": tuple(
                replace(file.reason, subject=file.source, sentences=file.reason.sentences[:1])
                for file in named
            ),
            "more": more,
        },
    )


def _require_passages(corpus_folder: Path, corpus: Corpus, contents: Contents) -> None:
    if not contents.passages:
        raise ReadError(
            corpus_folder,
            "its {count} briefings hold no text.",
            hint="Add one that does; a scan needs text recognition first.",
            values={"count": len(corpus.briefings)},
        )


def _manifest(
    name: str, contents: Contents, embedder: Embedder, data: Mapping[str, bytes]
) -> Manifest:
    briefings = contents.briefings
    return Manifest(
        format_version=FORMAT_VERSION,
        rules_version=RULES_VERSION,
        made_by=version("briefqa"),
        generation=name,
        embedder=describe(embedder),
        sources=tuple(SourceEntry(one.id, one.source, one.digest) for one in briefings),
        slides=sum(len(briefing.slides) for briefing in briefings),
        passages=len(contents.passages),
        files=file_entries(data),
    )


def _is_in_use(manifest: Manifest, loaded: Loaded | None, corpus: Corpus) -> bool:
    """Tell whether the generation in use is sound and the same but for its name."""
    if loaded is None or loaded.notices or not loaded.generation.pages.is_listed:
        return False
    # Pictures of the very same file were made anew: those in use are damaged.
    if any(one.pages in corpus.looks for one in loaded.generation.contents.briefings):
        return False
    return loaded.generation.manifest == replace(manifest, generation=loaded.generation.name)


def _report(
    manifest: Manifest,
    changes: Changes,
    assembled: Assembled,
    corpus: Corpus,
    is_new: bool,
    seconds: float,
) -> BuildReport:
    files = report_files(corpus, assembled.contents.passages, changes)
    return BuildReport(
        generation=manifest.generation,
        is_new=is_new,
        added=changes.added,
        changed=changes.changed,
        removed=changes.removed,
        unchanged=changes.unchanged,
        unreadable=corpus.unreadable,
        warnings=corpus.warnings,
        briefings=len(manifest.sources),
        slides=manifest.slides,
        passages=manifest.passages,
        reused_vectors=assembled.reused_vectors,
        seconds=seconds,
        pictures=sum(file.pictures for file in files),
        files=files,
    )
