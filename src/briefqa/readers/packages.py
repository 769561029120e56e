"""Check an OOXML package before any parser sees it: its size unpacked, its entries, its XML.

A package of 1.2 MB can unpack to 1.2 GB, list one entry twice, or nest elements until a parser
overflows. Sizes are counted while inflating, a piece at a time, and nothing is kept.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from briefqa.errors import (
    DamagedFileError,
    EncryptedFileError,
    ReadError,
    TooLargeError,
    TruncatedFileError,
)

# RELIABILITY.md, "Starting limits".
ENTRY_LIMIT = 5_000
UNPACKED_LIMIT = 300_000_000  # bytes, all entries together
XML_LIMIT = 100_000_000  # bytes of XML; its tree in memory is several times that
DEPTH_LIMIT = 256  # elements inside each other; libxml2's own limit for documents not called huge
# lxml takes some 300 bytes an element, so that this many fill the memory that one file may have.
TAG_LIMIT = 2_000_000  # tags, opening and closing ones, of all parts together
TOKEN_LIMIT = 8_000_000  # bytes of one tag or comment, which expat keeps whole

_PIECE_IN = 16_384  # bytes given to zlib at once: what it leaves over is copied each time
_PIECE_OUT = 262_144
_ENTRY_MARK = b"PK\x01\x02"
_LOCAL_MARK = b"PK\x03\x04"
_END_MARK = b"PK\x05\x06"
_END_LENGTH = 22  # bytes of the end record, .ZIP File Format Specification 4.3.16
_LOCAL_HEADER = 30  # bytes before an entry's name, .ZIP File Format Specification 4.3.7
_IS_ENCRYPTED = 0x1
_UNPARSED = re.compile(r"(?:^|/)(?:media|embeddings)/(?!.*\.(?:xml|rels)$)", re.IGNORECASE)
_DOCUMENT_TYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_AGAIN = "Save it again as a new file and build again."
# What zipfile raises on a broken directory, beside its own error.
_BROKEN = (BadZipFile, EOFError, LookupError, OSError, RuntimeError, struct.error, ValueError)


def check_package(data: bytes, *, path: Path) -> None:
    """Raise the ReadError that fits where the package is broken, locked or a trap.

    TruncatedFileError: it ends early. EncryptedFileError: its entries are locked. TooLargeError:
    over ENTRY_LIMIT, UNPACKED_LIMIT, XML_LIMIT or TAG_LIMIT. DamagedFileError: an entry listed
    twice, with a path outside the package or a wrong checksum; an XML part that declares a document
    type or nests deeper than DEPTH_LIMIT. XML that is malformed otherwise is left to its reader.
    """
    counts = _Counts(path)
    for entry in entries_of(data, path=path):
        part = None if _UNPARSED.search(entry.filename) else _Part(entry.filename, path)
        for piece in _inflate(data, entry, path):
            counts.add(piece, is_xml=part is not None and part.is_xml)
            if part is not None:
                part.feed(piece)


def entries_of(data: bytes, *, path: Path) -> list[ZipInfo]:
    """Return the package's entries, in the directory's order, names and flags checked.

    Raises TruncatedFileError, TooLargeError, EncryptedFileError or DamagedFileError.
    """
    if data.count(_ENTRY_MARK) > ENTRY_LIMIT:  # at least as many as zipfile would list
        raise TooLargeError(
            path,
            "more than the {most} entries that a package may have",
            hint="Split the file.",
            values={"most": ENTRY_LIMIT},
        )
    try:
        with ZipFile(BytesIO(data)) as package:
            entries = package.infolist()
    except _BROKEN as error:
        raise _unopened(data, path) from error
    if min((entry.header_offset for entry in entries), default=0) > 0 and data[:4] == _LOCAL_MARK:
        raise _cut_short(path)  # the list is of a package inside this one, whose own is gone
    names = [entry.filename for entry in entries]
    twice = next((name for name in names if names.count(name) > 1), "") if _repeats(names) else ""
    if twice:
        raise _damaged(path, "the entry {entry} is listed twice", entry=twice)
    for entry in entries:
        _check_entry(entry, path)
    return entries


def read_entry(data: bytes, entry: ZipInfo, *, path: Path, limit: int) -> bytes:
    """Return the first `limit` bytes, or a few more, of an entry."""
    found = bytearray()
    for piece in _inflate(data, entry, path):
        found += piece
        if len(found) >= limit:
            break
    return bytes(found)


def _repeats(names: list[str]) -> bool:
    return len(set(names)) < len(names)


def _unopened(data: bytes, path: Path) -> ReadError:
    end = data.rfind(_END_MARK)
    if end < 0 or end + _END_LENGTH > len(data):
        return _cut_short(path)
    return _damaged(path, "its list of contents is broken")


def _cut_short(path: Path) -> TruncatedFileError:
    return TruncatedFileError(
        path, "the file ends before its list of contents", hint="Copy or download it again."
    )


def _damaged(path: Path, reason: str, *, entry: str = "") -> DamagedFileError:
    values = {"entry": repr(entry)} if entry else {}
    return DamagedFileError(path, reason, hint=_AGAIN, values=values)


def _check_entry(entry: ZipInfo, path: Path) -> None:
    name = entry.filename
    if entry.flag_bits & _IS_ENCRYPTED:
        raise EncryptedFileError(
            path, "the file asks for a password", hint="Save it without one and build again."
        )
    if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
        raise _damaged(path, "the entry {entry} points outside the file", entry=name)
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise _damaged(path, "the entry {entry} is packed in an unknown way", entry=name)


def _inflate(data: bytes, entry: ZipInfo, path: Path) -> Iterator[memoryview]:
    """Yield an entry's bytes in pieces. Raises where they end early or differ from its checksum."""
    name, checksum, size = entry.filename, 0, 0
    try:
        for piece in _pieces(data, entry):
            checksum, size = zlib.crc32(piece, checksum), size + len(piece)
            yield memoryview(piece)
    except EOFError as error:
        raise TruncatedFileError(
            path,
            "the entry {entry} ends early",
            hint="Copy or download it again.",
            values={"entry": repr(name)},
        ) from error
    except (zlib.error, struct.error) as error:
        raise _damaged(path, "the entry {entry} cannot be unpacked", entry=name) from error
    if checksum != entry.CRC or size != entry.file_size:
        raise _damaged(path, "the entry {entry} differs from its checksum", entry=name)


def _pieces(data: bytes, entry: ZipInfo) -> Iterator[bytes]:
    name_length, extra_length = struct.unpack_from("<HH", data, entry.header_offset + 26)
    start = entry.header_offset + _LOCAL_HEADER + name_length + extra_length
    packed = memoryview(data)[start : start + entry.compress_size]
    if len(packed) < entry.compress_size:
        raise EOFError
    if entry.compress_type == ZIP_STORED:
        for i in range(0, len(packed), _PIECE_OUT):
            yield bytes(packed[i : i + _PIECE_OUT])
        return
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    for i in range(0, len(packed), _PIECE_IN):
        rest = bytes(packed[i : i + _PIECE_IN])
        while rest and not stream.eof:
            yield stream.decompress(rest, _PIECE_OUT)
            rest = stream.unconsumed_tail
    yield stream.flush()
    if not stream.eof:
        raise EOFError


class _Counts:
    """How much was unpacked so far."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._size = 0
        self._xml = 0
        self._tags = 0

    def add(self, piece: memoryview, *, is_xml: bool) -> None:
        self._size += len(piece)
        if is_xml:
            self._xml += len(piece)
            self._tags += bytes(piece).count(b"<")
        if self._size > UNPACKED_LIMIT:
            raise TooLargeError(
                self._path,
                "it unpacks to more than the {most} MB that are read",
                hint="Split the file, or save it with smaller pictures.",
                values={"most": UNPACKED_LIMIT // 1_000_000},
            )
        if self._xml > XML_LIMIT or self._tags > TAG_LIMIT:
            raise TooLargeError(
                self._path, "it holds more XML than is read", hint="Split the file."
            )


class _Part:
    """The XML of one entry, as far as it is well-formed: no document type, no deep nesting."""

    def __init__(self, name: str, path: Path) -> None:
        self._name = name
        self._path = path
        self._depth = 0
        self._fed = 0
        self._tail = b""
        self._parser: expat.XMLParserType | None = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._refuse_document_type
        self._parser.StartElementHandler = self._enter
        self._parser.EndElementHandler = self._leave
        self._kind: bool | None = None

    @property
    def is_xml(self) -> bool:
        """Whether the bytes so far begin as XML does; nothing at all does."""
        return self._kind is not False

    def feed(self, piece: memoryview) -> None:
        if self._kind is None and len(piece):
            start = bytes(piece[:64]).replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xfe\xff \t\r\n")
            self._kind = start.startswith(b"<") or self._name.endswith((".xml", ".rels"))
        if not self._kind:
            return
        if self._parser is None:
            self._search(piece)
            return
        try:
            self._parser.Parse(piece, False)
        except (expat.ExpatError, LookupError, ValueError) as error:
            self._give_up(error)
            self._search(piece)
            return
        self._fed += len(piece)
        if self._fed - self._parser.CurrentByteIndex > TOKEN_LIMIT:
            raise TooLargeError(
                self._path,
                "{entry} holds a longer tag or comment than is read",
                hint=_AGAIN,
                values={"entry": repr(self._name)},
            )

    def _give_up(self, error: Exception) -> None:
        """Leave a malformed part to its reader, save one of an encoding that hides its tags."""
        code = getattr(error, "code", None)
        if code is None or code == expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING]:
            raise _damaged(
                self._path, "{entry} is of an unknown encoding", entry=self._name
            ) from error
        self._parser = None

    def _search(self, piece: memoryview) -> None:
        """Look for a document type in XML that expat does not read, in UTF-8 or UTF-16."""
        text = self._tail + bytes(piece).replace(b"\0", b"")
        if _DOCUMENT_TYPE.search(text):
            self._refuse_document_type()
        self._tail = text[-16:]

    def _refuse_document_type(self, *_: object) -> None:
        raise _damaged(
            self._path, "{entry} declares a document type, which may be a trap", entry=self._name
        )

    def _enter(self, *_: object) -> None:
        self._depth += 1
        if self._depth > DEPTH_LIMIT:
            raise DamagedFileError(
                self._path,
                "{entry} nests more than {most} elements",
                hint=_AGAIN,
                values={"entry": repr(self._name), "most": DEPTH_LIMIT},
            )

    def _leave(self, _: object) -> None:
        self._depth -= 1
