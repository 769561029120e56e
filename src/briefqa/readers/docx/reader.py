"""Make slides of the sections of a Word document."""

from collections.abc import Mapping
from pathlib import Path

from lxml import etree

from briefqa.errors import DamagedFileError
from briefqa.readers.docx.body import Body, with_bold_headings
from briefqa.readers.docx.names import Element, W, value_of
from briefqa.readers.docx.package import Parts
from briefqa.readers.docx.styles import Styles
from briefqa.readers.outline import build_slides, split_at_headings
from briefqa.readers.packages import check_package
from briefqa.records import Document
from briefqa.text.dates import is_date

_MAIN_PART = "word/document.xml"
_NOTES = ("footnote", "endnote")


class DocxReader:
    """Word documents (DOCX, DOCM, DOTX): a section under a heading is a slide.

    Left out: headers and footers, tables of contents (they repeat the headings, and so would be
    found in place of what they point at), tracked deletions, hidden text, comments.
    """

    def read(self, data: bytes, *, path: Path, pictures: Path | None) -> Document:
        """Return the sections, which have no pictures; see `briefqa.readers.Reader`."""
        check_package(data, path=path)
        parts = Parts(data)
        main = parts.related("").get("officeDocument", _MAIN_PART)
        body = _body(parts, main, path)
        related = parts.related(main)
        styles = Styles(parts.xml_or_none(related.get("styles", "")))
        reading = Body(styles, _notes(parts, related))
        sections = split_at_headings(with_bold_headings(reading.parts(body), reading.bold))
        properties = _properties(parts)
        return Document(
            build_slides(sections, path=path),
            title=properties.get("title", ""),
            date=_date(properties),
            publisher=properties.get("Company") or properties.get("creator", ""),
        )


def _body(parts: Parts, main: str, path: Path) -> Element:
    hint = "Open it in Word, save it again and build again."
    try:
        root = parts.xml(main)
    except etree.XMLSyntaxError as error:
        raise DamagedFileError(path, f"its text is malformed: {error.msg}", hint=hint) from error
    body = None if root is None else root.find(f"{W}body")
    if body is None:
        raise DamagedFileError(path, "it holds no text of a document", hint=hint)
    return body


def _notes(parts: Parts, related: Mapping[str, str]) -> dict[tuple[str, str], Element]:
    found: dict[tuple[str, str], Element] = {}
    for kind in _NOTES:
        root = parts.xml_or_none(related.get(f"{kind}s", ""))
        for note in [] if root is None else root.iter(W + kind):
            found[kind, value_of(note, "id")] = note
    return found


def _properties(parts: Parts) -> dict[str, str]:
    """Return the file's properties by name: title, creator, modified, Company and others."""
    related = parts.related("")
    found: dict[str, str] = {}
    for kind in ("core-properties", "extended-properties"):
        root = parts.xml_or_none(related.get(kind, ""))
        for element in [] if root is None else root:
            if isinstance(element.tag, str) and len(element) == 0:
                found[etree.QName(element).localname] = " ".join((element.text or "").split())
    return found


def _date(properties: Mapping[str, str]) -> str:
    """Return when it was saved last: a file made from an old one keeps the day that was made."""
    for name in ("modified", "created"):
        day = properties.get(name, "")[:10]
        if is_date(day):
            return day
    return ""
