"""Ids of briefings: slugs of file names that, once given, stay with their file."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from briefqa.records import Briefing
from briefqa.text.normalise import normalise

# Bytes of UTF-8, 32 characters of Japanese: in an address each byte takes three characters, and
# 255 bytes are all that most systems allow a name that a user saves a page under.
ID_LIMIT = 96
_NO_NAME = "briefing"
_GIVEN_LIMIT = 300  # characters of a name that someone sends
_SUFFIX = re.compile("[A-Za-z0-9]{1,8}")
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)}
)


@dataclass(frozen=True, slots=True)
class Named:
    """A file that is to have an id; `content`, its digest, is "" where it is not known."""

    source: str
    content: str


def slug(source: str) -> str:
    """Return a stable id for a file name: letters and digits of any script, joined by hyphens.

    At most `ID_LIMIT` bytes of UTF-8.

    >>> slug("2025/防災 計画（案）.txt"), slug("Deck_v2.TXT")
    ('2025-防災-計画-案', 'deck_v2')
    """
    folder, _, name = source.rpartition("/")
    stem, dot, _ = name.rpartition(".")
    words = normalise(f"{folder}/{stem if dot and stem else name}")
    return _within(re.sub(r"[^\w]+", "-", words).strip("-"), ID_LIMIT) or _NO_NAME


def file_name(given: str) -> str:
    """Return the name under which the corpus keeps a file that someone sent as `given`.

    It is a slug with the suffix, so that it leads nowhere, hides nothing and means the same on
    every system: https://learn.microsoft.com/windows/win32/fileio/naming-a-file has the names that
    Windows reserves.

    >>> file_name("../防災 計画（案）.PDF"), file_name("C:\\\\CON.txt"), file_name("a\\0.exe.txt")
    ('防災-計画-案.pdf', 'file-con.txt', 'a-exe.txt')
    """
    name = given.replace("\\", "/").rpartition("/")[2][-_GIVEN_LIMIT:]
    stem, dot, suffix = name.rpartition(".")
    is_suffixed = bool(stem and dot and _SUFFIX.fullmatch(suffix))
    words = slug(f"{stem if is_suffixed else name}.") or _NO_NAME
    words = f"file-{words}" if words.partition("-")[0] in _RESERVED else words
    return f"{words}.{suffix.lower()}" if is_suffixed else words


def ids_of(files: Sequence[Named], before: Iterable[Briefing]) -> tuple[str, ...]:
    """Return an id for each file, in their order, no two the same.

    A file that was there before keeps its id, and so does one that has another name now but the
    same content. What is new gets the slug of its name, with a number where that is in use.
    """
    briefings = tuple(before)
    present = {file.source for file in files}
    by_source: dict[str, list[str]] = defaultdict(list)
    gone: dict[str, list[str]] = defaultdict(list)
    for briefing in briefings:
        by_source[briefing.source].append(briefing.id)
        if briefing.source not in present:
            gone[briefing.content].append(briefing.id)
    given = [_first(by_source[file.source]) for file in files]
    for number, file in enumerate(files):
        given[number] = given[number] or (_first(gone[file.content]) if file.content else "")
    taken = set(filter(None, given))
    for number, file in enumerate(files):
        given[number] = given[number] or _unused(slug(file.source), taken)
        taken.add(given[number])
    return tuple(given)


def _first(ids: list[str]) -> str:
    return ids.pop(0) if ids else ""


def _unused(wanted: str, taken: set[str]) -> str:
    number, candidate = 2, wanted
    while candidate in taken:
        end = f"-{number}"
        candidate, number = _within(wanted, ID_LIMIT - len(end)) + end, number + 1
    return candidate


def _within(name: str, limit: int) -> str:
    """Return the beginning of a name that fits into `limit` bytes, whole characters alone."""
    return name.encode()[:limit].decode(errors="ignore").rstrip("-")
