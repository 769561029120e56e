"""The grammar of an answer: lists, brackets, labels and ranges of what the other rooms render."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping

from briefqa.records import Quantity, Value
from briefqa.rendering.cldr import country_name, english_name
from briefqa.rendering.dates import moment_words, render_date
from briefqa.rendering.figures import plural, quantity_words, render_figure
from briefqa.rendering.names import kana_words, name_words, place_words
from briefqa.rendering.phrases import render_phrase
from briefqa.text.quantities import values_in

_LONGEST = 400  # characters; a longer answer is no list of names
_JAPANESE = re.compile("[ぁ-ヿ㐀-鿿々〆、。「」『』・〜▲△]")
_DIGITS_ALONE = re.compile(r"[^A-Za-z]+")
_ABBREVIATION = re.compile(r"[A-Z][A-Za-z0-9&/-]{1,11}")
_QUOTED = re.compile(r"[「『]([^「」『』]+)[」』]")
_BRACKETED = re.compile(r"(?P<head>[^()]+?)\s?\((?P<inner>[^()]+)\)")
_LABELLED = re.compile(r"(?P<label>[^:]{1,60}):\s?(?P<rest>[^:]+)")
_WEEKDAY = re.compile(r"\([月火水木金土日](?:曜日?)?(?:[・、]?祝日?)?\)")
_BULLET = re.compile(r"^[・•●■◆○▪◼➢✓※]\s?")
_BRACKETS = re.compile(r"\([^()]*\)|[「『][^」』]*[」』]")
_NUMBERED = re.compile(r"(?P<number>[0-9]{1,3})[.)]\s(?P<item>.+)")
_COUNT = re.compile(r"(?P<number>[0-9]{1,4})\s?(?P<unit>つ|個|種類|か国|[カヵヶケ]国|[一-鿿]{1,4})")
_FIGURE = re.compile("[約▲-]?[0-9]")
_OF_KIND = ("つ", "個", "種類")
_KATAKANA = re.compile("[ァ-ヺー]{2,20}")
_EDGES = re.compile(r"^[、,;\s]+|[、。,;\s]+$")
# From what binds least to what binds most, each with the English that joins its sides.
_LISTS = ((re.compile(r"\s?[;\n]\s?"), "; "), (re.compile(r"\s?[、/]\s?|,\s?(?![0-9]{3})"), ", "))
_AND = re.compile(r"(?:、|,)?(?:及び|および|並びに|ならびに|と|かつ)")
_OR = re.compile(r"(?:、|,)?(?:又は|または|若しくは|もしくは|あるいは)")
_ARROW = re.compile(r"\s?[→⇒➔]\s?")
_BETWEEN = re.compile(r"\s?[~〜–—-]\s?|(?<=[一-鿿])ー(?=[一-鿿ァ-ヺ])")
_CLAUSE = re.compile("[ぁ-ゖ]")  # no name of an organisation in kanji and katakana
_BESIDE = re.compile(r"[\s・]+")


def render_english(words: str, value: Value | None, *, names: Mapping[str, str]) -> str | None:
    """Return English for an answer's words as a slide has them; None where rules do not do.

    `value` is what `read_value` makes of the words as a whole: it is rendered where the words
    themselves tell no more than it. `names`: English for Japanese wordings, which goes before all
    rules. Words in Latin letters stay as they are; of a name with an abbreviation in brackets that
    no rule renders, the abbreviation stays.

    >>> render_english("世界郵便機関（WPO）", None, names={})
    'WPO'
    >>> render_english("ケニア、ガーナ及び仙台市", None, names={})
    'Kenya, Ghana and Sendai City'
    """
    text = _plain(words)
    if not text or len(text) > _LONGEST:
        return None
    return _Reading(names).whole(text) or _by_value(text, value, names)


def _by_value(text: str, value: Value | None, names: Mapping[str, str]) -> str | None:
    if isinstance(value, Quantity):
        return quantity_words(text, value, names=names)
    return moment_words(value) if value is not None else None


def render_names(words: str, *, names: Mapping[str, str]) -> str | None:
    """Return English for one name or a list of them, as a slide has them; None for anything else.

    >>> render_names("仙台市、山田 太郎", names={})
    'Sendai City, Yamada Taro'
    """
    text = _plain(words)
    return None if re.search("[0-9]", text) else render_english(text, None, names=names)


def _plain(words: str) -> str:
    """Return words NFKC-normalised on one line, days of the week and marks around them left out."""
    folded = unicodedata.normalize("NFKC", words).replace("−", "-")
    text = " ".join(_WEEKDAY.sub("", folded).split())
    return _EDGES.sub("", _BULLET.sub("", text)).strip()


class _Reading:
    """One answer being rendered: the names that hold, and what has been rendered on the way."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._known: dict[str, str | None] = {}

    def whole(self, text: str) -> str | None:
        """Return English for a text or a part of one; None where a word of it has none."""
        text = _EDGES.sub("", text.strip())
        if text not in self._known:
            self._known[text] = None  # what stands inside itself has no English
            self._known[text] = self._single(text) or self._structure(text)
        return self._known[text]

    def _single(self, text: str) -> str | None:
        """Render what is one thing: a known name, a value, words in Latin letters, a name."""
        if not text:
            return None
        if named := self._names.get(text) or english_name(text):
            return named
        is_latin = _JAPANESE.search(text) is None
        if is_latin and not _DIGITS_ALONE.fullmatch(text):
            return text
        if value := self._value(text):
            return value
        if is_latin:
            return text if re.search("[0-9]", text) else None
        return self._beside(text) or name_words(text)

    def _value(self, text: str) -> str | None:
        return render_phrase(text) or render_date(text) or render_figure(text, names=self._names)

    def _beside(self, text: str) -> str | None:
        """Render countries in a row: ケニア ガーナ, ケニア・ガーナ."""
        pieces = _BESIDE.split(text)
        if len(pieces) < 2:
            return None
        found = [self._names.get(piece) or country_name(piece) for piece in pieces]
        return ", ".join(name for name in found if name) if all(found) else None

    def _structure(self, text: str) -> str | None:
        for render in _STRUCTURES:
            if (words := render(self, text)) is not None:
                return words
        return None

    def _all(self, pieces: Iterable[str], joiner: str) -> str | None:
        """Render each piece and join them; None where one has no English."""
        found: list[str] = []
        for piece in pieces:
            words = self.whole(piece)
            if words is None:
                return None
            found.append(words)
        return _in_list(found) if joiner == ", " else joiner.join(found)

    def numbered(self, text: str) -> str | None:
        """Render an item of a numbered list: 14. ケニア."""
        match = _NUMBERED.fullmatch(text)
        words = self.whole(match["item"]) if match else None
        return f"{match['number']}. {words}" if match and words else None

    def counted(self, text: str) -> str | None:
        """Render what is counted before or after it: 3つのチーム, ケニアとガーナの2か国."""
        before, particle, after = text.rpartition("の")
        if not particle:
            return None
        if _KATAKANA.fullmatch(after):
            noun = self._single(after)
            figure = _COUNT.fullmatch(before)
            if noun and figure and figure["unit"] in _OF_KIND and noun.islower():
                return _of_kind(figure["number"], figure["unit"], noun)
        if (
            _COUNT.match(after)
            and (figures := self._value(after))
            and (items := self.whole(before))
        ):
            return f"{figures}: {items}"
        return None

    def listed(self, text: str) -> str | None:
        """Render a list: 仙台市、山田 太郎."""
        for separator, joiner in _LISTS:
            pieces = _cut(text, separator)
            if len(pieces) > 1:
                return self._all(pieces, joiner)
        return None

    def with_others(self, text: str) -> str | None:
        """Render what is an example of more: ケニアなど."""
        if not text.endswith(("など", "等", "ほか")):
            return None
        words = self.whole(re.sub("(?:など|等|ほか)$", "", text))
        return f"{words} and others" if words else None

    def quoted(self, text: str) -> str | None:
        """Render what stands in quotation marks."""
        match = _QUOTED.fullmatch(text)
        words = self.whole(match[1]) if match else None
        return f"“{words}”" if words else None

    def labelled(self, text: str) -> str | None:
        """Render a row: ケニア: 12件."""
        match = _LABELLED.fullmatch(text)
        return self._all((match["label"], match["rest"]), ": ") if match else None

    def joined(self, text: str) -> str | None:
        """Render what is joined by and, or, an arrow or a stroke."""
        for separator, joiner in _JOINS:
            pieces = _cut(text, separator)
            if len(pieces) > 1 and (words := self._all(pieces, joiner)):
                return words
        return None

    def bracketed(self, text: str) -> str | None:
        """Render a name with its short form, its reading or its country in brackets."""
        match = _BRACKETED.fullmatch(text)
        if match is None:
            return None
        head, inner = match["head"], match["inner"]
        if (read := kana_words(inner)) and not re.search("[ァ-ヺ]", head) and name_words(head):
            return read
        outside, inside = self.whole(head), self.whole(inner)
        if outside and inside:
            return outside if outside == inside else f"{outside} ({inside})"
        for short, name, other in ((inner, head, outside), (head, inner, inside)):
            if other is None and _ABBREVIATION.fullmatch(short) and not _CLAUSE.search(name):
                return short
        return None

    def possessed(self, text: str) -> str | None:
        """Render 仙台のホテル, the place last."""
        owner, particle, owned = text.rpartition("の")
        if not particle or re.search("[0-9]", text):
            return None
        first, second = self.whole(owner), self.whole(owned)
        if not first or not second:
            return None
        is_nested = place_words(owner) and place_words(owned)
        return f"{second}, {first}" if is_nested else f"{second} of {first}"

    def in_a_row(self, text: str) -> str | None:
        """Render values side by side, 5か国12件, and places in a row."""
        found = values_in(text)
        pieces = [text[value.start : value.end] for value in found]
        is_all = "".join(pieces) == re.sub(r"\s", "", text)
        # A piece that begins with 万 is the rest of a figure that was read as a year.
        if len(found) > 1 and is_all and all(_FIGURE.match(piece) for piece in pieces):
            return self._all(pieces, ", ")
        parts = _BESIDE.split(text)
        if len(parts) < 2:
            return None
        places = [self._names.get(part) or place_words(part) for part in parts]
        return _in_list([place for place in places if place]) if all(places) else None


def _in_list(items: list[str]) -> str:
    """Join items by commas, or by semicolons where one of them holds a comma."""
    return ("; " if any(", " in item for item in items) else ", ").join(items)


def _of_kind(number: str, unit: str, noun: str) -> str:
    """Return a number of things, or of kinds of them."""
    nouns = noun if number == "1" else plural(noun)
    if unit in ("つ", "個"):
        return f"{number} {nouns}"
    return f"{number} {'kind' if number == '1' else 'kinds'} of {noun}"


def _cut(text: str, separator: re.Pattern[str]) -> list[str]:
    """Cut a text at a separator, outside brackets and quotation marks."""
    masked = _BRACKETS.sub(lambda match: "\x1f" * len(match.group()), text)
    pieces: list[str] = []
    start = 0
    for match in separator.finditer(masked):
        pieces.append(text[start : match.start()])
        start = match.end()
    return [*pieces, text[start:]]


_JOINS = (
    (_OR, " or "),
    (_AND, " and "),
    (_ARROW, " → "),
    (_BETWEEN, " \N{EN DASH} "),
)
_STRUCTURES: tuple[Callable[[_Reading, str], str | None], ...] = (
    _Reading.numbered,
    _Reading.counted,
    _Reading.listed,
    _Reading.quoted,
    _Reading.with_others,
    _Reading.labelled,
    _Reading.joined,
    _Reading.bracketed,
    _Reading.possessed,
    _Reading.in_a_row,
)
