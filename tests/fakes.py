"""Deterministic stand-ins for parts of briefqa."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefqa.errors import UnknownSlideError
from briefqa.records import (
    Answer,
    Briefing,
    Citation,
    Hit,
    Passage,
    Reply,
    Scope,
    Slide,
    Status,
)


@dataclass(frozen=True, slots=True)
class ScriptedAnswer:
    """What `ScriptedAssistant` says: no `text` means not found; `quotes` are (slide, quote) pairs.

    A quote that does not stand in its slide is cited at offset 0, as a broken answerer would.
    """

    text: str | None = None
    confidence: float = 0.5
    quotes: tuple[tuple[int, str], ...] = ()
    ranking: tuple[int, ...] = ()


class ScriptedAssistant:
    """Answers from a script over one briefing, whose slides hold the texts given."""

    def __init__(self, slides: Sequence[str], script: Mapping[str, ScriptedAnswer]) -> None:
        made = tuple(
            Slide("rika", number, text, f"題{number}", "", ())
            for number, text in enumerate(slides, start=1)
        )
        self.briefings = (Briefing("rika", "理科", "2024", "", "ja", "rika.txt", "00", made),)
        self.generation = "gen-7"
        self._script = script

    def ask(self, question: str, *, id: str | None = None, scope: Scope = Scope()) -> Reply:  # noqa: A002
        said = self._script[question]
        status: Status = "not_found" if said.text is None else "answered"
        citations = tuple(
            self._cite(marker, slide, quote)
            for marker, (slide, quote) in enumerate(said.quotes, start=1)
        )
        answer = Answer(status, said.text, said.confidence, citations)
        return Reply(id, question, "ja", answer, self.generation)

    def _cite(self, marker: int, slide: int, quote: str) -> Citation:
        start = max(0, self.slide("rika", slide).text.find(quote))
        end = start + len(quote)
        return Citation(marker, "rika", "理科", slide, f"題{slide}", quote, start, end)

    def search(self, question: str, *, limit: int = 10, scope: Scope = Scope()) -> "ScriptedHits":
        hits = tuple(
            Hit(Passage(f"rika/{n}/1", "rika", n, "body", 0, 1, "", ""), 1.0, 1, 1.0, 1, 1.0)
            for n in self._script[question].ranking
        )
        return ScriptedHits(hits[:limit])

    def slide(self, briefing_id: str, number: int) -> Slide:
        if number > len(self.briefings[0].slides):
            raise UnknownSlideError(f"{briefing_id} has no slide {number}.")
        return self.briefings[0].slides[number - 1]


@dataclass(frozen=True, slots=True)
class ScriptedHits:
    hits: tuple[Hit, ...]
