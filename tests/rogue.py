"""A reader that does what a hostile file would make a parser do: its file says what.

`python -m tests.rogue` forks readers as `briefqa.isolation.zygote` does, but texts are read by this
one. The first word of the file is the deed, the second its argument.
"""

import ctypes
import json
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from briefqa.errors import ReadError, SidecarError
from briefqa.isolation import zygote
from briefqa.readers import READERS
from briefqa.records import Block, Box, Document, Page, Slide

PROGRAM = "tests.rogue"
ANSWER = 4  # where a reader's process writes its answer
# One pixel, lossless.
WEBP = b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\0\0\0\x10\x07\x10\x11\x11\x88\x88\xfe\x07\0"


def said(text: str) -> Document:
    """Return a document of one slide of one block."""
    return Document((Slide("", 1, text, "", "", (Block("body", 0, len(text), text),)),))


def drawn(pages: int) -> Document:
    """Return a document whose slides have pages."""
    block = Block("body", 0, 1, "頁")
    slides = tuple(Slide("", n, "頁", "", "", (block,)) for n in range(1, pages + 1))
    looks = tuple(
        Page(n, 720.0, 540.0, (Box(0, 1, 0.1, 0.1, 0.2, 0.2),)) for n in range(1, pages + 1)
    )
    return Document(slides, looks)


class RogueReader:
    """Does the deed that the file names."""

    def read(self, data: bytes, *, path: Path, pictures: Path | None) -> Document:
        deed, _, argument = data.decode().partition(" ")
        return drawn(5) if deed == "%PDF-draw" else DEEDS[deed](argument)

    def draw(self, data: bytes, *, path: Path, pictures: Path) -> None:
        draw(pictures, data.decode().partition(" ")[2])


def crash(_: str) -> Document:
    ctypes.string_at(0)
    return said("unreached")


def die(argument: str) -> Document:
    os.kill(os.getpid(), int(argument))
    return said("unreached")


def leave(argument: str) -> Document:
    os._exit(int(argument))


def sleep(argument: str) -> Document:
    time.sleep(float(argument))
    return said("awake")


def spin(_: str) -> Document:
    while True:
        pass


def hoard(_: str) -> Document:
    kept = []
    while True:
        kept.append(bytearray(10_000_000))


def touch_then_crash(argument: str) -> Document:
    kept = bytearray(os.urandom(1)) * int(argument)
    os.kill(os.getpid(), signal.SIGSEGV)
    return said(str(len(kept)))


def recurse(_: str) -> Document:
    return recurse(_)


def fail(_: str) -> Document:
    raise KeyError("secret of the file")


def refuse(_: str) -> Document:
    raise SidecarError(Path("deck.txt"), "no\u202e such\udc80 key", hint="Look.")


def refuse_at_large(_: str) -> Document:
    raise ReadError(Path("deck.txt"), "x" * 20_000)


def swell(argument: str) -> Document:
    return said("あ" * int(argument))


def flood(_: str) -> Document:
    while True:
        os.write(ANSWER, b" " * 1_000_000)


def write(argument: str) -> Document:
    os.write(ANSWER, argument.encode())
    os._exit(0)


def hide(_: str) -> Document:
    return said("防\u200b災\x00計\u202e画\udc80")


def breed(_: str) -> Document:
    """Leave a process behind, which keeps all that this one has open."""
    child = os.fork()
    if child == 0:
        time.sleep(60)
        os._exit(0)
    return said(str(child))


def confess(_: str) -> Document:
    """Tell what this process has and may."""
    limits = {
        name: resource.getrlimit(getattr(resource, f"RLIMIT_{name}"))
        for name in ("AS", "CPU", "FSIZE", "NOFILE", "CORE")
    }
    facts = {
        "modules": sorted(sys.modules),
        "environment": dict(os.environ),
        "descriptors": sorted(int(each.name) for each in Path("/proc/self/fd").iterdir()),
        "limits": limits,
        "group": os.getpgrp() == os.getpid(),
        "session": os.getsid(0) == os.getpid(),
        "status": Path("/proc/self/status").read_text(),
        "folder": str(Path.cwd()),
        "pid": os.getpid(),
        "threads": len(list(Path("/proc/self/task").iterdir())),
    }
    return said(json.dumps(facts))


def draw(pictures: Path, argument: str) -> None:
    """Draw of five pages the first two, and then do as told."""
    for number in range(1, 6 if argument == "well" else 3):
        (pictures / f"{number:04d}.webp").write_bytes(WEBP)
    if argument == "well":
        return
    (pictures / "0003.webp").write_bytes(WEBP[:-1])
    (pictures / "0004.webp").symlink_to("/etc/passwd")
    (pictures / "scratch.tmp").write_bytes(b"")
    if argument == "large":
        (pictures / "0005.webp").write_bytes(bytes(20_000_000))
    if argument not in ("badly", "large"):
        DEEDS[argument]("60")


DEEDS: dict[str, Callable[[str], Document]] = {
    "say": said,
    "crash": crash,
    "die": die,
    "leave": leave,
    "sleep": sleep,
    "spin": spin,
    "hoard": hoard,
    "touch": touch_then_crash,
    "recurse": recurse,
    "fail": fail,
    "refuse": refuse,
    "refuse-at-large": refuse_at_large,
    "swell": swell,
    "flood": flood,
    "write": write,
    "hide": hide,
    "breed": breed,
    "confess": confess,
}

if __name__ == "__main__":
    READERS["text"] = "tests.rogue:RogueReader"
    READERS["pdf"] = "tests.rogue:RogueReader"
    zygote.main()
