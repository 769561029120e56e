"""The interface's words: gettext catalogues, one for each language, by the names of messages."""

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

_MANY = 1_000  # a count of which every language says that it is many


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
class Catalogue:
    """The words of every language, which all have the same messages."""

    languages: Mapping[Language, Words]

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

    def has(self, name: str) -> bool:
        """Tell whether there is a message of this name."""
        return all(name in words.names for words in self.languages.values())


def load_catalogue(folder: Path, languages: Iterable[Language]) -> Catalogue:
    """Read the words of the pages: `pages.po` in the folder of each language."""
    return Catalogue(
        {one: Words.of(read_catalogue(folder / one / "pages.po")) for one in languages}
    )


def read_catalogue(file: Path) -> Catalog:
    """Read one catalogue."""
    with file.open("rb") as stream:
        return read_po(stream)


def _name(found: str | tuple[str, ...] | list[str]) -> str:
    return found if isinstance(found, str) else found[0]
