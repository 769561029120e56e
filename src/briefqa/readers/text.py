"""The reader of plain text: its encoding, and where one slide ends and the next begins."""

import re
from itertools import pairwise
from pathlib import Path

from charset_normalizer import from_bytes

from briefqa.errors import EmptyFileError, EncodingError
from briefqa.readers.bounds import check_lines, check_slides
from briefqa.readers.layout import arrange
from briefqa.readers.sections import name_sections
from briefqa.records import Document
from briefqa.text.normalise import strip_invisible

# In the order of trust: a byte-order mark decides, UTF-8 seldom fits by chance, cp932 often does.
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CANDIDATES = ["utf_8", "cp932", "utf_16_le", "utf_16_be"]
_RULE = re.compile(r"^---[ \t]*$", re.MULTILINE)
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
# Also what cp932 adds to JIS X 0208: ①, ㈱, №, Ⅱ, 﨑 and other letters of names; marks and arrows.
_JAPANESE_OR_ASCII = re.compile(
    r"[\x09-\x7e\u2000-\u27bf\u3000-\u30ff\u3200-\u33ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]"
)


class TextReader:
    """Plain text: UTF-8 (with or without BOM), UTF-16, cp932.

    Slides are parted by form feeds; else by lines that hold only `---`; else by lines that begin
    with exactly one space and follow a line that is not blank; else the file is one slide.
    """

    def read(self, data: bytes, *, path: Path, pictures: Path | None) -> Document:
        """Return the slides, which have no pictures; see `briefqa.readers.Reader`."""
        text = decode(data, path=path)
        if not strip_invisible(text).strip():
            raise EmptyFileError(path, "the file is empty", hint="Remove it or give it text.")
        check_lines(text, path=path)
        parts = split_slides(text)
        check_slides(len(parts), path=path)
        slides = tuple(
            arrange(part, briefing_id="", number=number)
            for number, part in enumerate(parts, start=1)
        )
        return Document(name_sections(slides))


def decode(data: bytes, *, path: Path) -> str:
    """Return `data` as text with `\\n` line ends. Raises EncodingError where no encoding fits."""
    encoding = next((name for mark, name in _BOMS if data.startswith(mark)), None)
    if encoding is None:
        encoding = "utf-8" if _is_utf8(data) else _detect(data)
    try:
        text = data.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        raise EncodingError(
            path,
            "byte {place} fits none of UTF-8, UTF-16 and cp932",
            hint="Save the file as UTF-8 and build again.",
            values={"place": error.start},
        ) from error
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _is_utf8(data: bytes) -> bool:
    """Say whether `data` is UTF-8, whole or with flaws: cp932 would read those as other words."""
    # UTF-16 of Latin text is valid UTF-8 full of NUL; a NUL or two is a flaw, many are UTF-16.
    if data.count(0) * 10 > len(data):
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    else:
        return True
    wide = sum(1 for _ in _NOT_ASCII.finditer(text))
    return text.count("\ufffd") <= wide / 3  # cp932 and EUC-JP: over two thirds


def _detect(data: bytes) -> str | None:
    """Return the candidate that reads as Japanese or English, by charset-normalizer, or None."""
    best = from_bytes(data, cp_isolation=_CANDIDATES, enable_fallback=False, threshold=0.4).best()
    names = [best.encoding] if best is not None else []
    for name in (*names, "cp932", "utf_16_le", "utf_16_be"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        readable = sum(1 for _ in _JAPANESE_OR_ASCII.finditer(text))
        if readable >= 0.95 * len(text):
            return name
    return None


def split_slides(text: str) -> list[str]:
    """Return the text of each slide, outer white space removed; none if all is blank.

    >>> split_slides(" 一枚目\\n本文\\n 二枚目\\n\\n 字下げ")
    ['一枚目\\n本文', '二枚目\\n\\n 字下げ']
    """
    if "\f" in text:
        parts = text.removesuffix("\f").split("\f")
    elif _RULE.search(text):
        parts = _RULE.split(text)
        parts = parts if parts[0].strip() else parts[1:]
        parts = parts if parts[-1].strip() or len(parts) == 1 else parts[:-1]
    else:
        parts = _split_at_one_space(text)
    return [_trim(part) for part in parts]


def _split_at_one_space(text: str) -> list[str]:
    lines = text.split("\n")
    starts = [
        i
        for i, line in enumerate(lines)
        if line[:1] == " " and line[1:2].strip() and i > 0 and lines[i - 1].strip()
    ]
    bounds = [0, *starts, len(lines)]
    parts = ["\n".join(lines[a:b]) for a, b in pairwise(bounds)]
    return [part for part in parts if part.strip()]


def _trim(part: str) -> str:
    return part.strip("\n").strip()
