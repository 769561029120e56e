"""What comes of an operation on the rows that a question is about."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from briefqa.answerer.rows.figures import Figure, common_unit, figure_of, written
from briefqa.answerer.rows.naming import wants_right_column
from briefqa.answerer.rows.operation import Operation
from briefqa.answerer.rows.question import Question
from briefqa.answerer.rows.selecting import Selection, labels_are
from briefqa.answerer.rows.topic import shared_terms
from briefqa.tables import Cell, TableRow

ROWS_LIMIT = 30  # rows that an answer shows
_NAMED_LIMIT = 6  # rows whose values are told side by side
_UP_TO = re.compile(r"(?<!いつ)まで(?!の間)|\bup to\b|\bthrough\b|\bcumulative")
_COUNTERS = frozenset(["つ", "点", "項目", "個", "種類", "分野", "件", "段階", "本柱"])
_PAIRED = re.compile("件|連携|事業|案件|ペア|組|取組|project|partnership|pair|case")


@dataclass(frozen=True, slots=True)
class Shown:
    """A row as an answer shows it: its cells, `value` None where it is a name alone."""

    row: TableRow
    label: Cell
    value: Cell | None


@dataclass(frozen=True, slots=True)
class Result:
    """What comes of an operation: the answer's `items` as written, or its `text` where computed.

    `shown`: the rows it comes from. `count`: how many rows were looked at. `fit`, in [0, 1]: how
    surely the operation is what was asked for.
    """

    items: tuple[str, ...]
    text: str
    shown: tuple[Shown, ...]
    count: int
    is_computed: bool
    fit: float = 1.0


def work(question: Question, selection: Selection) -> Result | None:
    """Return what the question's operation gives on the rows selected, or None for nothing."""
    kind = question.operation.kind
    if kind in ("nth", "rank", "threshold") and not _is_kind(question, selection):
        return None
    if kind == "nth":
        return _nth(question, selection)
    if kind == "position":
        return _position(question, selection)
    if kind in ("item", "count", "list"):
        found = _item(question, selection)
        if found is not None or kind == "item":
            return found
        return _listed(question, selection)
    if question.operation.kind == "sum" and not selection.is_narrowed and selection.total:
        return _stated_total(selection)
    measured = _measured(selection)
    return _computed(question.operation, selection, measured) if measured else None


@dataclass(frozen=True, slots=True)
class _Measured:
    shown: Shown
    figure: Figure


def _measured(selection: Selection) -> list[_Measured]:
    """Return the selected rows with the figure asked for; none where units differ."""
    if selection.column is None or selection.table.kind in ("pairs", "items", "names"):
        return []
    found: list[_Measured] = []
    for row in selection.rows:
        cell = row.values[selection.column]
        figure = figure_of(cell.text) if cell is not None else None
        if cell is not None and figure is None:
            return []
        if cell is not None and figure is not None:
            found.append(_Measured(Shown(row, row.label, cell), figure))
    figures = [one.figure for one in found]
    if len(found) < 2 or common_unit(figures) is None or min(f.number for f in figures) < 0:
        return []
    return found


def _computed(
    operation: Operation, selection: Selection, measured: Sequence[_Measured]
) -> Result | None:
    narrowed = selection.labels
    if operation.kind == "rank":
        return _rank(operation, measured) if not narrowed or len(measured) > 1 else None
    if operation.kind == "threshold":
        return _threshold(operation, measured) if not narrowed else None
    if not selection.table.is_whole and not narrowed:
        return None
    if operation.kind == "difference":
        return _difference(measured) if narrowed and len(measured) == 2 else None
    if common_unit([one.figure for one in measured]) == "%" and operation.kind == "sum":
        return None  # shares of different wholes
    if operation.top > 1:
        ranked = sorted(measured, key=lambda one: _order(one, operation))
        measured = ranked[: operation.top]
    total = sum((one.figure.amount for one in measured), Decimal(0))
    if operation.kind == "average":
        total /= len(measured)
    return _worked(total, measured)


def _order(one: _Measured, operation: Operation) -> Decimal:
    return -one.figure.amount if operation.is_most else one.figure.amount


def _worked(amount: Decimal, measured: Sequence[_Measured]) -> Result:
    text = written(amount, [one.figure for one in measured])
    shown = tuple(one.shown for one in measured)
    return Result((), text, shown, len(measured), is_computed=True)


def _difference(measured: Sequence[_Measured]) -> Result:
    first, second = (one.figure.amount for one in measured)
    return _worked(abs(first - second), measured)


def _rank(operation: Operation, measured: Sequence[_Measured]) -> Result | None:
    ranked = sorted(measured, key=lambda one: _order(one, operation))
    if operation.nth > len(ranked):
        return None
    first = _order(ranked[operation.nth - 1], operation)
    last = _order(ranked[min(operation.nth + operation.top, len(ranked) + 1) - 2], operation)
    chosen = [one for one in ranked if first <= _order(one, operation) <= last]
    rest = [one for one in ranked if one not in chosen]
    shown = tuple(one.shown for one in (*chosen, *rest))
    items = tuple(_with_value(one.shown) for one in chosen)
    return Result(items, "", shown, len(ranked), is_computed=True)


def _with_value(shown: Shown) -> str:
    value = shown.value.text.strip("()（）") if shown.value is not None else ""
    return f"{shown.label.text}（{value}）"


def _threshold(operation: Operation, measured: Sequence[_Measured]) -> Result | None:
    limit = _limit(operation, [one.figure for one in measured])
    if limit is None:
        return None
    chosen = [one for one in measured if _holds(operation, one.figure.amount, limit)]
    chosen.sort(key=lambda one: -one.figure.amount)
    shown = tuple(one.shown for one in chosen)
    if operation.counts:
        return Result((), str(len(chosen)), shown, len(measured), is_computed=True)
    if not chosen:
        return None
    items = tuple(one.shown.label.text for one in chosen)
    return Result(items, "", shown, len(measured), is_computed=True)


def _limit(operation: Operation, figures: Sequence[Figure]) -> Decimal | None:
    """Return the limit in plain units; None where it is of another unit than the figures."""
    unit = common_unit(figures) or ""
    said = re.match(
        r"(?P<number>[\d,.]+)(?P<unit>.*?)(?:以|未満|より|に満|超|を)", operation.words[0]
    )
    if said is None:
        return Decimal(str(operation.limit))
    limit = figure_of(f"{said['number']}{said['unit'].rstrip('の')}")
    if limit is None:
        return None
    is_same = not limit.unit or not unit or limit.unit in unit or unit in limit.unit
    return limit.amount if is_same else None


def _holds(operation: Operation, amount: Decimal, limit: Decimal) -> bool:
    return {
        ">=": amount >= limit,
        ">": amount > limit,
        "<=": amount <= limit,
        "<": amount < limit,
    }[operation.comparison or ">="]


def _nth(question: Question, selection: Selection) -> Result | None:
    """Return the item of a numbered list that the question counts to."""
    if selection.table.kind != "numbered" or selection.labels:
        return None
    rows = selection.table.rows
    nth = question.operation.nth if question.operation.nth > 0 else rows[-1].number
    row = next((row for row in rows if row.number == nth), None)
    if row is None or (question.operation.nth < 0 and not _is_gapless(rows)):
        return None
    value = row.values[0] if row.values else None
    wants_value = question.ask.kind == "number" and value is not None
    text = value.text if wants_value and value is not None else row.label.text
    return Result((text,), "", (Shown(row, row.label, value),), 1, is_computed=False)


def _position(question: Question, selection: Selection) -> Result | None:
    """Return the number under which a list has what the question names."""
    if not selection.labels or len(selection.rows) != 1:
        return None
    row = selection.rows[0]
    text = f"{row.number}番目" if question.query.language == "ja" else str(row.number)
    value = row.values[0] if row.values else None
    return Result((text,), "", (Shown(row, row.label, value),), 1, is_computed=False)


def _is_gapless(rows: Sequence[TableRow]) -> bool:
    return [row.number for row in rows] == list(range(1, len(rows) + 1))


def _stated_total(selection: Selection) -> Result | None:
    total = selection.total
    if total is None or selection.column is None or selection.column >= len(total.values):
        return None
    cell = total.values[selection.column]
    if cell is None:
        return None
    return Result((cell.text,), "", (Shown(total, total.label, cell),), 1, is_computed=False)


def _item(question: Question, selection: Selection) -> Result | None:
    """Return the values of the rows that the question names, in the column it names."""
    table = selection.table
    if table.kind not in ("values", "numbered", "grid") or not selection.labels:
        return None
    if selection.column is None or len(selection.rows) > _NAMED_LIMIT:
        return None
    if len(selection.rows) == 1 and _UP_TO.search(question.plain):
        return None  # what came up to a row is not the row's own
    shown = [
        Shown(row, row.label, cell)
        for row in selection.rows
        if (cell := row.values[selection.column]) is not None
    ]
    if len(shown) != len(selection.rows):
        return None
    if len(shown) == 1 and shown[0].value is not None:
        items: tuple[str, ...] = (shown[0].value.text.strip("()（）"),)
    else:
        items = tuple(_with_value(one) for one in shown)
    return Result(items, "", tuple(shown), len(shown), is_computed=False)


def _listed(question: Question, selection: Selection) -> Result | None:
    """Return the rows selected by name, or how many they are."""
    table = selection.table
    if table.kind == "pairs" or (table.kind == "items" and table.columns):
        shown = _pairs(question, selection)
    elif selection.labels:
        return None
    else:
        shown = [
            Shown(row, row.label, row.values[0] if row.values else None) for row in selection.rows
        ]
    if not shown or not _is_kind(question, selection) or not _is_asked_list(question, selection):
        return None
    items = tuple(dict.fromkeys(one.label.text for one in shown))
    count = len(shown) if _counts_pairs(question, selection) else len(items)
    if question.operation.counts:
        if not table.is_whole or not _counts_rows(question, selection):
            return None
        fit = 1.0 if table.kind != "items" else 0.6
        return Result((), str(count), tuple(shown), len(shown), is_computed=True, fit=fit)
    fit = (1.0 if table.kind != "items" else 0.8) * (1.0 if table.is_whole else 0.6)
    return Result(items, "", tuple(shown), len(shown), is_computed=False, fit=fit)


def _counts_rows(question: Question, selection: Selection) -> bool:
    """Say whether a question counts a table's rows, not what its figures count already."""
    table = selection.table
    if table.kind == "items" and not selection.cells:
        said = {unit for units in question.ask.units for unit in units}
        return selection.captioned and bool(table.caption) and said <= _COUNTERS
    if table.kind in ("names", "pairs", "items") or not any(row.values for row in table.rows):
        return True
    figures = [figure_of(c.text) for row in table.rows for c in row.values if c is not None]
    units = {figure.unit for figure in figures if figure is not None}
    if any(unit in units for said in question.ask.units for unit in said):
        return False
    if labels_are(table) in (question.wants_country and "country", question.wants_city and "city"):
        return True
    is_counted = re.search(r"何[^\W\d_]|いくつ|の数|\bhow many\b", question.plain) is not None
    words = {concept.text for concept in question.query.concepts}
    return is_counted and not words.isdisjoint(shared_terms(table))


def _is_asked_list(question: Question, selection: Selection) -> bool:
    """Say whether a question asks for a bulleted list by what stands above it.

    Bullets are of anything: that the slide is about the question's topic is not enough.
    """
    if selection.table.kind != "items" or selection.cells:
        return True
    return selection.captioned and (
        question.ask.wants_all or question.ask.kind in ("list", "number")
    )


def _counts_pairs(question: Question, selection: Selection) -> bool:
    counted = re.search("何(.{1,3})|いくつの(.{1,4})|how many (.{1,14})", question.plain)
    return selection.table.kind == "pairs" and (
        counted is None or _PAIRED.search(counted.group()) is not None
    )


def _pairs(question: Question, selection: Selection) -> list[Shown]:
    """Return the side of each pair that the question asks for as label, the other as its value."""
    table = selection.table
    if table.kind == "items":
        if not selection.cells or selection.labels:
            return []
        return [Shown(row, row.label, None) for row in selection.rows]
    rows = [(row, row.values[0]) for row in selection.rows]
    named_right = selection.cells and not selection.labels
    named_left = selection.labels and not selection.cells
    if selection.labels and selection.cells:
        return []
    to_right = named_left or (not named_right and wants_right_column(question, table))
    if to_right:
        return [Shown(row, cell, row.label) for row, cell in rows if cell is not None]
    return [Shown(row, row.label, cell) for row, cell in rows]


def _is_kind(question: Question, selection: Selection) -> bool:
    """Say whether the labels are of the kind that the question asks for."""
    kind = labels_are(selection.table)
    if question.wants_country and not question.wants_city and kind != "country":
        return False
    if question.wants_city and not question.wants_country:
        return kind == "city" or selection.table.kind == "pairs"
    return True
