"""What a shape takes over from its layout and master: its place, and the looks of its text."""

from dataclasses import dataclass

from briefqa.readers.ooxml.xml import Element, attribute, child, descendants, integer, name_of

_BULLETS = frozenset({"buChar", "buAutoNum", "buBlip"})
_TITLES = frozenset({"title", "ctrTitle"})
_TRUE = ("1", "true", "on")
_DEFAULT_SIZE = 1800  # hundredths of a point: ECMA-376 Part 1, 21.1.2.3.9
# What of a slide a placeholder of the master stands for: ECMA-376 Part 1, 19.7.10.
_MASTER_KIND = {
    "title": "title",
    "ctrTitle": "title",
    "dt": "dt",
    "ftr": "ftr",
    "sldNum": "sldNum",
}


@dataclass(frozen=True, slots=True)
class Placeholder:
    """What a shape says that it stands for: its kind ("body" where none is said) and index."""

    kind: str
    index: str

    @property
    def is_title(self) -> bool:
        """Whether it holds the slide's title."""
        return self.kind in _TITLES


def placeholder_of(shape: Element) -> Placeholder | None:
    """Return the placeholder of a shape, None where it is an ordinary one."""
    for properties in shape[:1]:
        found = child(properties, "nvPr", "ph")
        if found is not None:
            return Placeholder(attribute(found, "type") or "obj", attribute(found, "idx") or "0")
    return None


class Inheritance:
    """The layout and master behind a slide, and the presentation's own defaults."""

    def __init__(
        self, layout: Element | None, master: Element | None, defaults: Element | None
    ) -> None:
        """Take the roots of the layout and master, and the `defaultTextStyle`."""
        self._layout = _placeholders(layout)
        self._master = _placeholders(master)
        self._text_styles = child(master, "txStyles")
        self._defaults = defaults

    def ancestors(self, placeholder: Placeholder | None) -> list[Element]:
        """Return the shapes of the layout and the master that a placeholder follows, in order."""
        if placeholder is None:
            return []
        found = [_find(self._layout, placeholder)]
        kind = _MASTER_KIND.get(placeholder.kind, "body")
        found.append(next((s for p, s in self._master if p.kind == kind), None))
        return [shape for shape in found if shape is not None]

    def styles(self, shape: Element, placeholder: Placeholder | None) -> "TextStyle":
        """Return the list styles that the text of a shape follows, nearest first."""
        shapes = [shape, *self.ancestors(placeholder)]
        lists = [child(found, "txBody", "lstStyle") for found in shapes]
        if placeholder is None:
            kind = "otherStyle"
        else:
            kind = "titleStyle" if placeholder.is_title else "bodyStyle"
            if placeholder.kind in ("dt", "ftr", "sldNum"):
                kind = "otherStyle"
        lists.append(child(self._text_styles, kind))
        lists.append(self._defaults)
        bodies = [child(found, "txBody", "bodyPr") for found in shapes]
        return TextStyle(
            tuple(found for found in lists if found is not None),
            tuple(found for found in bodies if found is not None),
        )


def _placeholders(root: Element | None) -> list[tuple[Placeholder, Element]]:
    tree = child(root, "cSld", "spTree")
    found = [] if tree is None else [(placeholder_of(s), s) for s in descendants(tree, "sp")]
    return [(placeholder, shape) for placeholder, shape in found if placeholder is not None]


def _find(among: list[tuple[Placeholder, Element]], wanted: Placeholder) -> Element | None:
    """Return the layout's shape for a placeholder: of its index, or else of its kind."""
    if wanted.kind in _MASTER_KIND:
        kind = _MASTER_KIND[wanted.kind]
        return next((s for p, s in among if _MASTER_KIND.get(p.kind) == kind), None)
    same = [s for p, s in among if p.index == wanted.index and p.kind not in _MASTER_KIND]
    alike = [s for p, s in among if p.kind == wanted.kind]
    return next(iter(same + alike), None)


class TextStyle:
    """How text looks by the list styles and body properties that it follows, nearest first."""

    def __init__(self, lists: tuple[Element, ...] = (), bodies: tuple[Element, ...] = ()) -> None:
        """Take `lstStyle`s (or what has the same children), and `bodyPr`s."""
        self._lists = lists
        self._bodies = bodies
        # What a level takes over is asked for each of its runs.
        self._levels: dict[int, list[Element]] = {}
        self._sizes: dict[int, int] = {}
        self._bolds: dict[int, bool] = {}

    def body(self, name: str, default: str) -> str:
        """Return a property of the frame: `anchor`, `vert`, `lIns` ..."""
        found = (attribute(body, name) for body in self._bodies)
        return next(filter(None, found), default)

    def has_bullet(self, properties: Element | None, level: int) -> bool:
        """Say whether a paragraph of these properties has a bullet or a number before it."""
        for source in self._sources(properties, level):
            for found in source:
                if name_of(found) == "buNone":
                    return False
                if name_of(found) in _BULLETS:
                    return True
        return False

    def alignment(self, properties: Element | None, level: int) -> str:
        """Return `l`, `ctr`, `r` ...: how a paragraph is set."""
        found = (attribute(source, "algn") for source in self._sources(properties, level))
        return next(filter(None, found), "l")

    def size(self, run: Element | None, level: int) -> int:
        """Return the size of a run of these properties, in hundredths of a point."""
        own = integer(run, "sz")
        if own > 0:
            return own
        if level not in self._sizes:
            found = (integer(source, "sz") for source in self._defaults(level))
            self._sizes[level] = next((size for size in found if size > 0), _DEFAULT_SIZE)
        return self._sizes[level]

    def is_bold(self, run: Element | None, level: int) -> bool:
        """Say whether a run of these properties is bold."""
        own = attribute(run, "b")
        if own:
            return own in _TRUE
        if level not in self._bolds:
            found = (attribute(source, "b") for source in self._defaults(level))
            self._bolds[level] = next(filter(None, found), "0") in _TRUE
        return self._bolds[level]

    def _sources(self, properties: Element | None, level: int) -> list[Element]:
        if level not in self._levels:
            found = (child(style, f"lvl{level + 1}pPr") for style in self._lists)
            self._levels[level] = [source for source in found if source is not None]
        inherited = self._levels[level]
        return inherited if properties is None else [properties, *inherited]

    def _defaults(self, level: int) -> list[Element]:
        found = (child(source, "defRPr") for source in self._sources(None, level))
        return [source for source in found if source is not None]
