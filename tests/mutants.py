"""Spoil files in the ways that find bugs in parsers, the same way for each seed.

Some ways know nothing of the file; others look inside: they spoil an entry of a package, packed
anew with a right checksum, or an object of a PDF, unpacked where it was deflated.
"""

import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable

from tests.hostile import HONEST

_OBJECT = re.compile(rb"\d+ 0 obj\n.*?\nendobj\n", re.DOTALL)
_STREAM = re.compile(rb"(?<=\nstream\n).*?(?=\nendstream)", re.DOTALL)
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
_NAME = re.compile(rb"/[A-Za-z0-9]+")
_TAG = re.compile(rb"</?[\w:]+[^>]*>")
_NUMBERS = (
    b"0",
    b"-1",
    b"1",
    b"65536",
    b"2147483647",
    b"-2147483648",
    b"4294967296",
    b"1e308",
    b"99999999999999999999",
    b"0.0000001",
    b"NaN",
)
_BYTES = (
    b"",
    b"\0",
    b"\xff\xff\xff\xff",
    b"<",
    b">",
    b"(",
    b"[" * 300,
    b"<<" * 300,
    b"\xe3\x81",
    b"\xed\xa0\x80",
    "\u202e\u200b\U000e0041".encode(),
    b"%" * 2_000,
    b"&#0;&#xD800;&lt;",
    b"<a:p>" * 400,
    b"<w:tbl><w:tr><w:tc>" * 200,
    b"<div><table><td>" * 200,
)

Spoil = Callable[[bytes, random.Random], bytes]


def flip_bits(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
    return bytes(out)


def cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def cut_out(data: bytes, chance: random.Random) -> bytes:
    start, end = _range(data, chance)
    return data[:start] + data[end:]


def zero(data: bytes, chance: random.Random) -> bytes:
    start, end = _range(data, chance)
    return data[:start] + bytes(end - start) + data[end:]


def repeat(data: bytes, chance: random.Random) -> bytes:
    start, end = _range(data, chance)
    times = chance.choice((2, 2, 3, 50))
    return data[:end] + data[start:end] * times + data[end:]


def splice(data: bytes, chance: random.Random) -> bytes:
    other = HONEST[chance.choice(sorted(HONEST))]
    start, end = _range(data, chance)
    first, last = _range(other, chance)
    return data[:start] + other[first:last] + data[end:]


def insert(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data))
    return data[:place] + chance.choice(_BYTES) + data[place:]


def change_number(data: bytes, chance: random.Random) -> bytes:
    return _replace_one(data, _NUMBER, chance.choice(_NUMBERS), chance)


def change_name(data: bytes, chance: random.Random) -> bytes:
    names = _NAME.findall(data)
    return _replace_one(data, _NAME, chance.choice(names), chance) if names else data


def move_tag(data: bytes, chance: random.Random) -> bytes:
    tags = _TAG.findall(data)
    return (
        _replace_one(data, _TAG, chance.choice(tags) * chance.choice((0, 1, 2)), chance)
        if tags
        else data
    )


def _range(data: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(data))
    return start, min(len(data), start + chance.choice((1, 4, 16, 64, 256, 1024)))


def _replace_one(
    data: bytes, pattern: re.Pattern[bytes], new: bytes, chance: random.Random
) -> bytes:
    found = list(pattern.finditer(data))
    if not found:
        return data
    match = chance.choice(found)
    return data[: match.start()] + new + data[match.end() :]


def spoil_entry(data: bytes, chance: random.Random) -> bytes:
    """Spoil one entry of a package and pack all again; sometimes leave it out, or list it twice."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [(each, archive.read(each)) for each in archive.namelist()]
    place = chance.randrange(len(parts))
    name, content = parts[place]
    match chance.randrange(8):
        case 0:
            del parts[place]
        case 1:
            parts[place] = (chance.choice(parts)[0] + chance.choice(("", "x", "/../y")), content)
        case 2:
            parts[place] = (name, chance.choice(parts)[1])
        case _:
            parts[place] = (
                name,
                chance.choice((*PLAIN, change_number, move_tag, move_tag))(content, chance),
            )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def spoil_object(data: bytes, chance: random.Random) -> bytes:
    """Spoil one object of a PDF; where it grows, the others stand at wrong places."""
    found = list(_OBJECT.finditer(data))
    match = chance.choice(found)
    new = chance.choice((*PLAIN, change_number, change_number, change_name, change_name))(
        match.group(), chance
    )
    if chance.randrange(3) == 0:
        new = chance.choice(found).group()
    return data[: match.start()] + _fitted(new, len(match.group())) + data[match.end() :]


def spoil_stream(data: bytes, chance: random.Random) -> bytes:
    """Spoil what a stream of a PDF unpacks to, and pack it again."""
    found = list(_STREAM.finditer(data))
    match = chance.choice(found)
    try:
        content = zlib.decompress(match.group())
    except zlib.error:
        content = match.group()
    new = chance.choice((*PLAIN, change_number, change_number, change_name))(content, chance)
    packed = zlib.compress(new)
    length = b"/Length %d>>" % len(match.group())
    return (data[: match.start()] + packed + data[match.end() :]).replace(
        length, b"/Length %d>>" % len(packed), 1
    )


def _fitted(new: bytes, size: int) -> bytes:
    """Return an object of the same size where it can be, so that the others keep their places."""
    return new.ljust(size) if len(new) <= size else new


PLAIN: tuple[Spoil, ...] = (flip_bits, cut, cut_out, zero, repeat, splice, insert)
WAYS: dict[str, tuple[Spoil, ...]] = {
    "pptx": (*PLAIN, *(spoil_entry,) * 14),
    "docx": (*PLAIN, *(spoil_entry,) * 14),
    "pdf": (*PLAIN, change_number, change_name, *(spoil_object,) * 6, *(spoil_stream,) * 6),
    "html": (*PLAIN, move_tag, move_tag, change_number),
    "md": (*PLAIN, move_tag, change_number),
    "txt": PLAIN,
}
# Of a hundred mutants: more of the formats with more to break.
_SHARES = {
    "deck.pdf": 16,
    "rich.pdf": 16,
    "packed.pdf": 8,
    "deck.pptx": 24,
    "deck.docx": 12,
    "deck.html": 9,
    "deck.md": 8,
    "deck.txt": 3,
    "cp932.txt": 2,
    "utf16.txt": 2,
}


_NAMES = [name for name, share in _SHARES.items() for _ in range(share)]
# What zipfile and zlib raise on a file that is spoilt too much to look inside.
TOO_MUCH = (
    EOFError,
    IndexError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)


def mutant(seed: int, number: int) -> tuple[str, bytes]:
    """Return a spoilt file as (name, content); the same for the same seed and number."""
    chance = random.Random(seed * 1_000_003 + number)
    source = chance.choice(_NAMES)
    suffix = source.rpartition(".")[2]
    data = HONEST[source]
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        try:
            data = chance.choice(WAYS[suffix])(data, chance) or data
        except TOO_MUCH:
            data = flip_bits(data, chance)
    return f"{seed}-{number}.{suffix}", data
