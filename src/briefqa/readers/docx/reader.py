"""Make slides of the sections of a Word document."""

from collections.abc import Mapping
from pathlib import Path

from briefqa.errors import DamagedFileError
from briefqa.readers.docx.body import Body
from briefqa.readers.docx.graphics import Graphics
from briefqa.readers.docx.headings import with_headings
from briefqa.readers.docx.names import Element, W, as_transitional, value_of
from briefqa.readers.docx.styles import Styles
from briefqa.readers.ooxml.package import Package, PartError
from briefqa.readers.ooxml.xml import name_of
from briefqa.readers.outline import build_slides, split_at_headings
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
        package = Package(data, path=path)
        main = package.related("", "officeDocument") or _MAIN_PART
        body = _body(package, main, path)
        styles = Styles(_optional(package, package.related(main, "styles")))
        reading = Body(styles, _notes(package, main), Graphics(package, main))
        sections = split_at_headings(with_headings(reading.parts(body), reading.bold))
        properties = _properties(package)
        return Document(
            build_slides(sections, path=path),
            title=properties.get("title", ""),
            date=_date(properties),
            publisher=properties.get("Company") or properties.get("creator", ""),
        )


def _body(package: Package, main: str, path: Path) -> Element:
    hint = "Open it in Word, save it again and build again."
    try:
        root = as_transitional(package.root(main))
    except PartError as error:
        values = {"error": str(error)}
        raise DamagedFileError(
            path, "its text cannot be read: {error}", hint=hint, values=values
        ) from error
    body = root.find(f"{W}body")
    if body is None:
        raise DamagedFileError(path, "it holds no text of a document", hint=hint)
    return body


def _optional(package: Package, name: str) -> Element | None:
    root = package.optional(name) if name else None
    return None if root is None else as_transitional(root)


def _notes(package: Package, main: str) -> dict[tuple[str, str], Element]:
    found: dict[tuple[str, str], Element] = {}
    for kind in _NOTES:
        root = _optional(package, package.related(main, f"{kind}s"))
        for note in [] if root is None else root.iter(W + kind):
            found[kind, value_of(note, "id")] = note
    return found


def _properties(package: Package) -> dict[str, str]:
    """Return the file's properties by name: title, creator, modified, Company and others."""
    found: dict[str, str] = {}
    for kind in ("core-properties", "extended-properties"):
        root = _optional(package, package.related("", kind))
        for element in [] if root is None else root:
            if len(element) == 0:
                found[name_of(element)] = " ".join((element.text or "").split())
    return found


def _date(properties: Mapping[str, str]) -> str:
    """Return when it was saved last: a file made from an old one keeps the day that was made."""
    for name in ("modified", "created"):
        day = properties.get(name, "")[:10]
        if is_date(day):
            return day
    return ""
