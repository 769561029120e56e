"""What reading a corpus needs to know of the time before, and what it gives."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from briefqa.glossary import GlossaryEntry
from briefqa.records import Briefing, Unreadable
from briefqa.remarks import Remark


def _trusted(briefing: Briefing) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Known:
    """What was made of the corpus before.

    `briefings` keep their ids, and are not read again where nothing of them changed; nor are files
    that `unreadable` names with a digest. `is_whole` tells whether the pictures and boxes of a
    briefing are there and undamaged; where they are not, its file is read again.
    """

    briefings: tuple[Briefing, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    is_whole: Callable[[Briefing], bool] = _trusted


NOTHING_KNOWN = Known()


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file.

    `briefing_id` is "" where it gave none. `seconds`: the wall time of reading it, 0 where it was
    not read this time. `failure`: why the file as it is now cannot be read.
    """

    source: str
    briefing_id: str
    seconds: float = field(default=0.0, compare=False)
    failure: Remark | None = None


@dataclass(frozen=True, slots=True)
class Corpus:
    """What the corpus folder holds: briefings by id, and all that was left out, by name.

    `files`: one entry a file, by name. `looks`: the folders, by `Briefing.pages`, that hold the
    pictures and boxes of the briefings that were read this time.
    """

    briefings: tuple[Briefing, ...]
    unreadable: tuple[Unreadable, ...]
    glossary: tuple[GlossaryEntry, ...]
    warnings: tuple[Remark, ...]
    files: tuple[FileOutcome, ...] = ()
    looks: Mapping[str, Path] = field(default_factory=dict)
