import tracemalloc
import zipfile
from io import BytesIO
from pathlib import Path
from time import process_time

import pytest

from briefqa.errors import (
    DamagedFileError,
    EncryptedFileError,
    ReadError,
    TooLargeError,
    TruncatedFileError,
)
from briefqa.readers.packages import check_package

PATH = Path("deck.pptx")
PART = "ppt/slides/slide1.xml"


def package(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name, data in parts.items():
            written.writestr(name, data)
    return out.getvalue()


def test_a_whole_package_passes() -> None:
    check_package(package({PART: b"<a><b>x</b></a>", "ppt/media/a.png": b"\x89PNG"}), path=PATH)


def test_xml_that_is_malformed_is_left_to_its_reader() -> None:
    check_package(package({PART: b"<a></b>", "ppt/a.xml": b""}), path=PATH)


def test_a_picture_may_declare_its_document_type() -> None:
    svg = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x"><svg/>'
    check_package(package({"ppt/media/a.svg": svg}), path=PATH)


@pytest.mark.parametrize(
    "bomb",
    [
        b"<a>" + b"x" * 320_000_000,
        b"<a b='" + b"x" * 120_000_000,
        b"<a>" + b"<b/>" * 5_000_000,
        b"<a>" + b"\n" * 120_000_000,
    ],
    ids=["text", "attribute", "elements", "lines"],
)
def test_a_package_that_unpacks_to_too_much_is_refused_at_once(bomb: bytes) -> None:
    data = package({PART: bomb})
    began = process_time()
    with pytest.raises(TooLargeError):
        check_package(data, path=PATH)
    assert process_time() - began < 5


def test_what_is_unpacked_is_not_kept() -> None:
    data = package({PART: b"<a>" + b"xyz " * 20_000_000 + b"</a>", "ppt/a.bin": bytes(90_000_000)})
    tracemalloc.start()
    check_package(data, path=PATH)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10_000_000


def test_many_entries_are_refused() -> None:
    data = package({f"a{i}": b"" for i in range(5_001)})
    with pytest.raises(TooLargeError, match="more than the 5,000 entries"):
        check_package(data, path=PATH)


@pytest.mark.parametrize(
    "part",
    [
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b'<?xml version="1.0"?>\n<!doctype a><a/>',
        '\ufeff<!DOCTYPE a [<!ENTITY b "c">]><a/>'.encode("utf-16-le"),
        '\ufeff<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'.encode("utf-16-be"),
        b'<a></b><!DOCTYPE a [<!ENTITY b "c">]>',
        b"<?xml version='1.0' encoding='utf-7'?>+ADwAIQ-DOCTYPE a+AD4-<a/>",
    ],
)
def test_a_document_type_is_refused_in_any_encoding(part: bytes) -> None:
    with pytest.raises(DamagedFileError):
        check_package(package({PART: part}), path=PATH)


def test_deep_nesting_is_refused() -> None:
    check_package(package({PART: b"<a>" * 256 + b"</a>" * 256}), path=PATH)
    with pytest.raises(DamagedFileError, match="nests more than 256 elements"):
        check_package(package({PART: b"<a>" * 257 + b"</a>" * 257}), path=PATH)


@pytest.mark.filterwarnings("ignore:Duplicate name")  # zipfile says so while writing
def test_an_entry_listed_twice_is_refused() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as written:
        written.writestr(PART, b"<a/>")
        written.writestr(PART, b"<b/>")
    with pytest.raises(DamagedFileError, match="listed twice"):
        check_package(out.getvalue(), path=PATH)


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/passwd", "C:/a.xml", "ppt/../../a"])
def test_a_path_outside_the_package_is_refused(name: str) -> None:
    with pytest.raises(DamagedFileError, match="points outside the file"):
        check_package(package({name: b"<a/>"}), path=PATH)


def test_a_locked_entry_asks_for_a_password() -> None:
    data = bytearray(package({PART: b"<a/>"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(EncryptedFileError, match="asks for a password"):
        check_package(bytes(data), path=PATH)


def test_a_wrong_checksum_is_told() -> None:
    data = bytearray(package({PART: b"<a/>"}))
    data[data.index(b"PK\x01\x02") + 16] ^= 1
    with pytest.raises(DamagedFileError, match="differs from its checksum"):
        check_package(bytes(data), path=PATH)


def test_a_lying_size_is_told() -> None:
    data = bytearray(package({PART: b"<a/>" * 99}))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = (4).to_bytes(4, "little")
    with pytest.raises(DamagedFileError, match="differs from its checksum"):
        check_package(bytes(data), path=PATH)


def test_a_file_cut_short_is_told() -> None:
    data = package({PART: b"<a>" + bytes(range(256)) * 200})
    for size in (30, len(data) // 2, len(data) - 1):
        with pytest.raises(TruncatedFileError):
            check_package(data[:size], path=PATH)


def test_a_file_cut_short_after_a_package_inside_it_is_told() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as written:
        written.writestr("ppt/embeddings/a.xlsx", package({"xl/a.xml": b"<a/>"}))
        written.writestr(PART, b"<a/>" * 99)
    data = out.getvalue()
    with pytest.raises(TruncatedFileError):
        check_package(data[: data.index(b"<a/><a/>") + 20], path=PATH)


def test_flipped_bytes_never_raise_another_error() -> None:
    data = package({PART: b"<a>x</a>" * 9, "[Content_Types].xml": b"<Types/>"})
    for i in range(len(data)):
        for flip in (0x01, 0x80, 0xFF):
            mutated = data[:i] + bytes([data[i] ^ flip]) + data[i + 1 :]
            try:
                check_package(mutated, path=PATH)
            except ReadError:
                continue
