"""Small PPTX files made with python-pptx, and what XML has to be put into them by hand."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from lxml import etree
from pptx import Presentation
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.util import Emu, Pt

from briefqa.readers.pptx import PptxReader
from briefqa.records import Block, Document

NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:a14="http://schemas.microsoft.com/office/drawing/2010/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
WIDTH, HEIGHT = 9_144_000, 6_858_000  # of python-pptx's own template, 4:3


def deck() -> Deck:
    return Presentation()


def add_slide(presentation: Deck, title: str = "", *, layout: int = 6) -> Slide:
    """Add a slide: of layout 5 with a title, of 1 with a title and a body, of 6 with neither."""
    slide = presentation.slides.add_slide(presentation.slide_layouts[layout])
    if title:
        slide.shapes.title.text = title
    return slide


def add_text(
    slide: Slide,
    text: str,
    *,
    at: tuple[float, float] = (0.1, 0.5),
    size: tuple[float, float] = (0.3, 0.1),
    points: float = 18,
):
    """Add a text box; its place and size in fractions of the slide. A line is a paragraph."""
    box = slide.shapes.add_textbox(
        Emu(round(at[0] * WIDTH)),
        Emu(round(at[1] * HEIGHT)),
        Emu(round(size[0] * WIDTH)),
        Emu(round(size[1] * HEIGHT)),
    )
    lines = text.split("\n")
    box.text_frame.text = lines[0]
    for line in lines[1:]:
        box.text_frame.add_paragraph().text = line
    for paragraph in box.text_frame.paragraphs:
        paragraph.font.size = Pt(points)
        for run in paragraph.runs:
            run.font.size = Pt(points)
    return box


def add_xml(slide: Slide, xml: str) -> None:
    """Add a shape, as the XML of its element."""
    wrapped = etree.fromstring(f"<wrap {NAMESPACES}>{xml}</wrap>")
    for element in wrapped:
        slide.shapes._spTree.append(element)


def shape_xml(body: str, *, at: tuple[int, int] = (914400, 914400), properties: str = "") -> str:
    """Return a shape's XML; `body` is that of its paragraphs."""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="90" name="Shape 90"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
        f'<p:spPr><a:xfrm {properties}><a:off x="{at[0]}" y="{at[1]}"/>'
        f'<a:ext cx="1828800" cy="914400"/></a:xfrm></p:spPr>'
        f"<p:txBody><a:bodyPr/><a:lstStyle/>{body}</p:txBody></p:sp>"
    )


def paragraph_xml(text: str) -> str:
    return f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>"


def saved(presentation: Deck) -> bytes:
    stream = BytesIO()
    presentation.save(stream)
    return stream.getvalue()


def altered(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """Return the package with `change` made to its parts, a mapping of names to bytes."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        parts = {entry.filename: package.read(entry) for entry in package.infolist()}
    change(parts)
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return stream.getvalue()


def read(source: Deck | bytes) -> Document:
    data = source if isinstance(source, bytes) else saved(source)
    return PptxReader().read(data, path=Path("資料.pptx"), pictures=None)


def kinds(blocks: tuple[Block, ...]) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in blocks]
