"""Make a follow-up question whole from what was asked before."""

import re
from collections.abc import Callable, Sequence
from itertools import chain

from briefqa.conversation import earlier_english, earlier_japanese, english, japanese
from briefqa.conversation.countries import country_in
from briefqa.conversation.followups import (
    Attribute,
    Continued,
    FollowUp,
    Named,
    Referring,
    WordAlone,
)
from briefqa.conversation.mentions import (
    Mention,
    best,
    beside,
    half_width,
    likeness,
    numbered,
    replaced,
)
from briefqa.records import Slide, Turn
from briefqa.text.normalise import squeeze

_JAPANESE = re.compile("[ぁ-ゖァ-ヺ一-鿿々]")
_LONGEST = 200  # characters; what is longer has something to say of its own
_TURNS_READ = 3  # how far back a name of the same kind is looked for

_ANYWHERE = ("country", "time", "number", "code")  # kinds that either language can take over
SlideOf = Callable[[str, int], Slide]


def interpret(
    question: str, history: Sequence[Turn], *, slide_of: SlideOf | None = None
) -> str | None:
    """Return the whole question that a follow-up stands for, or None where it stands alone.

    `history`: oldest first. `slide_of` looks up the slides that earlier answers cited, by briefing
    and number: a name that stands beside another in a table or list is taken to be of its kind.

    >>> interpret("では港区は？", [Turn("北区の避難所は何か所ですか", "12か所")])
    '港区の避難所は何か所ですか'
    >>> interpret("And when?", [Turn("Where will the drill take place?", "in Midori Park")])
    'When will the drill take place?'
    >>> interpret("港区の避難所は？", [Turn("北区の避難所は何か所ですか", "12か所")]) is None
    True
    """
    if not history or len(question) > _LONGEST or len(history[-1].question) > 4 * _LONGEST:
        return None
    is_japanese = _is_japanese(question)
    read = japanese.read_japanese(question) if is_japanese else english.read_english(question)
    return None if read is None else _whole(read, history, slide_of)


def _is_japanese(text: str) -> bool:
    return _JAPANESE.search(text) is not None


def _whole(read: FollowUp, history: Sequence[Turn], slide_of: SlideOf | None) -> str | None:
    last = history[-1]
    if isinstance(read, Named):
        return _with_name(read, history, slide_of)
    if isinstance(read, WordAlone):
        return _with_word(read, last)
    if isinstance(read, Attribute):
        return _with_attribute(read, last)
    if isinstance(read, Referring):
        return _without_pronoun(read, last)
    return _continued(read, last)


def _with_name(read: Named, history: Sequence[Turn], slide_of: SlideOf | None) -> str | None:
    """Put the name where one of its kind stands; years and places may also be added."""
    last = history[-1]
    name = _mention_of(read.name)
    tables = beside(_cited(last, slide_of))
    if _is_whole(read, name, last, tables):
        return None
    name = _of_what(name, last)
    for turn in reversed(history[-_TURNS_READ:]):
        if _is_japanese(name.text) != _is_japanese(turn.question) and name.kind not in _ANYWHERE:
            continue
        found = best(name, _mentions(turn.question, tables), tables=tables)
        if found is None or (turn is not last and found[0] < 4):
            continue
        if found[0] < _least(read, name):
            continue
        return _replaced(turn.question, found[1], name)
    return _added(read, name, last)


def _of_what(name: Mention, last: Turn) -> Mention:
    """Return the year of 2031年度の目標, or the place of "shelters in Peru", asked for before."""
    owner, _, owned = name.text.rpartition("の")
    if owner and squeeze(owned) in squeeze(last.question):
        found = _mention_of(owner)
        return found if found.kind in ("time", "number") else name
    return name


def _least(read: Named, name: Mention) -> float:
    """Return the likeness that is enough: a name alone must be surer than "What about ...?"."""
    return 0.8 if read.is_led or _is_japanese(name.text) else 1.5


def _is_whole(read: Named, name: Mention, last: Turn, tables: Sequence[frozenset[str]]) -> bool:
    """Say whether the words of a name ask for something by themselves: 港区の避難所は？"""
    text = read.name
    if squeeze(text) in set(chain.from_iterable(tables)):
        return False
    if not _is_japanese(text):
        return re.search(r":|\b[a-z]\w* (?:of|in|for|at|by|to|from) ", text) is not None
    if re.search(r"[^\s]\s+[^\s]", text) and not text.isascii():
        return True
    owner, _, owned = text.rpartition("の")
    if owner and owned:
        is_year = earlier_japanese.kind_of(owner) in ("time", "number")
        return not (is_year and not read.word and squeeze(owned) in squeeze(last.question))
    return bool(read.word) and _asks_otherwise(read, name, last)


def _asks_otherwise(read: Named, name: Mention, last: Turn) -> bool:
    words = japanese.question_words(last.question)
    here = japanese.question_words(read.word + "で")
    if not here:
        return True
    asked = japanese.asked_by(here[0])
    if asked in ("how many", "how much"):
        return False
    same = bool(words) and japanese.asked_by(words[-1]) == asked
    return not (same and name.kind in ("country", "place", "time", "number", "person"))


def _mention_of(name: str) -> Mention:
    name = re.sub("(?<=..)(?:さん|氏|様|先生)$", "", name)
    kind_of = earlier_japanese.kind_of if _is_japanese(name) else earlier_english.kind_of
    return Mention(name, 0, len(name), kind_of(name))


def _mentions(question: str, tables: Sequence[frozenset[str]]) -> tuple[Mention, ...]:
    squeezed = squeeze(question)
    cells = [cell for cells in tables for cell in cells if cell in squeezed and len(cell) > 1]
    if _is_japanese(question):
        return earlier_japanese.mentions(question, cells)
    return earlier_english.mentions(question, cells)


def _cited(turn: Turn, slide_of: SlideOf | None) -> list[Slide]:
    return [slide_of(*place) for place in dict.fromkeys(turn.cited)] if slide_of else []


def _replaced(question: str, old: Mention, new: Mention) -> str:
    language = "ja" if _is_japanese(question) else "en"
    if new.kind == "country" and _is_japanese(new.text) != (language == "ja"):
        text = country_in(new.text, language) or new.text
        new = Mention(text, 0, len(text), "country")
    if re.match("the ", new.text) and question[: old.start].endswith(("the ", "The ")):
        new = Mention(new.text[4:], 0, len(new.text) - 4, new.kind)
    return replaced(question, old, new)


def _added(read: Named, name: Mention, last: Turn) -> str | None:
    """Add a year or a place as a constraint, where the earlier question has none of the kind."""
    if name.kind not in ("time", "country", "place") and not read.is_more:
        return None
    if _is_japanese(last.question):
        return f"{name.text}の{last.question}"
    body = re.sub(r"[?.\s]+$", "", last.question)
    return f"{body} {read.preposition or 'in'} {name.text}?"


def _with_word(read: WordAlone, last: Turn) -> str:
    if _is_japanese(last.question):
        earlier = earlier_japanese.take_apart(last.question)
        word = read.word if _is_japanese(read.word) else _JAPANESE_WORDS[read.asked]
        return earlier_japanese.ask_anew(earlier, read.asked, word, predicate=read.predicate)
    return earlier_english.ask_anew(earlier_english.take_apart(last.question), read.asked)


_JAPANESE_WORDS = {
    "when": "いつ", "where": "どこ", "who": "誰", "why": "なぜ", "how": "どのように",
    "how much": "どのくらい", "how many": "いくつ", "what": "何", "which": "どれ",
}  # fmt: skip


def _with_attribute(read: Attribute, last: Turn) -> str:
    if _is_japanese(read.name):
        if _is_japanese(last.question):
            earlier = earlier_japanese.take_apart(last.question)
        else:
            earlier = earlier_japanese.take_apart(earlier_english.subject(last.question))
        return earlier_japanese.ask_attribute(earlier, read.name, read.tail)
    if _is_japanese(last.question):
        owner = f"What is the {read.name} of {earlier_japanese.subject(last.question)}?"
        earlier_english_question = earlier_english.take_apart(owner)
    else:
        earlier_english_question = earlier_english.take_apart(last.question)
    return earlier_english.ask_attribute(earlier_english_question, read.name, read.tail)


def _without_pronoun(read: Referring, last: Turn) -> str:
    """Put what the pronoun stands for in its place."""
    topic = _topic(last.question)
    asked = _asked_of(last)
    if last.answer and (read.kind in ("place", "person")) and asked == read.kind:
        topic = last.answer.split("（")[0].split("(")[0]
    if _is_japanese(read.question):
        return read.question[: read.start] + topic + read.question[read.end :]
    pronoun = read.question[read.start : read.end].lower()
    owned = f"{topic}'s" if read.is_owner else f"in {topic}" if pronoun == "there" else topic
    return f"{read.question[: read.start]}{owned}{read.question[read.end :]}?"


def _topic(question: str) -> str:
    if _is_japanese(question):
        return earlier_japanese.subject(question)
    return earlier_english.subject(question)


def _asked_of(last: Turn) -> str:
    """Return `place` or `person` where the earlier question asked for one."""
    text = last.question
    if re.search(
        r"どこ|どの(?:国|都市|市|県|町|地域)|^where\b|\b(?:country|city|town|place)\b", text, re.I
    ):
        return "place"
    return "person" if re.search(r"誰|だれ|どなた|^who\b", text, re.I) else ""


def _continued(read: Continued, last: Turn) -> str:
    if not _is_japanese(last.question):
        earlier = earlier_english.take_apart(last.question)
        if read.wants == "all":
            return f"List all: {earlier.body}?"
        return (
            f"Explain {earlier.owner} in detail."
            if read.wants == "detail"
            else (f"{earlier.body}: which is the {read.place}?")
        )
    taken = earlier_japanese.take_apart(last.question)
    if read.wants == "all":
        return f"{taken.topic or taken.body}をすべて教えてください"
    if read.wants == "detail":
        return f"{taken.topic or taken.body}について詳しく教えてください"
    superlative = re.sub("最も|一番|いちばん|もっとも", f"{read.place}に", last.question, count=1)
    if superlative != last.question:
        return superlative
    ordinals = [mention for mention in numbered(last.question) if mention.kind == "number"]
    if ordinals and likeness(Mention(read.place, 0, 0, "number"), ordinals[0]) > 0:
        return replaced(last.question, ordinals[0], Mention(read.place, 0, 0, "number"))
    return f"{taken.topic or taken.body}の{read.place}は何ですか"
