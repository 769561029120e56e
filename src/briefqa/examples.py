"""Example questions made from the briefings' own words, each tried before it is shown."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from briefqa.glossary import GlossaryEntry
from briefqa.proposals import about_names, about_rows
from briefqa.records import Briefing, Language, Reply

LIMIT = 4
_CONFIDENCE = 0.6
_TRIES = 40  # questions asked before giving up on more examples


def example_questions(
    briefings: Sequence[Briefing],
    glossary: Sequence[GlossaryEntry],
    language: Language,
    *,
    ask: Callable[[str], Reply],
) -> tuple[str, ...]:
    """Return up to four questions that `ask` answers with confidence.

    Each is about another subject and answered on other slides.
    """
    chosen: dict[str, str] = {}
    slides: set[tuple[str, int]] = set()
    tries = zip(range(_TRIES), _proposals(briefings, glossary, language), strict=False)
    for _, (subject, question) in tries:
        if subject in chosen:
            continue
        answer = ask(question).answer
        places = {(citation.briefing, citation.slide) for citation in answer.citations}
        if answer.confidence >= _CONFIDENCE and places and not places & slides:
            chosen[subject] = question
            slides |= places
        if len(chosen) == LIMIT:
            break
    return tuple(chosen.values())


def _proposals(
    briefings: Sequence[Briefing], glossary: Sequence[GlossaryEntry], language: Language
) -> Iterator[tuple[str, str]]:
    """Yield subjects with a question, one of each kind in turn, so that not all are alike."""
    kinds = [
        about_rows(chain.from_iterable(one.slides for one in briefings), glossary, language),
        about_names(_titled_first(glossary, briefings), language),
    ]
    while kinds:
        for kind in list(kinds):
            question = next(kind, None)
            if question is None:
                kinds.remove(kind)
            else:
                yield question


def _titled_first(
    glossary: Sequence[GlossaryEntry], briefings: Sequence[Briefing]
) -> list[GlossaryEntry]:
    """Return the entries, first those that a slide's title names: they are what a deck is about."""
    titles = " ".join(slide.title for briefing in briefings for slide in briefing.slides)
    return sorted(glossary, key=lambda entry: -titles.count(entry.term))
