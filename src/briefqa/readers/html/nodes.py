"""Ask selectolax's nodes the few questions that reading a page needs, without recursion."""

import re
from collections.abc import Iterator
from typing import TypeAlias

from selectolax.lexbor import LexborHTMLParser, LexborNode

Node: TypeAlias = LexborNode
Page: TypeAlias = LexborHTMLParser

_NOT_SHOWN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)


def parse(text: str) -> Page:
    """Return the page as the HTML standard reads it, whatever is wrong with it."""
    return LexborHTMLParser(text)


def tag_of(node: Node) -> str:
    """Return an element's name in lower case, "" for what is no element."""
    return (node.tag or "").lower() if node.is_element_node else ""


def attribute(node: Node, name: str) -> str:
    """Return an attribute, "" where it is missing or has no value."""
    return node.attributes.get(name) or ""


def classes(node: Node) -> list[str]:
    """Return an element's classes."""
    return attribute(node, "class").split()


def is_hidden(node: Node) -> bool:
    """Say whether the page keeps an element from being shown."""
    attributes = node.attributes
    if not attributes:
        return False
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or _NOT_SHOWN.search(attributes.get("style") or "") is not None
    )


def children(node: Node) -> Iterator[Node]:
    """Yield the nodes directly inside one."""
    child = node.child
    while child is not None:
        yield child
        child = child.next


def inside(root: Node, *, without: frozenset[str] = frozenset()) -> Iterator[Node]:
    """Yield the nodes inside `root` in order, those of the elements named in `without` left out."""
    node, depth = root.child, 1
    while node is not None:
        yield node
        child = node.child if tag_of(node) not in without else None
        if child is not None:
            node, depth = child, depth + 1
            continue
        while node is not None and node.next is None:
            node, depth = node.parent, depth - 1
            if depth == 0:
                return
        node = node.next if node is not None else None
