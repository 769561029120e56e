"""What a user writes beside the briefings: sidecars that describe them, and a glossary."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date as calendar_date
from pathlib import Path
from typing import Any

from briefqa.corpus.files import Walked
from briefqa.errors import SidecarError
from briefqa.glossary import GlossaryEntry
from briefqa.remarks import Remark
from briefqa.text.dates import is_date
from briefqa.text.normalise import squeeze, strip_invisible

GLOSSARY_FILE = "glossary.toml"
_KEYS = ("title", "date", "publisher", "language")


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What the TOML file beside a briefing says of it; `data` is the file's bytes."""

    values: Mapping[str, str] = field(default_factory=dict)
    data: bytes = b""


NO_SIDECAR = Sidecar()


def sidecar_of(path: Path, warnings: list[Remark]) -> Sidecar:
    """Return a file's sidecar; one that is malformed is warned of, and the file read without it."""
    try:
        return read_sidecar(path.with_suffix(".toml"))
    except SidecarError as error:
        sentences = (*error.remark.sentences, "The briefing is read without it.")
        warnings.append(replace(error.remark, sentences=sentences).visible(strip_invisible))
        return NO_SIDECAR


def read_sidecar(path: Path) -> Sidecar:
    """Read a sidecar, empty where there is none. Raises SidecarError."""
    return check_sidecar(path) if path.is_file() else NO_SIDECAR


def check_sidecar(path: Path) -> Sidecar:
    """Read a sidecar that must be there. Raises SidecarError, naming what is wrong with it."""
    values: dict[str, str] = {}
    for key, value in _toml(path).items():
        if key not in _KEYS:
            known = ", ".join(_KEYS)
            raise SidecarError(
                path,
                "unknown key {key}",
                hint="Known keys: {known}.",
                values={"key": repr(key), "known": known},
            )
        if isinstance(value, list | dict):
            raise SidecarError(
                path, "'{key}' is no text", hint='Write {key} = "text".', values={"key": key}
            )
        text = value.isoformat() if isinstance(value, calendar_date) else str(value)
        if key == "date" and not is_date(text):
            raise SidecarError(
                path,
                "date {date} is no ISO date",
                hint='Write "2025", "2025-06" or "2025-06-11".',
                values={"date": repr(text)},
            )
        values[key] = text
    return Sidecar(values, path.read_bytes())


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
                "{term} is neither a text nor a list of texts",
                hint='Write "term" = "text".',
                values={"term": repr(term)},
            )
        if not all(squeeze(text) for text in (term, *expansions)):
            raise SidecarError(
                path,
                "{term} has an empty side",
                hint="Write both or neither.",
                values={"term": repr(term)},
            )
        entries += [GlossaryEntry(term, expansion, 1.0, GLOSSARY_FILE) for expansion in expansions]
    return tuple(entries)


def orphans(folder: Path, walked: Walked) -> Iterable[Remark]:
    """Return a warning for each TOML file that describes no briefing: its name is misspelt."""
    described = {file.path.with_suffix("") for file in walked.files}
    for path in walked.descriptions:
        is_read = path.with_suffix("") in described and path.suffix == ".toml"
        if path.name != GLOSSARY_FILE and not is_read:
            name = strip_invisible(path.relative_to(folder).as_posix())
            yield Remark(
                ("{name} describes no briefing: no other file has its name.",), (("name", name),)
            )


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        reason = {"reason": error.strerror or type(error).__name__}
        raise SidecarError(path, "the file cannot be opened ({reason})", values=reason) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SidecarError(
            path,
            "not valid TOML: {error}",
            hint="Mend it or remove it.",
            values={"error": str(error)},
        ) from error
