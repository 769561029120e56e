"""Which rows of a table a question is about."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from briefqa.answerer.match import holds
from briefqa.answerer.reading import Reading
from briefqa.answerer.rows.naming import (
    between,
    by_cell,
    by_group,
    by_region,
    claim,
    names_other_country,
)
from briefqa.answerer.rows.places import Places
from briefqa.answerer.rows.question import SAID, Question, kind_words
from briefqa.answerer.rows.regions import code_of
from briefqa.answerer.rows.topic import LEAST_NOUN, LEAST_VERB, NAMED_LEAST, is_captioned, topic_of
from briefqa.answerer.units import term_set
from briefqa.tables import Table, TableRow
from briefqa.text.normalise import normalise, squeeze

_SHARE = 0.6  # of the labels; so many tell what they all are
_LEAST_SAID = 0.3  # match from which on a question speaks of a column
_NEARLY = 0.75  # of the worth of a head that no word of the question says: as good as that one
_IS_CITY = re.compile("[市町村区県都府州省郡][^\\w]*$|(?i:city|town)$")
_TOTAL = re.compile(r"^(?:合計|総計|計|総数|全体|小計|total|sum|all)$")


@dataclass(frozen=True, slots=True)
class Selection:
    """The rows of a table that a question is about.

    `rows`: without a row of totals (`total`). `labels`, `groups`, `cells`: whether rows were chosen
    by their label, the heading they stand under, a cell of another column. `region`: the region by
    whose countries rows were chosen, or "". `column`: the column asked for, None where it cannot be
    told. `captioned`: the caption, or the title where there is none, says a word of the question
    that is no name. `anchors`: rows after which the question asks for the next; they choose
    no rows. `topic`, in [0, 1]: how much of the rest of the question the table speaks of;
    `missing`: a noun of it stands nowhere near; `undone`: a verb does not.
    """

    table: Table
    rows: tuple[TableRow, ...]
    total: TableRow | None
    labels: bool
    groups: bool
    cells: bool
    region: str
    column: int | None
    captioned: bool
    topic: float
    missing: bool
    undone: bool
    anchors: tuple[TableRow, ...] = ()

    @property
    def is_narrowed(self) -> bool:
        """Whether not all rows are meant."""
        return self.labels or self.groups or self.cells or bool(self.region)


@dataclass(frozen=True, slots=True)
class _Choice:
    """Rows by the names that a question says, and by which; as in `Selection`."""

    rows: list[TableRow]
    total: TableRow | None
    labels: bool
    groups: bool
    cells: bool
    region: str
    anchors: tuple[TableRow, ...]


def select(
    question: Question,
    table: Table,
    reading: Callable[[], Reading],
    *,
    deck: frozenset[str],
    places: Callable[[], Places],
) -> Selection | None:
    """Return the rows of `table` that a question is about, or None where it is about others.

    It is where the question names something that is neither a row nor spoken of by the table.
    `reading` puts the question on the table's slide; it is not called where no row can be meant.
    `places`: the headings under which other slides have names.
    """
    claimed: set[str] = set()
    choice = _choose(question, table, claimed)
    if choice is not None and table.kind == "items" and table.columns and not choice.cells:
        choice = _placed(question, table, choice, claimed, places())
    if choice is None or names_other_country(question, table, choice.region):
        return None
    column = _column(table, claimed, reading())
    narrowed = len(choice.rows) < len(table.rows) - (choice.total is not None)
    topic = topic_of(question, table, reading(), claimed, narrowed=narrowed, deck=deck)
    if topic is None:
        return None
    return Selection(
        table,
        tuple(choice.rows),
        choice.total,
        labels=choice.labels,
        groups=choice.groups,
        cells=choice.cells,
        region=choice.region,
        column=column,
        captioned=is_captioned(question, table, reading()),
        topic=topic.share,
        missing=topic.least < LEAST_NOUN,
        undone=topic.done < LEAST_VERB,
        anchors=choice.anchors,
    )


def _choose(question: Question, table: Table, claimed: set[str]) -> _Choice | None:
    """Choose rows by what a question names; what names them is added to `claimed`."""
    operation = question.operation
    total = next((row for row in table.rows if is_total(row.label.text)), None)
    rows = [row for row in table.rows if row is not total]
    of_groups = by_group(question, rows, claimed)
    of_labels = _by_label(question, rows, claimed)
    # Of a table that the file tells, a row that its label names is not named by its other cells.
    by_label_alone = table.is_real and bool(of_labels)
    of_cells = [] if by_label_alone else by_cell(question, table, rows, claimed)
    anchors = tuple(of_labels) if operation.after else ()
    of_labels = [] if anchors else between(question, rows, of_labels)
    region = ""
    chosen = [row for row in rows if row in of_groups] if of_groups else rows
    if of_labels or of_cells:
        chosen = [row for row in chosen if row in of_labels or row in of_cells]
    elif not of_groups:
        region, inside = by_region(question, rows, claimed)
        chosen = inside if region else chosen
    is_unnamed = operation.kind in ("item", "position") and not of_labels and not of_cells
    if not chosen or is_unnamed or bool(anchors) != operation.after:
        return None
    return _Choice(chosen, total, bool(of_labels), bool(of_groups), bool(of_cells), region, anchors)


def _placed(
    question: Question, table: Table, choice: _Choice, claimed: set[str], places: Places
) -> _Choice:
    """Choose the rows whose pair other slides have under a heading that the question names."""
    group, rows = places.rows_in(question, table, claimed)
    if not rows or choice.labels or choice.groups:
        return choice
    return replace(choice, rows=rows, cells=True, region=code_of(group) or "")


def _by_label(question: Question, rows: Sequence[TableRow], claimed: set[str]) -> list[TableRow]:
    """Return the rows that a question names by their label.

    One that shares words with a label that the question spells out is not meant beside it: 小学校
    in a question says 学校, but not 中学校.
    """
    named: list[tuple[TableRow, set[str]]] = []
    for row in rows:
        own: set[str] = set()
        if any(claim(question, name, own) for name in (row.label.text, *row.names)):
            named.append((row, own))
    spelled = [row for row, _ in named if squeeze(row.label.text) in question.squeezed]
    said = set[str]().union(*(own for row, own in named if row in spelled))
    kept = [(row, own) for row, own in named if row in spelled or not own or not own <= said]
    claimed |= said.union(*(own for _, own in kept))
    return [row for row, _ in kept]


def _column(table: Table, claimed: set[str], reading: Reading) -> int | None:
    """Return the column whose head the question says best, None where several do as well."""
    if len(table.columns) <= 1:
        return 0 if table.columns else None
    worth = [0.0 if is_total(head) else _head_worth(reading, head) for head in table.columns]
    best = max(worth, default=0.0)
    if best <= 0.0 or worth.count(best) > 1:
        return None
    at = worth.index(best)
    terms = term_set(table.columns[at])
    if table.is_real and not _is_told_apart(table, at, worth, reading):
        return None
    claimed |= {m.concept.text for m in reading.matcher.concepts if m.value(terms) >= NAMED_LEAST}
    return at


def _is_told_apart(table: Table, at: int, worth: Sequence[float], reading: Reading) -> bool:
    """Say whether a question says what tells a column's head from the others.

    Of 東棟 and 西棟 neither is 北棟, as like as these words are.
    """
    terms = term_set(table.columns[at])
    others = [term_set(head) for i, head in enumerate(table.columns) if i != at]
    own = terms.difference(*others) or terms
    if any(holds(m.concept, own) >= SAID for m in reading.matcher.concepts):
        return True
    is_shared = any(not terms.isdisjoint(other) for other in others)
    rest = max((one for i, one in enumerate(worth) if i != at), default=0.0)
    return not is_shared and rest < _NEARLY * worth[at]


def _head_worth(reading: Reading, head: str) -> float:
    terms = term_set(head)
    if not terms:
        return 0.0
    said = sum(
        m.concept.importance * m.value(terms)
        for m in reading.matcher.concepts
        if m.concept.text not in kind_words() and m.value(terms) >= _LEAST_SAID
    )
    return round(said, 6)


@lru_cache(maxsize=4_096)
def is_total(label: str) -> bool:
    """Say whether a label or head is that of totals."""
    return _TOTAL.match(normalise(label)) is not None


def labels_are(table: Table) -> str:
    """Return "country" or "city" where the labels of a table are such, else ""."""
    labels = [row.label.text for row in table.rows]
    countries = sum(code_of(label) is not None for label in labels)
    if countries >= _SHARE * len(labels):
        return "country"
    cities = sum(_IS_CITY.search(label) is not None for label in labels)
    return "city" if cities >= _SHARE * len(labels) else ""
