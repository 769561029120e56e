"""Check what a reader's process handed back, as one checks a request from outside.

The process read a file that may be hostile: nothing that it says is taken on trust.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from briefqa.errors import ReadFailure
from briefqa.isolation.limits import Limits
from briefqa.isolation.sending import LimitKind
from briefqa.records import Block, Box, Cell, Document, Page, Slide
from briefqa.text.normalise import strip_invisible

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_WORDS_LIMIT = 10_000  # characters of a title, a name or a message
_VALUES_LIMIT = 8  # of a message
_NUMBER_LIMIT = 1 << 53  # of a value in a message
_COMMAS_A_PART = 12  # of the JSON: five fields, and the stops of a line of some characters


class NonsenseError(ValueError):
    """The answer is none that a reader gives; the message says what of it."""


class ExcessError(ValueError):
    """The answer holds more than one file may give; the message says of what."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reading gave: a document, or why there is none.

    `is_drawn`: after this its pages were drawn. `sentences` and `values`: what the error says, as a
    `Remark` has them. `limit`: what it ran out of. `bug`: the type of an exception that no reader
    should raise.
    """

    document: Document | None = None
    is_drawn: bool = False
    failure: ReadFailure | None = None
    sentences: tuple[str, ...] = ()
    values: dict[str, str | int] = field(default_factory=dict)
    limit: LimitKind | None = None
    bug: str = ""


def decode(data: bytes, limits: Limits) -> Answer:
    """Return the answer, its document within `limits`, its offsets, boxes and words in order.

    Raises ExcessError or NonsenseError.
    """
    if not data:
        raise NonsenseError("no answer")
    _check_count(data, limits)
    answer = _parsed(data)
    if answer.document is None and not (answer.failure or answer.limit or answer.bug):
        raise NonsenseError("an answer that says nothing")
    _check_remark(answer)
    _check_words(answer.bug)
    if answer.document is not None:
        _check_document(answer.document, limits)
    return answer


@lru_cache(maxsize=1)
def _adapter() -> "TypeAdapter[list[Answer]]":
    """Return the strict parser; made once, by the first file that is read."""
    from pydantic import ConfigDict, TypeAdapter

    # In a list, because pydantic hands the settings of the whole down to a dataclass inside it.
    config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)
    return TypeAdapter(list[Answer], config=config)


def _parsed(data: bytes) -> Answer:
    try:
        answers = _adapter().validate_json(b"[" + data + b"]")
    except ValueError as error:  # pydantic's ValidationError is one
        raise NonsenseError("not the JSON of an answer") from error
    if len(answers) != 1:
        raise NonsenseError("not one answer")
    return answers[0]


def _check_count(data: bytes, limits: Limits) -> None:
    """Bound the records before they are made: each is some hundred bytes of memory."""
    parts = data.count(b'"start":')  # never inside a string, where the quotes are escaped
    if parts > limits.parts or data.count(b",") > limits.parts * _COMMAS_A_PART:
        raise ExcessError(f"{parts:,} blocks, cells and boxes")


def _check_words(words: str) -> None:
    if len(words) > _WORDS_LIMIT or strip_invisible(words) != words:
        raise NonsenseError("words that no reader writes")


def _check_remark(answer: Answer) -> None:
    if (answer.failure is not None) != (0 < len(answer.sentences) <= 2):
        raise NonsenseError("a failure without its words")
    if len(answer.values) > _VALUES_LIMIT:
        raise NonsenseError("values that no reader gives")
    for name, value in answer.values.items():
        _check_words(name)
        if isinstance(value, str):
            _check_words(value)
        elif abs(value) > _NUMBER_LIMIT:
            raise NonsenseError("numbers that no reader gives")
    for words in answer.sentences:
        _check_words(words)
        if words.count("{") > _VALUES_LIMIT:  # each may stand for a long value
            raise NonsenseError("a message of too many values")


def _check_document(document: Document, limits: Limits) -> None:
    if not document.slides:
        raise NonsenseError("no slide")
    if len(document.slides) > limits.pages:
        raise ExcessError(f"{len(document.slides):,} slides")
    numbers = list(range(1, len(document.slides) + 1))
    if [slide.number for slide in document.slides] != numbers:
        raise NonsenseError("slides out of order")
    if document.pages and [page.number for page in document.pages] != numbers:
        raise NonsenseError("pages that are not the slides")
    size = sum(len(slide.text.encode()) for slide in document.slides)
    if size > limits.text:
        raise ExcessError(f"{size:,} bytes of text")
    for words in (document.title, document.date, document.publisher):
        _check_words(words)
    for slide in document.slides:
        _check_slide(slide)
    for page, slide in zip(document.pages, document.slides, strict=False):
        _check_page(page, slide)


def _check_slide(slide: Slide) -> None:
    if slide.briefing_id or strip_invisible(slide.text) != slide.text:
        raise NonsenseError(f"slide {slide.number}: an id, or invisible characters")
    for words in (slide.title, slide.section, *(loss.detail for loss in slide.losses)):
        _check_words(words)
    end = 0
    for block in slide.blocks:
        if not end <= block.start < block.end <= len(slide.text):
            raise NonsenseError(f"slide {slide.number}: a block out of place")
        _check_block(block, slide)
        end = block.end


def _check_block(block: Block, slide: Slide) -> None:
    if block.text.split() and _bare(block.text) != _bare(slide.text[block.start : block.end]):
        raise NonsenseError(f"slide {slide.number}: a block of other words than the slide's")
    if not block.text.split() or block.level < 0 or block.table < 0:
        raise NonsenseError(f"slide {slide.number}: a block of nothing")
    for cell in block.cells:
        _check_cell(cell, slide)


def _check_cell(cell: Cell, slide: Slide) -> None:
    if not 0 <= cell.start <= cell.end <= len(slide.text):
        raise NonsenseError(f"slide {slide.number}: a cell out of place")
    if _bare(cell.text) != _bare(slide.text[cell.start : cell.end]):
        raise NonsenseError(f"slide {slide.number}: a cell of other words than the slide's")
    if strip_invisible(cell.header) != cell.header:
        raise NonsenseError(f"slide {slide.number}: invisible characters")


def _bare(text: str) -> str:
    return "".join(text.split())


def _check_page(page: Page, slide: Slide) -> None:
    if page.width < 0 or page.height < 0:
        raise NonsenseError(f"page {page.number}: a size below nothing")
    if page.picture or slide.has_picture:
        raise NonsenseError(f"page {page.number}: a picture before it is drawn")
    for words in page.furniture:
        _check_words(words)
    for box in page.boxes:
        if not _is_within(box, slide):
            raise NonsenseError(f"page {page.number}: a box out of place")


def _is_within(box: Box, slide: Slide) -> bool:
    return (
        0 <= box.start < box.end <= len(slide.text)
        and 0 <= box.left <= box.right <= 1
        and 0 <= box.top <= box.bottom <= 1
        and len(box.stops) in (0, box.end - box.start + 1)
        and all(0 <= stop <= 1 for stop in box.stops)
    )
