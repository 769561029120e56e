"""Tell in which encoding a page is written: what it declares, else what it reads well in."""

import codecs
import re
from pathlib import Path

from briefqa.readers.text import decode

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_REACH = 4_096  # bytes; the HTML standard looks for a declaration in the first 1,024
_DECLARED = re.compile(
    rb"<meta\b[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,200}?encoding=[\"']([\w.:-]+)",
    re.IGNORECASE,
)
# Labels as the Encoding standard has them, by the codecs that hold all that browsers read in them.
_CODECS = {
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "ms_kanji": "cp932",
    "x-euc-jp": "euc_jp",
    "euc-jp": "euc_jp",
    "eucjp": "euc_jp",
    "iso-2022-jp": "iso2022_jp_ext",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
}
_ESCAPE = b"\x1b$"  # begins double-byte letters in ISO-2022-JP
_KANA = re.compile("[ぁ-ヶー、。]")
_NARROW_KANA = re.compile("[\uff61-\uff9f]")


def decode_page(data: bytes, *, path: Path) -> str:
    """Return the page's text. Raises EncodingError where no encoding fits."""
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return data.removeprefix(mark).decode(codec, "replace")
    text = _as_declared(data)
    if text is not None:
        return text
    if _ESCAPE in data:
        text = _tried(data, "iso2022_jp_ext")
    elif (text := _tried(data, "utf-8")) is None:
        readings = [_tried(data, codec) for codec in ("euc_jp", "cp932")]
        text = max((r for r in readings if r is not None), key=_kana, default=None)
        text = text if text is not None and _kana(text) > 0 else None
    return decode(data, path=path) if text is None else text


def _as_declared(data: bytes) -> str | None:
    """Return the text in the encoding that the page declares, None where it does not fit."""
    match = _DECLARED.search(data[:_REACH])
    if match is None:
        return None
    label = (match[1] or match[2]).decode("ascii").lower()
    codec = _CODECS.get(label, label)
    if codec.startswith("utf-16"):  # whoever could read the declaration reads no UTF-16
        codec = "utf-8"
    try:
        codecs.lookup(codec)
    except LookupError:
        return None
    text = _tried(data, codec)
    # EUC-JP and cp932 of other vendors hold a few letters that the codec does not know.
    if text is None and codec in ("cp932", "euc_jp", "utf-8"):
        text = data.decode(codec, "replace")
        text = text if text.count("\ufffd") <= 0.01 * len(text) else None
    return text


def _tried(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, LookupError):  # LookupError: a codec of Python's that gives no text, hex
        return None


def _kana(text: str) -> int:
    """Return how much a reading looks like Japanese; EUC-JP read as cp932 is narrow kana."""
    return sum(1 for _ in _KANA.finditer(text)) - sum(1 for _ in _NARROW_KANA.finditer(text))
