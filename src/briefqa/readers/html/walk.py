"""Read what an element of a page shows as parts of slides: headings, paragraphs, lists, tables."""

import re
from dataclasses import dataclass, field

from briefqa.readers.html.nodes import Node, attribute, classes, is_hidden, tag_of
from briefqa.readers.html.tables import is_layout, read_table
from briefqa.readers.parts import Pair, Part, Text, bullets_of, paragraphs_of
from briefqa.records import Loss, LossKind

_LEFT_OUT = re.compile(
    "script|style|template|noscript|nav|footer|head|title|datalist|select|textarea|rt|rp|rtc"
    "|defs|desc|metadata|symbol|annotation|annotation-xml"
)
_BLOCK = re.compile(
    "p|div|section|article|main|aside|header|hgroup|address|figure|figcaption|details|summary|form"
    "|fieldset|legend|center|blockquote|body|html|table|tr|td|th|caption|text|foreignobject"
    "|dl|ul|ol|menu|dir|h[1-6]|li|dt|dd|pre"
)
_LISTS = ("ul", "ol", "menu", "dir")
_HEADING = re.compile("h([1-6])")
_LOST: dict[str, LossKind] = {
    "video": "media",
    "audio": "media",
    "iframe": "embedded",
    "object": "embedded",
    "embed": "embedded",
    "canvas": "pictures",
}
_ICON = 32  # pixels; a smaller picture marks something and tells nothing
_HEADER_DEPTH = 40  # deeper ones are not looked into for a heading: that would take quadratic time
_NOTES = frozenset(("notes", "speaker-notes", "presenter-notes", "note-speaker"))
_SPACE = re.compile(r"[ \t\r\n\f]+")
_SOFT = "\r"  # a line break of the source, which the page does not show
_WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
_SOFT_BY_JAPANESE = re.compile(
    f"(?<=[{_WIDE}]) *{_SOFT}[ {_SOFT}]*| *{_SOFT}[ {_SOFT}]*(?=[{_WIDE}])"
)
_SOFTS = re.compile(f" *{_SOFT}[ {_SOFT}]*|  +")
_AROUND_BREAK = re.compile(r" *\n *")


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal rule between parts, which parts the slides of a Markdown deck."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment of the source between parts."""

    text: str


PagePart = Part | Rule | Comment


@dataclass(slots=True)
class _Context:
    """An element that tells the kind of the text in it."""

    tag: str
    level: int = 0
    is_told: bool = False  # a bullet's first text was written


def collapse(text: str) -> str:
    """Return source text with its white space as a page shows it.

    A line break beside a Japanese character is none, as in `briefqa.text.align.join_lines`.

    >>> collapse("避難所の\\r開設 opening\\rof shelters")
    '避難所の開設 opening of shelters'
    """
    text = _SOFTS.sub(" ", _SOFT_BY_JAPANESE.sub("", text))
    return _AROUND_BREAK.sub("\n", text).strip()


def parts_of(root: Node) -> list[PagePart]:
    """Return what is shown inside an element, in order; its rules and comments stay in place."""
    walk = _Walk()
    walk.read(root)
    return walk.parts


@dataclass(slots=True)
class _Walk:
    parts: list[PagePart] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _contexts: list[_Context] = field(default_factory=list)
    _lists: int = 0
    _notes: int = 0
    _pre: int = 0
    _label: str = ""

    def read(self, root: Node) -> None:
        """Go through `root` without recursion: pages nest as deep as they like."""
        node, opened = root.child, [root]
        while node is not None:
            if self._enter(node, depth=len(opened)) and node.child is not None:
                opened.append(node)
                node = node.child
                continue
            while node.next is None:
                node = opened.pop()
                if not opened:
                    self._flush()
                    self._end_pair()
                    return
                self._leave(node)
            node = node.next

    def _enter(self, node: Node, *, depth: int) -> bool:
        """Take a node in and say whether to go on inside it; one that is gone into is left later,
        so that one that is empty is not."""
        if node.is_text_node:
            self._write(node.text_content or "")
            return False
        if node.is_comment_node:
            self.parts.append(Comment(node.comment_content or ""))
            return False
        tag = tag_of(node)
        if (
            not tag
            or _LEFT_OUT.fullmatch(tag)
            or is_hidden(node)
            or _is_furniture(node, tag, depth)
        ):
            return False
        if tag == "table" and not is_layout(node):
            self._flush()
            self.parts += read_table(node, _cell_words)
            return False
        if self._enter_void(node, tag):
            return False
        self._open(node, tag)
        return True

    def _enter_void(self, node: Node, tag: str) -> bool:
        """Take in an element without content of its own; say whether it is one."""
        if tag == "br":
            self._pieces.append("\n")
        elif tag == "hr":
            self._flush()
            self.parts.append(Rule())
        elif tag == "img":
            self._lose_picture(node)
        elif tag in _LOST:
            detail = attribute(node, "title") or attribute(node, "src") or attribute(node, "data")
            self.parts.append(Loss(_LOST[tag], detail[:80]))
        else:
            return False
        return True

    def _open(self, node: Node, tag: str) -> None:
        heading = _HEADING.fullmatch(tag)
        if _BLOCK.fullmatch(tag):
            self._flush()
        if _NOTES.intersection(classes(node)):
            self._flush()
            self._notes += node.child is not None
        if node.child is None:
            return
        self._lists += tag in _LISTS
        self._pre += tag == "pre"
        if heading:
            self._contexts.append(_Context(tag, int(heading[1])))
        elif tag in ("li", "dt", "dd"):
            self._contexts.append(_Context(tag, max(self._lists - 1, 0)))
        elif tag == "dl":
            self._end_pair()

    def _leave(self, node: Node) -> None:
        tag = tag_of(node)
        heading = _HEADING.fullmatch(tag)
        if _BLOCK.fullmatch(tag):
            self._flush()
        if _NOTES.intersection(classes(node)):
            self._flush()
            self._notes -= 1
        self._lists -= tag in _LISTS
        self._pre -= tag == "pre"
        if heading or tag in ("li", "dt", "dd"):
            self._contexts.pop()
        elif tag == "dl":
            self._end_pair()

    def _write(self, text: str) -> None:
        if self._pre:
            self._pieces.append(text.replace("\r\n", "\n").replace("\r", "\n"))
        else:
            self._pieces.append(_SPACE.sub(_as_shown, text))

    def _flush(self) -> None:
        """Make a part of the text so far, of the kind that its context tells."""
        source = "".join(self._pieces)
        self._pieces.clear()
        text = source.strip("\n") if self._pre else collapse(source)
        if not text.strip():
            return
        context = self._contexts[-1] if self._contexts else None
        if self._notes:
            self.parts.append(Text("note", text))
        elif context is None or (context.tag == "li" and context.is_told):
            self.parts += [Text("body", text)] if self._pre else paragraphs_of(text)
        elif context.tag == "li":
            context.is_told = True
            bullet = Text("bullet", text, level=context.level)
            self.parts += [bullet] if self._pre else bullets_of(text, context.level)
        elif context.tag == "dt":
            self._end_pair()
            self._label = text
        elif context.tag == "dd":
            self.parts.append(Pair(self._label, text) if self._label else Text("body", text))
            self._label = ""
        else:
            self.parts.append(Text("heading", text, level=context.level))

    def _end_pair(self) -> None:
        """Write a label that nothing is said of."""
        if self._label:
            self.parts.append(Text("body", self._label))
        self._label = ""

    def _lose_picture(self, node: Node) -> None:
        sizes = (attribute(node, "width"), attribute(node, "height"))
        is_icon = any(size.isdigit() and int(size) <= _ICON for size in sizes)
        is_decoration = "alt" in node.attributes and not attribute(node, "alt").strip()
        if not is_icon and not is_decoration:
            self.parts.append(Loss("pictures", " ".join(attribute(node, "alt").split())[:80]))


def _as_shown(space: re.Match[str]) -> str:
    return _SOFT if "\n" in space[0] or "\r" in space[0] else " "


def _is_furniture(node: Node, tag: str, depth: int) -> bool:
    """Say whether an element is of the page around the text: menus, a header without a heading."""
    if attribute(node, "role") in ("navigation", "search", "menu", "menubar"):
        return True
    if tag != "header" or depth > _HEADER_DEPTH:
        return False
    return node.css_first("h1, h2, h3, h4, h5, h6") is None


def _cell_words(cell: Node) -> tuple[str, list[Loss]]:
    """Return what a cell shows, a block a line, tables inside it a row a line."""
    walk = _CellWalk()
    walk.read(cell)
    losses = [part for part in walk.parts if isinstance(part, Loss)]
    texts = [part for part in walk.parts if isinstance(part, Text | Pair)]
    lines = [p.text if isinstance(p, Text) else f"{p.label} {p.value}" for p in texts]
    return "\n".join(lines), losses


class _CellWalk(_Walk):
    """Reads a cell: a table in it is running text."""

    def _enter(self, node: Node, *, depth: int) -> bool:
        if tag_of(node) == "table" and not is_hidden(node):
            self._open(node, "div")
            return node.child is not None
        return super()._enter(node, depth=depth)
