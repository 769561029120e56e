"""The parts of an OOXML package that a reader asks for, found through their relationships.

Not through python-docx, which loads every part and refuses the file where any one of them, a
picture or a link even, is missing or odd.
"""

import posixpath
import re
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

from briefqa.readers.docx.names import Element

_PARSER_OPTIONS = {"resolve_entities": False, "no_network": True, "huge_tree": False}
# Names of ISO 29500 Strict, which mean what those of the usual Transitional form do.
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(wordprocessingml|drawingml)/")
_TRANSITIONAL = rb"http://schemas.openxmlformats.org/\1/2006/"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Parts:
    """The XML parts of a checked package by name, without regard to case, as OPC has it."""

    def __init__(self, data: bytes) -> None:
        """Take the bytes of a package that `check_package` has passed."""
        self._package = ZipFile(BytesIO(data))
        self._names = {name.lower(): name for name in self._package.namelist()}

    def xml(self, name: str) -> Element | None:
        """Return a part's root, None where there is no such part.

        Raises etree.XMLSyntaxError where it is malformed.
        """
        entry = self._names.get(name.lower())
        if entry is None:
            return None
        blob = _STRICT.sub(_TRANSITIONAL, self._package.read(entry))
        return etree.fromstring(blob, etree.XMLParser(**_PARSER_OPTIONS))

    def xml_or_none(self, name: str) -> Element | None:
        """Return a part's root, None where it is missing or malformed."""
        try:
            return self.xml(name)
        except etree.XMLSyntaxError:
            return None

    def related(self, name: str) -> Mapping[str, str]:
        """Return the parts that a part ("" for the package) points at, by kind of relationship.

        The kind is the last word of its type: `styles`, `footnotes`; the first of a kind counts.
        """
        folder, _, base = name.rpartition("/")
        root = self.xml_or_none(posixpath.join(folder, "_rels", f"{base}.rels"))
        found: dict[str, str] = {}
        for relation in [] if root is None else root.iter(_RELATIONSHIP):
            if relation.get("TargetMode") == "External":
                continue
            kind = relation.get("Type", "").rpartition("/")[2]
            target = posixpath.join("/", folder, relation.get("Target", ""))
            found.setdefault(kind, posixpath.normpath(target).lstrip("/"))
        return found
