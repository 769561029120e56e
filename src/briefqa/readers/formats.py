"""Tell the format of a file by its content; its name is only checked against it."""

import re
from pathlib import Path

from briefqa.errors import (
    DamagedFileError,
    EmptyFileError,
    EncodingError,
    EncryptedFileError,
    MisnamedFileError,
    ReadError,
    UnsupportedFormatError,
)
from briefqa.readers.packages import entries_of, read_entry
from briefqa.readers.text import decode
from briefqa.records import FileFormat

# The first suffix is the one that a file is to be renamed to.
SUFFIXES: dict[FileFormat, tuple[str, ...]] = {
    "text": (".txt", ".text"),
    "markdown": (".md", ".markdown"),
    "html": (".html", ".htm", ".xhtml"),
    "pdf": (".pdf",),
    "pptx": (".pptx", ".pptm", ".ppsx", ".ppsm", ".potx", ".potm"),
    "docx": (".docx", ".docm", ".dotx", ".dotm"),
}
_NAMES: dict[FileFormat, str] = {
    "text": "text",
    "markdown": "Markdown",
    "html": "HTML",
    "pdf": "PDF",
    "pptx": "PowerPoint (PPTX)",
    "docx": "Word (DOCX)",
}
_TEXTS: tuple[FileFormat, ...] = ("text", "markdown", "html")
# Suffixes of formats that no reader reads: a file that is another than it says is misnamed too.
_OTHERS = re.compile(
    r"\.(?:ppt|pps|doc|xls[xm]?|csv|od[pts]|key|pages|rtf|png|jpe?g|gif|webp|bmp|tiff?|heic|svg"
    r"|mp[34]|mov|avi|mkv|wav|zip|gz|7z|rar|epub|xps|eml)"
)

_HEADER_REACH = 1_024  # bytes within which Adobe's readers look for a PDF's header
_PDF_OBJECT = re.compile(rb"(?:^|[\r\n])\d{1,9} \d{1,5} obj\b")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_CONTENT_TYPES = "[Content_Types].xml"
_CONTENT_TYPES_LIMIT = 4_000_000  # bytes; a package of 5,000 parts has some 600,000
_MAIN_PARTS: tuple[tuple[re.Pattern[bytes], FileFormat], ...] = (
    (
        re.compile(
            rb"presentationml\.(?:presentation|slideshow|template)\.main"
            rb"|ms-powerpoint\.(?:presentation|slideshow|template)\.macroEnabled\.main"
        ),
        "pptx",
    ),
    (
        re.compile(
            rb"wordprocessingml\.(?:document|template)\.main"
            rb"|ms-word\.(?:document|template)\.macroEnabled(?:Template)?\.main"
        ),
        "docx",
    ),
)
_MAIN_NAMES: tuple[tuple[str, FileFormat], ...] = (
    ("ppt/presentation.xml", "pptx"),
    ("word/document.xml", "docx"),
)
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_REACH = 4_096
_TEXT_REACH = 65_536
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")

# What a file is whose format no reader reads, and what to do with it.
_AS_SLIDES = "Save it as PPTX or PDF."
_AS_DOCUMENT = "Save it as DOCX or PDF."
_AS_TABLE = "Save it as PDF, or its tables as text."
_PICTURE = "a picture, whose words are not read"
_FILM = "a sound or film, whose words are not read"
_AS_TEXT = "Write what it shows as a text."
_UNPACK = "Unpack it and put its files into the corpus."
_OLE_STREAMS = (
    ("PowerPoint Document", "a PowerPoint file of before 2007 (PPT)", _AS_SLIDES),
    ("WordDocument", "a Word file of before 2007 (DOC)", _AS_DOCUMENT),
    ("Workbook", "an Excel file of before 2007 (XLS)", _AS_TABLE),
    ("Book", "an Excel file of before 1997 (XLS)", _AS_TABLE),
)
_ZIP_ENTRIES = (
    (b"spreadsheetml", "an Excel file", _AS_TABLE),
    (b"opendocument.presentation", "an OpenDocument presentation (ODP)", _AS_SLIDES),
    (b"opendocument.text", "an OpenDocument text (ODT)", _AS_DOCUMENT),
    (b"opendocument.spreadsheet", "an OpenDocument spreadsheet (ODS)", _AS_TABLE),
    (b"opendocument", "an OpenDocument file", "Save it as PDF."),
    (b"epub+zip", "an EPUB book", "Save it as PDF."),
)
_MAGIC: tuple[tuple[re.Pattern[bytes], str, str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), named, hint)
    for pattern, named, hint in (
        (rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|RIFF.{4}WEBP|II\*\x00|MM\x00\*", _PICTURE, _AS_TEXT),
        (rb"BM.{4}\x00{4}|\x00\x00\x00.ftyp(?:hei|mif|avi[fs])", _PICTURE, _AS_TEXT),
        (rb".{4}ftyp|\x1aE\xdf\xa3|ID3[\x02-\x04]|RIFF.{4}(?:WAVE|AVI )", _FILM, _AS_TEXT),
        (rb"OggS\x00|fLaC|FLV\x01|\xff[\xfb\xf3\xf2][\x10-\xef]", _FILM, _AS_TEXT),
        (rb"\x1f\x8b\x08|BZh[1-9]1AY|\xfd7zXZ\x00", "an archive", _UNPACK),
        (rb"7z\xbc\xaf\x27\x1c|Rar!\x1a\x07", "an archive", _UNPACK),
        (rb"\{\\rtf", "a Rich Text file (RTF)", _AS_DOCUMENT),
        (rb"%!PS", "a PostScript file", "Save it as PDF."),
        (rb"SQLite format 3\x00|MZ.\x00.\x00|\x7fELF", "a program or its data", "Remove it."),
    )
)


def format_of(data: bytes, *, path: Path) -> FileFormat:
    """Return the format of the content; of texts, which all look alike, what the name says.

    Raises EmptyFileError where there is nothing, UnsupportedFormatError where no reader reads the
    format, MisnamedFileError where the file's name says another format than its content is,
    EncryptedFileError, TruncatedFileError, TooLargeError or DamagedFileError where it shows from
    outside.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise EmptyFileError(path, "the file is empty", hint="Remove it or give it text.")
    found = _binary_format(data, path)
    if found is None and _is_page(data):
        found = "html"
    if found is not None:
        return _as_named(found, path)
    return _text_format(data, path)


def _named(path: Path) -> FileFormat | None:
    """Return the format that the file's name says, or None."""
    suffix = path.suffix.lower()
    return next((fmt for fmt, suffixes in SUFFIXES.items() if suffix in suffixes), None)


def _as_named(found: FileFormat, path: Path) -> FileFormat:
    """Return the format found, unless the name says another one; no suffix says nothing."""
    suffix = path.suffix.lower()
    if suffix and suffix not in SUFFIXES[found] and (_named(path) or _OTHERS.fullmatch(suffix)):
        raise MisnamedFileError(
            path,
            "its content is {kind}",
            hint="Rename it to {name}.",
            values={"kind": _NAMES[found], "name": f"{path.stem}{SUFFIXES[found][0]}"},
        )
    return found


def _text_format(data: bytes, path: Path) -> FileFormat:
    """Return what the name says of a text. Raises where it says that it is none, or nothing."""
    _refuse_magic(data, path)
    named = _named(path)
    if named in _TEXTS:
        return named
    if named is None:
        raise _unknown_type(path)
    if _is_text(data, path):
        return _as_named("text", path)
    raise DamagedFileError(
        path,
        "its content is no {kind}",
        hint="Save it again and build again.",
        values={"kind": _NAMES[named]},
    )


def _unknown_type(path: Path) -> UnsupportedFormatError:
    return UnsupportedFormatError(
        path,
        "no reader for files of type {kind}",
        hint="Convert it to one of: {known}.",
        values={
            "kind": repr(path.suffix) if path.suffix else "(no suffix)",
            "known": ", ".join(suffixes[0] for suffixes in SUFFIXES.values()),
        },
    )


def _unsupported(path: Path, kind: str, hint: str) -> UnsupportedFormatError:
    return UnsupportedFormatError(path, "its content is {kind}", hint=hint, values={"kind": kind})


def _binary_format(data: bytes, path: Path) -> FileFormat | None:
    if _is_pdf(data):
        return "pdf"
    if data.startswith(_OLE):
        raise _inside_ole(data, path)
    if data.startswith(_ZIP):
        return _zip_format(data, path)
    return None


def _is_pdf(data: bytes) -> bool:
    """Say whether there is a PDF's header, or, where it was lost, its objects."""
    start = data[:_HEADER_REACH]
    return b"%PDF-" in start or (_PDF_OBJECT.search(start) is not None and b"endobj" in data)


def _inside_ole(data: bytes, path: Path) -> ReadError:
    """Return why a compound file is not read: old Office files, and new ones with a password."""
    for stream, named, hint in _OLE_STREAMS:
        if stream.encode("utf-16-le") in data:
            return _unsupported(path, named, hint)
    if "EncryptedPackage".encode("utf-16-le") in data:
        return EncryptedFileError(
            path, "the file asks for a password", hint="Save it without one and build again."
        )
    return _unsupported(path, "a file of an old program", "Save it as PDF.")


def _zip_format(data: bytes, path: Path) -> FileFormat:
    entries = {entry.filename: entry for entry in entries_of(data, path=path)}
    told = b""
    for name in (_CONTENT_TYPES, "mimetype"):
        if name in entries:
            told += read_entry(data, entries[name], path=path, limit=_CONTENT_TYPES_LIMIT)
    told = told.replace(b"\0", b"")  # UTF-16 may be read as Latin letters
    for pattern, found in _MAIN_PARTS:
        if pattern.search(told):
            return found
    for mark, named, hint in _ZIP_ENTRIES:
        if mark in told:
            raise _unsupported(path, named, hint)
    for part, found in _MAIN_NAMES:
        if part in entries:
            return found
    if any(name.endswith(".iwa") for name in entries):
        raise _unsupported(path, "an Apple iWork file", _AS_SLIDES)
    raise _unsupported(path, "an archive (ZIP)", _UNPACK)


def _is_page(data: bytes) -> bool:
    """Say whether the content begins as a whole page of HTML does."""
    start = data[:_HTML_REACH]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _HTML.match(start.decode("utf-16", "ignore")) is not None
    return _HTML.match(start.removeprefix(b"\xef\xbb\xbf").decode("latin-1")) is not None


def _is_text(data: bytes, path: Path) -> bool:
    start = data[:_TEXT_REACH]
    if len(start) < len(data):
        start = start[: start.rfind(b"\n") + 1] or start
    try:
        text = decode(start, path=path)
    except EncodingError:
        return False
    return len(_CONTROL.findall(text)) <= 0.01 * len(text)


def _refuse_magic(data: bytes, path: Path) -> None:
    for pattern, named, hint in _MAGIC:
        if pattern.match(data):
            raise _unsupported(path, named, hint)
