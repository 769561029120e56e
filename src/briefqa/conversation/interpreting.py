"""Make a follow-up question whole from what was asked before."""

import re
from collections.abc import Sequence

from briefqa.conversation import anew_english, earlier_english, earlier_japanese, english, japanese
from briefqa.conversation.followups import (
    Attribute,
    Continued,
    FollowUp,
    Named,
    Referring,
    Unsaid,
    WordAlone,
)
from briefqa.conversation.mentions import Mention, likeness, numbered, replaced
from briefqa.conversation.naming import SlideOf, is_in_table, is_japanese, with_name, with_number
from briefqa.conversation.superlatives import with_place, with_superlative
from briefqa.records import Turn

_LONGEST = 200  # characters; what is longer has something to say of its own
_PERSON_ASKED = re.compile(r"誰|だれ|どなた|^who\b", re.IGNORECASE)
_PLACE_ASKED = re.compile(
    r"どこ|どの(?:国|都市|市|県|町|地域)|(?:国|都市|会場|場所|地)は[?？]?$|^where\b"
    r"|^(?:in )?(?:which|what) (?:country|city|town|place)\b",
    re.IGNORECASE,
)
_RANKED_BEFORE = 3  # how many questions back an order is looked for
_SHORT = 40  # characters; a longer answer is no name for a pronoun to stand for


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
    numbered = with_number(question, history)
    if numbered is not None:
        return numbered
    superlative = with_superlative(question, history[-1].question)
    if superlative is not None:
        return superlative
    read_question = japanese.read_japanese if is_japanese(question) else english.read_english
    read = read_question(question)
    whole = None if read is None else _whole(read, history, slide_of)
    return whole or japanese.without_contrast(question)


def _whole(read: FollowUp, history: Sequence[Turn], slide_of: SlideOf | None) -> str | None:
    last = history[-1]
    if isinstance(read, Named):
        return with_name(read, history, slide_of)
    if isinstance(read, WordAlone):
        return _with_word(read, last)
    if isinstance(read, Unsaid):
        return _with_unsaid(read, last)
    if isinstance(read, Attribute):
        if not read.is_owned and is_in_table(read.name, last, slide_of):
            return with_name(Named(read.name, is_led=True), history, slide_of)
        return _with_attribute(read, last)
    if isinstance(read, Referring):
        return _without_pronoun(read, last)
    return _continued(read, history)


def _with_word(read: WordAlone, last: Turn) -> str:
    if is_japanese(last.question):
        earlier = earlier_japanese.take_apart(last.question)
        word = read.word if is_japanese(read.word) else _JAPANESE_WORDS[read.asked]
        return earlier_japanese.ask_anew(earlier, read.asked, word, predicate=read.predicate)
    if read.asked == "where" and _named_by_answer(last):
        return f"Where is {_answer(last)}?"
    written = "" if is_japanese(read.word) else read.word
    return anew_english.ask_anew(earlier_english.take_apart(last.question), read.asked, written)


def _with_unsaid(read: Unsaid, last: Turn) -> str:
    if is_japanese(read.question):
        end = "" if read.question.endswith("か") else "？"
        return f"{_topic(last)}{read.particle}{read.question}{end}"
    return anew_english.ask_how_many(earlier_english.take_apart(last.question), read.question)


_JAPANESE_WORDS = {
    "when": "いつ", "where": "どこ", "who": "誰", "why": "なぜ", "how": "どのように",
    "how much": "どのくらい", "how many": "いくつ", "what": "何", "which": "どれ",
}  # fmt: skip


def _with_attribute(read: Attribute, last: Turn) -> str:
    if is_japanese(read.name):
        if is_japanese(last.question) and not _named_by_answer(last):
            taken = earlier_japanese.take_apart(last.question)
        else:
            taken = earlier_japanese.take_apart(_topic(last))
        return earlier_japanese.ask_attribute(taken, read.name, read.tail)
    question = last.question
    if is_japanese(question) or _named_by_answer(last):
        question = f"What is the {read.name} of {_topic(last)}?"
    return anew_english.ask_attribute(earlier_english.take_apart(question), read.name, read.tail)


def _without_pronoun(read: Referring, last: Turn) -> str:
    """Put what the pronoun stands for in its place."""
    topic = _topic(last)
    if read.kind in ("place", "person") and _asked_of(last) == read.kind and _answer(last):
        topic = _answer(last)
    before, after = read.question[: read.start], read.question[read.end :]
    if is_japanese(read.question):
        end = "" if after.endswith("か") else "？"
        return f"{before}{topic}{after}{end}"
    pronoun = read.question[read.start : read.end].lower()
    if pronoun in ("they", "them", "their") and not is_japanese(last.question):
        topic = earlier_english.counted(last.question) or topic
    owned = f"{topic}'s" if read.is_owner else f"in {topic}" if pronoun == "there" else topic
    return f"{before}{owned}{after}?"


def _topic(last: Turn) -> str:
    """Return what a pronoun stands for: what was asked about, or the answer that named it."""
    if _named_by_answer(last):
        return _answer(last)
    if is_japanese(last.question):
        return earlier_japanese.subject(last.question)
    return earlier_english.subject(last.question)


def _named_by_answer(last: Turn) -> bool:
    """Say whether only the answer names what was asked about: "Which city has the most parks?"."""
    if not _answer(last):
        return False
    if is_japanese(last.question):
        asks = _asked_of(last) or re.search("どれ|どの|何という", last.question)
        taken = earlier_japanese.take_apart(last.question)
        by_clause = earlier_japanese.asks_by_clause(taken)
        return bool(asks) and by_clause and not earlier_japanese.asks_who_did(taken)
    return earlier_english.asks_for_one(last.question)


def _answer(last: Turn) -> str:
    """Return the answer as a name, "" where it is none."""
    name = re.split("[（(]", last.answer)[0].strip()
    return name if len(name) <= _SHORT and "\n" not in name else ""


def _asked_of(last: Turn) -> str:
    """Return `place` or `person` where the earlier question asked for one."""
    if _PERSON_ASKED.search(last.question):
        return "person"
    return "place" if _PLACE_ASKED.search(last.question) else ""


def _continued(read: Continued, history: Sequence[Turn]) -> str:
    last = history[-1]
    if read.wants == "place":
        return _with_place(read.place, history)
    if not is_japanese(last.question):
        if read.wants == "as of":
            return anew_english.ask_as_of(last.question)
        taken = earlier_english.take_apart(last.question)
        wants_all = read.wants in ("all", "list")
        return f"List all: {taken.body}?" if wants_all else f"Explain {taken.owner} in detail."
    earlier = earlier_japanese.take_apart(last.question)
    if read.wants == "list":
        return earlier_japanese.ask_list(earlier)
    if read.wants == "as of":
        word = read.place if is_japanese(read.place) else "いつの時点"
        return earlier_japanese.ask_as_of(earlier, word)
    asks = "をすべて教えてください" if read.wants == "all" else "について詳しく教えてください"
    return f"{earlier.topic or earlier.body}{asks}"


def _with_place(place: str, history: Sequence[Turn]) -> str:
    """Ask for the item of another place in an order: 2番目は？"""
    for turn in reversed(history[-_RANKED_BEFORE:]):
        ranked = with_place(place, turn.question)
        if ranked is not None:
            return ranked
    question = history[-1].question
    ordinal = Mention(place, 0, len(place), "number")
    for mention in numbered(question):
        if mention.kind == "number" and likeness(ordinal, mention) > 0:
            return replaced(question, mention, ordinal)
    if is_japanese(question):
        earlier = earlier_japanese.take_apart(question)
        return f"{earlier.topic or earlier.body}の{place}は何ですか"
    return f"{earlier_english.take_apart(question).body}: which is the {place}?"
