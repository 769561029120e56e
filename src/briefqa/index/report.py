"""What a build did, for the command line and the API: as a whole, and file by file."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from briefqa.corpus import Corpus, FileOutcome, picture_count
from briefqa.index.manifest import Manifest
from briefqa.records import Briefing, LossKind, Passage, Slide, Unreadable
from briefqa.remarks import Remark

FileState = Literal["added", "changed", "unchanged", "stale", "failed"]


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file of the corpus.

    `id` is "" and the counts are 0 where the file gave no briefing. `losses`: what of its slides
    could not be read, by kind, with the slides' numbers (1-based, ascending). `seconds`: wall time
    of its reading, 0 where it was not read this time. `failure`: why the file as it is now cannot
    be read; with the state "stale", the counts are of its earlier version.
    """

    source: str
    id: str
    state: FileState
    slides: int = 0
    passages: int = 0
    pictures: int = 0
    losses: tuple[tuple[LossKind, tuple[int, ...]], ...] = ()
    seconds: float = 0.0
    failure: Remark | None = None


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did.

    `generation` is the one now in use; `is_new` is False where it was up to date and so was kept.
    `added`, `changed`, `removed` and `unchanged` are briefing ids, sorted. `reused_vectors` counts
    the passages whose vector was taken over. `seconds` is wall time. `files`: one entry a file, in
    the order of their names.
    """

    generation: str
    is_new: bool
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]
    unreadable: tuple[Unreadable, ...]
    warnings: tuple[Remark, ...]
    briefings: int
    slides: int
    passages: int
    reused_vectors: int
    seconds: float
    pictures: int = 0
    files: tuple[FileReport, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """Briefing ids by what became of them since the generation before, each sorted."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]


def compare(before: Manifest | None, after: Manifest) -> Changes:
    """Sort the briefings of two generations by what became of them, by id and digest."""
    old = {entry.id: entry.digest for entry in before.sources} if before else {}
    new = {entry.id: entry.digest for entry in after.sources}
    in_both = sorted(new.keys() & old.keys())
    return Changes(
        added=tuple(sorted(new.keys() - old.keys())),
        changed=tuple(name for name in in_both if new[name] != old[name]),
        removed=tuple(sorted(old.keys() - new.keys())),
        unchanged=tuple(name for name in in_both if new[name] == old[name]),
    )


def report_files(
    corpus: Corpus, passages: Iterable[Passage], changes: Changes
) -> tuple[FileReport, ...]:
    """Return what became of each file of the corpus."""
    briefings = {briefing.id: briefing for briefing in corpus.briefings}
    cut = Counter(passage.briefing_id for passage in passages)
    return tuple(
        _report_file(outcome, briefings.get(outcome.briefing_id), cut, changes)
        for outcome in corpus.files
    )


def losses_of(slides: Iterable[Slide]) -> tuple[tuple[LossKind, tuple[int, ...]], ...]:
    """Return what could not be read, by kind, with the numbers of the slides it is missing from."""
    found: dict[LossKind, set[int]] = defaultdict(set)
    for slide in slides:
        for loss in slide.losses:
            found[loss.kind].add(slide.number)
    return tuple((kind, tuple(sorted(found[kind]))) for kind in sorted(found))


def _report_file(
    outcome: FileOutcome, briefing: Briefing | None, cut: Mapping[str, int], changes: Changes
) -> FileReport:
    if briefing is None:
        return FileReport(
            outcome.source, "", "failed", seconds=outcome.seconds, failure=outcome.failure
        )
    return FileReport(
        source=outcome.source,
        id=briefing.id,
        state=_state(briefing, changes),
        slides=len(briefing.slides),
        passages=cut[briefing.id],
        pictures=picture_count(briefing),
        losses=losses_of(briefing.slides),
        seconds=outcome.seconds,
        failure=outcome.failure,
    )


def _state(briefing: Briefing, changes: Changes) -> FileState:
    if briefing.stale:
        return "stale"
    if briefing.id in changes.added:
        return "added"
    return "changed" if briefing.id in changes.changed else "unchanged"
