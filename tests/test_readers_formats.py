import struct
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from briefqa.errors import (
    DamagedFileError,
    EmptyFileError,
    EncryptedFileError,
    MisnamedFileError,
    ReadError,
    TruncatedFileError,
    UnsupportedFormatError,
)
from briefqa.readers import READERS, format_of, read_document, reader_of

PPTX_MAIN = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
DOCX_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
XLSX_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def package(content_type: str = "", **parts: str) -> bytes:
    """Return a zip of a list of content types, or of the given parts alone, the same each time."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        if content_type:
            types = f'<Types><Override PartName="/a" ContentType="{content_type}"/></Types>'
            written.writestr(zipfile.ZipInfo("[Content_Types].xml"), types)
        for name, text in parts.items():
            written.writestr(zipfile.ZipInfo(name.replace("_", "/")), text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "found"),
    [
        (PDF, "a.pdf", "pdf"),
        (b"HTTP/1.1 200 OK\r\n\r\n" + PDF, "a.PDF", "pdf"),
        (PDF.removeprefix(b"%PDF-1.7"), "a.pdf", "pdf"),
        (PDF, "a.unknown", "pdf"),
        (PDF, "a", "pdf"),
        (package(PPTX_MAIN), "a.pptx", "pptx"),
        (package(PPTX_MAIN), "a.ppsx", "pptx"),
        (package(PPTX_MAIN.replace("presentation.main", "slideshow.main")), "a.ppsx", "pptx"),
        (
            package("application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"),
            "a.pptm",
            "pptx",
        ),
        (package(DOCX_MAIN), "a.docx", "docx"),
        (package("application/vnd.ms-word.document.macroEnabled.main+xml"), "a.docm", "docx"),
        (package(word_document="<a/>") + b"", "a.docx", "error"),
        (b"<!DOCTYPE html><p>x", "a.html", "html"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- saved -->\n<HTML lang=ja>', "a.htm", "html"),
        ("\ufeff<html>".encode("utf-16-le"), "a.html", "html"),
        (b"<p>x</p>", "a.html", "html"),
        (b"<p>x</p>", "a.md", "markdown"),
        (b"<p>x</p>", "a.txt", "text"),
        ("# 題".encode("cp932"), "a.markdown", "markdown"),
    ],
)
def test_the_content_tells_the_format(data: bytes, name: str, found: str) -> None:
    if found == "error":
        with pytest.raises(UnsupportedFormatError, match="archive"):
            format_of(data, path=Path(name))
    else:
        assert format_of(data, path=Path(name)) == found


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"<!DOCTYPE html>", "deck.pdf", "its content is HTML. Rename it to deck.html."),
        (b"<html>", "deck.txt", "its content is HTML. Rename it to deck.html."),
        (PDF, "deck.txt", "its content is PDF. Rename it to deck.pdf."),
        (PDF, "deck.ppt", "its content is PDF. Rename it to deck.pdf."),
        (b"plain words", "deck.pdf", "its content is text. Rename it to deck.txt."),
        (package(DOCX_MAIN), "a.pptx", "its content is Word (DOCX). Rename it to a.docx."),
        (package(PPTX_MAIN), "a.zip", "its content is PowerPoint (PPTX). Rename it to a.pptx."),
    ],
)
def test_a_name_of_another_format_is_told(data: bytes, name: str, message: str) -> None:
    with pytest.raises(MisnamedFileError) as caught:
        format_of(data, path=Path(name))
    assert str(caught.value) == f"{name}: {message}"


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"\x89PNG\r\n\x1a\n", "a.png", "its content is a picture, whose words are not read."),
        (b"\xff\xd8\xff\xe0", "a.txt", "its content is a picture, whose words are not read."),
        (b"\0\0\0\x18ftypmp42", "a.mp4", "its content is a sound or film, whose words are"),
        (b"{\\rtf1\\ansi", "a.rtf", "its content is a Rich Text file (RTF). Save it as DOCX"),
        (package(XLSX_MAIN), "a.xlsx", "its content is an Excel file. Save it as PDF"),
        (
            package(mimetype="application/vnd.oasis.opendocument.presentation"),
            "a.odp",
            "its content is an OpenDocument presentation (ODP). Save it as PPTX or PDF.",
        ),
        (package(readme="x"), "a.zip", "its content is an archive (ZIP). Unpack it"),
        (
            OLE + "PowerPoint Document".encode("utf-16-le"),
            "a.ppt",
            "its content is a PowerPoint file of before 2007 (PPT). Save it as PPTX or PDF.",
        ),
        (OLE + "WordDocument".encode("utf-16-le"), "a.docx", "its content is a Word file of"),
        (b"a,b\n1,2\n", "a.csv", "no reader for files of type '.csv'. Convert it to one of: .txt"),
        (b"\x01\x02\x03\x04" * 99, "a.xyz", "no reader for files of type '.xyz'. Convert it"),
    ],
)
def test_what_no_reader_reads_is_told_with_what_to_do(data: bytes, name: str, message: str) -> None:
    with pytest.raises(UnsupportedFormatError) as caught:
        format_of(data, path=Path(name))
    assert str(caught.value).startswith(f"{name}: {message}")


@pytest.mark.parametrize(
    ("data", "name", "error", "message"),
    [
        (b"", "a.pdf", EmptyFileError, "the file is empty"),
        (b"\0" * 4_096, "a.pptx", EmptyFileError, "the file is empty"),
        (package(PPTX_MAIN)[:-30], "a.pptx", TruncatedFileError, "the file ends before its list"),
        (package(PPTX_MAIN)[:40], "a.docx", TruncatedFileError, "the file ends before its list"),
        (b"\x01\x02\x03\x04" * 99, "a.pdf", DamagedFileError, "its content is no PDF"),
        (
            OLE + "EncryptedPackage".encode("utf-16-le"),
            "a.pptx",
            EncryptedFileError,
            "the file asks for a password",
        ),
    ],
)
def test_broken_files_have_messages_of_their_own(
    data: bytes, name: str, error: type[ReadError], message: str
) -> None:
    with pytest.raises(error) as caught:
        format_of(data, path=Path(name))
    assert caught.value.message.startswith(f"{name}: {message}")


def test_a_text_may_begin_like_a_program() -> None:
    assert format_of("MZ世代の調査".encode(), path=Path("a.txt")) == "text"
    assert format_of(b"BM25 ranks passages by terms", path=Path("a.md")) == "markdown"


def test_each_format_has_its_reader() -> None:
    for name in READERS:
        if name in ("pdf", "pptx"):
            continue  # have tests of their own
        assert callable(reader_of(name).read)


def test_a_file_is_read_by_its_format() -> None:
    (slide,) = read_document("<html><h1>題</h1><p>本文</p>".encode(), path=Path("a.html")).slides
    assert (slide.title, slide.text) == ("題", "題\n\n本文")


def test_no_bytes_are_too_odd_for_the_check() -> None:
    broken = bytearray(package(DOCX_MAIN, word_document="<a/>"))
    for i in range(len(broken)):
        mutated = bytes(broken[:i]) + struct.pack("B", broken[i] ^ 0xFF) + bytes(broken[i + 1 :])
        try:
            found = format_of(mutated, path=Path("a.docx"))
        except ReadError:
            continue
        assert found == "docx"
