"""Briefings and their slides as JSON."""

from collections.abc import Iterable
from urllib.parse import quote

from briefqa.marking import Rectangle, Span, rectangles
from briefqa.records import Block, Box, Briefing, Cell, Loss, Page, Slide, Unreadable
from briefqa.wire.shape import Json, Say

_VERSION_LENGTH = 12  # hex digits of a briefing's digest


def summary_to_json(briefing: Briefing, *, say: Say = str) -> Json:
    """Return what a list of briefings says of one."""
    return {
        "id": briefing.id,
        "title": briefing.title,
        "date": briefing.date,
        "date_from": briefing.date_from,
        "publisher": briefing.publisher,
        "publisher_from": briefing.publisher_from,
        "language": briefing.language,
        "source": briefing.source,
        "format": briefing.format,
        "slide_count": len(briefing.slides),
        "incomplete_slides": list(incomplete_slides(briefing)),
        "stale": say(briefing.stale) if briefing.stale else "",
    }


def incomplete_slides(briefing: Briefing) -> tuple[int, ...]:
    """Return the numbers of the slides of which something could not be read."""
    return tuple(slide.number for slide in briefing.slides if slide.losses)


def unreadable_to_json(unreadable: Unreadable, *, say: Say = str) -> Json:
    """Return a file, or a slide of it (0 for the whole file), that gave no text, and why."""
    return {
        "source": unreadable.source,
        "slide": unreadable.slide,
        "failure": unreadable.failure,
        "reason": say(unreadable.reason),
    }


def briefing_to_json(briefing: Briefing, *, say: Say = str) -> Json:
    """Return the summary and the outline: what there is to say of each slide but its text."""
    outline = [
        {
            "number": slide.number,
            "title": slide.title,
            "section": slide.section,
            "is_hidden": slide.is_hidden,
            "losses": [loss_to_json(loss) for loss in slide.losses],
            "picture": picture_path(briefing, slide),
        }
        for slide in briefing.slides
    ]
    return {**summary_to_json(briefing, say=say), "slides": outline}


def slide_to_json(
    briefing: Briefing, slide: Slide, page: Page | None = None, *, marks: Iterable[Span] = ()
) -> Json:
    """Return one slide whole; `text` is as written, and all offsets count in it.

    `page`: what is known of its looks. `marks`: offsets whose places on the page are to be given.
    """
    return {
        "briefing": briefing.id,
        "briefing_title": briefing.title,
        "number": slide.number,
        "slide_count": len(briefing.slides),
        "title": slide.title,
        "section": slide.section,
        "is_hidden": slide.is_hidden,
        "text": slide.text,
        "blocks": [block_to_json(block) for block in slide.blocks],
        "losses": [loss_to_json(loss) for loss in slide.losses],
        "picture": picture_path(briefing, slide),
        "width": page.width if page is not None else None,
        "height": page.height if page is not None else None,
        "boxes": [_box_to_json(box) for box in page.boxes] if page is not None else [],
        "marks": [_place_to_json(one) for one in rectangles(page, marks)] if page else [],
    }


def picture_path(briefing: Briefing, slide: Slide) -> str | None:
    """Return the address of a slide's picture on the server, or None where there is none.

    It changes whenever the briefing's file or its reader does.
    """
    if not slide.has_picture:
        return None
    place = f"/briefings/{quote(briefing.id, safe='')}/slides/{slide.number}/picture"
    return f"{place}?v={picture_version(briefing)}"


def picture_version(briefing: Briefing) -> str:
    """Return what `v` in the addresses of a briefing's pictures is now."""
    return briefing.digest[:_VERSION_LENGTH]


def block_to_json(block: Block) -> Json:
    """Return a block with its place in the slide's text."""
    return {
        "kind": block.kind,
        "start": block.start,
        "end": block.end,
        "text": block.text,
        "level": block.level,
        "table": block.table,
        "is_head": block.is_head,
        "cells": [_cell_to_json(cell) for cell in block.cells],
    }


def _cell_to_json(cell: Cell) -> Json:
    return {"start": cell.start, "end": cell.end, "text": cell.text, "header": cell.header}


def loss_to_json(loss: Loss) -> Json:
    """Return what of a slide could not be read."""
    return {"kind": loss.kind, "detail": loss.detail}


def _box_to_json(box: Box) -> Json:
    return {"start": box.start, "end": box.end, **_place_to_json(box)}


def _place_to_json(place: Box | Rectangle) -> Json:
    return {
        "left": round(place.left, 5),
        "top": round(place.top, 5),
        "right": round(place.right, 5),
        "bottom": round(place.bottom, 5),
    }
