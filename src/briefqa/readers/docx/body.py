"""The body of a Word document as parts of slides: headings, paragraphs, bullets, tables."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from briefqa.readers.docx.cells import CellWords, cells_of, read_table, rows_of
from briefqa.readers.docx.graphics import Graphics
from briefqa.readers.docx.names import Element, W, contents
from briefqa.readers.docx.runs import Runs, Words
from briefqa.readers.docx.styles import Styles
from briefqa.readers.parts import Part, Text, bullets_of, paragraphs_of


class Body:
    """Reads the blocks of a document in order.

    `notes`: the footnotes and endnotes by kind and id.
    """

    def __init__(
        self, styles: Styles, notes: Mapping[tuple[str, str], Element], graphics: Graphics
    ) -> None:
        """Take what the body refers to."""
        self._graphics = graphics
        self._styles = styles
        self._notes = notes
        self._runs = Runs(styles)
        self.bold: set[int] = set()
        """Which of the parts read so far are lines that are all bold."""

    def parts(self, container: Element) -> list[Part]:
        """Return the parts of the document's body."""
        found: list[Part] = []
        for block in contents(container):
            if block.tag == f"{W}p":
                self._paragraph(block, found)
            elif block.tag == f"{W}tbl":
                self._table(block, found)
        return found

    def _paragraph(self, paragraph: Element, found: list[Part]) -> None:
        style = self._styles.of(paragraph)
        words = self._runs.read(paragraph)
        if words.text and not style.is_contents:
            if words.is_bold:
                self.bold.add(len(found))
            found += _texts_of(words.text, style.heading, style.list_level)
        found += words.losses
        for graphic in words.graphics:
            found += self._graphics.parts(graphic)
        for box in words.boxes:
            found += [_on_slide(part) for part in self.parts_of_box(box)]
        found += self._notes_of(words)

    def parts_of_box(self, box: Element) -> list[Part]:
        """Return the parts inside a text box, whose bold lines head nothing outside."""
        bold = set(self.bold)
        found = self.parts(box)
        self.bold = bold
        return found

    def _notes_of(self, words: Words) -> Iterator[Part]:
        for key in words.notes:
            note = self._notes.get(key)
            if note is not None:
                lines = [self._runs.read(p).text for p in note.iter(f"{W}p")]
                yield Text("footnote", "\n".join(filter(None, lines)), is_apart=True)

    def _table(self, table: Element, found: list[Part]) -> None:
        rows = [cells_of(row) for row in rows_of(table)]
        if len(rows) == 1 and len(rows[0]) == 1:  # a frame around some paragraphs
            found += [_on_slide(part) for part in self.parts_of_box(rows[0][0])]
            return
        aside: list[Part] = []
        found.append(read_table(table, lambda cell: self._cell(cell, aside)))
        found += aside

    def _cell(self, cell: Element, aside: list[Part]) -> CellWords:
        """Return the words of a cell; what cannot stand in it goes to `aside`."""
        lines: list[str] = []
        are_bold: list[bool] = []
        for block in contents(cell):
            if block.tag == f"{W}p":
                words = self._runs.read(block)
                aside += words.losses
                for graphic in words.graphics:
                    aside += self._graphics.parts(graphic)
                aside += self._notes_of(words)
                for box in words.boxes:
                    lines += _lines(self.parts_of_box(box))
                if words.text:
                    lines.append(words.text)
                    are_bold.append(words.is_bold)
            elif block.tag == f"{W}tbl":
                lines += self._inner_rows(block, aside)
        return CellWords("\n".join(filter(None, lines)), bool(are_bold) and all(are_bold))

    def _inner_rows(self, table: Element, aside: list[Part]) -> list[str]:
        """Return the rows of a table inside a cell, each on a line."""
        inner = read_table(table, lambda cell: self._cell(cell, aside))
        return [" ".join(cell.text for cell in row if cell.text) for row in inner.rows]


def _texts_of(text: str, heading: int | None, list_level: int | None) -> list[Text]:
    if heading == 0:
        return [Text("title", text)]
    if heading is not None:
        return [Text("heading", text, level=heading)]
    if list_level is not None:
        return bullets_of(text, list_level)
    return paragraphs_of(text)


def _on_slide(part: Part) -> Part:
    """Return a part that stands in a frame: its headings begin no slide."""
    if isinstance(part, Text) and part.kind in ("title", "heading"):
        return replace(part, kind="heading", level=9)
    return part


def _lines(parts: list[Part]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Text):
            yield part.text
