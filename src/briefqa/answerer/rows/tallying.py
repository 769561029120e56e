"""Which name of a table of pairs comes most often: rows counted for each, and compared."""

import re
from collections.abc import Sequence

from briefqa.answerer.rows.naming import FOREIGN_SIDE, JAPANESE_SIDE
from briefqa.answerer.rows.operation import Operation
from briefqa.answerer.rows.question import Question
from briefqa.answerer.rows.regions import code_of
from briefqa.answerer.rows.results import Result, Shown
from briefqa.answerer.rows.selecting import Selection
from briefqa.tables import Cell, TableRow

_KATAKANA = re.compile("[ァ-ヺ][ァ-ヺー]")
_PARTS = re.compile("[・、，,/／]")
_BRACKETS = re.compile("[（(][^（()）]*[）)]")
_CITY = "市"  # left out of a name here and there
# What is asked for, beside what is counted for it: the words behind "most" in Japanese, those
# between "which" and the verb in English.
_WITH = re.compile("と(?=連携|提携|協力|組|結)")
_ASKED_EN = re.compile(
    r"\b(?:which|what) (?P<asked>[\w' -]{2,40}?) (?:has|have|had|is|are|works?|cooperates?"
    r"|partners?|collaborates?|appears?|takes?|does|did|do)\b"
)


def tally(question: Question, selection: Selection) -> Result | None:
    """Return the names that stand in most (or fewest) rows, each with how many these are."""
    table = selection.table
    if not table.is_whole or selection.labels or selection.cells or question.operation.after:
        return None
    side = _side(question)
    if side == "" or len(selection.rows) < 2:
        return None
    held = _held(selection.rows, side)
    chosen = _ranked({name: len(rows) for name, rows in held.items()}, question.operation)
    # Rows and the names opposite are both ways to count; where they disagree, neither is sure.
    if not chosen or chosen != _ranked(_opposite(held), question.operation):
        return None
    shown = tuple(Shown(row, row.label, cell) for name in chosen for row, cell in held[name])
    unit = "件" if question.query.language == "ja" else ""
    items = tuple(f"{name}（{len(held[name])}{unit}）" for name in chosen)
    return Result(items, "", shown, len(selection.rows), is_computed=True)


def _side(question: Question) -> str:
    """Return whose names are asked for: "japanese", "foreign", "group", or "" if not known."""
    plain = question.plain
    if question.query.language == "ja":
        words = question.operation.words[0]
        asked = _WITH.split(plain[plain.find(words) + len(words) :])[-1]
        counted = plain.removesuffix(asked)
    else:
        match = _ASKED_EN.search(plain)
        asked = match["asked"] if match is not None else ""
        counted = plain.replace(asked, "", 1)
    if question.wants_country and not question.wants_city:
        return "group"
    for words, here, there in ((asked, "japanese", "foreign"), (counted, "foreign", "japanese")):
        sides = JAPANESE_SIDE.search(words), FOREIGN_SIDE.search(words)
        if (sides[0] is None) != (sides[1] is None):
            return here if sides[0] is not None else there
    return ""


def _held(rows: Sequence[TableRow], side: str) -> dict[str, list[tuple[TableRow, Cell]]]:
    """Return the rows that hold each name of a side, with the cell that does."""
    found: dict[str, list[tuple[TableRow, Cell]]] = {}
    for row in rows:
        if side == "group":
            if code_of(row.group) is not None:
                found.setdefault(row.group, []).append((row, row.values[0] or row.label))
            continue
        for cell in _cells(row):
            names = _names(cell) if _is_foreign(cell) == (side == "foreign") else ()
            for name in names:
                found.setdefault(name, []).append((row, cell))
    return _merged(found)


def _cells(row: TableRow) -> list[Cell]:
    """Return the two cells of a pair; a project's own words are none."""
    named = [cell for cell in row.values if cell is not None and not cell.text[0].isdigit()]
    return [row.label, *named] if len(named) == 1 else named[:2]


def _is_foreign(cell: Cell) -> bool:
    return _KATAKANA.search(cell.text) is not None


def _names(cell: Cell) -> tuple[str, ...]:
    plain = _BRACKETS.sub("", cell.text)
    return tuple(dict.fromkeys(part.strip() for part in _PARTS.split(plain) if part.strip()))


def _merged(
    held: dict[str, list[tuple[TableRow, Cell]]],
) -> dict[str, list[tuple[TableRow, Cell]]]:
    """Put the rows of a city that stands with 市 and without together."""
    found: dict[str, list[tuple[TableRow, Cell]]] = {}
    for name, rows in held.items():
        long = name + _CITY if name + _CITY in held else name
        found[long] = [*found.get(long, []), *rows]
    return found


def _opposite(held: dict[str, list[tuple[TableRow, Cell]]]) -> dict[str, int]:
    """Return how many names stand opposite each."""
    return {
        name: len({n for row, cell in rows for other in _cells(row) if other != cell
                   for n in _names(other)})
        for name, rows in held.items()
    }  # fmt: skip


def _ranked(counts: dict[str, int], operation: Operation) -> list[str]:
    """Return the names of the rank that is asked for, in the table's order."""
    sign = -1 if operation.is_most else 1
    ranked = sorted(counts, key=lambda name: sign * counts[name])
    if len(ranked) < 2 or operation.nth > len(ranked):
        return []
    first = counts[ranked[operation.nth - 1]]
    last = counts[ranked[min(operation.nth + operation.top, len(ranked) + 1) - 2]]
    low, high = sorted((first, last))
    return sorted((n for n in ranked if low <= counts[n] <= high), key=lambda n: sign * counts[n])
