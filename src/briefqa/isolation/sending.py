"""Write what a reading gave as JSON, in the process that read it; `receiving` is its other end."""

import json
from dataclasses import MISSING, fields, is_dataclass
from functools import lru_cache
from typing import Any, Literal

from briefqa.errors import ReadError
from briefqa.records import Box, Document
from briefqa.text.normalise import strip_invisible

LimitKind = Literal["memory", "depth", "output"]
_PLACES = 5  # decimals of a fraction of the page; a hundredth of a pixel of its picture


def encode(document: Document, *, is_drawn: bool = False) -> bytes:
    """Return the JSON of a document, without the fields that have their default value.

    `is_drawn`: its pages will be drawn after this.
    """
    return _json({"document": document, "is_drawn": is_drawn})


def encode_error(error: ReadError) -> bytes:
    """Return the JSON of why a file gives nothing."""
    remark = error.remark.visible(strip_invisible)
    words = {"sentences": remark.sentences, "values": dict(remark.values)}
    return _json({"failure": error.failure} | words)


def encode_limit(limit: LimitKind) -> bytes:
    """Return the JSON of a limit that the reading itself ran into."""
    return _json({"limit": limit})


def encode_bug(error: Exception) -> bytes:
    """Return the JSON of an exception that no reader should raise: its type alone."""
    return _json({"bug": type(error).__name__})


def _json(answer: dict[str, Any]) -> bytes:
    text = json.dumps(answer, default=_as_object, ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def _as_object(record: object) -> dict[str, Any]:
    if isinstance(record, Box):
        return _box(record)
    kind: type = type(record)
    if not is_dataclass(kind):
        raise TypeError(f"{kind.__name__} is no record")
    values = ((name, default, getattr(record, name)) for name, default in _fields(kind))
    return {name: value for name, default, value in values if value != default}


@lru_cache
def _fields(kind: type[Any]) -> tuple[tuple[str, Any], ...]:
    return tuple((field.name, _default(field.default)) for field in fields(kind))


def _default(default: object) -> object:
    return _NONE if default is MISSING else default


_NONE = object()  # equal to no value


def _box(box: Box) -> dict[str, Any]:
    sides = ((name, getattr(box, name)) for name in ("left", "top", "right", "bottom"))
    found: dict[str, Any] = {"start": box.start, "end": box.end}
    found |= {name: round(side, _PLACES) for name, side in sides}
    if box.stops:
        found["stops"] = [round(stop, _PLACES) for stop in box.stops]
    if box.is_vertical:
        found["is_vertical"] = True
    return found
