"""Answer a query from the passages found: the `Answerer` Protocol and what it is given."""

from collections.abc import Sequence
from typing import Protocol

from briefqa.query import Query
from briefqa.records import Answer, Briefing, Hit, Slide


class Slides(Protocol):
    """Where an answerer looks up what hits point to."""

    def briefing(self, briefing_id: str) -> Briefing:
        """Return a briefing by its id. Raises UnknownBriefingError."""
        ...

    def slide(self, briefing_id: str, number: int) -> Slide:
        """Return a slide by its 1-based number. Raises UnknownSlideError."""
        ...


class Answerer(Protocol):
    """Says what the briefings answer to a query, and on which words that rests."""

    def answer(self, query: Query, hits: Sequence[Hit], slides: Slides) -> Answer:
        """Return the answer. Every quote of it is verbatim: `slide.text[start:end] == quote`.

        `hits` are best first. Where they support no answer, the status is `not_found` and `nearest`
        names the slides that came closest.
        """
        ...
