"""A briefing of slides with pictures, a table, a chart, notes, losses: all that a deck can have."""

from io import BytesIO

from PIL import Image

from briefqa.records import Block, Box, Briefing, Cell, Loss, Page, Slide
from briefqa.remarks import Remark

TEXT = (
    "路線バスの見直し\n\n"
    "利用者は5年で12%減った\n通学の利用は減っていない\n\n"
    "路線\t区間\t便数\n東線\t駅前〜港\t48\n\t港〜空港\t12\n\n"
    "2023年\t310\n2024年\t295\n\n"
    "（出典）市交通局\n\n"
    "ここで一度、質問を受ける。"
)


def _block(kind: str, text: str, **more: object) -> Block:
    start = TEXT.index(text)
    return Block(kind, start, start + len(text), text.replace("\n", ""), **more)  # type: ignore[arg-type]


def _cells(text: str, heads: tuple[str, ...] = ("", "", "")) -> tuple[Cell, ...]:
    start, found = TEXT.index(text), []
    for words, head in zip(text.split("\t"), heads, strict=False):
        found.append(Cell(start, start + len(words), words, head))
        start += len(words) + 1
    return tuple(found)


_HEADS = ("路線", "区間", "便数")
_LINE = _cells("東線\t駅前〜港\t48", _HEADS)
_ROW = "\t港〜空港\t12"
_BLOCKS = (
    _block("title", "路線バスの見直し"),
    _block("bullet", "利用者は5年で12%減った"),
    _block("bullet", "通学の利用は減っていない", level=1),
    _block("row", "路線\t区間\t便数", cells=_cells("路線\t区間\t便数"), table=1, is_head=True),
    _block("row", "東線\t駅前〜港\t48", cells=_LINE, table=1),
    _block("row", _ROW, cells=(_LINE[0], *_cells(_ROW, _HEADS)[1:]), table=1),
    _block("chart", "2023年\t310", cells=_cells("2023年\t310", ("", "利用者（万人）")), table=2),
    _block("chart", "2024年\t295", cells=_cells("2024年\t295", ("", "利用者（万人）")), table=2),
    _block("source", "（出典）市交通局"),
    _block("note", "ここで一度、質問を受ける。"),
)
SLIDE = Slide(
    "kotsu-2025",
    1,
    TEXT,
    "路線バスの見直し",
    "",
    _BLOCKS,
    (Loss("diagram", "図1"), Loss("pictures")),
    has_picture=True,
)
HIDDEN = Slide(
    "kotsu-2025", 2, "", "", "", (), (Loss("no_text"),), is_hidden=True, has_picture=False
)
KOTSU = Briefing(
    "kotsu-2025",
    "市の交通",
    "2025-02-03",
    "市交通局",
    "ja",
    "交通.pptx",
    "0123456789abcdef",
    (SLIDE, HIDDEN),
    "pptx",
    "metadata",
    "slide",
    "kotsu",
    Remark(("the file ends before its list of contents", "Copy or download it again.")),
)
PAGE = Page(
    1,
    960.0,
    540.0,
    (
        Box(0, 8, 0.1, 0.1, 0.5, 0.2, tuple(0.1 + 0.05 * n for n in range(9))),
        Box(10, 23, 0.1, 0.3, 0.9, 0.4),
    ),
    "0001.webp",
    ("1",),
)


def webp(width: int = 1280, height: int = 720) -> bytes:
    """Return a picture: the upper half light, the lower dark."""
    image = Image.new("RGB", (width, height), "#ffffff")
    image.paste("#1b2a41", (0, height // 2, width, height))
    stream = BytesIO()
    image.save(stream, "WEBP", quality=80)
    return stream.getvalue()


PICTURE = webp()
PAGES = {("kotsu-2025", 1): (PAGE, PICTURE)}
