"""The words of a Word paragraph as shown: no deletions, no hidden text, no field codes."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from briefqa.readers.docx.graphics import Graphic
from briefqa.readers.docx.names import (
    CX,
    DGM,
    MC,
    O_OFFICE,
    PIC,
    WP,
    C,
    Element,
    M,
    V,
    W,
    contents,
    is_on,
    value_of,
)
from briefqa.readers.docx.styles import Styles
from briefqa.readers.ooxml.xml import relation_id
from briefqa.records import Loss

_PLAIN = {
    f"{W}tab": " ",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
    f"{W}ptab": " ",
}


@dataclass(slots=True)
class Field:
    """A field that is open: its code so far, and whether its result has begun."""

    code: str = ""
    is_result: bool = False

    @property
    def is_contents(self) -> bool:
        """Whether it makes a table of contents or of figures."""
        return self.code.split()[:1] in (["TOC"], ["INDEX"])


@dataclass(slots=True)
class Words:
    """What a paragraph shows: its text, how much of it is bold, and what is anchored to it."""

    pieces: list[str] = field(default_factory=list)
    bold: int = 0
    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    graphics: list[Graphic] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text, outer white space removed."""
        return "".join(self.pieces).strip()

    @property
    def is_bold(self) -> bool:
        """Whether all of the text is bold."""
        return 0 < sum(len(piece.strip()) for piece in self.pieces) <= self.bold


class Runs:
    """Reads the runs of a document's paragraphs in order; fields may reach over many of them."""

    def __init__(self, styles: Styles) -> None:
        """Take the document's styles, which tell hidden and bold runs."""
        self._styles = styles
        self._fields: list[Field] = []

    def read(self, paragraph: Element) -> Words:
        """Return what a paragraph shows."""
        words = Words()
        style = self._styles.of(paragraph)
        self._read(paragraph, words, is_bold=style.is_bold, is_hidden=style.is_hidden)
        return words

    def _read(self, parent: Element, words: Words, *, is_bold: bool, is_hidden: bool) -> None:
        for child in contents(parent):
            if child.tag == f"{W}r":
                self._run(child, words, is_bold=is_bold, is_hidden=is_hidden)
            elif child.tag == f"{W}fldSimple":
                if not Field(value_of(child, "instr")).is_contents:
                    self._read(child, words, is_bold=is_bold, is_hidden=is_hidden)
            elif child.tag in (f"{M}oMath", f"{M}oMathPara"):
                self._write("".join(t.text or "" for t in child.iter(f"{M}t")), words, bold=False)
            elif child.tag == f"{W}ruby":
                self._ruby(child, words, is_bold=is_bold, is_hidden=is_hidden)

    def _run(self, run: Element, words: Words, *, is_bold: bool, is_hidden: bool) -> None:
        own = run.find(f"{W}rPr")
        if own is not None:
            named = own.find(f"{W}rStyle")
            style = self._styles.named(value_of(named)) if named is not None else None
            hidden, bold = own.find(f"{W}vanish"), own.find(f"{W}b")
            is_hidden = is_on(hidden) if hidden is not None else is_hidden
            is_bold = is_on(bold) if bold is not None else is_bold
            is_hidden = is_hidden or (hidden is None and style is not None and style.is_hidden)
            is_bold = is_bold or (bold is None and style is not None and style.is_bold)
        for child in contents(run):
            self._piece(child, words, is_bold=is_bold, is_hidden=is_hidden)

    def _piece(self, child: Element, words: Words, *, is_bold: bool, is_hidden: bool) -> None:
        if child.tag == f"{W}fldChar":
            self._field_mark(value_of(child, "fldCharType"))
        elif child.tag == f"{W}instrText":
            if self._fields and not self._fields[-1].is_result:
                self._fields[-1].code += child.text or ""
        elif is_hidden:
            return
        elif child.tag == f"{W}t":
            self._write(child.text or "", words, bold=is_bold)
        elif child.tag in _PLAIN:
            self._write(_PLAIN[child.tag], words, bold=False)
        elif child.tag == f"{W}sym":
            self._write(_symbol(value_of(child, "char")), words, bold=is_bold)
        elif child.tag == f"{W}ruby":
            self._ruby(child, words, is_bold=is_bold, is_hidden=is_hidden)
        elif child.tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            kind = "footnote" if child.tag == f"{W}footnoteReference" else "endnote"
            words.notes.append((kind, value_of(child, "id")))
        elif child.tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
            words.boxes += _boxes(child)
            words.graphics += _graphics(child)
            words.losses += _losses(child)

    def _ruby(self, ruby: Element, words: Words, *, is_bold: bool, is_hidden: bool) -> None:
        base = ruby.find(f"{W}rubyBase")
        if base is not None:
            self._read(base, words, is_bold=is_bold, is_hidden=is_hidden)

    def _field_mark(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].is_result = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _write(self, text: str, words: Words, *, bold: bool) -> None:
        if all(opened.is_result and not opened.is_contents for opened in self._fields):
            words.pieces.append(text)
            words.bold += len(text.strip()) if bold else 0


def _symbol(code: str) -> str:
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""


def _shown(element: Element) -> Iterator[Element]:
    """Yield an element and all inside it, of alternatives the first alone, not inside text boxes'
    text."""
    waiting = [element]
    while waiting:
        current = waiting.pop()
        yield current
        if current.tag == f"{W}txbxContent":
            continue
        inside = list(current)
        if current.tag == f"{MC}AlternateContent":
            inside = inside[:1]
        waiting += reversed(inside)


def _boxes(drawing: Element) -> list[Element]:
    return [e for e in _shown(drawing) if e.tag == f"{W}txbxContent"]


def _detail(drawing: Element) -> str:
    named = drawing.find(f".//{WP}docPr")
    detail = "" if named is None else (named.get("descr") or named.get("name") or "")
    return " ".join(detail.split())[:80]


def _graphics(drawing: Element) -> Iterator[Graphic]:
    for element in _shown(drawing):
        if element.tag in (f"{C}chart", f"{CX}chart"):
            yield Graphic("chart", relation_id(element), _detail(drawing))
        elif element.tag == f"{DGM}relIds":
            yield Graphic("diagram", relation_id(element, "dm"), _detail(drawing))


def _losses(drawing: Element) -> Iterator[Loss]:
    for element in _shown(drawing):
        if element.tag == f"{O_OFFICE}OLEObject":
            yield Loss("embedded", element.get("ProgID", ""))
        elif element.tag in (f"{PIC}pic", f"{V}imagedata") and drawing.tag != f"{W}object":
            yield Loss("pictures", _detail(drawing))
