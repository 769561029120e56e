"""Questions that people may ask: examples, and what leads on from an answer; all are answered.

Trying a question takes as long as answering it, so nobody is kept waiting for that: what a slide
leads to by itself is tried once, ahead where there is time, and kept. A question for another row,
in the words of the one that was asked, cannot be tried ahead: it is put to its own slide's rows.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain, islice, product

from briefqa.examples import example_questions
from briefqa.glossary import GlossaryEntry
from briefqa.proposals import about_cells, about_names, about_rows, about_subject
from briefqa.query import QUESTION_LIMIT
from briefqa.records import Briefing, Language, Reply, Slide
from briefqa.tables import Table, TableKind, tables_of

LIMIT = 3
_ROWS_LIMIT = 2  # of them; the rest leads elsewhere
_ROWS_TRIED = 3
_NAMES_TRIED = 4  # of one slide
_AHEAD = 2_000  # questions tried ahead, some 20 ms each
_KEPT = 20_000  # questions tried
_SLIDES_KEPT = 2_000
_LANGUAGES: tuple[Language, ...] = ("ja", "en")
_CONFIDENCE = 0.6
_ROW_CONFIDENCE = 0.4  # enough where the answer is a row of the slide that the question is made of
_NAMING: tuple[TableKind, ...] = ("values", "numbered", "grid", "pairs")
_LABEL_LIMIT = 20  # characters

Place = tuple[str, int, int]
"""Briefing, slide and offset of a citation."""
Places = frozenset[Place]
_NOWHERE: Places = frozenset()


@dataclass(frozen=True, slots=True)
class _Proposal:
    """A question that a slide leads to, what it is about, and how sure its answer has to be."""

    question: str
    subject: str
    least: float


@dataclass(frozen=True, slots=True)
class _Tried:
    """Where a question found its answer, and how sure that is; nowhere where it found none."""

    places: Places = _NOWHERE
    confidence: float = 0.0

    def for_(self, one: _Proposal, slide: Slide) -> Places:
        """Return the places, none unless the answer is as sure as asked, and of the slide."""
        is_near = any(place[:2] == (slide.briefing_id, slide.number) for place in self.places)
        return self.places if is_near and self.confidence >= one.least else _NOWHERE


class Suggestions:
    """What may be asked over one generation. Threads may share it, but for `prepare`.

    An update that is lost costs time, nothing else.
    """

    def __init__(
        self,
        briefings: Sequence[Briefing],
        glossary: Sequence[GlossaryEntry],
        *,
        ask: Callable[[str], Reply],
        find_row: Callable[[str, Slide], Places],
        render: Callable[[str], str],
    ) -> None:
        """Try questions with `ask`, and those for rows of a slide with `find_row`.

        `find_row` gives the places of the rows that answer, none where they do not. `render` gives
        a label in English, "" where it cannot.
        """
        self._briefings = tuple(briefings)
        self._glossary = tuple(glossary)
        self._ask = ask
        self._find_row = find_row
        self._render = render
        self._tried: dict[str, _Tried] = {}
        self._proposed: dict[tuple[str, int, Language], tuple[_Proposal, ...]] = {}
        self._ahead = islice(self._untried(), _AHEAD)

    def examples(self, language: Language) -> tuple[str, ...]:
        """Return up to four questions that the briefings answer, made from their own words."""
        return self._examples[language]

    @cached_property
    def _examples(self) -> dict[Language, tuple[str, ...]]:
        return {
            language: example_questions(self._briefings, self._glossary, language, ask=self._ask)
            for language in _LANGUAGES
        }

    def prepare(self, is_wanted: Callable[[], bool]) -> None:
        """Try one question after the other, as long as `is_wanted` and any is left.

        Then an answer over their slides need not wait for it. For one thread at a time.
        """
        while is_wanted() and (try_next := next(self._ahead, None)):
            try_next()

    def _untried(self) -> Iterator[Callable[[], object]]:
        yield lambda: self._examples
        slides = [slide for briefing in self._briefings for slide in briefing.slides]
        for slide, language in product(slides, _LANGUAGES):
            for one in self._proposals(slide, language):
                if one.question not in self._tried:
                    yield partial(self._try, one)

    def of(
        self,
        reply: Reply,
        slides: Sequence[Slide],
        *,
        tries: int,
        within: Callable[[str], bool] = lambda _: True,
    ) -> tuple[str, ...]:
        """Return up to three questions, no two with answers in the same places.

        `slides`: those that the reply cites. `tries`: how many questions may be tried now that were
        not tried ahead. `within`: says whether answers may rest on a briefing, by its id.
        """
        chosen: dict[Places, str] = {}
        seen = {places_of(reply), _NOWHERE}
        asked = reply.interpreted_as or reply.question
        for question, places in chain(
            self._other_rows(asked, reply, slides), self._leads(asked, reply, slides, tries)
        ):
            if places in seen or question == asked:
                continue
            if all(within(briefing) for briefing, *_ in places):
                seen.add(places)
                chosen[places] = question
            if len(chosen) == LIMIT:
                break
        return tuple(chosen.values())

    def _other_rows(
        self, asked: str, reply: Reply, slides: Sequence[Slide]
    ) -> Iterator[tuple[str, Places]]:
        questions = islice(_about_other_rows(asked, reply, slides, self._render), _ROWS_TRIED)
        found = ((question, self._find_row(question, slide)) for question, slide in questions)
        yield from islice(((question, places) for question, places in found if places), _ROWS_LIMIT)

    def _leads(
        self, asked: str, reply: Reply, slides: Sequence[Slide], tries: int
    ) -> Iterator[tuple[str, Places]]:
        """Yield what slides lead to, first what the question or its quotes speak of."""
        told = asked + "".join(one.quote for one in reply.answer.citations)
        for slide in slides:
            proposals = self._proposals(slide, reply.language)
            for one in sorted(proposals, key=lambda one: one.subject not in told):
                if one.question not in self._tried:
                    if not tries:
                        continue
                    tries -= 1
                    self._try(one)
                yield one.question, self._tried.get(one.question, _Tried()).for_(one, slide)

    def _proposals(self, slide: Slide, language: Language) -> tuple[_Proposal, ...]:
        place = (slide.briefing_id, slide.number, language)
        found = self._proposed.get(place)
        if found is None:
            if len(self._proposed) >= _SLIDES_KEPT:
                self._proposed = {}
            found = self._proposed[place] = _proposals(slide, self._glossary, language)
        return found

    def _try(self, one: _Proposal) -> None:
        reply = self._ask(one.question)
        is_answered = reply.answer.status == "answered"
        if len(self._tried) >= _KEPT:
            self._tried = {}
        self._tried[one.question] = (
            _Tried(places_of(reply), reply.answer.confidence) if is_answered else _Tried()
        )


def places_of(reply: Reply) -> Places:
    """Return where an answer's citations stand."""
    return frozenset((one.briefing, one.slide, one.start) for one in reply.answer.citations)


def _proposals(
    slide: Slide, glossary: Sequence[GlossaryEntry], language: Language
) -> tuple[_Proposal, ...]:
    """Return what a slide leads to, the likeliest first, none twice."""
    there = [entry for entry in glossary if entry.term in slide.text]
    kinds = (
        (about_rows([slide], glossary, language), _ROW_CONFIDENCE),
        (about_cells(slide, language), _ROW_CONFIDENCE),
        (about_subject(slide, glossary, language), 0.0),
        (islice(about_names(there, language), _NAMES_TRIED), _CONFIDENCE),
    )
    found = {
        question: _Proposal(question, subject, least)
        for kind, least in kinds
        for subject, question in kind
        if len(question) <= QUESTION_LIMIT
    }
    return tuple(found.values())


def _about_other_rows(
    asked: str, reply: Reply, slides: Sequence[Slide], render: Callable[[str], str]
) -> Iterator[tuple[str, Slide]]:
    """Ask the same of the rows that follow the one that was asked for, each with its slide."""
    for slide in slides:
        for table in tables_of(slide):
            named = _named(asked, table) or _cited(asked, table, reply, render)
            if table.kind not in _NAMING or named is None:
                continue
            at, said = named
            for row in (*table.rows[at + 1 :], *table.rows[:at]):
                is_rendered = said != table.rows[at].label.text
                label = render(row.label.text) if is_rendered else row.label.text
                question = label.join(_as_a_word(said).split(asked)) if _is_label(label) else ""
                if 0 < len(question) <= QUESTION_LIMIT:
                    yield question, slide


def _named(asked: str, table: Table) -> tuple[int, str] | None:
    """Return which row a question names, with the label; None where it is not one alone."""
    found = [
        (at, row.label.text) for at, row in enumerate(table.rows) if _is_said(row.label.text, asked)
    ]
    return found[0] if len(found) == 1 else None


def _cited(
    asked: str, table: Table, reply: Reply, render: Callable[[str], str]
) -> tuple[int, str] | None:
    """Return which row an answer rests on, with the English by which its question names it."""
    if reply.language != "en":
        return None
    starts = {one.start for one in reply.answer.citations if one.slide == table.slide.number}
    for at, row in enumerate(table.rows):
        if any(row.start <= start < row.end for start in starts):
            said = render(row.label.text)
            return (at, said) if _is_said(said, asked) else None
    return None


def _is_said(label: str, asked: str) -> bool:
    return _is_label(label) and label in asked and _as_a_word(label).search(asked) is not None


def _is_label(text: str) -> bool:
    return 2 <= len(text) <= _LABEL_LIMIT and not text.isdigit()


def _as_a_word(label: str) -> re.Pattern[str]:
    """Return what finds a label that is no part of a longer word: 議長, but not in 議長国."""
    letters = "[A-Za-z0-9ァ-ヿ一-鿿々]"
    return re.compile(f"(?<!{letters}){re.escape(label)}(?!{letters})")
