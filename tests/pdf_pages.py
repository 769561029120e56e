"""PDFs made by hand: pages of Japanese text, lines, boxes and pictures, in points from the top."""

import io
from collections.abc import Mapping, Sequence
from itertools import pairwise

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

WIDTH, HEIGHT = 720.0, 405.0


def text(left: float, baseline: float, words: str, *, size: float = 12) -> str:
    """Return operators that show words; `baseline` is down from the page's top."""
    octets = words.encode("utf-16-be").hex()
    return f"BT /F {size} Tf 1 0 0 1 {left} {HEIGHT - baseline} Tm <{octets}> Tj ET\n"


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    """Return operators that draw a line."""
    return f"{x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S\n"


def box(
    left: float, top: float, right: float, bottom: float, *, colour: str = "0.8 0.8 0.8"
) -> str:
    """Return operators that fill a rectangle; `colour` as red, green, blue from 0 to 1."""
    return f"{colour} rg {left} {HEIGHT - bottom} {right - left} {bottom - top} re f 0 0 0 rg\n"


def frame(left: float, top: float, right: float, bottom: float) -> str:
    """Return operators that draw the outline of a rectangle."""
    return f"{left} {HEIGHT - bottom} {right - left} {bottom - top} re S\n"


def lattice(xs: Sequence[float], ys: Sequence[float]) -> str:
    """Return operators that draw a table's lines, each side of a cell by itself."""
    across = [line(a, y, b, y) for y in ys for a, b in pairwise(xs)]
    down = [line(x, a, x, b) for x in xs for a, b in pairwise(ys)]
    return "".join([*across, *down])


def cells(xs: Sequence[float], ys: Sequence[float], rows: Sequence[Sequence[str]]) -> str:
    """Return operators that show a text in each cell, "" in none."""
    return "".join(
        text(x + 4, y + 16, words)
        for y, row in zip(ys, rows, strict=False)
        for x, words in zip(xs, row, strict=False)
        if words
    )


def picture(left: float, top: float, right: float, bottom: float, *, name: str = "I") -> str:
    """Return operators that show the picture `name` of the page."""
    return f"q {right - left} 0 0 {bottom - top} {left} {HEIGHT - bottom} cm /{name} Do Q\n"


def make_pdf(
    *contents: str,
    size: tuple[float, float] = (WIDTH, HEIGHT),
    rotate: int = 0,
    info: Mapping[str, str | bytes] | None = None,
    xmp: bytes = b"",
    images: Mapping[str, tuple[int, int, bytes]] | None = None,
) -> bytes:
    """Return a PDF of one page for each content. `images`: width, height and RGB bytes by name."""
    with pikepdf.new() as document:
        resources = _resources(document, images or {})
        for content in contents:
            page = document.add_blank_page()
            page.obj.MediaBox = Array([0, 0, *size])
            page.obj.Contents = document.make_stream(content.encode())
            page.obj.Resources = resources
            if rotate:
                page.obj.Rotate = rotate
        for key, value in (info or {}).items():
            document.docinfo[f"/{key}"] = pikepdf.String(value)
        if xmp:
            document.Root.Metadata = Stream(document, xmp, Type=Name.Metadata, Subtype=Name.XML)
        written = io.BytesIO()
        document.save(written)
    return written.getvalue()


def _resources(
    document: pikepdf.Pdf, images: Mapping[str, tuple[int, int, bytes]]
) -> pikepdf.Object:
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType0,
        BaseFont=Name("/HeiseiKakuGo-W5"),
        CIDSystemInfo=Dictionary(
            Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Japan1"), Supplement=2
        ),
        DW=1000,
        FontDescriptor=Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name("/HeiseiKakuGo-W5"),
            Flags=4,
            FontBBox=Array([0, -120, 1000, 880]),
            ItalicAngle=0,
            Ascent=880,
            Descent=-120,
            CapHeight=700,
            StemV=80,
        ),
    )
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name("/HeiseiKakuGo-W5"),
        Encoding=Name("/UniJIS-UTF16-H"),
        DescendantFonts=Array([document.make_indirect(descendant)]),
    )
    shown = {
        f"/{name}": Stream(
            document,
            octets,
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=width,
            Height=height,
            BitsPerComponent=8,
            ColorSpace=Name.DeviceRGB,
        )
        for name, (width, height, octets) in images.items()
    }
    return document.make_indirect(
        Dictionary(Font=Dictionary(F=document.make_indirect(font)), XObject=Dictionary(shown))
    )
