"""The interface's words: gettext catalogues, for each language one of pages and one of remarks.

Messages of pages go by names. Remarks, which are English already, go by their sentences.
"""

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from briefqa.locales import show_number
from briefqa.records import Language
from briefqa.remarks import Remark, Value, fill

_MANY = 1_000  # a count of which every language says that it is many
_ENGLISH: Language = "en"  # which remarks are in
_LISTED: Mapping[Language, str] = {"ja": " "}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language; `plurals` are the messages whose form a count chooses."""

    translations: Translations
    names: frozenset[str]
    plurals: frozenset[str]

    @classmethod
    def of(cls, catalogue: Catalog) -> "Words":
        """Take the words of a catalogue that was read."""
        compiled = io.BytesIO()
        write_mo(compiled, catalogue)
        compiled.seek(0)
        messages = [message for message in catalogue if message.id]
        return cls(
            Translations(compiled),
            frozenset(_name(message.id) for message in messages),
            frozenset(_name(message.id) for message in messages if message.pluralizable),
        )

    def form(self, name: str, count: object) -> str:
        """Return a message, in the form for `count`: many where that is no number."""
        if name not in self.plurals:
            return self.translations.ugettext(name)
        number = count if isinstance(count, int) else _MANY
        return self.translations.ungettext(name, name, number)


@dataclass(frozen=True, slots=True)
class Said:
    """A remark in words, and the language that they are of."""

    text: str
    language: Language

    def __str__(self) -> str:
        """Return the words."""
        return self.text


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The words of every language, which all have the same messages.

    `remarks`: the sentences of remarks in the languages other than English.
    """

    languages: Mapping[Language, Words]
    remarks: Mapping[Language, Words]

    def text(self, language: Language, name: str, **values: str | int) -> str:
        """Return the message with its `{names}` filled in, in the form that `count` asks for.

        The digits of a count are grouped. Raises KeyError where there is no such message.
        """
        words = self.languages[language]
        if name not in words.names:
            raise KeyError(name)
        count = values.get("count")
        shown = {"count": show_number(language, count)} if isinstance(count, int) else {}
        return words.form(name, count).format(**values | shown)

    def say(self, language: Language, remark: Remark) -> Said:
        """Word a remark: in English where `language` has no words for one of its sentences.

        That is so of indexes of before, which keep remarks as plain text.
        """
        words = self.remarks.get(language)
        if words is None or not words.names.issuperset(remark.sentences):
            return Said(str(remark), _ENGLISH)
        values = {name: self._value(language, value) for name, value in remark.values}
        sentences = (fill(words.form(one, None), values) for one in remark.sentences)
        return Said(remark.begun("".join(sentences)), language)

    def word(self, language: Language, word: str) -> str:
        """Return a word of the code's own in `language`; any other as it is."""
        words = self.remarks.get(language)
        return words.form(word, None) if words is not None and word in words.names else word

    def _value(self, language: Language, value: Value) -> str | int:
        """Return a value as `language` says it: some are words, such as the system's reasons."""
        if isinstance(value, tuple):
            return _LISTED[language].join(self.say(language, one).text for one in value)
        return self.word(language, value) if isinstance(value, str) else value

    def has(self, name: str) -> bool:
        """Tell whether there is a message of this name."""
        return all(name in words.names for words in self.languages.values())


def load_catalogue(folder: Path, languages: Iterable[Language]) -> Catalogue:
    """Read `pages.po` in the folder of each language, and `remarks.po` in those but English."""
    folders = {one: folder / one for one in languages}
    return Catalogue(
        {one: Words.of(read_catalogue(place / "pages.po")) for one, place in folders.items()},
        {
            one: Words.of(read_catalogue(place / "remarks.po"))
            for one, place in folders.items()
            if one != _ENGLISH
        },
    )


def read_catalogue(file: Path) -> Catalog:
    """Read one catalogue."""
    with file.open("rb") as stream:
        return read_po(stream)


def _name(found: str | tuple[str, ...] | list[str]) -> str:
    return found if isinstance(found, str) else found[0]
