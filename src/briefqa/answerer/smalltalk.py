"""Tell what is said to the assistant itself from what is asked of the briefings.

The shape of the whole sentence decides: a greeting that is all there is, an order to write or to
play a part, a question about "you". A topic never does: 翻訳事業の予算は is a question, and so is
anything else that no shape here fits.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from briefqa.answerer import smalltalk_english as english
from briefqa.answerer import smalltalk_japanese as japanese
from briefqa.answerer.smalltalk_shapes import SmalltalkKind
from briefqa.query.question import language_of
from briefqa.records import Language
from briefqa.text.normalise import normalise

_LIMIT = 300  # characters; no order that was met is longer, and the shapes take time in its square

_MESSAGES: Mapping[Language, Mapping[SmalltalkKind, str]] = {
    "ja": {
        "greeting": "こんにちは。資料についてお尋ねください。根拠のスライドとともにお答えします。",
        "thanks": "どういたしまして。ほかにもお尋ねください。",
        "identity": (
            "資料に書かれていることを、その言葉のままスライドとともにお答えします。"
            "数、日付、一覧のほか、「スライド3の要点は？」ともお尋ねいただけます。"
        ),
        "instruction": (
            "申し訳ありませんが、そのご依頼はお受けできません。"
            "資料に書かれていることについてお尋ねください。"
        ),
        "opinion": (
            "申し訳ありませんが、意見は申し上げられません。資料に書かれていることをお答えします。"
        ),
    },
    "en": {
        "greeting": "Hello. Ask about the briefings; answers come with the slide that says so.",
        "thanks": "You are welcome. Ask on.",
        "identity": (
            "I answer from the briefings, in their own words and with the slide that says so: "
            "figures, dates, lists, or “What is on slide 3?”."
        ),
        "instruction": "Sorry, I cannot do that. I answer questions about the briefings.",
        "opinion": "Sorry, I have no opinions. I answer with what the briefings say.",
    },
}


@dataclass(frozen=True, slots=True)
class Smalltalk:
    """What was said to the assistant, and the polite reply to it in the same language."""

    kind: SmalltalkKind
    message: str


def read_smalltalk(question: str) -> Smalltalk | None:
    """Return what is said to the assistant itself, or None for what the briefings may answer. Pure.

    >>> read_smalltalk("詩を書いて").kind, read_smalltalk("Hello!").kind
    ('instruction', 'greeting')
    >>> read_smalltalk("詩を書いた人は誰ですか") is read_smalltalk("翻訳事業の予算は？") is None
    True
    """
    text = " ".join(normalise(question).split())
    if len(text) > _LIMIT:
        return None
    language = language_of(text)
    shapes = japanese.SHAPES if language == "ja" else english.SHAPES
    kind = next((kind for kind, shape in shapes.items() if shape.fullmatch(text)), None)
    return Smalltalk(kind, _MESSAGES[language][kind]) if kind is not None else None
