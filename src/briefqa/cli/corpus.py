"""`briefqa add` and `briefqa remove`: change the corpus, then build."""

import difflib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefqa.cli.build import Builder, show_report
from briefqa.cli.options import CorpusFolder, IndexFolder
from briefqa.cli.output import note, one_line
from briefqa.cli.progress import progress_bar
from briefqa.errors import IndexMissingError, InputError, UnknownBriefingError

if TYPE_CHECKING:
    from briefqa.corpus import Reading
    from briefqa.index.manifest import SourceEntry

ADD_EXAMPLES = """\b
Examples:
  briefqa add ~/Downloads/白書.pdf
  briefqa add deck.pptx deck.toml
  briefqa add --replace deck.pptx"""
REMOVE_EXAMPLES = """\b
Examples:
  briefqa remove 白書
  briefqa remove deck --yes"""


def add(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Briefings, and sidecars of theirs.")
    ],
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace files of the same names.")
    ] = False,
    corpus: CorpusFolder = None,
    index: IndexFolder = None,
) -> None:
    """Copy briefings into the corpus, and build.

    Each is read first; if one cannot be read, or its name is taken, none is copied.
    """
    from briefqa.cli.build import reading_of
    from briefqa.corpus.changing import add_file, plan_additions
    from briefqa.settings import load_settings

    settings = load_settings(corpus=corpus, index=index)
    additions = plan_additions(files, settings.corpus, may_replace=replace)
    _check([addition.path for addition in additions], reading_of(settings))
    for addition in additions:
        add_file(addition, may_replace=replace)
        note(f"copied to {addition.target}.")
    if not additions:
        note("the corpus has these files already.")
    show_report(Builder.of(settings).build_in_turn())


def remove(
    briefing: Annotated[str, typer.Argument(metavar="ID", help="The briefing's id.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Delete without asking.")] = False,
    corpus: CorpusFolder = None,
    index: IndexFolder = None,
) -> None:
    """Delete a briefing's file and sidecar from the corpus, and build."""
    from briefqa.corpus import find_files
    from briefqa.corpus.changing import find_source, remove_file
    from briefqa.settings import load_settings

    settings = load_settings(corpus=corpus, index=index)
    source = _source_of(briefing, settings.index)
    file = find_source(settings.corpus, source)
    if file is None:
        note(f"{one_line(source)} is not in {settings.corpus} any more.")
    else:
        if len(find_files(settings.corpus)) == 1:
            raise InputError(
                f"{briefing} is the only briefing, and an index needs one.",
                hint="Add another one first.",
            )
        if not yes:
            typer.confirm(f"Delete {one_line(str(file.path))}?", abort=True, err=True)
        for path in remove_file(file, settings.corpus):
            note(f"deleted {path}.")
    show_report(Builder.of(settings).build_in_turn())


def _check(paths: Sequence[Path], reading: "Reading") -> None:
    """Raise ReadError where one of the files cannot be read."""
    from briefqa.corpus.changing import check_readable

    with progress_bar("Reading") as show, reading.open_reader(1) as reader:
        for done, path in enumerate(paths):
            show(f"Reading {path.name}", done, len(paths))
            check_readable(path, reader)


def _source_of(briefing: str, index: Path) -> str:
    """Return the name of a briefing's file. Raises UnknownBriefingError."""
    sources = {entry.id: entry.source for entry in _sources(index)}
    if briefing in sources:
        return sources[briefing]
    near = difflib.get_close_matches(briefing, sources, n=3)
    hint = f"Did you mean {', '.join(near)}?" if near else "`briefqa build --json` lists the ids."
    raise UnknownBriefingError(f"There is no briefing {briefing!r}.", hint=hint)


def _sources(index: Path) -> "tuple[SourceEntry, ...]":
    """Return the briefings of the generation in use. Raises as loading it does."""
    from briefqa.index import current_name
    from briefqa.index.load import read_manifest

    name = current_name(index)
    if name is None:
        raise IndexMissingError(f"{index}: there is no index yet.", hint="Run `briefqa build`.")
    return read_manifest(index, name).sources
