"""Put a name that a follow-up question brings in the place of one of its kind."""

import re
from collections.abc import Callable, Sequence
from itertools import chain

from briefqa.conversation import earlier_japanese, japanese_words, names_english, names_japanese
from briefqa.conversation.countries import country_in
from briefqa.conversation.followups import Named
from briefqa.conversation.kinds_english import kind_of as kind_of_english
from briefqa.conversation.kinds_japanese import kind_of as kind_of_japanese
from briefqa.conversation.mentions import Mention, beside, best, half_width, numbered, replaced
from briefqa.conversation.superlatives import is_superlative, measured_of
from briefqa.records import Slide, Turn
from briefqa.text.normalise import squeeze

SlideOf = Callable[[str, int], Slide]
_JAPANESE = re.compile("[ぁ-ゖァ-ヺ一-鿿々]")
_ANYWHERE = ("country", "time", "number", "code")  # kinds that either language can take over
_TURNS_READ = 3  # how far back a name of the same kind is looked for


def is_japanese(text: str) -> bool:
    """Say whether a question or a name is in Japanese: any kana or kanji makes it so."""
    return _JAPANESE.search(text) is not None


def with_name(read: Named, history: Sequence[Turn], slide_of: SlideOf | None) -> str | None:
    """Put the name where one of its kind stands; years and places may also be added.

    Returns None where the name's own words ask for something, or nothing can take it up.
    """
    last = history[-1]
    dated = _dated(read.name, last)
    if dated is None:
        return None
    name = _mention_of(dated)
    tables = beside(_cited(last, slide_of))
    if _is_whole(read, name, last, tables):
        return None
    name = _of_what(name, last)
    if read.is_more and name.kind in ("noun", "attribute") and is_japanese(name.text):
        return _added(read, name, last)
    named = not read.is_more and name.kind not in ("time", "number", "figure", "attribute")
    for turn in reversed(history[-_TURNS_READ:]):
        if is_japanese(name.text) != is_japanese(turn.question) and name.kind not in _ANYWHERE:
            continue
        olds = _mentions(turn.question, tables)
        if named and is_superlative(turn.question):
            # All countries are ranked; only another continent replaces one.
            olds = tuple(old for old in olds if old.kind == name.kind and old.role != "asked")
        found = best(name, olds, tables=tables)
        if found is None or (turn is not last and found[0] < 4):
            continue
        if found[0] < _least(read, name):
            continue
        return _replaced(turn.question, found[1], name)
    if named and is_superlative(last.question):
        text = country_in(name.text, "ja" if is_japanese(last.question) else "en") or name.text
        measured = measured_of(text, last.question)
        if measured:
            return measured
    return _added(read, name, last)


def is_in_table(name: str, last: Turn, slide_of: SlideOf | None) -> bool:
    """Say whether a name stands in a cited slide beside what an earlier question was about."""
    tables = beside(_cited(last, slide_of))
    asked = _mentions(last.question, tables)
    return any(
        squeeze(name) in cells and squeeze(one.text) in cells
        for cells in tables
        for one in asked
        if one.role != "asked" and one.kind in ("noun", "attribute")
    )


def _of_what(name: Mention, last: Turn) -> Mention:
    """Return the year of 2031年度の目標, or the place of "shelters in Peru", asked for before."""
    owner, _, owned = name.text.rpartition("の")
    if owner and squeeze(owned) in squeeze(last.question):
        found = _mention_of(owner)
        return found if found.kind in ("time", "number") else name
    return name


def _least(read: Named, name: Mention) -> float:
    """Return the likeness that is enough: a name alone must be surer than "What about ...?"."""
    return 0.8 if read.is_led or is_japanese(name.text) else 1.5


_THAT_NUMBER = re.compile("(?:その|同じ|同)(?P<unit>回|年度?|月|期|章|条|節)(?=[のはにでもが、])")


def with_number(question: str, history: Sequence[Turn]) -> str | None:
    """Put the number or year last named in the place of その回, その年; None where there is none.

    >>> with_number("その回の会場は？", [Turn("第2回の応募数は？", "12")])
    '第2回の会場は？'
    """
    match = _THAT_NUMBER.match(question)
    if match is None:
        return None
    for turn in reversed(history[-_TURNS_READ:]):
        for text in (turn.question, turn.answer):
            for mention in reversed(numbered(text)):
                if mention.text.endswith(match["unit"]):
                    return mention.text + question[match.end() :]
    return None


def _is_whole(read: Named, name: Mention, last: Turn, tables: Sequence[frozenset[str]]) -> bool:
    """Say whether the words of a name ask for something by themselves: 港区の避難所は？"""
    text = read.name
    if squeeze(text) in set(chain.from_iterable(tables)):
        return False
    if not is_japanese(text):
        return re.search(r":|\b[a-z]\w* (?:of|in|for|at|by|to|from) ", text) is not None
    if re.search(r"[^\s]\s+[^\s]", text) and not text.isascii():
        return True
    owner, _, owned = text.rpartition("の")
    if owner and owned:
        is_year = kind_of_japanese(owner) in ("time", "number")
        return not (is_year and not read.word and squeeze(owned) in squeeze(last.question))
    return bool(read.word) and _asks_otherwise(read, name, last)


def _asks_otherwise(read: Named, name: Mention, last: Turn) -> bool:
    if name.kind in ("noun", "attribute") and not read.is_more:
        return True  # 避難所は何か所ですか
    words = japanese_words.question_words(last.question)
    here = japanese_words.question_words(read.word + "で")
    if not here:
        return True
    asked = japanese_words.asked_by(here[0])
    if asked in ("how many", "how much"):
        return False
    same = bool(words) and japanese_words.asked_by(words[-1]) == asked
    return not (same and name.kind in ("country", "place", "time", "number", "person"))


def _mention_of(name: str) -> Mention:
    name = re.sub("(?<=..)(?:さん|氏|様|先生)$", "", name)
    kind_of = kind_of_japanese if is_japanese(name) else kind_of_english
    return Mention(name, 0, len(name), kind_of(name))


def _mentions(question: str, tables: Sequence[frozenset[str]]) -> tuple[Mention, ...]:
    squeezed = squeeze(question)
    cells = [cell for cells in tables for cell in cells if cell in squeezed and len(cell) > 1]
    if is_japanese(question):
        return names_japanese.mentions(question, cells)
    return names_english.mentions(question, cells)


def _cited(turn: Turn, slide_of: SlideOf | None) -> list[Slide]:
    return [slide_of(*place) for place in dict.fromkeys(turn.cited)] if slide_of else []


def _replaced(question: str, old: Mention, new: Mention) -> str:
    language = "ja" if is_japanese(question) else "en"
    if new.kind == "country" and is_japanese(new.text) != (language == "ja"):
        text = country_in(new.text, language) or new.text
        new = Mention(text, 0, len(text), "country")
    if re.match("the ", new.text) and question[: old.start].endswith(("the ", "The ")):
        new = Mention(new.text[4:], 0, len(new.text) - 4, new.kind)
    return replaced(question, old, new)


def _dated(name: str, last: Turn) -> str | None:
    """Return the year of 前年度 or "the year before", counted from the earlier question's.

    Else from the answer's; None where neither has one.
    """
    for pattern, step in _RELATIVE:
        if not re.fullmatch(pattern, name, re.IGNORECASE):
            continue
        for mention in (*numbered(last.question), *numbered(last.answer)):
            digits = re.search(r"\d+", half_width(mention.text))
            if digits and (mention.kind == "time") == ("回" not in name):
                text = half_width(mention.text)
                return text.replace(digits.group(), str(int(digits.group()) + step), 1)
        return None
    return name


_RELATIVE = (
    (
        r"(?:前|昨)年度?|(?:その)?前の年度?|前回"
        r"|(?:the )?(?:year before|(?:previous|preceding|prior) year)",
        -1,
    ),
    (r"翌年度?|(?:その)?次の年度?|次回|(?:the )?(?:year after|(?:next|following) year)", 1),
)


def _added(read: Named, name: Mention, last: Turn) -> str | None:
    """Add a year or a place as a constraint, where the earlier question has none of the kind."""
    if name.kind not in ("time", "country", "place") and not read.is_more:
        return None
    if is_japanese(last.question):
        if name.kind in ("time", "country", "place"):
            return f"{name.text}の{last.question}"
        earlier = earlier_japanese.take_apart(last.question)
        rest = last.question[len(earlier.topic) :]
        return f"{earlier.topic}のうち{name.text}{rest}" if earlier.topic else None
    body = re.sub(r"[?.\s]+$", "", last.question)
    return f"{body} {read.preposition or 'in'} {name.text}?"
