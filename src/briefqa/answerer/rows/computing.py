"""Ranks, sums, differences, averages and thresholds over the figures of rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from briefqa.answerer.rows.figures import Figure, common_unit, figure_of, written
from briefqa.answerer.rows.operation import Operation
from briefqa.answerer.rows.results import Result, Shown, with_value
from briefqa.answerer.rows.selecting import Selection


def compute(operation: Operation, selection: Selection) -> Result | None:
    """Return what an operation on the selected rows' figures gives, or None for nothing."""
    measured = _measured(selection)
    return _computed(operation, selection, measured) if measured else None


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
    items = tuple(with_value(one.shown) for one in chosen)
    return Result(items, "", shown, len(ranked), is_computed=True)


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
