"""Find the slides of a page that a slide framework made."""

from collections.abc import Sequence
from dataclasses import dataclass

from briefqa.readers.html.nodes import Node, Page, attribute, children, classes, tag_of

# A framework's own selector: what it finds are slides, be it one alone.
_FRAMEWORKS = (
    ".reveal .slides > section",  # reveal.js, Quarto, Pandoc; nested ones stand below each other
    "svg[data-marpit-svg] section",  # Marp
    "div.marpit > section",
    "section[data-marpit-pagination]",
    "#impress .step",  # impress.js
    ".impress-enabled .step",
    ".remark-slide-content",  # remark, saved after it ran
    ".slidev-page",  # Slidev
    "#webslides > section",
    ".shower > .slide",
    "slides > slide",  # Google I/O
    ".bespoke-parent > section",
    ".slides > .slide",
)
# Names that other pages use too: slides where there are several and they hold most of the page.
_COMMON = ("article.slide", "section.slide", "div.slide", "li.slide", ".slide", "section.page")
_COMMON_LEAST = 2
_COMMON_SHARE = 0.6  # of the page's letters
_MARP_LAYERS = ("background", "pseudo")


@dataclass(frozen=True, slots=True)
class SlideNode:
    """A slide of a page. `is_below`: it stands below another one, which leads the stack."""

    node: Node
    is_below: bool
    is_in_stack: bool

    @property
    def is_hidden(self) -> bool:
        """Whether the deck is told to leave the slide out."""
        return attribute(self.node, "data-visibility") == "hidden"


def slide_nodes(page: Page) -> list[SlideNode]:
    """Return the page's slides in order, none where no framework made it."""
    for selector in _FRAMEWORKS:
        found = [n for n in page.css(selector) if not _is_layer(n)]
        if found:
            return _leaves(found)
    whole = len("".join((page.body.text() if page.body else "").split()))
    for selector in _COMMON:
        found = _leaves_only(page.css(selector))
        held = sum(len("".join(node.text().split())) for node in found)
        if len(found) >= _COMMON_LEAST and held >= _COMMON_SHARE * whole:
            return [SlideNode(node, is_below=False, is_in_stack=False) for node in found]
    return []


def _is_layer(node: Node) -> bool:
    """Say whether an element is the background of a slide, which Marp writes as one of its own."""
    return attribute(node, "data-marpit-advanced-background") in _MARP_LAYERS


def _leaves(nodes: Sequence[Node]) -> list[SlideNode]:
    """Return the slides, in place of a stack the slides in it."""
    found: list[SlideNode] = []
    for node in _outermost(nodes):
        below = [child for child in children(node) if tag_of(child) == "section"]
        below = [child for child in below if not _is_layer(child)]
        if not below or "slide" in classes(node):
            found.append(SlideNode(node, is_below=False, is_in_stack=False))
            continue
        for i, child in enumerate(below):
            found.append(SlideNode(child, is_below=i > 0, is_in_stack=len(below) > 1))
    return found


def _outermost(nodes: Sequence[Node]) -> list[Node]:
    ids = {node.mem_id for node in nodes}
    return [node for node in nodes if not _has_above(node, ids)]


def _leaves_only(nodes: Sequence[Node]) -> list[Node]:
    """Return the nodes that hold no other of them."""
    ids = {node.mem_id for node in nodes}
    holding: set[int] = set()
    for node in nodes:
        above = node.parent
        while above is not None and above.mem_id not in holding:
            if above.mem_id in ids:
                holding.add(above.mem_id)
            above = above.parent
    return [node for node in nodes if node.mem_id not in holding]


def _has_above(node: Node, ids: set[int]) -> bool:
    above = node.parent
    while above is not None:
        if above.mem_id in ids:
            return True
        above = above.parent
    return False
