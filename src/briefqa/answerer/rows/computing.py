"""Ranks, sums, differences, averages and thresholds over the figures of rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from briefqa.answerer.rows.figures import Figure, common_unit, figure_of, written
from briefqa.answerer.rows.operation import Operation
from briefqa.answerer.rows.results import Result, Shown, with_value
from briefqa.answerer.rows.selecting import Selection, is_total
from briefqa.text.normalise import fold


def compute(operation: Operation, selection: Selection) -> Result | None:
    """Return what an operation on the selected rows' figures gives, or None for nothing."""
    if selection.table.kind in ("pairs", "items", "names"):
        return None
    if operation.span not in (0, *_extents(selection)):
        return None
    total = _stated(operation, selection)
    if total is not None:
        return total
    measured = _measured(_figures(operation, selection))
    if not measured:
        return None
    return _computed(operation, selection, measured)


@dataclass(frozen=True, slots=True)
class _Measured:
    shown: Shown
    figure: Figure


def _figures(operation: Operation, selection: Selection) -> list[Shown]:
    """Return the figures that are compared or added up, in one column, one row, or all of both."""
    if selection.column is not None:
        return _down(selection, selection.column)
    if len(selection.rows) == 1 and (selection.labels or len(selection.table.rows) == 1):
        return across(selection)
    adds_all = operation.kind == "sum" and (operation.throughout or operation.span > 1)
    if not adds_all or not across(selection):
        return []
    return [shown for at in _kept(selection) for shown in _down(selection, at)]


def _kept(selection: Selection) -> list[int]:
    """Return the columns whose heads stand on the slide, without one of totals."""
    heads = selection.table.heads
    return [at for at, head in enumerate(heads) if not is_total(head.text)]


def _down(selection: Selection, column: int) -> list[Shown]:
    return [
        Shown(row, row.label, cell)
        for row in selection.rows
        if (cell := row.values[column]) is not None
    ]


def across(selection: Selection) -> list[Shown]:
    """Return the figures of the first row under their heads; none unless these make a series.

    A column of totals is left out.
    """
    row, heads = selection.rows[0], selection.table.heads
    kept = _kept(selection)
    shapes = {re.sub(r"\d+", "0", fold(heads[at].text).text) for at in kept}
    if len(kept) < 2 or len(shapes) != 1 or "0" not in shapes.pop():
        return []
    return [Shown(row, heads[at], cell) for at in kept if (cell := row.values[at]) is not None]


def _extents(selection: Selection) -> tuple[int, ...]:
    """Return how many rows and columns a question may say that there are."""
    if selection.column is not None:
        return (len(selection.rows),)
    return (len(across(selection)), len(selection.rows) * len(across(selection)))


def _stated(operation: Operation, selection: Selection) -> Result | None:
    """Return the sum that the table states itself in a row or a column of totals."""
    if operation.kind != "sum" or operation.top > 1:
        return None
    heads = selection.table.heads
    at = next((i for i, head in enumerate(heads) if is_total(head.text)), None)
    row = selection.total
    if (
        selection.labels
        and len(selection.rows) == 1
        and selection.column is None
        and at is not None
    ):
        row, label = selection.rows[0], heads[at]
        cell = row.values[at]
    elif not selection.is_narrowed and row is not None and selection.column is not None:
        label = row.label
        cell = row.values[selection.column] if selection.column < len(row.values) else None
    else:
        return None
    if cell is None:
        return None
    return Result((cell.text,), "", (Shown(row, label, cell),), 1, is_computed=False)


def _measured(shown: Sequence[Shown]) -> list[_Measured]:
    """Return figures as such; none where one is no figure or units differ."""
    found: list[_Measured] = []
    for one in shown:
        figure = figure_of(one.value.text) if one.value is not None else None
        if figure is None:
            return []
        found.append(_Measured(one, figure))
    figures = [one.figure for one in found]
    if len(found) < 2 or common_unit(figures) is None or min(f.number for f in figures) < 0:
        return []
    return found


def _computed(
    operation: Operation, selection: Selection, measured: Sequence[_Measured]
) -> Result | None:
    narrowed = selection.labels
    if operation.kind == "rank":
        return _rank(operation, selection, measured)
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
    return Result((), text, shown, _rows_of(measured), is_computed=True)


def _rows_of(measured: Sequence[_Measured]) -> int:
    return len({one.shown.row.start for one in measured})


def _difference(measured: Sequence[_Measured]) -> Result:
    first, second = (one.figure.amount for one in measured)
    return _worked(abs(first - second), measured)


def _rank(
    operation: Operation, selection: Selection, measured: Sequence[_Measured]
) -> Result | None:
    ranked = sorted(measured, key=lambda one: _order(one, operation))
    nth = _after(operation, selection, ranked) if operation.after else operation.nth
    if not 0 < nth <= len(ranked):
        return None
    first = _order(ranked[nth - 1], operation)
    last = _order(ranked[min(nth + operation.top, len(ranked) + 1) - 2], operation)
    chosen = [one for one in ranked if first <= _order(one, operation) <= last]
    rest = [one for one in ranked if one not in chosen]
    shown = tuple(one.shown for one in (*chosen, *rest))
    items = tuple(with_value(one.shown) for one in chosen)
    return Result(items, "", shown, _rows_of(ranked), is_computed=True)


def _after(operation: Operation, selection: Selection, ranked: Sequence[_Measured]) -> int:
    """Return the rank right after that of the row that is named, 0 where there is none."""
    named = [one for one in ranked if one.shown.row in selection.anchors]
    if len(named) != 1:
        return 0
    limit = _order(named[0], operation)
    return 1 + sum(_order(one, operation) <= limit for one in ranked)


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
