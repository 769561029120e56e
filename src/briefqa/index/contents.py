"""What a generation holds, and the files it is written as."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final, TypeVar

from briefqa import lexical
from briefqa.dense import DenseIndex, FlatIndex
from briefqa.errors import IndexCorruptError
from briefqa.glossary import GlossaryEntry
from briefqa.index.manifest import REBUILD, Manifest
from briefqa.index.pages import NO_PAGES, Pages
from briefqa.lexical import LexicalIndex
from briefqa.records import Block, Briefing, Cell, Loss, Passage, Slide, Unreadable
from briefqa.remarks import Remark

BRIEFINGS: Final = "briefings.jsonl"
UNREADABLE: Final = "unreadable.jsonl"
PASSAGES: Final = "passages.jsonl"
GLOSSARY: Final = "glossary.jsonl"
DENSE: Final = "dense.faiss"
TERMS: Final = "lexical/terms"
BIGRAMS: Final = "lexical/bigrams"
FILE_NAMES: Final = (
    BRIEFINGS,
    UNREADABLE,
    PASSAGES,
    GLOSSARY,
    DENSE,
    *(f"{folder}/{name}" for folder in (TERMS, BIGRAMS) for name in lexical.FILES),
)

_RECORDS = (Briefing, Slide, Block, Cell, Loss, Passage, Unreadable, Remark, GlossaryEntry)
_DEFAULTS: Final[Mapping[type[Any], tuple[tuple[str, Any], ...]]] = {
    kind: tuple((field.name, field.default) for field in fields(kind)) for kind in _RECORDS
}
"""The names and default values of the fields of each kind of record."""

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Contents:
    """All that is searched and shown; number `i` of each index is passage `i` (0-based)."""

    briefings: tuple[Briefing, ...]
    unreadable: tuple[Unreadable, ...]
    passages: tuple[Passage, ...]
    terms: LexicalIndex
    bigrams: LexicalIndex
    dense: DenseIndex
    glossary: tuple[GlossaryEntry, ...]


@dataclass(frozen=True, slots=True)
class Generation:
    """One immutable state of the index; `name` is its folder's.

    `pages` reads the slides' pictures and boxes when they are asked for.
    """

    name: str
    manifest: Manifest
    contents: Contents
    pages: Pages = NO_PAGES


def contents_to_files(contents: Contents) -> dict[str, bytes]:
    """Return the files of a generation but for its manifest: bytes by name, no two runs differ."""
    return {
        BRIEFINGS: _to_lines(contents.briefings),
        UNREADABLE: _to_lines(contents.unreadable),
        PASSAGES: _to_lines(contents.passages),
        GLOSSARY: _to_lines(contents.glossary),
        DENSE: contents.dense.to_bytes(),
        **_in_folder(TERMS, contents.terms.to_files()),
        **_in_folder(BIGRAMS, contents.bigrams.to_files()),
    }


def contents_from_files(files: Mapping[str, bytes]) -> Contents:
    """Rebuild what `contents_to_files` wrote.

    Raises IndexCorruptError where a file cannot be read or the files do not belong together.
    """
    contents = Contents(
        briefings=_from_lines(files, BRIEFINGS, _briefing),
        unreadable=_from_lines(files, UNREADABLE, _unreadable),
        passages=_from_lines(files, PASSAGES, lambda values: Passage(**values)),
        terms=LexicalIndex.from_files(_out_of_folder(TERMS, files)),
        bigrams=LexicalIndex.from_files(_out_of_folder(BIGRAMS, files)),
        dense=FlatIndex.from_bytes(files[DENSE]),
        glossary=_from_lines(files, GLOSSARY, lambda values: GlossaryEntry(**values)),
    )
    sizes = {contents.terms.size, contents.bigrams.size, contents.dense.size}
    if sizes != {len(contents.passages)}:
        raise IndexCorruptError(
            f"{PASSAGES} has {len(contents.passages)} passages, the indexes have {sorted(sizes)}.",
            hint=REBUILD,
        )
    return contents


def _in_folder(folder: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {f"{folder}/{name}": data for name, data in files.items()}


def _out_of_folder(folder: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    start = f"{folder}/"
    return {name.removeprefix(start): files[name] for name in files if name.startswith(start)}


def _to_lines(records: Iterable[Any]) -> bytes:
    """Write one JSON object a line. A lone surrogate, which UTF-8 has no bytes for, is kept too."""
    lines = (json.dumps(record, ensure_ascii=False, default=_values) + "\n" for record in records)
    return "".join(lines).encode("utf-8", "surrogatepass")


def _values(record: Any) -> dict[str, Any]:
    """Return a record's fields by name, without those that have the value they have by default.

    Most blocks have no cells and no table: a corpus takes half the room, and half the time to load.
    """
    return {
        name: value
        for name, default in _DEFAULTS[type(record)]
        if (value := getattr(record, name)) is not default and value != default
    }


def _from_lines(
    files: Mapping[str, bytes], name: str, record_of: Callable[[dict[str, Any]], Record]
) -> tuple[Record, ...]:
    try:
        # Split as bytes: str.splitlines would cut at U+2028 and U+0085, which slides do contain.
        lines = files[name].split(b"\n")[:-1]
        texts = (line.decode("utf-8", "surrogatepass") for line in lines)
        return tuple(record_of(json.loads(text)) for text in texts)
    except (KeyError, TypeError, ValueError) as error:
        raise IndexCorruptError(f"{name} cannot be read ({error}).", hint=REBUILD) from error


def _briefing(values: dict[str, Any]) -> Briefing:
    values["slides"] = tuple(map(_slide, values["slides"]))
    if values.get("stale"):
        values["stale"] = _remark(values["stale"])
    return Briefing(**values)


def _unreadable(values: dict[str, Any]) -> Unreadable:
    values["reason"] = _remark(values["reason"])
    return Unreadable(**values)


def _remark(value: dict[str, Any] | str) -> Remark:
    """Return a remark; indexes of before have it as the text it is in English."""
    if isinstance(value, str):
        return Remark((value,))
    pairs = tuple((name, shown) for name, shown in value.get("values", ()))
    return Remark(tuple(value["sentences"]), pairs, value.get("subject", ""))


def _slide(values: dict[str, Any]) -> Slide:
    values["blocks"] = tuple(map(_block, values["blocks"]))
    if "losses" in values:
        values["losses"] = tuple(Loss(**loss) for loss in values["losses"])
    return Slide(**values)


def _block(values: dict[str, Any]) -> Block:
    if "cells" in values:
        values["cells"] = tuple(Cell(**cell) for cell in values["cells"])
    return Block(**values)
