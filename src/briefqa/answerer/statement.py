"""State a candidate as an answer: its words, its value, when it held, the quote it stands in."""

import re
from dataclasses import dataclass

from briefqa.answerer import Slides
from briefqa.answerer.ask import MONEY, SHARE, Ask
from briefqa.answerer.candidates import Candidate
from briefqa.answerer.cite import Quote, quote, quote_blocks
from briefqa.answerer.lists import list_range
from briefqa.answerer.spans import plain, unquoted, words_start
from briefqa.answerer.units import Unit
from briefqa.records import AnswerType, Citation, Quantity, Slide, Value
from briefqa.text.align import join_lines
from briefqa.text.kinds import kind_of
from briefqa.text.quantities import as_of, read_value, values_in
from briefqa.text.units import unit_name

QUOTE_LIMIT = 200  # characters; of a longer unit, what stands around the answer is quoted
VALUE_LIMIT = 40  # characters; a figure in a longer text is one of the things that it says
TITLE_LIMIT = 40  # characters of what stands for a title that is missing
_CLAUSE_END = re.compile(r"[、。;；\n]")
_REMARK = re.compile(r"\s?[(（][^()（）]*[)）]")
_OWN = re.compile(r"(?:[(（][^()（）]*[)）]|[^、。;；\n(（])*")
# Units that measure and do not count.
_MEASURES = frozenset(
    ["年", "年間", "か月", "月", "日", "日間", "週", "時間", "分", "秒", "度", "°c", "トン", "t"]
)
_TYPES: dict[str, AnswerType] = {
    "date": "date",
    "place": "place",
    "person": "person",
    "organisation": "organisation",
    "name": "name",
    "definition": "definition",
    "reason": "reason",
    "list": "list",
    "yes_no": "yes_no",
}


@dataclass(frozen=True, slots=True)
class Statement:
    """What one candidate says: the fields of `Answer` that it gives, with its citation."""

    text: str
    value: Value | None
    as_of: str
    citation: Citation


def state(candidate: Candidate, ask: Ask, slides: Slides) -> Statement:
    """Return what a candidate says; its citation has the marker 1."""
    text, words = _words(candidate, ask)
    value = value_of_words(text, ask)
    held = "" if ask.kind == "date" else held_at(candidate.unit, candidate.start, candidate.end)
    return Statement(text, value, held, citation_of(candidate.unit.slide, words, slides))


def _words(candidate: Candidate, ask: Ask) -> tuple[str, Quote]:
    """Return the answer's words and the quote that holds them."""
    slide = candidate.unit.slide
    if ask.kind == "list" or ask.wants_all:
        first, last = list_range(candidate.unit)
        if last - first > 1:
            text = " ".join(block.text for block in slide.blocks[first:last])
            return text[words_start(text) :], quote_blocks(slide, first, last)
    words = quote(slide, candidate.unit.block, candidate.start, candidate.end).text
    # As written, a note's number ends where its line does: ※1 and 2か所 below it are not ※12か所.
    return unquoted(join_lines(plain(words))), quote_around(candidate)


def quote_around(candidate: Candidate) -> Quote:
    """Return the unit that a candidate stands in, or what of a long one stands around it.

    A cell is quoted with its row's label, where the row up to it is short enough.
    """
    unit = candidate.unit
    start, end = min(candidate.start, unit.start or words_start(unit.block.text)), unit.end
    if unit.is_cell and end <= QUOTE_LIMIT:
        start = 0
    if end - start > QUOTE_LIMIT:
        start = max(start, candidate.start - QUOTE_LIMIT // 2)
        end = min(end, max(candidate.end, start + QUOTE_LIMIT))
    return quote(unit.slide, unit.block, start, end)


def citation_of(slide: Slide, words: Quote, slides: Slides) -> Citation:
    """Return the citation of a quote, with the marker 1."""
    return Citation(
        marker=1,
        briefing=slide.briefing_id,
        briefing_title=slides.briefing(slide.briefing_id).title,
        slide=slide.number,
        slide_title=title_of(slide),
        quote=words.text,
        start=words.start,
        end=words.end,
    )


def title_of(slide: Slide) -> str:
    """Return a slide's title, or how its text begins where it has none."""
    if slide.title or not slide.blocks:
        return slide.title
    text = slide.blocks[0].text
    return text if len(text) <= TITLE_LIMIT else f"{text[: TITLE_LIMIT - 1]}…"


def value_of_words(text: str, ask: Ask) -> Value | None:
    """Return the value that an answer's words are, or the only one in them that was asked for.

    A long text is not stated by one figure of it, and one in another unit than was asked for is
    not what the text is the answer by: both have no value.

    >>> value_of_words("2日間で延べ120人", Ask("number", units=(("人", "名"),)))
    Quantity(value=120.0, unit='人', qualifier='')
    >>> value_of_words("2日間で延べ120人", Ask("number", units=(("か所",),))) is None
    True
    """
    value = read_value(text)
    if value is not None or ask.kind not in ("number", "date") or len(text) > VALUE_LIMIT:
        return value
    found = [one.value for one in values_in(text) if _is_asked_for(one.value, ask)]
    return found[0] if len(found) == 1 else None


def _is_asked_for(value: Value, ask: Ask) -> bool:
    if not isinstance(value, Quantity):
        return ask.kind == "date"
    if ask.kind == "date":
        return False
    return not ask.units or any(_is_in(value.unit, one) for units in ask.units for one in units)


def _is_in(unit: str, asked: str) -> bool:
    """Say whether a figure's unit is the one asked for: 避難施設 is 施設, THB is money."""
    measure, _, _ = unit.partition("/")
    if asked in MONEY:
        return len(measure) == 3 and measure.isascii() and measure.isupper()
    if asked in SHARE:
        return measure.startswith("%") or (asked == "分の" and not measure)
    is_same = kind_of(measure)[0] == kind_of(unit_name(asked))[0]
    is_narrower = not asked.isascii() and measure.endswith(asked)
    return is_same or is_narrower or measure.lower() == asked


def held_at(unit: Unit, start: int, end: int) -> str:
    """Return when what a unit says at `start` to `end` of its block held, ISO 8601, or "".

    The nearest that says so: the unit, its block, the heading above it, the slide's title. What
    the answer's own words say is not that, nor is what is said of another figure.
    """
    text = unit.block.text
    before, after = _without_others(text[unit.start : start]), text[end : unit.end]
    heading = next(
        (b.text for b in reversed(unit.slide.blocks[: unit.position]) if b.is_heading), ""
    )
    # What other cells of a row say is of these.
    others = "" if unit.is_cell else f"{text[: unit.start]} {text[unit.end :]}"
    around = _without_others(others)
    clauses = reversed(_CLAUSE_END.split(before))
    label = unit.label if unit.is_cell and unit.label is not None else ""
    places = (_own_remark(after), *clauses, label, around, heading, unit.slide.title)
    return next((when for place in places if (when := as_of(place))), "")


def _own_remark(after: str) -> str:
    """Return what follows a figure up to the next clause or figure, remarks in brackets whole."""
    match = _OWN.match(after)
    own = match[0] if match else ""
    following = (f.start for f in values_in(own) if isinstance(f.value, Quantity))
    return own[: next(following, len(own))]


def _without_others(text: str) -> str:
    """Return a text without the remarks in brackets that follow figures: those are of these."""
    for found in reversed(values_in(text)):
        if isinstance(found.value, Quantity) and (match := _REMARK.match(text, found.end)):
            text = text[: match.start()] + text[match.end() :]
    return text


def type_of(ask: Ask, question: str) -> AnswerType:
    """Return the type of answer that is asked for."""
    if ask.kind == "number":
        first = ask.units[0] if ask.units else ()
        if first == MONEY:
            return "money"
        if first and set(first) & set(SHARE):
            return "percentage"
        return "count" if _counts(first, question) else "number"
    if ask.kind == "date" and any(
        word in question for word in ("いつから", "期間", "会期", "から何")
    ):
        return "period"
    return _TYPES.get(ask.kind, "text")


def _counts(units: tuple[str, ...], question: str) -> bool:
    """Say whether a number with these units is a count of things."""
    if units:
        return not set(units) & _MEASURES and not units[0].isascii()
    return any(word in question.lower() for word in ("いくつ", "how many", "number of", " count"))
