"""Things that one unit names side by side: enumerations, and the cells of a pair or row."""

import re
from collections.abc import Callable, Iterator

from briefqa.answerer.spans import Span, runs, words_start
from briefqa.text.tagger import Token

_LISTING = frozenset(
    ["、", "，", ",", "・", "の", "と", "や", "及び", "および", "（", "）", "(", ")"]
)
_BETWEEN_ITEMS = re.compile("[、，,]|・|や")
_LEAST = 4  # characters of an enumeration; 国や市 is a figure of speech
_SEPARATOR = re.compile(r"\s*(?:[-ー－ｰ‐―–~〜⇔→:：/／]|\s)\s*")
_IN_BRACKETS = re.compile(r"[（(]([^（()）]*[-ー－ｰ‐―–][^（()）]*)[）)]$")
_CELL_LIMIT = 24  # characters
_CELLS_LIMIT = 6  # more are no pair and no row of names


def enumerations(text: str) -> Iterator[Span]:
    """Yield the stretches of `text` that name several things side by side.

    >>> text = "地震、津波、火山噴火の三つの災害に備える"
    >>> [text[s.start : s.end] for s in enumerations(text)]
    ['地震、津波、火山噴火の三つの災害']
    """
    for span in runs(text, starts=_is_noun_or_number, goes_on=_goes_on_listing):
        if span.end - span.start >= _LEAST and _BETWEEN_ITEMS.search(text, span.start, span.end):
            yield span


def _is_noun_or_number(token: Token) -> bool:
    return token.pos.startswith(("名詞", "接頭辞", "接尾辞-名詞的", "形状詞"))


def _goes_on_listing(token: Token) -> bool:
    return _is_noun_or_number(token) or token.surface in _LISTING


def counterparts(text: str, is_asked: Callable[[str], bool]) -> Iterator[Span]:
    """Yield the other cells of a pair or row of which one is what the question names.

    >>> list(counterparts("仙台市－リガ市", lambda cell: "仙台" in cell))
    [Span(start=4, end=7, measure='')]
    """
    cells = _cells(text)
    asked = [cell for cell in cells if is_asked(text[cell.start : cell.end])]
    if 2 <= len(cells) <= _CELLS_LIMIT and asked:
        others = (cell for cell in cells if cell not in asked)
        yield from (cell for cell in others if _is_name(text[cell.start : cell.end]))


def _cells(text: str) -> list[Span]:
    """Return what dashes, arrows, slashes or white space part, within closing brackets if any."""
    inner = _IN_BRACKETS.search(text)
    start, end = inner.span(1) if inner is not None else (words_start(text), len(text))
    cells: list[Span] = []
    for separator in _SEPARATOR.finditer(text, start, end):
        if _is_inside_word(text, separator):
            continue
        cells.append(Span(start, separator.start()))
        start = separator.end()
    return [cell for cell in (*cells, Span(start, end)) if text[cell.start : cell.end].strip()]


def _is_name(text: str) -> bool:
    """Say whether a cell could be a name: short, no clause, with at least two letters."""
    letters = re.findall(r"[^\W\d_]", text)
    return len(text) <= _CELL_LIMIT and re.search("[、。]", text) is None and len(letters) > 1


def _is_inside_word(text: str, separator: re.Match[str]) -> bool:
    """Say whether a long-vowel mark stands inside a katakana word, where it separates nothing."""
    if separator.group().strip() not in ("ー", "ｰ"):
        return False
    return "ァ" <= text[: separator.start()][-1:] <= "ヺ"
