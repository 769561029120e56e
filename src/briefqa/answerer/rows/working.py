"""What comes of an operation on the rows that a question is about."""

import re
from collections.abc import Sequence

from briefqa.answerer.rows.computing import compute
from briefqa.answerer.rows.figures import figure_of
from briefqa.answerer.rows.lookup import listed_column, look_up, says_labels
from briefqa.answerer.rows.naming import wants_right_column
from briefqa.answerer.rows.question import Question
from briefqa.answerer.rows.results import Result, Shown, with_value
from briefqa.answerer.rows.selecting import Selection, labels_are
from briefqa.answerer.rows.tallying import tally
from briefqa.answerer.rows.topic import shared_terms
from briefqa.tables import TableRow

_NAMED_LIMIT = 6  # rows whose values are told side by side
_UP_TO = re.compile(r"(?<!いつ)まで(?!の間)|\bup to\b|\bthrough\b|\bcumulative")
_COUNTRIES = frozenset(["か国", "ヵ国", "カ国", "箇国", "国"])
_COUNTERS = frozenset(["つ", "点", "項目", "個", "種類", "分野", "件", "段階", "本柱"])
_PAIRED = re.compile("件|連携|事業|案件|ペア|組|取組|project|partnership|pair|case")


def work(question: Question, selection: Selection) -> Result | None:
    """Return what the question's operation gives on the rows selected, or None for nothing."""
    kind = question.operation.kind
    counts_names = kind == "rank" and selection.table.kind in ("pairs", "items")
    if kind in ("nth", "rank", "threshold") and not (counts_names or _is_kind(question, selection)):
        return None
    if kind == "nth":
        return _nth(question, selection)
    if kind == "position":
        return _position(question, selection)
    if kind in ("item", "count", "list"):
        found = _item(question, selection)
        if found is not None or (kind == "item" and selection.table.kind != "pairs"):
            return found
        return _listed(question, selection)
    if selection.table.kind in ("pairs", "items"):
        return tally(question, selection) if kind == "rank" else _all_listed(question, selection)
    if kind == "sum" and _counts_labels(question, selection):
        return _all_listed(question, selection)
    return compute(question.operation, selection)


def _counts_labels(question: Question, selection: Selection) -> bool:
    """Say whether "in all" counts rows: of names alone, or of countries where these are counted."""
    if selection.table.kind == "names":
        return True
    units = {unit for units in question.ask.units for unit in units}
    return labels_are(selection.table) == "country" and bool(units & _COUNTRIES)


def _all_listed(question: Question, selection: Selection) -> Result | None:
    """Return how many rows there are in all."""
    return _listed(question, selection) if question.operation.counts else None


def _nth(question: Question, selection: Selection) -> Result | None:
    """Return the item of a numbered list that the question counts to."""
    if selection.table.kind != "numbered" or selection.labels:
        return None
    rows = selection.table.rows
    nth = question.operation.nth if question.operation.nth > 0 else rows[-1].number
    if question.operation.after:
        if len(selection.anchors) != 1:
            return None
        nth = (selection.anchors[0].number or 0) + 1
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


def _item(question: Question, selection: Selection) -> Result | None:
    """Return the values of the rows that the question names, in the column it names."""
    table = selection.table
    if table.is_real:
        return look_up(question, selection)
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
        items = tuple(with_value(one) for one in shown)
    return Result(items, "", tuple(shown), len(shown), is_computed=False)


def _listed(question: Question, selection: Selection) -> Result | None:
    """Return the rows selected by name, or how many they are."""
    table = selection.table
    column = listed_column(question, selection)
    if column is not None:
        return _columned(selection, column)
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
        fit = 1.0 if table.kind != "items" else _fit_of_items(question, selection)
        return Result((), str(count), tuple(shown), len(shown), is_computed=True, fit=fit)
    fit = (1.0 if table.kind != "items" else 0.8) * (1.0 if table.is_whole else 0.6)
    return Result(items, "", tuple(shown), len(shown), is_computed=False, fit=fit)


def _columned(selection: Selection, column: int) -> Result | None:
    """Return the words of a column, each once."""
    shown = tuple(
        Shown(row, row.label, cell)
        for row in selection.rows
        if (cell := row.values[column]) is not None
    )
    items = tuple(dict.fromkeys(one.value.text for one in shown if one.value is not None))
    return Result(items, "", shown, len(shown), is_computed=False) if items else None


def _fit_of_items(question: Question, selection: Selection) -> float:
    """Return how surely counted items are what was asked for.

    Those of a pair are where its names are known: a name in Latin letters may be one that no cell
    is known to be, and a country by its code is not.
    """
    is_known = question.query.language == "ja" or selection.region != ""
    return 0.9 if selection.cells and is_known else 0.6


def _counts_rows(question: Question, selection: Selection) -> bool:
    """Say whether a question counts a table's rows, not what its figures count already."""
    table = selection.table
    if table.kind == "items" and not selection.cells:
        said = {unit for units in question.ask.units for unit in units}
        return selection.captioned and bool(table.caption) and said <= _COUNTERS
    if table.is_real:
        return says_labels(question, table)
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
    table = selection.table
    if table.kind == "names" and not selection.region:
        return _are_asked_names(question, selection)
    if table.kind != "items" or selection.cells:
        return True
    if not table.caption and any(row.label.text.endswith("。") for row in table.rows):
        return False  # sentences under the slide's title, not things of one kind
    return (
        selection.captioned
        and not selection.missing
        and (question.ask.wants_all or question.ask.kind in ("list", "number"))
    )


def _are_asked_names(question: Question, selection: Selection) -> bool:
    """Say whether a roster is asked for by its caption, else by what its names are.

    The relation in which the names stand to the topic is in the caption: a list of those who
    proposed is not one of those who opposed.
    """
    if selection.undone or (selection.missing and not question.operation.counts):
        return False
    if selection.captioned and selection.table.caption:
        return True
    kind = labels_are(selection.table)
    if kind == "":
        return selection.captioned
    is_kind = question.wants_country if kind == "country" else question.wants_city
    is_asked = is_kind or question.asks_members or question.ask.kind == "place"
    return is_asked


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
    if question.ask.kind == "person" and question.operation.kind in ("rank", "nth") and kind:
        return False
    if question.wants_country and not question.wants_city and kind != "country":
        return False
    if question.wants_city and not question.wants_country:
        return kind == "city" or selection.table.kind == "pairs"
    return True
