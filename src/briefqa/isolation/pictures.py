"""Keep of the pictures that a reader's process drew those that are whole; say which are not.

The process may have been killed while it drew: its pictures so far are good.
"""

import os
import stat
import struct
from dataclasses import replace
from pathlib import Path

from briefqa.isolation.limits import Limits
from briefqa.records import Document, Loss, Slide

_HEAD = struct.Struct("<4sI4s")  # Google's "WebP Container Specification", file header


def with_pictures(document: Document, folder: Path, limits: Limits) -> Document:
    """Return the document with the pictures of its pages, `0001.webp` and so on in `folder`.

    A page whose picture is missing or broken has none, and its slide the loss `picture`. All else
    is removed from the folder.
    """
    names = {page.number: f"{page.number:04d}.webp" for page in document.pages}
    whole = {number: name for number, name in names.items() if _is_whole(folder / name, limits)}
    _remove_others(folder, set(whole.values()))
    pages = (replace(page, picture=whole.get(page.number, "")) for page in document.pages)
    slides = (_slide(slide, has_picture=slide.number in whole) for slide in document.slides)
    return replace(document, slides=tuple(slides), pages=tuple(pages))


def _slide(slide: Slide, *, has_picture: bool) -> Slide:
    losses = slide.losses if has_picture else (*slide.losses, Loss("picture"))
    return replace(slide, has_picture=has_picture, losses=losses)


def _is_whole(path: Path, limits: Limits) -> bool:
    """Say whether the file is a regular one that begins and ends as its WebP header says."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        status = os.fstat(fd)
        if not stat.S_ISREG(status.st_mode) or not _HEAD.size < status.st_size <= limits.picture:
            return False
        riff, size, webp = _HEAD.unpack(os.read(fd, _HEAD.size))
        return bool(riff == b"RIFF" and webp == b"WEBP" and size + 8 == status.st_size)
    finally:
        os.close(fd)


def _remove_others(folder: Path, kept: set[str]) -> None:
    for path in folder.iterdir():
        if path.name not in kept and not path.is_dir():
            path.unlink()
