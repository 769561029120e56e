"""Parse XML of a package and look into it by local names, whatever namespace a writer chose."""

from collections.abc import Iterator
from typing import Any, TypeAlias

from lxml import etree

# lxml has no type stubs; an element is its `_Element`.
Element: TypeAlias = Any

# The namespace of r:id, r:embed ... ends so in both dialects, Transitional and Strict (ISO 29500).
_RELATIONS = "/relationships"


class XmlError(ValueError):
    """The bytes are not XML that can be read."""


def parse(data: bytes) -> Element:
    """Return the root of an XML document. Entities are not expanded and nothing is fetched.

    Raises XmlError where it is malformed, deeper than 256 elements or has a document type.
    """
    return _parse(data, recover=False)


def parse_loosely(data: bytes) -> Element:
    """Return what can be read of a malformed document. Raises XmlError where that is nothing."""
    return _parse(data, recover=True)


def _parse(data: bytes, *, recover: bool) -> Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise XmlError(str(error)) from error
    if root is None:
        raise XmlError("no element")
    if root.getroottree().docinfo.internalDTD is not None:
        raise XmlError("a document type")
    return root


def name_of(element: Element) -> str:
    """Return the element's name without its namespace; "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Element | None, name: str) -> list[Element]:
    """Return the children of this local name, in order."""
    return [] if element is None else [child for child in element if name_of(child) == name]


def child(element: Element | None, *names: str) -> Element | None:
    """Return the first child, grandchild ... along a path of local names, or None."""
    for name in names:
        if element is None:
            return None
        element = next((found for found in element if name_of(found) == name), None)
    return element


def descendants(element: Element | None, name: str) -> Iterator[Element]:
    """Yield every element below of this local name, in the document's order."""
    if element is not None:
        yield from element.iterdescendants(f"{{*}}{name}")


def attribute(element: Element | None, name: str) -> str:
    """Return an attribute without a namespace, "" where there is none."""
    return "" if element is None else str(element.get(name, ""))


def relation_id(element: Element | None, name: str = "id") -> str:
    """Return the attribute `r:id` (or r:embed, r:dm ...) that names a relationship, or ""."""
    if element is not None:
        for key, value in element.attrib.items():
            space, _, local = key.rpartition("}")
            if local == name and space.endswith(_RELATIONS):
                return str(value)
    return ""


def integer(element: Element | None, name: str, default: int = 0) -> int:
    """Return an attribute as a whole number; `default` where it is none or out of all reason."""
    try:
        value = int(float(attribute(element, name)))
    except (ValueError, OverflowError):
        return default
    return value if abs(value) < 1 << 40 else default


def is_on(element: Element | None, name: str, *, default: bool = False) -> bool:
    """Return a true-or-false attribute."""
    value = attribute(element, name)
    return value in ("1", "true", "on") if value else default
