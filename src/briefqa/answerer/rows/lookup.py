"""The cell of a table that a question names by its row and its column, or by what stands beside."""

from briefqa.answerer.kinds import can_answer
from briefqa.answerer.match import holds
from briefqa.answerer.measures import same_measure
from briefqa.answerer.rows.naming import claim, is_name_like
from briefqa.answerer.rows.question import SAID, Question
from briefqa.answerer.rows.results import Result, Shown, with_value
from briefqa.answerer.rows.selecting import Selection
from briefqa.answerer.rows.topic import has_words
from briefqa.answerer.typed import typed_spans
from briefqa.answerer.units import term_set
from briefqa.records import Moment
from briefqa.tables import Cell, Table, TableRow, is_figure
from briefqa.text.normalise import squeeze
from briefqa.text.quantities import read_value

_ROWS_LIMIT = 6  # whose cells are told side by side
_NAMED_KINDS = ("place", "person", "organisation")


def look_up(question: Question, selection: Selection) -> Result | None:
    """Return the cells asked for of the rows that a question names; None where one has none.

    Asked for is the cell of the column it names; the row's label where the row is named by a cell,
    and no column but that cell's own.
    """
    rows = selection.rows
    if len(rows) > _ROWS_LIMIT or not (selection.labels or selection.cells):
        return None
    shown: list[Shown] = []
    for row in rows:
        one = _shown(question, selection, row)
        if one is None or not _fits(question, one.value or one.label):
            return None
        shown.append(one)
    return Result(_items(question, shown), "", tuple(shown), len(shown), is_computed=False)


def _items(question: Question, shown: list[Shown]) -> tuple[str, ...]:
    if any(one.value is None for one in shown):
        return tuple(dict.fromkeys(one.label.text for one in shown))
    if len(shown) > 1:
        return tuple(map(with_value, shown))
    return tuple(_said(question, one.value) for one in shown if one.value is not None)


def _said(question: Question, cell: Cell) -> str:
    """Return what a cell says, of several figures the one in the unit asked for."""
    units = [unit for units in question.ask.units for unit in units]
    counted = [
        span
        for span in typed_spans(cell.text, "number" if units else "text")
        if any(same_measure(span.measure, unit) for unit in units)
    ]
    if len(counted) == 1 and len(question.ask.units) == 1:
        return cell.text[counted[0].start : counted[0].end]
    return cell.text.strip("()（）") if is_figure(cell.text) else cell.text


def _shown(question: Question, selection: Selection, row: TableRow) -> Shown | None:
    """Return a row with the cell that is asked for, None beside its label where that is."""
    column = selection.column
    if not selection.labels:
        is_own = column is not None and _is_named(question, row.values[column])
        is_asked = says_labels(question, selection.table) or _is_of_kind(question, row.label)
        if is_own or (column is None and is_asked):
            return Shown(row, row.label, None)
    cell = row.values[column] if column is not None else None
    return Shown(row, row.label, cell) if cell is not None else None


def _is_of_kind(question: Question, label: Cell) -> bool:
    """Say whether a row's label is the date, or one of the answers, that a question asks for."""
    if question.ask.kind == "choice":
        return _fits(question, label)
    return question.ask.kind == "date" and isinstance(read_value(label.text), Moment)


def is_named_outright(question: Question, selection: Selection) -> bool:
    """Say whether a question names the row and the column of a cell in their own words.

    And its figure by its unit: then a further noun may be another word for what the cell says.
    """
    table, column = selection.table, selection.column
    if not table.is_real or not selection.labels or column is None or not table.columns[column]:
        return False
    head = term_set(table.columns[column])
    is_said = any(holds(concept, head) >= SAID for concept in question.query.concepts)
    return is_said and question.ask.kind == "number" and question.ask.is_sure


def listed_column(question: Question, selection: Selection) -> int | None:
    """Return the column whose words are to be listed, None where the rows themselves are.

    It is one of words, whose head the question asks for and not that of the labels.
    """
    table, column = selection.table, selection.column
    if not table.is_real or column is None or question.operation.counts or selection.labels:
        return None
    cells = [cell for row in selection.rows if (cell := row.values[column]) is not None]
    terms = term_set(table.columns[column])
    asked = [c for c in question.query.concepts if c.text in question.reading.focus]
    is_asked = any(holds(concept, terms) >= SAID for concept in asked)
    has_its_words = bool(cells) and all(has_words(cell.text) for cell in cells)
    return column if is_asked and has_its_words and not says_labels(question, table) else None


def says_labels(question: Question, table: Table) -> bool:
    """Say whether a question says what the labels of a table are: 会社 where 会社名 heads them.

    Or counts them in a unit that the head holds: 何社.
    """
    terms = term_set(table.label_head)
    units = (unit for units in question.ask.units for unit in units)
    return any(holds(concept, terms) >= SAID for concept in question.query.concepts) or any(
        unit in table.label_head for unit in units
    )


def _is_named(question: Question, cell: Cell | None) -> bool:
    return cell is not None and is_name_like(cell.text) and claim(question, cell.text, set())


def _fits(question: Question, cell: Cell) -> bool:
    """Say whether a cell can be of the kind that is asked for."""
    ask = question.ask
    if ask.kind in _NAMED_KINDS:
        return has_words(cell.text)
    if ask.kind == "choice":
        return squeeze(cell.text) in map(squeeze, ask.options)
    return can_answer(cell.text, ask)
