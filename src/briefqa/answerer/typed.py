"""Which stretches of a unit have the form that a kind of question asks for."""

from collections.abc import Callable, Iterator
from functools import lru_cache

from briefqa.answerer.ask import AskKind
from briefqa.answerer.figures import dates, numbers
from briefqa.answerer.names import organisations, persons, places
from briefqa.answerer.spans import Span

_FINDERS: dict[AskKind, Callable[[str], Iterator[Span]]] = {
    "number": numbers,
    "date": dates,
    "place": places,
    "person": persons,
    "organisation": organisations,
}


@lru_cache(maxsize=8_192)
def typed_spans(text: str, kind: AskKind) -> tuple[Span, ...]:
    """Return the stretches of `text` that have the form this kind of question asks for.

    Kinds without a form of their own ("list", "definition", "reason", "name", "text") have none.
    """
    finder = _FINDERS.get(kind)
    return tuple(finder(text)) if finder is not None else ()
