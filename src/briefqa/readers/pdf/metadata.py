"""Read a PDF's metadata: its title, date and publisher, as far as they tell anything."""

import codecs
import re
import zlib
from dataclasses import dataclass

import pikepdf
import pypdfium2 as pdfium
from lxml import etree

from briefqa.readers.pdf.qpdf import open_with_qpdf
from briefqa.text.dates import is_date
from briefqa.text.normalise import strip_invisible

_LONGEST = 300  # characters of a title or name
_XMP_LIMIT = 1_000_000  # bytes; a packet of a slide deck has some 3,000
# What programs write on their own accord, and names of files.
_NO_TITLE = re.compile(
    r"(?:(?:Microsoft )?(?:PowerPoint|Word|Excel)\s+-.*"
    r"|(?:Microsoft )?PowerPoint\s*(?:プレゼンテーション|Presentation)"
    r"|(?:プレゼンテーション|Presentation|スライド|Slide|文書|Document|Book|ブック)\s*\d*"
    r"|(?:無題|タイトルなし|名称未設定|Untitled).*|title|タイトル|.*[\\/].*\.\w{2,5}|\d*"
    r"|.*\.(?:pptx?|pptm|ppsx?|docx?|docm|xlsx?|xlsm|jtdc?|pdf|indd|ai|key|numbers|pages|od[pts]"
    r"|html?|txt|te?x|dvi|e?ps|png|jpe?g|gif|tiff?|bmp))",
    re.IGNORECASE | re.DOTALL,
)
_NO_PUBLISHER = re.compile(
    r"(?:(?:PC|Windows|Microsoft Office|Microsoft)?\s*(?:user|ユーザー?)\s*\d*|owner|anonymous"
    r"|admin(?:istrator)?|unknown|作成者|所有者|author|.)",
    re.IGNORECASE,
)
# An account of a computer, such as h0200410: no name that tells a reader anything.
_ACCOUNT = re.compile(r"[a-z0-9._\-\\]+|[A-Za-z]*\d{3,}\w*")
_DATE = re.compile(r"\s*(?:D:)?(\d{4})-?(\d\d)?-?(\d\d)?")
_FIRST_YEAR = 1984  # before it there was no such file: a clock that was not set
_JAPANESE = re.compile("[ぁ-ゖァ-ヺ一-鿿]")
_XMP_NAMES = {
    "title": "{http://purl.org/dc/elements/1.1/}title",
    "publisher": "{http://purl.org/dc/elements/1.1/}publisher",
    "company": "{http://ns.adobe.com/pdfx/1.3/}Company",
    "creator": "{http://purl.org/dc/elements/1.1/}creator",
    "made": "{http://ns.adobe.com/xap/1.0/}CreateDate",
    "changed": "{http://ns.adobe.com/xap/1.0/}ModifyDate",
}


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file says of itself: "" for what it does not say; `date` is ISO 8601."""

    title: str = ""
    date: str = ""
    publisher: str = ""


def read_metadata(document: pdfium.PdfDocument, data: bytes) -> Metadata:
    """Return what the document's information and, where that is silent, its XMP packet tell.

    The date is of the file's making: tools that come later, such as those which stamp or join
    PDFs, change the date of the last change. What a program wrote on its own accord ("PowerPoint
    プレゼンテーション"), names of files and of accounts count as nothing.
    """
    info = _from_info(document)
    if info.title and info.date and info.publisher:
        return info
    packet = _from_xmp(data)
    return Metadata(
        info.title or packet.title,
        info.date or packet.date,
        info.publisher or packet.publisher,
    )


def _from_info(document: pdfium.PdfDocument) -> Metadata:
    def value(key: str) -> str:
        return str(document.get_metadata_value(key))

    return _metadata(
        title=value("Title"),
        dates=(value("CreationDate"), value("ModDate")),
        publishers=(value("Company"), value("Author")),
    )


def _metadata(*, title: str, dates: tuple[str, ...], publishers: tuple[str, ...]) -> Metadata:
    named = _clean(title)
    names = map(_clean, publishers)
    return Metadata(
        "" if _NO_TITLE.fullmatch(named) else named,
        next(filter(None, map(_iso, dates)), ""),
        next((name for name in names if _is_name(name)), ""),
    )


def _is_name(name: str) -> bool:
    return not (not name or _NO_PUBLISHER.fullmatch(name) or _ACCOUNT.fullmatch(name))


def _clean(value: str) -> str:
    return " ".join(strip_invisible(_decoded(value)).split())[:_LONGEST]


def _decoded(value: str) -> str:
    """Return a value whose bytes are UTF-8 or Shift_JIS as they were meant.

    The standard asks for UTF-16 or its own encoding (ISO 32000-1, 7.9.2.2); Windows' printer of
    PDFs and programs of the 1990s write the system's.
    """
    if value.isascii() or _JAPANESE.search(value):
        return value
    octets, _ = codecs.lookup("pdfdoc_pikepdf").encode(value, "replace")
    for encoding in ("utf-8", "cp932"):
        try:
            decoded = octets.decode(encoding)
        except UnicodeDecodeError:
            continue
        if len(_JAPANESE.findall(decoded)) >= 2:
            return decoded
    return value


def _iso(value: str) -> str:
    """Return a PDF's or XMP's date as ISO 8601, its day where it has one; "" for none.

    >>> _iso("D:20250303003840+09'00'"), _iso("2025-03-03T00:38:40+09:00"), _iso("D:202513")
    ('2025-03-03', '2025-03-03', '2025')
    """
    match = _DATE.match(value)
    if not match or int(match[1]) < _FIRST_YEAR:
        return ""
    parts = [part for part in match.groups() if part]
    while parts and not is_date("-".join(parts)):
        parts.pop()
    return "-".join(parts)


def _from_xmp(data: bytes) -> Metadata:
    root = _packet(data)
    if root is None:
        return Metadata()
    found = {key: _value(root, name) for key, name in _XMP_NAMES.items()}
    return _metadata(
        title=found["title"],
        dates=(found["made"], found["changed"]),
        publishers=(found["publisher"], found["company"], found["creator"]),
    )


def _packet(data: bytes) -> etree._Element | None:
    """Return the XMP packet of the document (ISO 16684-1), None where none can be read."""
    try:
        with open_with_qpdf(data) as document:
            stream = document.Root.get("/Metadata")
            octets = _inflated(stream) if isinstance(stream, pikepdf.Stream) else b""
    except (
        pikepdf.PdfError,
        pikepdf.PasswordError,
        ValueError,
        TypeError,
        RuntimeError,
        zlib.error,
    ):
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        return etree.fromstring(octets, parser) if octets else None
    except etree.XMLSyntaxError:
        return None


def _inflated(stream: pikepdf.Stream) -> bytes:
    """Return what a stream holds, nothing where it is larger than such a packet may be."""
    octets = stream.read_raw_bytes()
    if len(octets) > _XMP_LIMIT:
        return b""
    names = stream.get("/Filter")
    if names is None:
        return octets
    if str(names) not in ("/FlateDecode", '["/FlateDecode"]'):
        return b""
    inflater = zlib.decompressobj()
    inflated = inflater.decompress(octets, _XMP_LIMIT)
    return b"" if inflater.unconsumed_tail else inflated


def _value(root: etree._Element, name: str) -> str:
    """Return the first text of a property, which XMP writes as an attribute, a text or a list."""
    for element in root.iter():
        if element.get(name):
            return str(element.get(name))
        if element.tag == name:
            return next((text for text in element.itertext() if text.strip()), "").strip()
    return ""
