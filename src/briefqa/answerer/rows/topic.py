"""How much of what a question says beside the rows a table speaks of."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from briefqa.answerer.match import Matched, holds
from briefqa.answerer.reading import Reading
from briefqa.answerer.rows.naming import is_numbered
from briefqa.answerer.rows.question import Question, has_digit, round_words
from briefqa.answerer.rows.regions import code_of
from briefqa.answerer.units import term_set
from briefqa.query import Concept
from briefqa.tables import Table, TableRow, is_figure
from briefqa.text.quantities import read_value
from briefqa.text.tagger import tag

NAMED_LEAST = 0.5  # match that a name which is no row needs
LEAST_NOUN = 0.45  # match of each noun, where figures are asked for
LEAST_VERB = 0.2  # match of each verb, where those who did something are asked for
_HEADS, _AROUND = 0.9, 0.6  # of a match in the slide's title, and anywhere else on the slide
_DECK = 0.8  # of a match in the briefing's title
_NAME = 1.5  # weight of a name
_VERB = 0.3  # weight of a verb beside that of a noun: a row seldom says what is done
_WHOLE = 0.6  # topic where a question says nothing beside rows


@dataclass(frozen=True, slots=True)
class Topic:
    """How far a table speaks of a question: the `share` of it, the `least` match of a noun.

    `done`: the least match of a verb.
    """

    share: float
    least: float
    done: float = 1.0


def topic_of(
    question: Question,
    table: Table,
    reading: Reading,
    claimed: set[str],
    *,
    narrowed: bool,
    deck: frozenset[str],
) -> Topic | None:
    """Return how much of what is not `claimed` the table speaks of.

    None where it does not speak of a name. `narrowed`: some rows were named; `deck`: the terms of
    the briefing's title.
    """
    context = context_terms(table)
    total = found = 0.0
    least = done = 1.0
    numbered = is_numbered(table)
    for matched in reading.matcher.concepts:
        concept = matched.concept
        if concept.text in claimed or question.spends(concept.text, table.kind):
            continue
        if numbered and concept.text in round_words():
            continue
        best = _match(matched, context)
        if concept.is_name or _is_country(concept):
            best = max(best, _DECK * holds(concept, deck))
            # A name that stands anywhere on the slide says what rows are meant only where others
            # are named; a number or a country does not even then.
            is_loose = narrowed and not _is_country(concept) and not has_digit(concept.text)
            if best < NAMED_LEAST or (best <= _AROUND and not is_loose):
                return None
        worth = _NAME if concept.is_name else _word_weight(concept)
        if worth >= 1.0:
            least = min(least, best)
        else:
            done = min(done, best)
        weight = concept.importance * worth
        total += weight
        found += weight * best
    if total == 0.0:
        is_said = claimed or (table.kind == "pairs" and question.relates)
        return Topic(_WHOLE if is_said else 0.0, 1.0)
    return Topic(found / total, least, done)


def is_captioned(question: Question, table: Table, reading: Reading) -> bool:
    """Say whether the caption, or the title where there is none, says what is asked for."""
    terms = term_set(table.caption or table.slide.title)
    return any(
        matched.value(terms) >= NAMED_LEAST
        for matched in reading.matcher.concepts
        if not matched.concept.is_name and matched.concept.text not in question.spent
    )


def _word_weight(concept: Concept) -> float:
    """Return the weight of a word; of an English one by what its likeliest translation is."""
    if not concept.text.isascii():
        return _VERB if _is_verb(concept.text) else 1.0
    said = max(
        (w for w in concept.wordings if not w.terms[0].isascii()),
        key=lambda wording: wording.weight,
        default=None,
    )
    return _VERB if said is not None and _is_verb("".join(said.terms)) else 1.0


@lru_cache(maxsize=4_096)
def _is_verb(word: str) -> bool:
    return all(token.pos.startswith("動詞") for token in tag(word))


def _match(matched: Matched, context: frozenset[str]) -> float:
    return max(matched.value(context), _HEADS * matched.heads, _AROUND * matched.around)


def _is_country(concept: Concept) -> bool:
    return code_of(concept.surface) is not None


def context_terms(table: Table) -> frozenset[str]:
    """Return the terms of a table's caption, columns and units, and of what most labels say."""
    said = f"{table.caption} {table.label_head}".strip()
    return _context_terms(table.slide, said, table.columns, table.rows, table.is_real)


@lru_cache(maxsize=2_048)
def _context_terms(
    slide: object,
    caption: str,
    columns: tuple[str, ...],
    rows: tuple[TableRow, ...],
    is_real: bool,
) -> frozenset[str]:
    del slide  # part of the key: rows of two slides may be equal
    found = term_set(caption).union(*(term_set(head) for head in columns))
    found |= _shared(rows)
    for row in rows[:40]:
        for cell in row.values:
            # Words of a cell say what is so of its row, not what the table is about.
            if cell is not None and len(cell.text) <= 12 and not (is_real and has_words(cell.text)):
                found |= term_set(re.sub(r"[\d０-９.,，．%％]", " ", cell.text))
    return found


def has_words(text: str) -> bool:
    """Say whether a cell holds words: it is neither a figure nor a date."""
    return not is_figure(text) and read_value(text) is None


def shared_terms(table: Table) -> frozenset[str]:
    """Return the terms that more than half of a table's labels have: what they all are."""
    return _shared(table.rows)


@lru_cache(maxsize=2_048)
def _shared(rows: tuple[TableRow, ...]) -> frozenset[str]:
    counted = Counter(term for row in rows for term in term_set(row.label.text))
    return frozenset(term for term, count in counted.items() if count > len(rows) / 2)
