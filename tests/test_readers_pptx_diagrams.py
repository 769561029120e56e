import pytest

from briefqa.records import Loss
from tests.powerpoint import add_slide, altered, deck, read, saved

DGM = (
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:dsp="http://schemas.microsoft.com/office/drawing/2008/diagram"'
)
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
FRAME = (
    '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="60" name="体制図"/>'
    "<p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr>"
    '<p:xfrm><a:off x="914400" y="3429000"/><a:ext cx="7315200" cy="2743200"/>'
    '</p:xfrm><a:graphic><a:graphicData uri="x"><dgm:relIds '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    f'xmlns:r="{RELATIONS}" r:dm="rId90"/></a:graphicData></a:graphic></p:graphicFrame>'
)


def point(key: str, text: str = "", kind: str = "node") -> str:
    body = f"<dgm:t><a:bodyPr/><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t>" if text else ""
    return f'<dgm:pt modelId="{key}" type="{kind}">{body}</dgm:pt>'


def link(above: str, below: str, place: int, kind: str = "parOf") -> str:
    return (
        f'<dgm:cxn modelId="c{above}{below}{kind}" type="{kind}" srcId="{above}" destId="{below}" '
        f'srcOrd="{place}" destOrd="0"/>'
    )


def model(points: list[str], links: list[str]) -> str:
    extension = '<dgm:extLst><a:ext uri="x"><dsp:dataModelExt relId="rId91"/></a:ext></dgm:extLst>'
    return (
        f"<dgm:dataModel {DGM}><dgm:ptLst>{''.join(points)}</dgm:ptLst>"
        f"<dgm:cxnLst>{''.join(links)}</dgm:cxnLst>{extension}</dgm:dataModel>"
    )


def diagram(data: str | None, drawing: str | None = None) -> bytes:
    """Return a deck whose one slide, under its title, has a diagram of these parts."""
    presentation = deck()
    add_slide(presentation, "体制", layout=5)

    def put(parts: dict[str, bytes]) -> None:
        slide, relations = "ppt/slides/slide1.xml", "ppt/slides/_rels/slide1.xml.rels"
        parts[slide] = parts[slide].replace(b"</p:spTree>", FRAME.encode() + b"</p:spTree>")
        both = (("rId90", "diagramData", data), ("rId91", "diagramDrawing", drawing))
        for key, kind, text in both:
            if text is None:
                continue
            target = f"diagrams/{kind}.xml"
            parts[f"ppt/{target}"] = text.encode()
            relation = f'<Relationship Id="{key}" Type="{RELATIONS}/{kind}" Target="../{target}"/>'
            parts[relations] = parts[relations].replace(
                b"</Relationships>", relation.encode() + b"</Relationships>"
            )

    return altered(saved(presentation), put)


TREE = model(
    [
        point("0", kind="doc"),
        point("1", "本部長"),
        point("2", "副本部長", "asst"),
        point("3", "物資班"),
        point("4", "避難所班"),
        point("5", "見えない", "pres"),
        point("6", kind="sibTrans"),
    ],
    [
        link("1", "4", 2),
        link("1", "3", 1),
        link("1", "2", 0),
        link("0", "1", 0),
        link("1", "5", 0, "presOf"),
    ],
)


def test_a_diagram_is_read_as_its_tree() -> None:
    found = read(diagram(TREE)).slides[0]
    assert [(block.kind, block.level, block.text) for block in found.blocks[1:]] == [
        ("bullet", 0, "本部長"), ("bullet", 1, "副本部長"),
        ("bullet", 1, "物資班"), ("bullet", 1, "避難所班"),
    ]  # fmt: skip
    assert found.losses == ()


def shape(text: str, left: int, top: int) -> str:
    return (
        f'<dsp:sp><dsp:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="914400" cy="685800"/>'
        f"</a:xfrm></dsp:spPr><dsp:txBody><a:bodyPr/><a:p><a:r><a:t>{text}</a:t></a:r></a:p>"
        "</dsp:txBody></dsp:sp>"
    )


def drawn(*shapes: str) -> str:
    return f"<dsp:drawing {DGM}><dsp:spTree>{''.join(shapes)}</dsp:spTree></dsp:drawing>"


def test_its_texts_stand_where_they_were_drawn() -> None:
    drawing = drawn(shape("本部長", 0, 0), shape("物資班", 914400, 1371600))
    page = read(diagram(TREE, drawing)).pages[0]
    places = {box.start: box for box in page.boxes}
    chief, goods = places[4], places[15]
    assert (chief.left, chief.top) == pytest.approx((0.1, 0.5))
    assert (goods.left, goods.top) == pytest.approx((0.2, 0.7))


def test_without_its_data_a_diagram_is_read_as_it_was_drawn() -> None:
    drawing = drawn(shape("後", 914400, 0), shape("先", 0, 0))
    empty = model([point("0", kind="doc")], [])
    assert read(diagram(empty, drawing)).slides[0].text == "体制\n\n先\n\n後"


def test_a_diagram_of_nothing_is_named() -> None:
    assert read(diagram(None)).slides[0].losses == (Loss("diagram", "体制図"),)


def test_a_tree_that_bites_its_tail_is_read_once() -> None:
    tail = model(
        [point("0", kind="doc"), point("1", "甲"), point("2", "乙")],
        [link("0", "1", 0), link("1", "2", 0), link("2", "1", 0)],
    )
    assert [block.text for block in read(diagram(tail)).slides[0].blocks[1:]] == ["甲", "乙"]
