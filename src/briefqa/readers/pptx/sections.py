"""Give slides their section: the deck's own, or what heads it."""

from collections.abc import Sequence
from dataclasses import replace

from briefqa.readers.pptx.pieces import Drawing
from briefqa.readers.sections import name_sections
from briefqa.records import Page, Slide

_TOP = 0.2  # of the slide's height: where the name of a section stands beside the titles
_LIMIT = 40  # characters


def with_sections(
    slides: Sequence[Slide], pages: Sequence[Page], drawings: Sequence[Drawing]
) -> tuple[Slide, ...]:
    """Return the slides with their section.

    It is the one that the author made in PowerPoint; or else what the last slide of the layout
    "section header" says; or else a heading that several slides have at their top.
    """
    if any(drawing.section for drawing in drawings):
        names = [drawing.section for drawing in drawings]
    elif any(drawing.heads_section for drawing in drawings):
        names = _headed(slides, drawings)
    else:
        # A last line that slides share is no section where the file tells places and titles.
        heads = [_top_of(slide, page) for slide, page in zip(slides, pages, strict=True)]
        names = _lasting([slide.section for slide in name_sections(tuple(heads))])
    return tuple(
        replace(slide, section="" if name == slide.title and not drawing.heads_section else name)
        for slide, name, drawing in zip(slides, names, drawings, strict=True)
    )


def _lasting(names: Sequence[str]) -> list[str]:
    """Return the names that two slides in a row have; others are no section but a repeated word."""
    around = ["", *names, ""]
    return [name if name in (around[at], around[at + 2]) else "" for at, name in enumerate(names)]


def _headed(slides: Sequence[Slide], drawings: Sequence[Drawing]) -> list[str]:
    names: list[str] = []
    name = ""
    for slide, drawing in zip(slides, drawings, strict=True):
        if drawing.heads_section:
            name = _name_of(slide) or name
        names.append(name)
    return names


def _name_of(slide: Slide) -> str:
    """Return what a section header says: its title, and the line under it where there is one."""
    shown = [block.text for block in slide.blocks if block.kind != "note"]
    whole = " ".join(shown)
    return whole if len(shown) == 2 and len(whole) <= _LIMIT else slide.title


def _top_of(slide: Slide, page: Page) -> Slide:
    """Return the slide with the blocks at its top alone."""
    tops = {box.start for box in page.boxes if box.bottom <= _TOP}
    blocks = tuple(b for b in slide.blocks if b.start in tops and not b.cells)
    return replace(slide, blocks=blocks)
