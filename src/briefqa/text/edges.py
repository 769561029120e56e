"""Where a stretch of text may begin and end: not inside a number."""

import re

# Both widths, and the multipliers and kanji digits that numbers are written with.
_NUMERIC = "0-9０-９千百十万億兆〇一二三四五六七八九"
_JOINED = re.compile(rf"[{_NUMERIC}][.,．，]?[{_NUMERIC}]")
_FIGURE = re.compile("[0-9０-９]")


def cuts_number(text: str, start: int, end: int) -> bool:
    """Say whether `text[start:end]` begins or ends inside a number.

    Words in kanji digits (一部, 千葉) are none; only what has a figure beside the cut is a number.

    >>> text = "約4万5千人と1,200人"
    >>> cuts_number(text, 1, 6), cuts_number(text, 3, 6), cuts_number(text, 1, 3)
    (False, True, True)
    >>> cuts_number(text, 7, 8), cuts_number(text, 9, 12), cuts_number("全国千葉市", 2, 4)
    (True, True, False)
    """
    return _is_inside(text, start) or _is_inside(text, end)


def _is_inside(text: str, at: int) -> bool:
    for first in (at - 2, at - 1):
        match = _JOINED.match(text, max(0, first))
        if match is not None and match.start() < at < match.end():
            return _FIGURE.search(text[max(0, at - 3) : at + 3]) is not None
    return False
