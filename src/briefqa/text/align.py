"""Join lines that a slide's layout has cut, and find the way back to the text as written."""

import re

_WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
_WIDE_CHARACTER = re.compile(f"[{_WIDE}]")


def join_lines(text: str) -> str:
    r"""Return `text` on one line, without a space beside Japanese or inside a number.

    >>> join_lines("避難所の開設は\n市町村長が行う")
    '避難所の開設は市町村長が行う'
    >>> join_lines("Sendai\nFramework")
    'Sendai Framework'
    """
    joined: list[str] = []
    for line in filter(None, map(str.strip, text.split("\n"))):
        if joined and _is_space_between(joined[-1][-1], line[0]):
            joined.append(" ")
        joined.append(line)
    return "".join(joined)


def _is_space_between(last: str, first: str) -> bool:
    if _WIDE_CHARACTER.match(last) or _WIDE_CHARACTER.match(first):
        return False
    return last != "-" and not (last.isdigit() and first.isdigit())


def offsets(written: str, read: str, *, base: int = 0) -> tuple[int, ...]:
    """Return, for each character of `read`, its offset in `written` plus `base`.

    `read` holds the characters of `written` in order, save white space, of which it may hold less
    or other; a space of `read` takes the offset of the white space it stands for. Raises ValueError
    when `read` is not such a reading.

    >>> offsets("a b\\nc", "a bc")
    (0, 1, 2, 4)
    """
    found: list[int] = []
    position = 0
    for character in read:
        if character.isspace():
            found.append(base + min(position, max(len(written) - 1, 0)))
            continue
        while position < len(written) and written[position].isspace():
            position += 1
        if position >= len(written) or written[position] != character:
            raise ValueError(f"{character!r} of the reading is not at offset {position}")
        found.append(base + position)
        position += 1
    return tuple(found)
