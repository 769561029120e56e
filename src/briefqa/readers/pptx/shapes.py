"""Walk the shapes of a slide: what they hold, where they stand, and what cannot be read."""

from collections.abc import Sequence
from dataclasses import replace

from briefqa.readers.ooxml.alternatives import branch_of, contents_of
from briefqa.readers.ooxml.package import Package, PartError, Relation
from briefqa.readers.ooxml.xml import (
    Element,
    attribute,
    child,
    descendants,
    name_of,
    relation_id,
)
from briefqa.readers.pptx.charts import read_chart
from briefqa.readers.pptx.diagrams import drawn_texts, read_diagram
from briefqa.readers.pptx.geometry import (
    Mapping,
    Rect,
    around,
    degrees_of,
    mapping_of,
    place,
    rect_of,
)
from briefqa.readers.pptx.pieces import (
    Anchor,
    Drawing,
    GroupPiece,
    Paragraph,
    Piece,
    TextPiece,
)
from briefqa.readers.pptx.properties import (
    NAME_LIMIT,
    flow_of,
    inside_margins,
    is_hidden,
    label_of,
    role_of,
)
from briefqa.readers.pptx.styles import Inheritance, placeholder_of
from briefqa.readers.pptx.tables import read_table
from briefqa.readers.pptx.text import clean, read_frame
from briefqa.records import Loss

SHAPE_LIMIT = 10_000
GROUP_DEPTH = 40
_FURNITURE = frozenset({"dt", "ftr", "sldNum", "hdr"})
_ANCHORS: dict[str, Anchor] = {"ctr": "middle", "b": "bottom"}
_MEDIA = frozenset({"videoFile", "audioFile", "audioCd", "wavAudioFile", "quickTimeFile", "media"})


class ShapeReader:
    """Reads the shapes of one slide into a Drawing."""

    def __init__(
        self,
        package: Package,
        relations: dict[str, Relation],
        inheritance: Inheritance,
        drawing: Drawing,
        whole: Rect,
    ) -> None:
        """Take the slide's relations, what it inherits, and the rectangle of the slide."""
        self._package = package
        self._relations = relations
        self._inheritance = inheritance
        self._drawing = drawing
        self._whole = whole
        self._count = 0

    def read(self, tree: Element | None) -> None:
        """Read a `spTree` into the drawing."""
        if tree is not None:
            self._drawing.pieces += self._shown(self._read_all(tree, ()))

    def _shown(self, pieces: Sequence[Piece]) -> list[Piece]:
        """Return the pieces that the slide shows, and note the words of those that stand beside it.

        A title is kept there too: some authors hide it so, and it still names the slide.
        """
        found: list[Piece] = []
        for piece in pieces:
            if isinstance(piece, GroupPiece):
                inside = self._shown(piece.pieces)
                found += [replace(piece, pieces=tuple(inside))] if inside else []
            elif piece.rect.touches(self._whole) or _is_title(piece):
                found.append(piece)
            else:
                words = piece.paragraphs[0].text if isinstance(piece, TextPiece) else ""
                self._drawing.lose(Loss("shape", words[:NAME_LIMIT]))
        return found

    def _read_all(self, tree: Element, groups: tuple[Mapping, ...]) -> list[Piece]:
        found: list[Piece] = []
        for shape in tree:
            for one in branch_of(shape) if name_of(shape) == "AlternateContent" else (shape,):
                self._count += 1
                if self._count > SHAPE_LIMIT:
                    self._drawing.lose(Loss("cut"))
                    return found
                found += self._read_one(one, groups)
        return found

    def _read_one(self, shape: Element, groups: tuple[Mapping, ...]) -> list[Piece]:
        name = name_of(shape)
        if name in ("nvGrpSpPr", "grpSpPr", "extLst") or not name or is_hidden(shape):
            return []
        if name in ("sp", "cxnSp"):
            return self._read_text(shape, groups)
        if name == "grpSp":
            return self._read_group(shape, groups)
        if name == "pic":
            return self._read_picture(shape, groups)
        if name == "graphicFrame":
            return self._read_frame(shape, groups)
        self._drawing.lose(Loss("shape", label_of(shape)))
        return []

    def _read_group(self, shape: Element, groups: tuple[Mapping, ...]) -> list[Piece]:
        if len(groups) >= GROUP_DEPTH:
            self._drawing.lose(Loss("shape", label_of(shape)))
            return []
        # A group without a place of its own leaves what it holds where it is.
        still = Mapping(self._whole, self._whole, 0.0, flips_across=False, flips_down=False)
        mapping = mapping_of(child(shape, "grpSpPr", "xfrm")) or still
        pieces = self._read_all(shape, (*groups, mapping))
        if len(pieces) < 2:
            return pieces
        return [GroupPiece(around([piece.rect for piece in pieces]), tuple(pieces))]

    def _read_picture(self, shape: Element, groups: tuple[Mapping, ...]) -> list[Piece]:
        if any(name_of(found) in _MEDIA for one in shape[:1] for found in one.iterdescendants()):
            self._drawing.lose(Loss("media", label_of(shape)))
            return []
        rect, _ = self._place(shape, child(shape, "spPr", "xfrm"), groups)
        self._drawing.pictures.append(rect)
        return []

    def _read_text(self, shape: Element, groups: tuple[Mapping, ...]) -> list[Piece]:
        placeholder = placeholder_of(shape)
        style = self._inheritance.styles(shape, placeholder)
        rect, degrees = self._place(shape, child(shape, "spPr", "xfrm"), groups)
        if child(shape, "spPr", "blipFill") is not None:
            self._drawing.pictures.append(rect)
        frame = read_frame(child(shape, "txBody"), style)
        self._drawing.furniture += frame.furniture
        if frame.is_cut:
            self._drawing.lose(Loss("cut", label_of(shape)))
        if not frame.paragraphs:
            return []
        if placeholder is not None and placeholder.kind in _FURNITURE:
            self._drawing.furniture += [p.text for p in frame.paragraphs]
            return []
        flow = flow_of(style, degrees)
        piece = TextPiece(
            rect,
            inside_margins(rect, style),
            tuple(frame.paragraphs),
            role_of(placeholder),
            _ANCHORS.get(style.body("anchor", "t"), "top"),
            flow,
        )
        return [piece]

    def _place(
        self, shape: Element, transform: Element | None, groups: tuple[Mapping, ...]
    ) -> tuple[Rect, float]:
        """Return where a shape stands on the slide, and by how many degrees it is turned."""
        rect = rect_of(transform)
        if rect is None:
            for ancestor in self._inheritance.ancestors(placeholder_of(shape)):
                transform = child(ancestor, "spPr", "xfrm")
                rect = rect_of(transform)
                if rect is not None:
                    break
        if rect is None:
            return self._whole, 0.0
        degrees = degrees_of(transform)
        return place(rect.turned(degrees, rect.middle), groups), degrees

    def _read_frame(self, shape: Element, groups: tuple[Mapping, ...]) -> list[Piece]:
        rect, _ = self._place(shape, child(shape, "xfrm"), groups)
        data = child(shape, "graphic", "graphicData")
        for content in contents_of(data):
            name = name_of(content)
            if name == "tbl":
                return self._read_table(content, rect)
            if name == "chart":
                return self._read_chart(content, rect, shape)
            if name == "relIds":
                return self._read_diagram(content, rect, shape)
            if name in ("oleObj", "control"):
                kind = attribute(content, "progId") or attribute(content, "name")
                self._drawing.lose(Loss("embedded", clean(kind) or label_of(shape)))
                return []
        self._drawing.lose(Loss("shape", label_of(shape)))
        return []

    def _read_table(self, table: Element, rect: Rect) -> list[Piece]:
        style = self._inheritance.styles(table, None)
        piece, is_cut = read_table(table, rect, style)
        if is_cut:
            self._drawing.lose(Loss("cut", "table"))
        return [piece] if piece.rows else []

    def _read_chart(self, content: Element, rect: Rect, shape: Element) -> list[Piece]:
        try:
            piece = read_chart(self._package.root(self._target(content, "id")), rect)
        except PartError:
            piece = None
        if piece is None:
            self._drawing.lose(Loss("chart", label_of(shape)))
            return []
        return [piece]

    def _read_diagram(self, content: Element, rect: Rect, shape: Element) -> list[Piece]:
        model = self._package.optional(self._target(content, "dm"))
        drawn = drawn_texts(self._package.optional(self._drawn_part(model)), rect)
        paragraphs = read_diagram(model)
        if not paragraphs and not drawn:
            self._drawing.lose(Loss("diagram", label_of(shape)))
            return []
        if not paragraphs:
            # The words are nowhere but in the drawing: each shape reads on its own.
            pieces = [TextPiece(at, at, (Paragraph(text),), anchor="middle") for text, at in drawn]
            return [GroupPiece(rect, tuple(pieces))]
        free = list(drawn)
        places: list[Rect | None] = []
        for paragraph in paragraphs:
            at = next((i for i, (text, _) in enumerate(free) if paragraph.text in text), None)
            exact = next((i for i, (text, _) in enumerate(free) if paragraph.text == text), at)
            places.append(None if exact is None else free[exact][1])
            if exact is not None and free[exact][0] == paragraph.text:
                del free[exact]
        return [TextPiece(rect, rect, tuple(paragraphs), places=tuple(places))]

    def _drawn_part(self, model: Element | None) -> str:
        """Return the part in which the diagram was drawn last: [MS-ODRAWXML] 2.5."""
        named = next(descendants(model, "dataModelExt"), None)
        relation = self._relations.get(attribute(named, "relId"))
        return "" if relation is None else relation.target

    def _target(self, element: Element, name: str) -> str:
        relation = self._relations.get(relation_id(element, name))
        return "" if relation is None else relation.target


def _is_title(piece: Piece) -> bool:
    return isinstance(piece, TextPiece) and piece.role == "title"
