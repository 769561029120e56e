"""Check a question, and tell its language."""

import re

from briefqa.errors import QuestionError
from briefqa.records import Language
from briefqa.text.normalise import has_surrogate, strip_invisible

QUESTION_LIMIT = 2_000  # characters
_JAPANESE = re.compile("[ぁ-ヿ㐀-鿿々]")
_LATIN = re.compile("[A-Za-z]")
# How English questions begin; one may still name something in Japanese.
_ENGLISH = re.compile(
    r"\W*(?:(?:in|at|on|by|for|to|from|of|until|since|during) (?:what|which|whom?)"
    r"|what|who|whose|when|where|which|why|how|is|are|was|were|does|do|did|has|have|had|can|could"
    r"|will|would|should|list|name|give|tell|show|explain|describe|according)\b",
    re.IGNORECASE,
)


def check_question(text: str) -> str:
    """Return the question without what cannot be seen.

    Raises QuestionError when it cannot be asked.
    """
    if has_surrogate(text):
        raise QuestionError(
            "The question holds a lone surrogate, which is no character.", hint="Type it anew."
        )
    if len(text) > QUESTION_LIMIT:
        raise QuestionError(
            f"The question has {len(text):,} characters; at most {QUESTION_LIMIT:,} are read.",
            hint="Ask one thing at a time.",
        )
    clean = strip_invisible(text).strip()
    if not clean:
        raise QuestionError("The question is empty.", hint="Type a question.")
    return clean


def language_of(text: str) -> Language:
    """Return "ja" for text with kana or kanji, else "en".

    A question that begins as English ones do, and has twice as many Latin letters as Japanese ones,
    only names something in Japanese.

    >>> language_of("How many 避難所 are there?"), language_of("GitHub Actionsとは")
    ('en', 'ja')
    """
    japanese = len(_JAPANESE.findall(text))
    if not japanese:
        return "en"
    is_english = _ENGLISH.match(text) and len(_LATIN.findall(text)) > 2 * japanese
    return "en" if is_english else "ja"
