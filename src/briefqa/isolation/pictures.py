"""Keep of the pictures that a reader's process wrote those that are whole, and say which are not.

A process may be killed while it draws. Its pictures so far are good, and the text is read anew.
"""

import os
import stat
import struct
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from briefqa.isolation.limits import Limits
from briefqa.records import Document, Loss, Page, Slide

_HEAD = struct.Struct("<4sI4s")  # Google's "WebP Container Specification", file header


def picture_name(number: int) -> str:
    """Return the file name of a slide's picture."""
    return f"{number:04d}.webp"


def with_pictures(
    document: Document, folder: Path, limits: Limits, *, was_killed: bool
) -> Document:
    """Return the document with the pictures that `folder` holds, and remove all else from it.

    `was_killed`: the document was read without pictures, after a process that made some was
    killed; without it, the pictures are those that the document names. A page whose picture is
    missing or broken then has none, and its slide the loss `picture`.
    """
    wanted = {
        page.number: picture_name(page.number)
        for page in document.pages
        if was_killed or page.picture
    }
    found = {number for number, name in wanted.items() if _is_whole(folder / name, limits)}
    _remove_others(folder, {wanted[number] for number in found})
    pages = tuple(
        replace(page, picture=wanted[page.number] if page.number in found else "")
        for page in document.pages
    )
    slides = tuple(
        _slide(slide, has_picture=slide.number in found, is_lost=slide.number in wanted)
        for slide in document.slides
    )
    return replace(document, slides=slides, pages=pages)


def without_pictures(document: Document) -> Document:
    """Return the document with no word of pictures: there is no folder for them."""
    pages: Iterable[Page] = (replace(page, picture="") for page in document.pages)
    slides = (replace(slide, has_picture=False) for slide in document.slides)
    return replace(document, slides=tuple(slides), pages=tuple(pages))


def _slide(slide: Slide, *, has_picture: bool, is_lost: bool) -> Slide:
    told = any(loss.kind == "picture" for loss in slide.losses)
    lost = (Loss("picture"),) if is_lost and not has_picture and not told else ()
    return replace(slide, has_picture=has_picture, losses=(*slide.losses, *lost))


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
