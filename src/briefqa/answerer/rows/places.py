"""Under which heading other slides of a briefing have the names of a list: the country, say."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from briefqa.answerer.rows.naming import claim
from briefqa.answerer.rows.question import Question
from briefqa.records import Slide
from briefqa.tables import Table, TableRow, tables_of

_PARTS = re.compile("[・、，,/／（）()]")
_LEAST = 3  # characters of a name that is cut short elsewhere: 緑川 for 緑川市 is too little


@dataclass(frozen=True, slots=True)
class Places:
    """The headings of names, of tables of pairs on the slides found; of which, by briefing."""

    groups: dict[tuple[str, str], str]

    @classmethod
    def on(cls, slides: Iterable[Slide]) -> "Places":
        """Read the headings off the tables of pairs of slides."""
        found: dict[tuple[str, str], str] = {}
        for slide in slides:
            for table in tables_of(slide):
                for row in table.rows if table.kind == "pairs" else ():
                    for name in _PARTS.split(row.label.text) if row.group else ():
                        found.setdefault((slide.briefing_id, name.strip()), row.group)
        return cls(found)

    def rows_in(
        self, question: Question, table: Table, claimed: set[str]
    ) -> tuple[str, list[TableRow]]:
        """Return the heading that a question names, and a list's rows whose pair stands under it.

        None where some row's pair stands nowhere: then it is not known how many there are.
        """
        briefing = table.slide.briefing_id
        known = {name: group for (place, name), group in self.groups.items() if place == briefing}
        own: set[str] = set()
        named = [g for g in dict.fromkeys(known.values()) if claim(question, g, own)]
        if len(named) != 1:
            return "", []
        held = [_group_of(row, known) for row in table.rows]
        if not all(held):
            return "", []
        claimed |= own
        return named[0], [r for r, group in zip(table.rows, held, strict=True) if group == named[0]]


def _group_of(row: TableRow, known: dict[str, str]) -> str:
    """Return the heading of a row's pair, by a cell of it whole or cut short; "" if not known."""
    texts = [cell.text.strip() for cell in row.values if cell is not None]
    for text in texts:
        if text in known:
            return known[text]
    for text in texts:
        near = {
            group
            for name, group in known.items()
            if min(len(name), len(text)) >= _LEAST
            and (name.startswith(text) or text.startswith(name))
        }
        if len(near) == 1:
            return near.pop()
    return ""
