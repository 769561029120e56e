"""Law 2 as code: every number, date and name of a text stands in one of its quotes.

What cannot be shown to stand there is taken not to. Numbers and dates are compared by value, so
that `US$300 billion` rests on 3,000億ドル; names by what is written, by CLDR's names of countries,
and by the other names that the caller knows.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from briefqa.grounding.figures import Figures, states, ungrounded_figures
from briefqa.grounding.names import NamedWords, ungrounded_names
from briefqa.grounding.spelling import Passage, Translate, translations

__all__ = ["states", "translations", "ungrounded"]

_NO_NAMES: Mapping[str, str] = MappingProxyType({})


def ungrounded(
    sentence: str,
    quotes: Sequence[str],
    *,
    names: Mapping[str, str] = _NO_NAMES,
    translate: Translate | None = None,
) -> tuple[str, ...]:
    """Return the numbers, dates and names of a text, Japanese or English, that no quote holds.

    `names`: other names of what the briefings name; either side of a pair in a quote grounds the
    other. `translate` gives the Japanese for an English word, for names that a dictionary knows;
    without it, any capitalised word that is no function word counts as a name.

    >>> ungrounded("Japan spent US$300 billion.", ["日本は3,000億ドルを支出"])
    ()
    >>> ungrounded("青葉市の避難所は129か所です。", ["青葉市の避難所：１２８か所"])
    ('129か所',)
    """
    text = Passage.of(sentence)
    held = [_quote(quote) for quote in quotes]
    if any(quote.holds_all_of(text) for quote in held):
        return ()
    figures = ungrounded_figures(Figures.of(text), [_figures(quote) for quote in held])
    named = ungrounded_names(
        text, held, words=[_words(quote) for quote in held], names=names, translate=translate
    )
    return tuple(word for _, word in sorted([*figures, *named]))


_quote = lru_cache(maxsize=1_024)(Passage.of)
_figures = lru_cache(maxsize=1_024)(Figures.of)
_words = lru_cache(maxsize=1_024)(NamedWords.of)
