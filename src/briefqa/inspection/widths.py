"""Set text in columns of a terminal, where a full-width character takes two of them."""

import re
import unicodedata

_WORDS = re.compile(r"\s+|[^\s\u2e80-\uffef]+|[\u2e80-\uffef]")
_NOT_FIRST = frozenset(
    "、。，．）」』】〉》・：；！？ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.)]!?:;"
)


def width_of(text: str) -> int:
    """Return how many columns a line takes.

    >>> width_of("2024年"), width_of("ｶﾅ"), width_of("か\\u3099")
    (6, 2, 2)
    """
    return sum(map(_character_width, text))


def _character_width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def pad(text: str, width: int, *, is_right: bool = False) -> str:
    """Return `text` with spaces up to `width` columns, before it where `is_right`.

    >>> pad("年度", 6) + "|"
    '年度  |'
    """
    space = " " * max(0, width - width_of(text))
    return space + text if is_right else text + space


def wrap(text: str, width: int) -> list[str]:
    """Return lines of at most `width` columns, cut between words or at any Japanese character.

    A word that is longer than a line is cut; line ends of `text` stay. A closing mark takes the
    character before it along to the next line.

    >>> wrap("避難所は市町村が開設する。", 10)
    ['避難所は市', '町村が開設', 'する。']
    >>> wrap("市町村が開設。", 12)
    ['市町村が開', '設。']
    >>> wrap("Sendai Framework", 8)
    ['Sendai', 'Framewor', 'k']
    """
    lines: list[str] = []
    for written in text.split("\n") or [""]:
        line = ""
        for word in _WORDS.findall(written):
            for piece in _pieces(word, width):
                if line and width_of(line + piece.rstrip()) > width:
                    kept = -1 if piece in _NOT_FIRST and len(line) > 1 else len(line)
                    lines.append(line[:kept].rstrip())
                    line = line[kept:]
                line += piece if line or piece.strip() else ""
        lines.append(line.rstrip())
    return lines


def _pieces(word: str, width: int) -> list[str]:
    """Cut a word that no line holds."""
    if width_of(word) <= width or word.isspace():
        return [word]
    pieces, piece = [], ""
    for character in word:
        if width_of(piece + character) > width:
            pieces.append(piece)
            piece = ""
        piece += character
    return [*pieces, piece]


def shares(natural: list[int], room: int, *, least: int = 6) -> list[int]:
    """Return the widths of columns that together take at most `room`: the widest give way first.

    No column becomes narrower than `least`, so that many may take more than `room`.

    >>> shares([4, 40, 12], 30)
    [4, 14, 12]
    """
    widths = list(natural)
    while sum(widths) > room and max(widths, default=0) > least:
        widest = max(widths)
        beneath = max((width for width in widths if width < widest), default=least)
        count = widths.count(widest)
        excess = sum(widths) - room
        narrower = max(beneath, least, widest - -(-excess // count))
        widths = [narrower if width == widest else width for width in widths]
    return widths
