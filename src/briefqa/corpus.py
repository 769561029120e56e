"""Walk the corpus folder: give each file an id, read it, report what could not be read and why."""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date as calendar_date
from pathlib import Path
from typing import Any

from briefqa.errors import ReadError, SidecarError, in_sentences
from briefqa.glossary import GlossaryEntry
from briefqa.readers import format_of, read_document
from briefqa.records import Briefing, Slide, Unreadable
from briefqa.text import RULES_VERSION
from briefqa.text.dates import is_date
from briefqa.text.normalise import normalise, squeeze, strip_invisible

GLOSSARY_FILE = "glossary.toml"
SIZE_LIMIT = 50_000_000  # bytes
_JAPANESE = re.compile("[ぁ-ヿ㐀-鿿]")
_SIDECAR_KEYS = ("title", "date", "publisher", "language")


@dataclass(frozen=True, slots=True)
class Corpus:
    """What the corpus folder holds: briefings by id, and all that was left out, by name."""

    briefings: tuple[Briefing, ...]
    unreadable: tuple[Unreadable, ...]
    glossary: tuple[GlossaryEntry, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sidecar:
    values: Mapping[str, str] = field(default_factory=dict)
    data: bytes = b""


def read_corpus(folder: Path, *, known: Mapping[str, Briefing] | None = None) -> Corpus:
    """Read every file under `folder`.

    `known` maps digests to briefings read before; a file with one of these digests is not read
    again. A file that cannot be read is reported in `unreadable` and the rest goes on. Raises
    ReadError when `folder` is no folder, SidecarError when the user's glossary is malformed.
    """
    if not folder.is_dir():
        raise ReadError(
            folder, "the corpus folder does not exist", hint="Make it, or set BRIEFQA_CORPUS."
        )
    briefings: dict[str, Briefing] = {}
    unreadable: list[Unreadable] = []
    warnings: list[str] = []
    seen: dict[tuple[str, ...], str] = {}
    for path in _files(folder):
        source = strip_invisible(path.relative_to(folder).as_posix())  # a name may be no UTF-8
        briefing_id = _unused(slug(source), briefings)
        sidecar = _sidecar_of(path, warnings)
        try:
            briefing = _read(path, source, briefing_id, sidecar, known or {})
        except ReadError as error:
            reason = in_sentences(error.message.removeprefix(f"{path.name}: "), error.hint)
            unreadable.append(Unreadable(source, 0, strip_invisible(reason)))
            continue
        content = tuple(slide.text for slide in briefing.slides)
        if content in seen:
            warnings.append(f"{source} has the same content as {seen[content]}")
        seen.setdefault(content, source)
        briefings[briefing_id] = briefing
        unreadable += _empty_slides(briefing)
    warnings += _orphans(folder)
    ordered = tuple(briefings[key] for key in sorted(briefings))
    return Corpus(ordered, tuple(unreadable), read_glossary(folder), tuple(warnings))


def slug(source: str) -> str:
    """Return a stable id for a file name: letters and digits of any script, joined by hyphens.

    >>> slug("2025/防災 計画（案）.txt"), slug("Deck_v2.TXT")
    ('2025-防災-計画-案', 'deck_v2')
    """
    stem = normalise(source.rpartition(".")[0] or source)
    return re.sub(r"[^\w]+", "-", stem).strip("-") or "briefing"


def read_glossary(folder: Path) -> tuple[GlossaryEntry, ...]:
    """Return the user's own glossary: `"term" = "expansion"` or `"term" = ["one", "two"]` lines.

    Raises SidecarError, naming the key, where a value is neither.
    """
    path = folder / GLOSSARY_FILE
    if not path.is_file():
        return ()
    entries: list[GlossaryEntry] = []
    for term, value in _toml(path).items():
        expansions = [value] if isinstance(value, str) else value
        if not isinstance(expansions, list) or not all(isinstance(e, str) for e in expansions):
            raise SidecarError(
                path,
                f"{term!r} is neither a text nor a list of texts",
                hint='Write "term" = "text".',
            )
        if not all(squeeze(text) for text in (term, *expansions)):
            raise SidecarError(path, f"{term!r} has an empty side", hint="Write both or neither.")
        entries += [GlossaryEntry(term, expansion, 1.0, GLOSSARY_FILE) for expansion in expansions]
    return tuple(entries)


def _orphans(folder: Path) -> list[str]:
    """Return a warning for each TOML file that describes no briefing: its name is misspelt."""
    described = {path.with_suffix("") for path in _files(folder)}
    return [
        f"{path.relative_to(folder).as_posix()} describes no briefing: no other file has its name."
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() == ".toml"
        and path.name != GLOSSARY_FILE
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and (path.with_suffix("") not in described or path.suffix != ".toml")
    ]


def _files(folder: Path) -> list[Path]:
    """Return the files that are to be briefings; sidecars, glossary and hidden files are not."""
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and path.suffix.lower() != ".toml"
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    ]


def _sidecar_of(path: Path, warnings: list[str]) -> "_Sidecar":
    """Return a file's sidecar; one that is malformed is warned of, and the file read without it."""
    try:
        return _read_sidecar(path.with_suffix(".toml"))
    except SidecarError as error:
        warnings.append(strip_invisible(f"{error} The briefing is read without it."))
        return _Sidecar()


def _read(
    path: Path,
    source: str,
    briefing_id: str,
    sidecar: "_Sidecar",
    known: Mapping[str, Briefing],
) -> Briefing:
    data = _bytes(path)
    file_format = format_of(data, path=path)
    digest = _digest(source, data, sidecar.data)
    if digest in known and known[digest].id == briefing_id:
        return known[digest]
    document = read_document(data, path=path)
    slides = tuple(replace(slide, briefing_id=briefing_id) for slide in document.slides)
    values = sidecar.values
    return Briefing(
        id=briefing_id,
        title=values.get("title") or _title(slides, path),
        date=values.get("date", ""),
        publisher=values.get("publisher", ""),
        language=values.get("language") or _language(slides),
        source=source,
        digest=digest,
        slides=slides,
        format=file_format,
    )


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > SIZE_LIMIT:
            raise ReadError(
                path,
                f"{size / 1e6:.0f} MB, more than the {SIZE_LIMIT / 1e6:.0f} MB that are read",
                hint="Split the file.",
            )
        return path.read_bytes()
    except OSError as error:
        raise ReadError(path, error.strerror or "cannot be opened") from error


def _digest(source: str, data: bytes, sidecar: bytes) -> str:
    digest = hashlib.sha256(f"rules {RULES_VERSION}\n{source}\n{len(sidecar)}\n".encode())
    digest.update(sidecar)
    digest.update(data)
    return digest.hexdigest()


def _read_sidecar(path: Path) -> _Sidecar:
    if not path.is_file():
        return _Sidecar()
    values: dict[str, str] = {}
    for key, value in _toml(path).items():
        if key not in _SIDECAR_KEYS:
            known = ", ".join(_SIDECAR_KEYS)
            raise SidecarError(path, f"unknown key {key!r}", hint=f"Known keys: {known}.")
        if isinstance(value, list | dict):
            raise SidecarError(path, f"{key!r} is no text", hint=f'Write {key} = "text".')
        text = value.isoformat() if isinstance(value, calendar_date) else str(value)
        if key == "date" and not is_date(text):
            raise SidecarError(
                path,
                f"date {text!r} is no ISO date",
                hint='Write "2025", "2025-06" or "2025-06-11".',
            )
        values[key] = text
    return _Sidecar(values, path.read_bytes())


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SidecarError(path, error.strerror or "cannot be opened") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SidecarError(
            path, f"not valid TOML: {error}", hint="Mend it or remove it."
        ) from error


def _title(slides: tuple[Slide, ...], path: Path) -> str:
    return next((slide.title for slide in slides[:2] if slide.title), path.stem)


def _language(slides: tuple[Slide, ...]) -> str:
    return "ja" if any(_JAPANESE.search(slide.text) for slide in slides) else "en"


def _empty_slides(briefing: Briefing) -> list[Unreadable]:
    return [
        Unreadable(briefing.source, slide.number, "the slide has no text")
        for slide in briefing.slides
        if not slide.blocks
    ]


def _unused(wanted: str, taken: Mapping[str, Briefing]) -> str:
    number, candidate = 2, wanted
    while candidate in taken:
        candidate, number = f"{wanted}-{number}", number + 1
    return candidate
