"""The looks of a briefing's slides as files: a picture each, and one file of sizes and boxes."""

import json
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

from briefqa.records import Box, Briefing, Page

PAGES_FILE: Final = "pages.jsonl"


def write_pages(folder: Path, pages: Iterable[Page]) -> None:
    """Write one page a line into `PAGES_FILE` of `folder`."""
    with (folder / PAGES_FILE).open("w", encoding="utf-8", newline="\n") as file:
        for page in pages:
            file.write(json.dumps(page, ensure_ascii=False, default=_values) + "\n")


def parse_page(line: bytes) -> Page:
    """Return the page that a line of `PAGES_FILE` holds. Raises ValueError, KeyError, TypeError."""
    values = json.loads(line)
    boxes = tuple(Box(**box | {"stops": tuple(box["stops"])}) for box in values["boxes"])
    return Page(**values | {"boxes": boxes, "furniture": tuple(values["furniture"])})


def picture_count(briefing: Briefing) -> int:
    """Return how many slides of the briefing have a picture."""
    return sum(slide.has_picture for slide in briefing.slides)


def _values(record: Any) -> dict[str, Any]:
    return {field.name: getattr(record, field.name) for field in fields(record)}
