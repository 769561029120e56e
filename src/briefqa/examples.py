"""Example questions made from the briefings' own words, each tried before it is shown."""

from collections.abc import Callable, Iterator, Sequence, Set

from briefqa.glossary import GlossaryEntry
from briefqa.proposals import about_names, about_rows
from briefqa.query import QUESTION_LIMIT
from briefqa.records import Briefing, Language, Reply

LIMIT = 4
_CONFIDENCE = 0.6
_TRIES = 40  # questions asked before giving up on more examples
_ROUNDS = 6  # in which briefings that none is chosen of go first

_Proposals = Iterator[tuple[str, str]]


def example_questions(
    briefings: Sequence[Briefing],
    glossary: Sequence[GlossaryEntry],
    language: Language,
    *,
    ask: Callable[[str], Reply],
) -> tuple[str, ...]:
    """Return up to four questions that `ask` answers with confidence.

    Each is about another subject and answered on other slides; where there are several briefings,
    of as many of them as give one, the newest first.
    """
    chosen: dict[str, str] = {}
    slides: set[tuple[str, int]] = set()
    asked = 0
    for proposed in _in_turn(_by_briefing(briefings, glossary, language), slides):
        if len(chosen) == LIMIT or asked == _TRIES:
            break
        subject, question = proposed
        if subject in chosen or len(question) > QUESTION_LIMIT:
            continue
        asked += 1
        answer = ask(question).answer
        places = {(citation.briefing, citation.slide) for citation in answer.citations}
        if answer.confidence >= _CONFIDENCE and places and not places & slides:
            chosen[subject] = question
            slides.update(places)
    return tuple(chosen.values())


def _in_turn(proposals: dict[str, _Proposals], slides: Set[tuple[str, int]]) -> _Proposals:
    """Yield one proposal of each briefing in turn, at first of those that `slides` has none of."""
    turn = 0
    while proposals:
        turn += 1
        seen = {briefing for briefing, _ in slides}
        unseen = [one for one in proposals if one not in seen] if turn <= _ROUNDS else []
        for one in unseen or list(proposals):
            proposed = next(proposals[one], None)
            if proposed is None:
                del proposals[one]
            else:
                yield proposed


def _by_briefing(
    briefings: Sequence[Briefing], glossary: Sequence[GlossaryEntry], language: Language
) -> dict[str, _Proposals]:
    """Return what each briefing lets ask, the newest first; last the names that none explains."""
    by_date = sorted(briefings, key=lambda briefing: briefing.date, reverse=True)
    ids = {briefing.id for briefing in briefings}
    named: dict[str, list[GlossaryEntry]] = {}
    for entry in glossary:
        origin = entry.origin.partition("/")[0]
        named.setdefault(origin if origin in ids else "", []).append(entry)
    return {one.id: _of_one(one, named.get(one.id, []), glossary, language) for one in by_date} | {
        "": about_names(named.get("", []), language)
    }


def _of_one(
    briefing: Briefing,
    named: Sequence[GlossaryEntry],
    glossary: Sequence[GlossaryEntry],
    language: Language,
) -> _Proposals:
    """Yield what a briefing lets ask; last for names of no title, which few decks are about."""
    titles = " ".join(slide.title for slide in briefing.slides)
    titled = [entry for entry in named if entry.term in titles]
    titled.sort(key=lambda entry: -titles.count(entry.term))
    rows = about_rows(briefing.slides, glossary, language)
    yield from _alternating(rows, about_names(titled, language))
    yield from about_names((entry for entry in named if entry.term not in titles), language)


def _alternating(*kinds: _Proposals) -> _Proposals:
    """Yield subjects with a question, one of each kind in turn, so that not all are alike."""
    left = list(kinds)
    while left:
        for kind in list(left):
            proposed = next(kind, None)
            if proposed is None:
                left.remove(kind)
            else:
                yield proposed
