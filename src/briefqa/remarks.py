"""What is said of a file or of what failed, its values apart, so that any language can say it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

Value = str | int | tuple["Remark", ...]
NO_VALUES: Mapping[str, Value] = {}

_NAME = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Remark:
    """Sentences in English: what is the matter, and what to do about it.

    `sentences` hold `{names}` of `values`, and so are the same whatever file they are about: they
    are what a catalogue of another language finds its words by. `subject`: the name of the file
    that they are about, where that does not stand beside them. A value of several remarks lists
    them; only what is not kept has one.
    """

    sentences: tuple[str, ...]
    values: tuple[tuple[str, Value], ...] = ()
    subject: str = ""

    def __str__(self) -> str:
        """Return it in English, on one line."""
        return self.begun(in_sentences(*(fill(one, dict(self.values)) for one in self.sentences)))

    def begun(self, text: str) -> str:
        """Return `text`, which says this in some language, behind the name of the subject."""
        return f"{self.subject}: {text}" if self.subject else text

    def visible(self, shown: Callable[[str], str]) -> "Remark":
        """Return it with each of its texts as `shown` gives it."""
        return replace(
            self,
            sentences=tuple(map(shown, self.sentences)),
            values=tuple((name, _visible(value, shown)) for name, value in self.values),
            subject=shown(self.subject),
        )


def fill(sentence: str, values: Mapping[str, Value]) -> str:
    """Return a sentence with its `{names}` filled in; digits are grouped, other braces stay.

    The sentence may come from a process that read a hostile file: unlike `str.format`, this looks
    at nothing but the values.

    >>> fill("{count} pages of {the book}", {"count": 1001})
    '1,001 pages of {the book}'
    """
    return _NAME.sub(lambda found: _shown(values.get(found[1], found[0])), sentence)


def in_sentences(*sentences: str) -> str:
    """Return sentences on one line, a full stop between them.

    >>> in_sentences("deck.txt: the file is empty", "Remove it.")
    'deck.txt: the file is empty. Remove it.'
    """
    said = ""
    for sentence in filter(None, sentences):
        between = "" if not said else " " if said.endswith((".", "!", "?", ":")) else ". "
        said += between + sentence
    return said


def _visible(value: Value, shown: Callable[[str], str]) -> Value:
    if isinstance(value, tuple):
        return tuple(remark.visible(shown) for remark in value)
    return shown(value) if isinstance(value, str) else value


def _shown(value: Value) -> str:
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    return value if isinstance(value, str) else f"{value:,}"
