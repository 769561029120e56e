"""Make slides of a page: those of its slide framework, else its sections under headings."""

from pathlib import Path

from briefqa.readers.html.bounds import check_page
from briefqa.readers.html.decks import SlideNode, slide_nodes
from briefqa.readers.html.decoding import decode_page
from briefqa.readers.html.meta import metadata_of
from briefqa.readers.html.nodes import Page, attribute, parse
from briefqa.readers.html.walk import Comment, PagePart, Rule, parts_of
from briefqa.readers.markdown import from_remark, sections_of
from briefqa.readers.outline import build_slides, split_at_headings
from briefqa.readers.parts import Part, Section, Text
from briefqa.records import Document

_NUL_FREE = {0: None}


class HtmlReader:
    """Pages of HTML. Nothing is fetched: what they show from elsewhere is named as lost.

    Left out: menus, headers without a heading, footers, forms, scripts, and what is hidden.
    """

    def read(self, data: bytes, *, path: Path, pictures: Path | None) -> Document:
        """Return the slides, which have no pictures; see `briefqa.readers.Reader`."""
        text = decode_page(data, path=path).translate(_NUL_FREE)
        check_page(text, path=path)
        page = parse(text)
        title, date, publisher = metadata_of(page)
        return Document(
            build_slides(_sections(page), path=path), title=title, date=date, publisher=publisher
        )


def _sections(page: Page) -> list[Section]:
    source = page.css_first("textarea#source")  # a deck of remark, before it ran
    if source is not None and (source.text() or "").strip():
        return sections_of(from_remark(source.text())).sections
    nodes = slide_nodes(page)
    if nodes:
        return _of_slides(page, nodes)
    body = page.body or page.root
    return split_at_headings(_shown(parts_of(body))) if body is not None else []


def _of_slides(page: Page, nodes: list[SlideNode]) -> list[Section]:
    has_stacks = any(slide.is_in_stack for slide in nodes)
    notes = _notes_apart(page)
    sections: list[Section] = []
    for i, slide in enumerate(nodes):
        parts = _shown(parts_of(slide.node))
        said = attribute(slide.node, "data-notes")
        parts += [Text("note", text) for text in (said, notes.get(i, "")) if text]
        heads = [p.level for p in parts if isinstance(p, Text) and p.kind == "heading"]
        level = heads[0] if heads else 0
        if has_stacks:  # the first slide of a stack heads those below it
            level = 2 if slide.is_below else 1
        sections.append(Section(tuple(parts), level, slide.is_hidden))
    return sections


def _notes_apart(page: Page) -> dict[int, str]:
    """Return the speaker notes that Marp writes after the slides, by the slide's index from 0."""
    found: dict[int, str] = {}
    for node in page.css(".bespoke-marp-note"):
        index = attribute(node, "data-index")
        if index.isascii() and index.isdigit():
            texts = [p.text for p in parts_of(node) if isinstance(p, Text)]
            found[int(index)] = "\n".join(texts)
    return found


def _shown(parts: list[PagePart]) -> list[Part]:
    return [part for part in parts if not isinstance(part, Comment | Rule)]
