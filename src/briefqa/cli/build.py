"""`briefqa build`, once or whenever the corpus changes."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefqa.cli.build_report import report_lines
from briefqa.cli.opening import embedder_of
from briefqa.cli.options import CorpusFolder, IndexFolder
from briefqa.cli.output import note, write, write_json
from briefqa.cli.progress import progress_bar
from briefqa.errors import BriefqaError, IndexLockedError

if TYPE_CHECKING:
    from briefqa.corpus import Reading
    from briefqa.embedder import Embedder
    from briefqa.index import BuildReport
    from briefqa.settings import Settings

EXAMPLES = """\b
Examples:
  briefqa build
  briefqa build --corpus briefings/2025 --index /srv/briefqa/index
  briefqa build --watch
  briefqa build --json | jq '.files[] | select(.failure)'
  BRIEFQA_EMBEDDER=models/multilingual briefqa build"""
STAGES = {
    "read": "Reading briefings",
    "passages": "Cutting passages",
    "terms": "Finding terms",
    "vectors": "Making vectors",
    "write": "Writing",
}
"""What a person is told about each stage of a build."""
# Milliseconds: without a change for so long, so that a file being copied is whole; changes that do
# not stop are built after the second; how long to wait for the first of them at a time.
QUIET_MS, DEBOUNCE_MS, WAIT_MS = 1_600, 10_000, 200
_NAMED = 3  # changed files that are named
TURN_SECONDS, _ASK_SECONDS = 600.0, 0.5  # how long another build is waited for, how often asked


@dataclass(frozen=True, slots=True)
class Builder:
    """Builds with what the settings say, as often as it is asked to."""

    settings: "Settings"
    embedder: "Embedder"
    reading: "Reading"

    @classmethod
    def of(cls, settings: "Settings") -> "Builder":
        """Load the model, and find LibreOffice."""
        return cls(settings, embedder_of(settings), reading_of(settings))

    def build(self) -> "BuildReport":
        """Build, showing how far it is. Raises as `build_index` does."""
        from briefqa.index import build_index

        with progress_bar(STAGES["read"]) as show:
            return build_index(
                self.settings.corpus,
                self.settings.index,
                self.embedder,
                reading=self.reading,
                progress=lambda stage, done, total, name="": show(
                    described(stage, done, total, name), done, total
                ),
            )

    def build_in_turn(self) -> "BuildReport":
        """Build once no other build runs, which may have begun before the files changed."""
        ends = time.monotonic() + TURN_SECONDS
        is_told = False
        while True:
            try:
                return self.build()
            except IndexLockedError:
                if time.monotonic() > ends:
                    raise
                if not is_told:
                    note("another build is running; this one begins when that has ended.")
                is_told = True
                time.sleep(_ASK_SECONDS)


def described(stage: str, done: int, total: int, name: str) -> str:
    """Say what a build is doing.

    >>> described("read", 2, 12, "白書.pdf")
    'Reading briefings 3/12: 白書.pdf'
    """
    if not name:
        return STAGES[stage]
    return f"{STAGES[stage]} {min(done + 1, total)}/{total}: {name}"


def reading_of(settings: "Settings") -> "Reading":
    """Return how files are to be read."""
    from briefqa.corpus import Reading

    return Reading.described(
        workers=settings.workers, pictures=settings.pictures, office=settings.office
    )


def build(
    corpus: CorpusFolder = None,
    index: IndexFolder = None,
    no_pictures: Annotated[
        bool, typer.Option("--no-pictures", help="Make no pictures of slides: faster, smaller.")
    ] = False,
    reread: Annotated[
        bool,
        typer.Option(
            "--reread",
            help="Read all files again, the unchanged ones too: for pictures that a busy machine "
            "had no time for.",
        ),
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Build again whenever the briefings change.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object a build, on one line.")
    ] = False,
) -> None:
    """Make the index of the briefings.

    Only files that changed since the last time are read again, unless told otherwise. What cannot
    be read is named, with the reason, and the rest is indexed; the exit code is 1 only if nothing
    could be.
    """
    from briefqa.settings import load_settings

    pictures = False if no_pictures else None
    settings = load_settings(corpus=corpus, index=index, pictures=pictures)
    with progress_bar("Loading the model"):
        builder = Builder.of(settings)
    first = replace(builder, reading=replace(builder.reading, is_afresh=reread))
    if watch:
        _watch(builder, first, as_json=as_json)
    else:
        show_report(first.build(), as_json=as_json)


def show_report(report: "BuildReport", *, as_json: bool = False) -> None:
    """Write what a build did to stdout."""
    if as_json:
        from briefqa.wire import report_to_json

        write_json(report_to_json(report))
        return
    for line in report_lines(report):
        write(line)


def _watch(builder: Builder, first: Builder, *, as_json: bool) -> None:
    """Build with `first`, and again with `builder` after each change, until interrupted."""
    from watchfiles import watch

    from briefqa.corpus import find_files

    corpus = builder.settings.corpus
    find_files(corpus)  # of no folder no change is told
    changes = watch(
        corpus,
        watch_filter=lambda _, path: is_of_corpus(Path(path), corpus),
        debounce=DEBOUNCE_MS,
        step=QUIET_MS,
        rust_timeout=WAIT_MS,
        yield_on_timeout=True,
    )
    next(changes)  # watching begins here, so that no change during the first build is lost
    _build_or_tell(first, as_json=as_json)
    note(f"watching {corpus}; Ctrl-C ends that.")
    try:
        for change in filter(None, changes):
            note(f"changed: {_named({Path(path).name for _, path in change})}.")
            _build_or_tell(builder, as_json=as_json)
    except KeyboardInterrupt:
        note("no longer watching; the index stays as last built.")
        raise


def is_of_corpus(path: Path, corpus: Path) -> bool:
    """Tell whether a change of this file can change the index: hidden ones are not read."""
    try:
        parts = path.relative_to(corpus.resolve()).parts
    except ValueError:
        parts = (path.name,)
    return not any(part.startswith((".", "~$")) for part in parts)


def _build_or_tell(builder: Builder, *, as_json: bool) -> None:
    """Build; an error is told, and mended perhaps by the next change."""
    try:
        show_report(builder.build_in_turn(), as_json=as_json)
    except BriefqaError as error:
        note(str(error))


def _named(names: Iterable[str]) -> str:
    ordered = sorted(names)
    more = len(ordered) - _NAMED
    return ", ".join(ordered[:_NAMED]) + (f" and {more} more" if more > 0 else "")
