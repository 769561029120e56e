"""Which names of a table a question says: rows, groups, cells, countries, the rounds in between."""

import re
from collections.abc import Sequence
from functools import lru_cache

from briefqa.answerer.match import holds
from briefqa.answerer.reading import days_in
from briefqa.answerer.rows.question import SAID, Question, round_words, words_of
from briefqa.answerer.rows.regions import code_of, codes_in, members, names_of
from briefqa.answerer.units import term_set
from briefqa.query import Concept
from briefqa.tables import Table, TableRow, is_figure
from briefqa.text.normalise import normalise, squeeze
from briefqa.text.terms import term_groups

_CELLS_LIMIT = 2_000  # of a table, each of which is held against the question
_NAME_LIMIT = 40  # characters of a cell by which a question may name a row
_SPELLED_LEAST = 3  # characters; shorter names are parts of many words
# Words of labels that questions leave out, or that reading a question drops.
_PLACE_SUFFIXES = (
    "市 県 都 府 州 区 町 村 郡 省 国 地区 地域 city prefecture town 場合 所 中 内 間 数 件数"
)
JAPANESE_SIDE = re.compile(r"日本|国内|\bjapan(?:ese)?\b|\bdomestic\b")
FOREIGN_SIDE = re.compile(r"海外|国外|外国|\bforeign\b|\boverseas\b|\babroad\b")
_FROM_TO = re.compile(r"から.{1,12}(?:まで|の間|にかけて)|[~〜]|\bfrom\b.*\bto\b|\bthrough\b")
_PARTS = re.compile(r"[・、，,/／（）()]|\s+and\s+")
_NUMBERED_LABEL = re.compile(
    r"^第?(?P<n>\d{1,3})(?:回|期|次|章|部|号|弾|段階)$"
    r"|^(?:round|phase|session|no\.?|part) ?(?P<m>\d{1,3})$"
)


def by_group(question: Question, rows: Sequence[TableRow], claimed: set[str]) -> list[TableRow]:
    """Return the rows under headings that the question names.

    What names them is added to `claimed`, here and below.
    """
    groups = dict.fromkeys(row.group for row in rows if row.group)
    named = {group for group in groups if claim(question, group, claimed)}
    return [row for row in rows if row.group in named]


def between(question: Question, rows: Sequence[TableRow], named: list[TableRow]) -> list[TableRow]:
    """Return the rows from the first named to the last, where the question says from and to."""
    if len(named) != 2 or not _FROM_TO.search(question.plain):
        return named
    first, last = rows.index(named[0]), rows.index(named[1])
    return list(rows[first : last + 1])


def by_cell(
    question: Question, table: Table, rows: Sequence[TableRow], claimed: set[str]
) -> list[TableRow]:
    """Return the rows of which the question names a cell beside the label."""
    if table.kind not in ("pairs", "items") and not table.is_real:
        return []
    width = max((len(row.values) for row in rows), default=0)
    if table.is_real and width * len(rows) > _CELLS_LIMIT:
        return []
    named = [
        _named_in(question, rows, column, claimed, is_real=table.is_real) for column in range(width)
    ]
    hit = [cells for cells in named if cells]
    both = [row for row in rows if all(_texts(row) & cells for cells in hit)]
    # Of a pair of which both are named, the rows that have both; else those that have either.
    return (
        (both or [row for row in rows if any(_texts(row) & cells for cells in hit)]) if hit else []
    )


def _named_in(
    question: Question,
    rows: Sequence[TableRow],
    column: int,
    claimed: set[str],
    *,
    is_real: bool,
) -> frozenset[str]:
    """Return the cells of a column that the question names."""
    texts = {
        cell.text
        for row in rows
        if len(row.values) > column
        and (cell := row.values[column])
        and not (is_real and not is_name_like(cell.text))
    }
    return frozenset(text for text in sorted(texts) if claim(question, text, claimed))


@lru_cache(maxsize=8_192)
def is_name_like(text: str) -> bool:
    """Say whether a cell may be what a row is called by: short, and no figure."""
    return len(text) <= _NAME_LIMIT and not is_figure(text)


def _texts(row: TableRow) -> frozenset[str]:
    return frozenset(cell.text for cell in row.values if cell is not None)


def by_region(
    question: Question, rows: Sequence[TableRow], claimed: set[str]
) -> tuple[str, list[TableRow]]:
    """Return the region that a question names, and the rows of its countries."""
    for code in sorted(question.codes):
        countries = members(code)
        inside = [row for row in rows if code_of(row.label.text) in countries]
        if len(inside) >= 2:
            claimed |= _concepts_of(question, code)
            return code, inside
    return "", []


def _concepts_of(question: Question, code: str) -> set[str]:
    """Return the concepts by which a question names a region."""
    names = names_of(code)
    return {
        concept.text
        for concept in question.query.concepts
        if any(concept.surface in name or concept.text in name for name in names)
    }


def claim(question: Question, name: str, claimed: set[str]) -> bool:
    """Say whether a question names `name`, or a part of it, and note the concepts that do.

    What it may be answered with it does not name.
    """
    if question.ask.options and squeeze(name) in map(squeeze, question.ask.options):
        return False
    code = code_of(name)
    if code is not None and question.codes:
        if code not in question.codes:
            return False
        claimed |= {c.text for c in question.query.concepts if _speaks_of(c, name, code)}
        return True
    asked = question.reading.dates
    if asked and (days := days_in(name)):
        is_same = any(day.startswith(one) for day in days for one in asked)
        claimed |= {c.text for c in question.query.concepts if is_same and c.text in question.dated}
        return is_same
    number = _number_of(name) if question.numbers else 0
    if number in question.numbers:
        said = str(number)
        claimed |= {
            c.text for c in question.query.concepts if c.text == said or c.text in round_words()
        }
        claimed |= {c.text for c in question.query.concepts if c.text.rstrip("stndrh") == said}
        return True
    for part in _parts_of(name):
        found = _said_by(question, part) or _spelled_by(question, part)
        if found:
            claimed |= found
            return True
    return False


def _spelled_by(question: Question, name: str) -> set[str]:
    """Return the concepts in `name` where the question spells it out, as whole words."""
    spelled = _spelling(name)
    at = question.squeezed.find(spelled) if len(spelled) >= _SPELLED_LEAST else -1
    if at < 0 or not {at, at + len(spelled)} <= question.edges:
        return set()
    terms = term_set(name)
    return {c.text for c in question.query.concepts if c.text in terms or c.surface in terms}


@lru_cache(maxsize=8_192)
def _spelling(name: str) -> str:
    return squeeze(name)


def is_numbered(table: Table) -> bool:
    """Say whether the rows or the columns of a table are numbered rounds, years or the like."""
    texts = [row.label.text for row in table.rows], table.columns
    return any(sum(map(_has_number, some)) * 2 > len(some) for some in texts)


def _has_number(label: str) -> bool:
    return any(map(str.isdigit, label))


@lru_cache(maxsize=4_096)
def _number_of(label: str) -> int:
    """Return the number of a round or the like, 0 for another label."""
    found = _NUMBERED_LABEL.match(normalise(label))
    return int(found["n"] or found["m"]) if found is not None else 0


def _speaks_of(concept: Concept, name: str, code: str) -> bool:
    if code_of(concept.surface) == code or code_of(concept.text) == code:
        return True
    return holds(concept, term_set(name)) >= SAID or concept.text in term_set(name)


@lru_cache(maxsize=8_192)
def _groups_of(name: str) -> tuple[frozenset[str], ...]:
    """Return the terms of each word of a name; of a place, without the word for its kind."""
    groups = [frozenset(group) for group in term_groups(name)]
    telling = [group for group in groups if group.isdisjoint(words_of(_PLACE_SUFFIXES))]
    return tuple(telling or groups)


@lru_cache(maxsize=8_192)
def _parts_of(name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((name, *_PARTS.split(name))))


def _said_by(question: Question, name: str) -> set[str]:
    """Return the concepts that say every word of `name`; none where a word is not said."""
    groups = _groups_of(name.strip())
    if not groups or any(group.isdisjoint(question.said) for group in groups):
        return set()
    found: set[str] = set()
    for group in groups:
        best = [c for c in question.query.concepts if _is_said(c, group)]
        if not best:
            return set()
        found |= {concept.text for concept in best}
    # 札幌 says 札幌市, and so does 札幌市; but 市 alone, or 総数, says no row.
    if all(text in question.spent for text in found):
        return set()
    return found | {c.text for c in question.query.concepts if c.text in term_set(name)}


def _is_said(concept: Concept, group: frozenset[str]) -> bool:
    if concept.text in group:
        return True
    return any(
        w.weight >= SAID and len(w.terms) == 1 and w.terms[0] in group for w in concept.wordings
    )


def names_other_country(question: Question, table: Table, region: str) -> bool:
    """Say whether a question names a country that is none of the table's."""
    named = question.codes - {region}
    if not named:
        return False
    known = {code_of(row.label.text) for row in table.rows}
    known |= {code_of(row.group) for row in table.rows if row.group}
    if table.kind == "pairs":
        known |= {code_of(c.text) for row in table.rows for c in row.values if c is not None}
    known |= codes_in(f"{table.caption}\n{table.slide.title}\n{table.slide.section}")
    others = named - {code for code in known if code}
    if JAPANESE_SIDE.search(question.plain):
        others -= {"JP"}
    return bool(others)


def wants_right_column(question: Question, table: Table) -> bool:
    """Say whether a question asks for the Japanese side of pairs whose right column it is."""
    if FOREIGN_SIDE.search(question.plain) or not JAPANESE_SIDE.search(question.plain):
        return False
    cells = [row.values[0].text for row in table.rows if row.values and row.values[0] is not None]
    katakana = sum(re.search("[ァ-ヺ]{2}", text) is not None for text in cells)
    return katakana * 4 < len(cells)
